import { Queues, Sealing } from '#platform';
import type { TestCore } from './core.js';

export interface WaitingMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** The mails in the queue for an address, oldest first. */
export async function mailsTo(core: Pick<TestCore, 'get'>, address: string): Promise<WaitingMail[]> {
  return (await queuedMails(core)).filter(({ to }) => to === address);
}

/** All mails in the queue, oldest first. They lie there sealed. */
export async function queuedMails(core: Pick<TestCore, 'get'>): Promise<WaitingMail[]> {
  const jobs = await core.get(Queues).queue('mail').getJobs(['waiting', 'delayed', 'active', 'completed'], 0, -1, true);
  return jobs
    .filter(({ name }) => name === 'send-mail')
    .map(({ data }) => data.data as { id: string; sealed: string })
    .map(({ id, sealed }) => core.get(Sealing).openText(Buffer.from(sealed, 'base64'), `mail:${id}`))
    .map((text) => JSON.parse(text) as WaitingMail);
}
