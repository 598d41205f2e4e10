import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InvalidInput } from '#kernel';

export type UserRole = 'customer' | 'admin';

/** Languages that mails are written in. */
export const LANGUAGES = ['en', 'fr', 'de', 'nl', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];

export interface NewUser {
  readonly id: string;
  readonly email: string;
  readonly username: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly language: Language;
  readonly role: UserRole;
  /** Null until the holder has proved that mail to the address arrives. */
  readonly emailVerifiedAt: Date | null;
}

/** What a person types to open an account. */
export interface NewUserForm {
  readonly email: string;
  readonly username: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly password: string;
}

/** What a session shows of its holder. */
export interface AccountSummary {
  readonly id: string;
  readonly email: string;
  readonly username: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly emailVerified: boolean;
  readonly role: UserRole;
}

/** Printable ASCII only: what two Unicode libraries may lower differently is no address. */
const EMAIL = /^[!-?A-~]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/;
const USERNAME = /^[A-Za-z0-9._-]{3,30}$/;
const NAME_LENGTH_MAX = 100;
const EMAIL_LENGTH_MAX = 254;
const PASSWORD_LENGTH_MIN = 8;
const PASSWORD_LENGTH_MAX = 128;

/** A person who can sign in. */
@Entity('users')
export class User {
  @PrimaryColumn({ type: 'uuid' })
  readonly id: string;

  @Column({ type: 'text' })
  readonly email: string;

  @Column({ type: 'text' })
  readonly username: string;

  @Column({ type: 'text' })
  passwordHash: string;

  @Column({ type: 'text' })
  firstName: string;

  @Column({ type: 'text' })
  lastName: string;

  /** E.164. */
  @Column({ type: 'text', nullable: true })
  phone: string | null;

  @Column({ type: 'enum', enum: LANGUAGES, enumName: 'language' })
  readonly language: Language;

  @Column({ type: 'enum', enum: ['customer', 'admin'], enumName: 'user_role' })
  role: UserRole;

  @Column({ type: 'timestamptz', nullable: true })
  emailVerifiedAt: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  suspendedAt: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  lastSignInAt: Date | null;

  @Column({ type: 'timestamptz' })
  readonly createdAt: Date;

  @Column({ type: 'timestamptz' })
  updatedAt: Date;

  static open(details: NewUser, passwordHash: string, now: Date): User {
    return Object.assign(new User(), {
      ...details,
      email: normalisedEmail(details.email),
      firstName: details.firstName.trim(),
      lastName: details.lastName.trim(),
      passwordHash,
      phone: null,
      suspendedAt: null,
      lastSignInAt: null,
      createdAt: now,
      updatedAt: now,
    });
  }

  get summary(): AccountSummary {
    const { id, email, username, firstName, lastName, role } = this;
    return { id, email, username, firstName, lastName, role, emailVerified: this.emailVerifiedAt !== null };
  }

  verifyEmail(now: Date): void {
    this.emailVerifiedAt ??= now;
    this.updatedAt = now;
  }

  replacePassword(passwordHash: string, now: Date): void {
    this.passwordHash = passwordHash;
    this.updatedAt = now;
  }

  signedIn(now: Date): void {
    this.lastSignInAt = now;
  }

  /** Changes what is given and leaves the rest. Throws InvalidInput for a name that is blank or too long. */
  rename(names: { firstName?: string; lastName?: string }, now: Date): void {
    const problems = nameProblems(names);
    if (Object.keys(problems).length > 0) throw new InvalidInput(problems);
    this.firstName = names.firstName?.trim() ?? this.firstName;
    this.lastName = names.lastName?.trim() ?? this.lastName;
    this.updatedAt = now;
  }

  callAt(phone: string | null, now: Date): void {
    this.phone = phone;
    this.updatedAt = now;
  }

  makeAdministrator(now: Date): void {
    this.role = 'admin';
    this.updatedAt = now;
  }

  suspend(now: Date): void {
    this.suspendedAt ??= now;
    this.updatedAt = now;
  }

  reinstate(now: Date): void {
    this.suspendedAt = null;
    this.updatedAt = now;
  }
}

/** Addresses are compared and stored in lower case. */
export const normalisedEmail = (email: string): string => email.trim().toLowerCase();

/** Throws InvalidInput with everything that stands against opening an account with these details. */
export function checkNewUser(details: NewUserForm): void {
  const problems = nameProblems(details);
  const email = normalisedEmail(details.email);
  if (!EMAIL.test(email) || email.length > EMAIL_LENGTH_MAX) problems.email = ['must be an e-mail address'];
  if (!USERNAME.test(details.username)) {
    problems.username = ['must be 3 to 30 letters, digits, dots, underscores or hyphens'];
  }
  const passwordSentences = passwordProblems(details.password, details);
  if (passwordSentences.length > 0) problems.password = passwordSentences;
  if (Object.keys(problems).length > 0) throw new InvalidInput(problems);
}

/** What stands against a new password of somebody, one sentence each; none when it may be used. */
export function passwordProblems(password: string, owner: { email: string; username: string }): string[] {
  const problems: string[] = [];
  const length = [...password].length;
  if (length < PASSWORD_LENGTH_MIN) problems.push(`must have at least ${PASSWORD_LENGTH_MIN} characters`);
  if (length > PASSWORD_LENGTH_MAX) problems.push(`must have at most ${PASSWORD_LENGTH_MAX} characters`);
  if (!/[a-z]/.test(password)) problems.push('must contain a lower-case letter');
  if (!/[A-Z]/.test(password)) problems.push('must contain an upper-case letter');
  if (!/\d/.test(password)) problems.push('must contain a digit');
  const folded = password.trim().toLowerCase();
  if (folded === normalisedEmail(owner.email)) problems.push('must not be the e-mail address');
  if (folded === owner.username.toLowerCase()) problems.push('must not be the username');
  return problems;
}

function nameProblems(names: { firstName?: string; lastName?: string }): Record<string, string[]> {
  const problems: Record<string, string[]> = {};
  for (const field of ['firstName', 'lastName'] as const) {
    const name = names[field]?.trim();
    if (name === undefined) continue;
    if (name === '') problems[field] = ['must not be blank'];
    else if ([...name].length > NAME_LENGTH_MAX) problems[field] = [`must have at most ${NAME_LENGTH_MAX} characters`];
    else if (/\p{Cc}/u.test(name)) problems[field] = ['must not contain control characters'];
  }
  return problems;
}
