import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, MailQueue, type Config } from '#platform';
import type { Language } from '../user/user.aggregate.js';
import { CODE_MINUTES } from '../verification/one-time-code.aggregate.js';
import { presentAccountMail } from './account-mail.presenter.js';

export interface Addressee {
  readonly email: string;
  readonly language: Language;
}

/** Mails that answer a request of the moment. They carry secrets, so they go through the queue sealed and by no event. */
@Injectable()
export class AccountMails {
  constructor(
    private readonly queue: MailQueue,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  sendVerificationCode(to: Addressee, code: string): void {
    const mail = presentAccountMail('verification_code', to.language, { code, minutes: CODE_MINUTES });
    this.queue.send({ to: to.email, ...mail });
  }

  sendPasswordReset(to: Addressee, token: string, minutes: number): void {
    const url = `${this.config.publicUrl}/reset-password?token=${encodeURIComponent(token)}`;
    this.queue.send({ to: to.email, ...presentAccountMail('password_reset', to.language, { url, minutes }) });
  }
}
