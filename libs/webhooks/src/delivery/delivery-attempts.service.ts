import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Clock, SystemClock } from '#kernel';
import { DatabaseUnavailable, KeepsSealed, Metrics, Sealing } from '#platform';
import { WebhookDialects } from '../dialect/webhook-dialects.service.js';
import type { ComposedRequest, Signing } from '../dialect/webhook-dialect.port.js';
import { SwitchOffWebhookEndpoint } from '../endpoint/switch-off-endpoint.command.js';
import { hasFailedForTooLong } from '../endpoint/webhook-endpoint.aggregate.js';
import type { SwitchOffReason } from '../endpoint/webhook-endpoint.events.js';
import { keyContext } from '../signing/signing-key.js';
import { AttemptLog, type FinishedAttempt } from './attempt-log.service.js';
import type { ClaimedDelivery } from './delivery-claims.service.js';
import { nextAttemptAt, restMs } from './delivery-schedule.js';
import { isGone, isReceived, type ReceiverAnswer } from './receiver-answer.js';
import { Receivers } from './receivers.service.js';

const RECORD_AGAIN_MS = 500;

/** Makes one attempt at a delivery that the caller has claimed, and writes down what came of it. */
@Injectable()
@KeepsSealed(
  { table: 'webhook_endpoints', column: 'sealed_key', key: 'id', contextOf: keyContext },
  { table: 'webhook_endpoints', column: 'sealed_previous_key', key: 'id', contextOf: keyContext },
)
export class DeliveryAttempts {
  private readonly logger = new Logger('Webhooks');
  /** Receivers hold the timestamp against their own clock, which does not move with that of a sandbox. */
  private readonly wallClock = new SystemClock();
  private abandoned = false;

  constructor(
    private readonly dialects: WebhookDialects,
    private readonly sealing: Sealing,
    private readonly receivers: Receivers,
    private readonly log: AttemptLog,
    private readonly commands: CommandBus,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
  ) {}

  /**
   * Resolves to how long its endpoint is to be left alone now. Never throws for what a receiver does. Rejects when the
   * outcome cannot be written down: the claim then lapses.
   */
  async make(delivery: ClaimedDelivery): Promise<number> {
    const attemptedAt = this.clock.now();
    const answer = await this.send(delivery);
    if (this.abandoned) return 0;
    const endedAt = this.clock.now();
    const attempt = { ...outcomeOf(delivery, answer, endedAt), attemptedAt, endedAt };
    this.metrics.webhookDeliveriesTotal.inc({ outcome: attempt.status === 'pending' ? 'failed' : attempt.status });
    this.metrics.webhookDeliveryDurationSeconds.observe(answer.durationMs / 1000);
    await this.record(attempt, delivery.claimedUntil);
    const reason = reasonToSwitchOff(delivery, answer, endedAt);
    if (reason) await this.commands.execute(new SwitchOffWebhookEndpoint(delivery.endpointId, reason));
    const hasFailed = attempt.status !== 'delivered' && delivery.failingSince !== null;
    return hasFailed ? restMs(endedAt.getTime() - delivery.failingSince.getTime()) : 0;
  }

  /** From now on attempts that end are left for another process to repeat: we cut them off, not their receivers. */
  abandon(): void {
    this.abandoned = true;
  }

  private async send(delivery: ClaimedDelivery): Promise<ReceiverAnswer> {
    let request: ComposedRequest;
    try {
      request = this.compose(delivery);
    } catch (error) {
      // A fault of ours, such as a key that does not open. It takes its turns like a failure: there is time to mend it.
      this.logger.error(`delivery ${delivery.id} cannot be composed: ${(error as Error).message}`);
      return { httpStatus: null, excerpt: null, error: 'could not be composed', durationMs: 0, retryAfterMs: null };
    }
    return this.receivers.post(delivery.url, request);
  }

  private compose(delivery: ClaimedDelivery): ComposedRequest {
    const { messageId: id, eventId, event, occurredAt, organizationId, data } = delivery;
    return this.dialects
      .named(delivery.dialect)
      .compose({ id, eventId, event, occurredAt, organizationId, data }, this.signing(delivery));
  }

  private signing({ endpointId, sealedKey, sealedPreviousKey, previousKeyUntil }: ClaimedDelivery): Signing {
    const open = (sealed: Buffer): Buffer => this.sealing.open(sealed, keyContext(endpointId));
    const overlaps = previousKeyUntil !== null && previousKeyUntil > this.clock.now();
    const previous = overlaps && sealedPreviousKey ? [open(sealedPreviousKey)] : [];
    return { at: this.wallClock.now(), keys: [open(sealedKey), ...previous] };
  }

  /** Sending again what was received is worse than waiting a little for the database to come back. */
  private async record(attempt: FinishedAttempt, claimedUntil: Date): Promise<void> {
    for (;;) {
      try {
        return await this.log.record(attempt);
      } catch (error) {
        const isHopeless = this.abandoned || this.clock.now() >= claimedUntil;
        if (isHopeless || !(error instanceof DatabaseUnavailable)) throw error;
        await delay(RECORD_AGAIN_MS);
      }
    }
  }
}

function outcomeOf(
  { id, endpointId, attempts }: ClaimedDelivery,
  answer: ReceiverAnswer,
  endedAt: Date,
): Omit<FinishedAttempt, 'attemptedAt' | 'endedAt'> {
  const attempt = { deliveryId: id, endpointId, number: attempts + 1, answer };
  if (isReceived(answer.httpStatus)) return { ...attempt, status: 'delivered', nextAttemptAt: null };
  const wishes = { retryAfterMs: answer.retryAfterMs, random: Math.random() };
  const next = isGone(answer.httpStatus) ? null : nextAttemptAt(attempt.number, endedAt, wishes);
  return next
    ? { ...attempt, status: 'pending', nextAttemptAt: next }
    : { ...attempt, status: 'dead', nextAttemptAt: null };
}

function reasonToSwitchOff(delivery: ClaimedDelivery, answer: ReceiverAnswer, now: Date): SwitchOffReason | null {
  if (isGone(answer.httpStatus)) return 'gone';
  return !isReceived(answer.httpStatus) && hasFailedForTooLong(delivery.failingSince, now) ? 'failing' : null;
}
