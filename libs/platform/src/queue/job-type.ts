/** Queues by what must not wait for what: a slow receiver of webhooks never holds up a payment. */
export const QUEUES = ['payments', 'webhooks', 'mail', 'maintenance', 'reports'] as const;
export type QueueName = (typeof QUEUES)[number];

/**
 * A kind of job: where it waits, what it carries and how often it is tried. Data is small plain JSON: ids, no records
 * (mails with codes apart).
 */
export interface JobType<Data extends object> {
  readonly queue: QueueName;
  readonly name: string;
  readonly attemptsMax: number;
  /** First delay after a failure; it doubles from try to try, with jitter. */
  readonly backOffMs: number;
  /**
   * How soon after a bell one process rings the next: longer where whoever was woken goes on looking by itself for a while. A
   * burst needs no bell of its own for each.
   */
  readonly bellGapMs: number;
  /** A worker that rings answers itself: to look is cheaper than to send a bell round through the queue. */
  readonly answersItself: boolean;
  /** Only there to carry the type of the data. */
  readonly data?: Data;
}

type JobOptions = Partial<Pick<JobType<object>, 'attemptsMax' | 'backOffMs' | 'bellGapMs' | 'answersItself'>>;

export const jobType = <Data extends object>(
  queue: QueueName,
  name: string,
  { attemptsMax = 5, backOffMs = 1000, bellGapMs = 20, answersItself = false }: JobOptions = {},
): JobType<Data> => ({ queue, name, attemptsMax, backOffMs, bellGapMs, answersItself });
