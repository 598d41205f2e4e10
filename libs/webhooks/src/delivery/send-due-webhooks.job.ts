import { Injectable } from '@nestjs/common';
import { HandlesJob, jobType, type JobHandler } from '#platform';
import { Courier } from './courier.service.js';

/**
 * A bell and nothing more: what is due lies in the database, so that no queue can lose it. It rings after each commit
 * that made deliveries, and every second for retries and for what a worker that died had in its hands. The relay rings it
 * mostly, in a worker, which goes out itself.
 */
export const SEND_DUE_WEBHOOKS = jobType<Record<string, never>>('webhooks', 'send-due-webhooks', {
  attemptsMax: 1,
  answersItself: true,
});

@Injectable()
@HandlesJob(SEND_DUE_WEBHOOKS, { everyMs: 1000 })
export class SendDueWebhooksJob implements JobHandler<Record<string, never>> {
  constructor(private readonly courier: Courier) {}

  /** Resolves when what is due is on its way; receivers are not waited for. */
  async run(): Promise<void> {
    await this.courier.setOut();
  }
}
