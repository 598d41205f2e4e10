import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, type DomainError } from '#kernel';
import { Audit, Database, hashToken, randomToken, UnitOfWork, type Transaction } from '#platform';
import { Memberships } from '../organization/memberships.service.js';
import { Passwords } from '../user/passwords.service.js';
import { normalisedEmail, User } from '../user/user.aggregate.js';
import { GuessLimits, passwordOf } from './guess-limits.service.js';
import {
  AccountSuspended,
  EmailNotVerified,
  InvalidCredentials,
  SecondFactorRequired,
  SignInLocked,
} from './session.errors.js';
import { SignInChallenge } from './sign-in-challenge.aggregate.js';
import { SignIns, type SignedIn } from './sign-ins.service.js';

/**
 * Opens a session for address and password. Throws SignInLocked, InvalidCredentials, EmailNotVerified,
 * AccountSuspended or, when a code is needed as well, SecondFactorRequired. Each call opens a session of its own.
 */
export class SignIn extends Command<SignedIn> {
  constructor(
    readonly email: string,
    readonly password: string,
  ) {
    super();
  }
}

interface CredentialsRow {
  readonly id: string;
  readonly password_hash: string;
}

const FIND_CREDENTIALS = 'SELECT id, password_hash FROM users WHERE email = $1';
const FIND_SECOND_FACTOR = 'SELECT 1 FROM second_factors WHERE user_id = $1 AND confirmed_at IS NOT NULL';

@CommandHandler(SignIn)
export class SignInHandler implements ICommandHandler<SignIn> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly database: Database,
    private readonly passwords: Passwords,
    private readonly guesses: GuessLimits,
    private readonly memberships: Memberships,
    private readonly signIns: SignIns,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Every address takes the same path and the same time up to the comparison, whether it has an account or not. */
  async execute({ email: written, password }: SignIn): Promise<SignedIn> {
    const email = normalisedEmail(written);
    const now = this.clock.now();
    const lockedUntil = await this.unitOfWork.run((tx) => this.guesses.admit(tx, passwordOf(email), now));
    if (lockedUntil) return this.refuse(null, new SignInLocked(secondsUntil(lockedUntil, now)));
    const credentials = await this.database.first<CredentialsRow>(FIND_CREDENTIALS, [email]);
    const right = await this.passwords.matches(password, credentials?.password_hash ?? null);
    if (!credentials || !right) return this.refuse(credentials?.id ?? null, new InvalidCredentials());
    const outcome = await this.unitOfWork.run((tx) => this.enter(tx, email, credentials, now));
    // A refusal is thrown after the commit: the guess was right and stays forgiven, and a challenge stays open.
    if (outcome instanceof Error) throw outcome;
    return outcome;
  }

  private async enter(
    tx: Transaction,
    email: string,
    checked: CredentialsRow,
    now: Date,
  ): Promise<SignedIn | DomainError> {
    const user = await tx.load(User, { id: checked.id });
    // The password may have been replaced while its hash was computed: the old one must not open a session after that.
    if (!user || user.passwordHash !== checked.password_hash) return new InvalidCredentials();
    const { organizationId, organizationSuspended } = await this.memberships.standingOf(tx, user.id);
    this.guesses.forgive(tx, passwordOf(email));
    const refusal = await this.refusalOf(tx, user, organizationSuspended, now);
    if (!refusal) return this.signIns.complete(tx, user, organizationId, now);
    const details = { reason: refusal.code };
    this.audit.record(tx, { action: 'auth.login_failed', organizationId, actorId: user.id, details });
    return refusal;
  }

  private async refusalOf(
    tx: Transaction,
    user: User,
    organizationSuspended: boolean,
    now: Date,
  ): Promise<DomainError | null> {
    if (user.emailVerifiedAt === null) return new EmailNotVerified();
    if (user.suspendedAt !== null || organizationSuspended) return new AccountSuspended();
    const [secondFactor] = await tx.query(FIND_SECOND_FACTOR, [user.id]);
    if (!secondFactor) return null;
    const token = randomToken('ch_', 32);
    const challenge = SignInChallenge.issue(hashToken(token), user.id, now);
    tx.save(challenge);
    return new SecondFactorRequired(token, challenge.expiresAt);
  }

  private async refuse(actorId: string | null, refusal: DomainError): Promise<never> {
    const details = { reason: refusal.code };
    await this.audit.note({ action: 'auth.login_failed', organizationId: null, actorId, details });
    throw refusal;
  }
}

const secondsUntil = (instant: Date, now: Date): number =>
  Math.max(1, Math.ceil((instant.getTime() - now.getTime()) / 1000));
