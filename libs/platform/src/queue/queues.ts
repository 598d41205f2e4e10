import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { JobsOptions, Queue } from 'bullmq';
import { currentRequestId } from '../logging/request-context.js';
import { QUEUES, type JobType, type QueueName } from './job-type.js';
import type { QueueConnection } from './queue-connection.js';

export const QUEUE_CONNECTION = Symbol('QueueConnection');

export interface JobPlacement {
  /** A second job with the same id is not added while the first waits or runs. Must not contain a colon. */
  readonly id?: string;
  readonly delayMs?: number;
}

/** What a job carries beside its data. */
export interface JobEnvelope<Data> {
  readonly data: Data;
  readonly requestId: string | null;
}

/**
 * Puts jobs into queues. A queue is the record of nothing but mails that people ask for again (codes and links): all else
 * that a queue lost, sweeps find in the database.
 */
@Injectable()
export class Queues implements OnApplicationShutdown {
  private readonly logger = new Logger('Queues');
  private readonly open = new Map<QueueName, Queue>();
  private readonly bells = new Map<string, { again: boolean }>();
  private answer: ((name: string) => Promise<void>) | null = null;

  constructor(@Inject(QUEUE_CONNECTION) private readonly connection: QueueConnection) {}

  /** Rejects when the backend is away. */
  async add<Data extends object>(type: JobType<Data>, data: Data, placement: JobPlacement = {}): Promise<void> {
    await this.queue(type.queue).add(type.name, envelope(data), jobOptions(type, placement));
  }

  /**
   * Adds a job that only says that there is work in the database: failure is logged and forgotten, for the job also comes by
   * itself. However often it is called, this process adds at most one in the gap of its kind, and one after it for the rest.
   */
  ring(type: JobType<Record<string, never>>): void {
    if (type.answersItself && this.answer) {
      this.answer(type.name).catch((error: Error) => this.left(type, error));
      return;
    }
    const bell = this.bells.get(type.name);
    if (bell) {
      bell.again = true;
      return;
    }
    this.add(type, {}).catch((error: Error) => this.left(type, error));
    const rung = { again: false };
    this.bells.set(type.name, rung);
    setTimeout(() => {
      this.bells.delete(type.name);
      if (rung.again) this.ring(type);
    }, type.bellGapMs).unref();
  }

  /** @internal called by the workers of this process: how it answers bells itself, null when it no longer does. */
  answerBy(answer: ((name: string) => Promise<void>) | null): void {
    this.answer = answer;
  }

  private left({ name }: JobType<object>, error: Error): void {
    this.logger.warn(`${name} was not rung for and is left to its next turn: ${error.message}`);
  }

  queue(name: QueueName): Queue {
    let queue = this.open.get(name);
    if (!queue) this.open.set(name, (queue = this.connection.openQueue(name)));
    return queue;
  }

  all(): Queue[] {
    return QUEUES.map((name) => this.queue(name));
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.allSettled([...this.open.values()].map((queue) => queue.close()));
    await this.connection.close();
  }
}

const envelope = <Data extends object>(data: Data): JobEnvelope<Data> => ({ data, requestId: currentRequestId() });

function jobOptions(type: JobType<object>, placement: JobPlacement): JobsOptions {
  return {
    attempts: type.attemptsMax,
    backoff: { type: 'exponential', delay: type.backOffMs, jitter: 0.3 },
    // To keep the latest thousand, BullMQ on PostgreSQL reads them at the end of every job, and workers wait for one another
    // to delete the same one.
    removeOnComplete: true,
    removeOnFail: { age: 7 * 24 * 3600, count: 1000 },
    ...(placement.delayMs ? { delay: placement.delayMs } : {}),
    // Deduplication ends with the job; a plain job id would block later jobs while the finished one is kept.
    ...(placement.id ? { deduplication: { id: placement.id } } : {}),
  };
}
