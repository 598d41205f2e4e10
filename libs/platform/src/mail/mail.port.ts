import { DomainError } from '#kernel';

export interface MailMessage {
  /** One address, without a name. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  /** Of the form local@domain. The same for every attempt, so that mail servers can tell a repeat from a second mail. */
  readonly messageId?: string;
}

/** The mail server is away, slow, refuses our credentials or asks to come back later. Nothing is wrong with the message. */
export class MailUnavailable extends DomainError<'mail_unavailable'> {
  readonly kind = 'unavailable';
  readonly code = 'mail_unavailable';

  constructor(override readonly cause: unknown) {
    super('The mail could not be sent just now');
  }
}

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
