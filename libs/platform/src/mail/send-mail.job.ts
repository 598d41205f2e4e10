import { Injectable } from '@nestjs/common';
import { Sealing } from '../crypto/sealing.js';
import { HandlesJob, type JobHandler } from '../queue/job-handler.js';
import { MailDelivery } from './mail-delivery.service.js';
import { SEND_MAIL, sealContext, type QueuedMail } from './mail-queue.js';
import type { MailMessage } from './mail.port.js';

/** Sends one queued mail. */
@Injectable()
@HandlesJob(SEND_MAIL)
export class SendMailJob implements JobHandler<QueuedMail> {
  constructor(
    private readonly delivery: MailDelivery,
    private readonly sealing: Sealing,
  ) {}

  async run({ id, sealed }: QueuedMail): Promise<void> {
    const message = JSON.parse(this.sealing.openText(Buffer.from(sealed, 'base64'), sealContext(id))) as MailMessage;
    await this.delivery.deliver(id, message);
  }
}
