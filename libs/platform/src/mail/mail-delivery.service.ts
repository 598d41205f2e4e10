import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.js';
import { Mail, type MailMessage } from './mail.port.js';

/** Hands mails over under an id, so that a repeat is known for one. */
@Injectable()
export class MailDelivery {
  private readonly domain: string;

  constructor(
    private readonly mail: Mail,
    @Inject(CONFIG) config: Config,
  ) {
    this.domain = /@([\w.-]+)/.exec(config.mailFrom)?.[1] ?? 'localhost';
  }

  /** As Mail.send. Safe to repeat: the same id makes the same message id, by which mail servers drop the second copy. */
  async deliver(id: string, message: MailMessage): Promise<void> {
    await this.mail.send({ messageId: `${id}@${this.domain}`, ...message });
  }
}
