import { DomainError } from '#kernel';

/** A file that goes with a mail. */
export interface MailAttachment {
  /** Of letters, digits, dots, hyphens and underscores. */
  readonly fileName: string;
  readonly contentType: string;
  /** Base64, since a message waits as JSON. */
  readonly content: string;
}

export interface MailMessage {
  /** One address, without a name. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  /** One address, without a name, where answers go. */
  readonly replyTo?: string;
  /** Of the form local@domain. The same for every attempt, so that mail servers can tell a repeat from a second mail. */
  readonly messageId?: string;
  readonly attachments?: readonly MailAttachment[];
}

const ADDRESS_LENGTH_MAX = 254;
/** Stricter than RFC 5322 on purpose: no spaces, quotes, commas, brackets or control characters, so no second recipient. */
const ADDRESS =
  /^[^\s"'(),:;<>@[\\\]\p{Cc}]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/iu;

/** Whether a text may stand where a mail names an address: exactly one, and nothing else. */
export const isMailAddress = (text: string): boolean => text.length <= ADDRESS_LENGTH_MAX && ADDRESS.test(text);

/** The mail server is away, slow, refuses our credentials or asks to come back later. Nothing is wrong with the message. */
export class MailUnavailable extends DomainError<'mail_unavailable'> {
  readonly kind = 'unavailable';
  readonly code = 'mail_unavailable';

  constructor(override readonly cause: unknown) {
    super('The mail could not be sent just now');
  }
}

/** The mail server asks to come back later with this message; others it may take at once. */
export class MailPostponed extends MailUnavailable {}

/** The mail server will not take this message for this address, now or later. */
export class MailRefused extends DomainError<'mail_refused'> {
  readonly kind = 'invalid';
  readonly code = 'mail_refused';

  constructor(override readonly cause: unknown) {
    super('The mail server refuses mail to this address');
  }
}

export class InvalidMailAddress extends DomainError<'invalid_mail_address'> {
  readonly kind = 'invalid';
  readonly code = 'invalid_mail_address';

  constructor() {
    super('Not a mail address');
  }
}

/** Sends mail. An abstract class, so that it is also the injection token. */
export abstract class Mail {
  /**
   * Resolves when a mail server has taken the message over; whether it arrives is not known. Throws MailUnavailable, after
   * which the message may have been taken all the same, so that sending it again can make it arrive twice; MailRefused and
   * InvalidMailAddress, after which trying again is of no use.
   */
  abstract send(message: MailMessage): Promise<void>;
}
