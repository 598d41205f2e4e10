import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Providers } from '#providers';
import type { PaymentView } from './payment-view.js';

/** Where the payer of a pending payment can go on to pay at the operator, or null where there is nothing to go on to. */
export class FindPayerPage extends Query<string | null> {
  constructor(readonly payment: PaymentView) {
    super();
  }
}

@QueryHandler(FindPayerPage)
export class FindPayerPageHandler implements IQueryHandler<FindPayerPage> {
  constructor(private readonly providers: Providers) {}

  async execute({ payment }: FindPayerPage): Promise<string | null> {
    const { channel, status, provider, mode, providerReference: reference } = payment;
    if (channel !== 'page' || status !== 'pending') return null;
    return (await this.providers.payerPages(provider, mode)?.payerPage({ mode, reference })) ?? null;
  }
}
