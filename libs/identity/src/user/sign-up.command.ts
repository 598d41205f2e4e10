import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '#kernel';
import { Audit, UnitOfWork } from '#platform';
import { AccountMails } from '../mail/account-mails.service.js';
import { OneTimeCodes } from '../verification/one-time-codes.service.js';
import { AccountOpening, translateTakenName, type OpenedAccount } from './account-opening.service.js';
import { Passwords } from './passwords.service.js';
import { checkNewUser, type Language, type NewUserForm } from './user.aggregate.js';
import { signedUp } from './user.events.js';

export interface SignUpDetails extends NewUserForm {
  readonly language: Language;
  /** Of the organisation, ISO 3166-1. */
  readonly country: string;
}

/**
 * Opens an account with an organisation of its own and mails a code that verifies the address. Throws InvalidInput,
 * EmailTaken or UsernameTaken. Not to be repeated: a second call finds the address taken.
 */
export class SignUp extends Command<{ userId: string; organizationId: string; email: string }> {
  constructor(readonly details: SignUpDetails) {
    super();
  }
}

@CommandHandler(SignUp)
export class SignUpHandler implements ICommandHandler<SignUp> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly opening: AccountOpening,
    private readonly passwords: Passwords,
    private readonly codes: OneTimeCodes,
    private readonly mails: AccountMails,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async execute({ details }: SignUp): Promise<{ userId: string; organizationId: string; email: string }> {
    checkNewUser(details);
    await this.opening.checkFree(details.email, details.username);
    const { password, ...person } = details;
    const passwordHash = await this.passwords.hash(password);
    const { user, organizationId } = await this.open(person, passwordHash);
    return { userId: user.id, organizationId, email: user.email };
  }

  private async open(person: Omit<SignUpDetails, 'password'>, passwordHash: string): Promise<OpenedAccount> {
    const now = this.clock.now();
    try {
      return await this.unitOfWork.run(async (tx) => {
        const newcomer = { ...person, role: 'customer', emailVerifiedAt: null } as const;
        const account = this.opening.open(tx, newcomer, passwordHash, now);
        const { user, organizationId } = account;
        const code = this.codes.issueAnew(tx, user.email, now);
        tx.record(signedUp(account, user.language, now));
        this.audit.record(tx, { action: 'auth.signup', organizationId, actorId: user.id, recordId: user.id });
        tx.onCommit(() => this.mails.sendVerificationCode(user, code));
        return account;
      });
    } catch (error) {
      throw translateTakenName(error);
    }
  }
}
