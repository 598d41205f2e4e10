import { Inject, Injectable, Logger } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { UnrecoverableError, type Job, type Worker } from 'bullmq';
import { DomainError, uuidv7 } from '#kernel';
import { withRequestContext } from '../logging/request-context.js';
import { Metrics } from '../metrics/metrics.js';
import { JOB_METADATA, type JobHandler, type JobRegistration } from './job-handler.js';
import { QUEUES, type QueueName } from './job-type.js';
import type { QueueConnection } from './queue-connection.js';
import { QUEUE_CONNECTION, Queues, type JobEnvelope } from './queues.js';

const CONCURRENCY: Record<QueueName, number> = { payments: 16, webhooks: 32, mail: 4, maintenance: 2, reports: 1 };

/** How soon after a backend has forgotten its schedules it is told of them again. */
const RESTORE_MS = 3000;

/** Runs the jobs of a worker process. */
@Injectable()
export class JobWorkers {
  private readonly logger = new Logger('Jobs');
  private readonly handlers = new Map<string, { handler: JobHandler<object>; registration: JobRegistration }>();
  private workers: Worker[] = [];
  private watch: NodeJS.Timeout | undefined;

  constructor(
    @Inject(QUEUE_CONNECTION) private readonly connection: QueueConnection,
    private readonly queues: Queues,
    private readonly discovery: DiscoveryService,
    private readonly metrics: Metrics,
  ) {}

  /** Starts a worker per queue and the schedules. Throws when two providers claim the same kind of job. */
  async start(): Promise<void> {
    this.collectHandlers();
    this.workers = QUEUES.map((name) =>
      this.connection.openWorker(name, (job: Job<JobEnvelope<object>>) => this.process(job), {
        concurrency: CONCURRENCY[name],
      }),
    );
    this.queues.answerBy((name) => this.runNow(name));
    for (const registration of this.scheduled()) await this.schedule(registration);
    this.watch = setInterval(() => {
      // While the backend is away nothing can be seen to; health and logs report that.
      this.restoreSchedules().catch(() => undefined);
    }, RESTORE_MS);
    this.watch.unref();
  }

  /** Takes no new jobs and waits for those under way; what does not end in time is done again by another worker. */
  async stop(): Promise<void> {
    clearInterval(this.watch);
    this.queues.answerBy(null);
    for (const { handler } of this.handlers.values()) handler.interrupt?.();
    await Promise.allSettled(this.workers.map((worker) => worker.close()));
    this.workers = [];
  }

  /** Runs a kind of job now, in this process, outside its queue: for operations commands and tests. */
  async runNow(name: string, data: object = {}): Promise<void> {
    this.collectHandlers();
    const found = this.handlers.get(name);
    if (!found) throw new Error(`Nobody handles the job ${name}`);
    await found.handler.run(data);
  }

  private scheduled(): JobRegistration[] {
    return [...this.handlers.values()].map(({ registration }) => registration).filter(({ everyMs }) => everyMs);
  }

  /**
   * A Redis that comes back empty knows of no schedule, and nothing would come by itself until a worker is started. How many
   * there are tells, in one call for a queue; each is asked for where some are missing.
   */
  private async restoreSchedules(): Promise<void> {
    for (const queue of this.queues.all()) {
      const known = this.scheduled().filter(({ type }) => type.queue === queue.name);
      if ((await queue.getJobSchedulersCount()) >= known.length) continue;
      for (const registration of known) {
        if (!(await queue.getJobScheduler(registration.type.name))) await this.schedule(registration);
      }
    }
  }

  private async schedule({ type, everyMs = 0 }: JobRegistration): Promise<void> {
    await this.queues.queue(type.queue).upsertJobScheduler(
      type.name,
      { every: everyMs },
      {
        name: type.name,
        data: { data: {}, requestId: null },
        opts: { attempts: 1, removeOnComplete: true, removeOnFail: 50 },
      },
    );
  }

  private collectHandlers(): void {
    if (this.handlers.size > 0) return;
    for (const { instance, metatype } of this.discovery.getProviders()) {
      if (!instance || !metatype) continue;
      const registration = Reflect.getMetadata(JOB_METADATA, metatype) as JobRegistration | undefined;
      if (!registration) continue;
      const { name } = registration.type;
      const other = this.handlers.get(name);
      if (other && other.handler !== instance) throw new Error(`Two providers handle the job ${name}`);
      this.handlers.set(name, { handler: instance as JobHandler<object>, registration });
    }
  }

  private async process(job: Job<JobEnvelope<object>>): Promise<void> {
    const found = this.handlers.get(job.name);
    if (!found) throw new UnrecoverableError(`Nobody handles the job ${job.name}`);
    const labels = { queue: job.queueName, job: job.name };
    const finished = this.metrics.queueJobDurationSeconds.startTimer(labels);
    try {
      await withRequestContext({ requestId: job.data.requestId ?? uuidv7() }, () => found.handler.run(job.data.data));
      this.metrics.queueJobsTotal.inc({ ...labels, outcome: 'done' });
    } catch (error) {
      this.metrics.queueJobsTotal.inc({ ...labels, outcome: 'failed' });
      this.logger.warn(`${job.name} failed, attempt ${job.attemptsMade + 1}: ${(error as Error).message}`);
      // A refusal of the domain stays a refusal however often it is asked; only outages are worth another try.
      if (error instanceof DomainError && error.kind !== 'unavailable') throw new UnrecoverableError(error.message);
      throw error;
    } finally {
      finished();
    }
  }
}
