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
  /** Only there to carry the type of the data. */
  readonly data?: Data;
}

export function jobType<Data extends object>(
  queue: QueueName,
  name: string,
  options: { attemptsMax?: number; backOffMs?: number } = {},
): JobType<Data> {
  return { queue, name, attemptsMax: options.attemptsMax ?? 5, backOffMs: options.backOffMs ?? 1000 };
}
