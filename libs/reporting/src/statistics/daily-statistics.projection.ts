import { Injectable } from '@nestjs/common';
import type { DisputeOpened } from '#disputes';
import type { PaymentEvent, RefundEvent } from '#payments';
import { OutboxSubscriber, type OutboxEvent, type Subscriber, type Transaction } from '#platform';
import { countStatement, type Countable } from './statistics-statements.js';

export const DAILY_STATISTICS = 'daily-statistics';

type Counted =
  | Extract<PaymentEvent, { type: 'payment.settled' }>
  | Extract<RefundEvent, { type: 'refund.completed' }>
  | DisputeOpened;

/**
 * Keeps the figures of each day and hour. What is counted is remembered by the payment, refund or dispute that it is, so
 * that events may come twice, late and in any order.
 */
@Injectable()
@OutboxSubscriber()
export class DailyStatisticsProjection implements Subscriber {
  readonly name = DAILY_STATISTICS;
  readonly types: readonly Counted['type'][] = ['payment.settled', 'refund.completed', 'dispute.opened'];

  handle(event: OutboxEvent, tx: Transaction): Promise<void> {
    return this.handleAll([event], tx);
  }

  async handleAll(events: readonly OutboxEvent[], tx: Transaction): Promise<void> {
    const { text, values } = countStatement(events.map((event) => countableOf(event as OutboxEvent & Counted)));
    await tx.query(text, values);
  }
}

function countableOf(event: Counted): Countable {
  switch (event.type) {
    case 'payment.settled': {
      const { payment } = event.payload;
      return { ...about(payment), kind: 'payment', at: payment.settledAt ?? payment.updatedAt };
    }
    case 'refund.completed': {
      const { refund } = event.payload;
      return { ...about(refund), kind: 'refund', at: refund.completedAt ?? refund.updatedAt };
    }
    case 'dispute.opened': {
      const { dispute } = event.payload;
      return { ...about(dispute), kind: 'chargeback', at: dispute.createdAt };
    }
  }
}

type Subject = Pick<Countable, 'organizationId' | 'mode' | 'currency' | 'amount'> & { readonly id: string };

const about = ({ id: subjectId, organizationId, mode, currency, amount }: Subject): Omit<Countable, 'kind' | 'at'> => ({
  subjectId,
  organizationId,
  mode,
  currency,
  amount,
});
