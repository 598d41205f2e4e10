import { setTimeout as wait } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { uuidv7 } from '#kernel';
import { Sealing } from '../crypto/sealing.js';
import { jobType } from '../queue/job-type.js';
import { Queues, type JobEnvelope } from '../queue/queues.js';
import type { MailMessage } from './mail.port.js';

/** A mail as it waits in a queue: encrypted, because codes and reset links must not be readable there. */
export interface QueuedMail {
  readonly id: string;
  /** Base64 of the sealed message. */
  readonly sealed: string;
}

export const SEND_MAIL = jobType<QueuedMail>('mail', 'send-mail', { attemptsMax: 8, backOffMs: 2000 });

const ALIVE = ['waiting', 'active', 'delayed', 'prioritized'] as const;
const COUNTED_MAX = 10_000;

const RETRY_DELAYS_MS = [1000, 5000, 15_000, 60_000];

export const sealContext = (id: string): string => `mail:${id}`;

/** Hands mails to the worker, so that no request waits for a mail server. */
@Injectable()
export class MailQueue {
  private readonly logger = new Logger('Mail');

  constructor(
    private readonly queues: Queues,
    private readonly sealing: Sealing,
  ) {}

  /**
   * Returns at once and never throws. The queue is the only record of the mail: when it stays away for a minute or so,
   * is emptied, or the mail server is away for longer than a job is tried, the mail is lost. Fit for codes and links,
   * which a person asks for again; what must arrive is owed by a row (MailDebts).
   */
  send(message: MailMessage): void {
    void this.enqueue(this.sealed(uuidv7(), message));
  }

  /** How many mails that may still be sent lie under each version of the key. They cannot be sealed anew, and live minutes. */
  async countByKey(): Promise<ReadonlyMap<number, number>> {
    const counts = new Map<number, number>();
    const jobs = await this.queues.queue(SEND_MAIL.queue).getJobs([...ALIVE], 0, COUNTED_MAX - 1);
    for (const job of jobs) {
      if (job.name !== SEND_MAIL.name) continue;
      const { data } = job.data as JobEnvelope<QueuedMail>;
      const version = this.sealing.keyVersionOf(Buffer.from(data.sealed, 'base64'));
      counts.set(version, (counts.get(version) ?? 0) + 1);
    }
    return counts;
  }

  private sealed(id: string, message: MailMessage): QueuedMail {
    return { id, sealed: this.sealing.seal(JSON.stringify(message), sealContext(id)).toString('base64') };
  }

  private async enqueue(mail: QueuedMail): Promise<void> {
    for (const delayMs of [0, ...RETRY_DELAYS_MS]) {
      try {
        if (delayMs > 0) await wait(delayMs, undefined, { ref: false });
        await this.queues.add(SEND_MAIL, mail, { id: mail.id });
        return;
      } catch (error) {
        this.logger.warn(`mail ${mail.id} was not queued: ${(error as Error).message}`);
      }
    }
    this.logger.error(`mail ${mail.id} is given up: its queue stayed away`);
  }
}
