import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { isUuid } from '#kernel';
import { Database } from '#platform';
import { PaymentNotFound } from '../payment/payment.errors.js';

/** The slug of the link that a payment pays, for whoever knows the id of the payment. Throws PaymentNotFound. */
export class FindLinkOfPayment extends Query<string> {
  constructor(readonly paymentId: string) {
    super();
  }
}

const READ = 'SELECT slug FROM payment_links WHERE id = (SELECT payment_link_id FROM payments WHERE id = $1)';

@QueryHandler(FindLinkOfPayment)
export class FindLinkOfPaymentHandler implements IQueryHandler<FindLinkOfPayment> {
  constructor(private readonly database: Database) {}

  async execute({ paymentId }: FindLinkOfPayment): Promise<string> {
    const row = isUuid(paymentId) ? await this.database.first<{ slug: string }>(READ, [paymentId]) : null;
    if (!row) throw new PaymentNotFound();
    return row.slug;
  }
}
