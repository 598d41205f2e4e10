import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, InvalidInput } from '#kernel';
import { Audit, UnitOfWork, type Transaction } from '#platform';
import { Memberships } from '../organization/memberships.service.js';
import { revokePersonalAccessTokens } from '../personal-access-token/revoke-personal-access-tokens.js';
import { Sessions } from '../session/sessions.service.js';
import { AccountOpening, translateTakenName } from './account-opening.service.js';
import { Passwords } from './passwords.service.js';
import { checkNewUser, normalisedEmail, passwordProblems, User, type NewUserForm } from './user.aggregate.js';
import { passwordChanged, signedUp, type AccountOwner } from './user.events.js';

/** Username, names and country are for an account that is opened; an existing one keeps its own. */
export interface AdministratorDetails extends NewUserForm {
  readonly country: string;
}

/**
 * Operations command: makes platform staff of an account, opening it when the address has none. Its address counts as
 * verified and its password is the one given. Safe to repeat. Throws InvalidInput or UsernameTaken.
 */
export class AppointAdministrator extends Command<AccountOwner> {
  constructor(readonly details: AdministratorDetails) {
    super();
  }
}

@CommandHandler(AppointAdministrator)
export class AppointAdministratorHandler implements ICommandHandler<AppointAdministrator> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly opening: AccountOpening,
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
    private readonly memberships: Memberships,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async execute({ details }: AppointAdministrator): Promise<AccountOwner> {
    checkNewUser(details);
    const passwordHash = await this.passwords.hash(details.password);
    const now = this.clock.now();
    try {
      return await this.unitOfWork.run(async (tx) => {
        const user = await tx.load(User, { email: normalisedEmail(details.email) });
        const owner = user
          ? await this.promote(tx, user, details.password, passwordHash, now)
          : this.open(tx, details, passwordHash, now);
        const { userId, organizationId } = owner;
        this.audit.record(tx, { action: 'user.appointed_admin', organizationId, actorId: null, recordId: userId });
        return { userId, organizationId };
      });
    } catch (error) {
      throw translateTakenName(error);
    }
  }

  private open(tx: Transaction, details: AdministratorDetails, passwordHash: string, now: Date): AccountOwner {
    const { password: _, ...person } = details;
    const administrator = { ...person, language: 'en', role: 'admin', emailVerifiedAt: now } as const;
    const account = this.opening.open(tx, administrator, passwordHash, now);
    tx.record(signedUp(account, 'en', now));
    return account;
  }

  private async promote(
    tx: Transaction,
    user: User,
    password: string,
    passwordHash: string,
    now: Date,
  ): Promise<AccountOwner> {
    const problems = passwordProblems(password, user);
    if (problems.length > 0) throw new InvalidInput({ password: problems });
    const owner = await this.memberships.standingOf(tx, user.id);
    user.makeAdministrator(now);
    user.verifyEmail(now);
    user.replacePassword(passwordHash, now);
    tx.save(user);
    await this.sessions.revokeAll(tx, user.id, 'password_changed', { except: null, now });
    revokePersonalAccessTokens(tx, user.id, now);
    tx.record(passwordChanged(owner, 'operations', now));
    return owner;
  }
}
