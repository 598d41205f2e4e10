import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.js';
import { Sealing } from '../crypto/sealing.js';
import { HandlesJob, type JobHandler } from '../queue/job-handler.js';
import { SEND_MAIL, sealContext, type QueuedMail } from './mail-queue.js';
import { Mail, type MailMessage } from './mail.port.js';

/** Sends one queued mail. A repeat carries the same message id, by which mail servers drop the second copy. */
@Injectable()
@HandlesJob(SEND_MAIL)
export class SendMailJob implements JobHandler<QueuedMail> {
  private readonly domain: string;

  constructor(
    private readonly mail: Mail,
    private readonly sealing: Sealing,
    @Inject(CONFIG) config: Config,
  ) {
    this.domain = /@([\w.-]+)/.exec(config.mailFrom)?.[1] ?? 'localhost';
  }

  async run({ id, sealed }: QueuedMail): Promise<void> {
    const message = JSON.parse(this.sealing.openText(Buffer.from(sealed, 'base64'), sealContext(id))) as MailMessage;
    await this.mail.send({ messageId: `${id}@${this.domain}`, ...message });
  }
}
