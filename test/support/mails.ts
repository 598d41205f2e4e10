import type { Type } from '@nestjs/common';
import { Mail, Queues, Sealing, type MailMessage } from '#platform';

/** Takes mails and keeps them, in place of a mail server. */
export class MailsOnRecord extends Mail {
  readonly sent: MailMessage[] = [];
  /** What every mail fails with, until there is none. */
  failure: Error | null = null;

  send(mail: MailMessage): Promise<void> {
    if (this.failure) return Promise.reject(this.failure);
    this.sent.push(mail);
    return Promise.resolve();
  }

  to(address: string): MailMessage[] {
    return this.sent.filter((mail) => mail.to === address);
  }
}

interface Core {
  get<T>(token: Type<T> | (abstract new (...args: never[]) => T)): T;
}

interface QueuedMail {
  readonly id: string;
  readonly message: MailMessage;
}

/** The mails to an address: those in the queue, oldest first, and those that were sent from elsewhere. */
export async function mailsTo(core: Core, address: string): Promise<MailMessage[]> {
  const queued = await queuedMails(core);
  const { sent } = core.get(Mail) as MailsOnRecord;
  const fromElsewhere = sent.filter(({ messageId }) => !queued.some(({ id }) => messageId?.startsWith(id)));
  return [...queued.map(({ message }) => message), ...fromElsewhere].filter(({ to }) => to === address);
}

/** All mails in the queue, oldest first. They lie there sealed. */
export async function queuedMails(core: Core): Promise<QueuedMail[]> {
  const jobs = await core.get(Queues).queue('mail').getJobs(['waiting', 'delayed', 'active', 'completed'], 0, -1, true);
  return jobs
    .filter(({ name }) => name === 'send-mail')
    .map(({ data }) => data.data as { id: string; sealed: string })
    .map(({ id, sealed }) => {
      const text = core.get(Sealing).openText(Buffer.from(sealed, 'base64'), `mail:${id}`);
      return { id, message: JSON.parse(text) as MailMessage };
    });
}
