import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Database } from '#platform';
import { PAYOUT_VIEW_COLUMNS, payoutView, type PayoutView } from './payout-view.js';

/** Lists what staff have to have a bank carry out, of all organisations, longest waiting first and at most 100. */
export class ListPayoutsAtBank extends Query<PayoutView[]> {}

const READ = `SELECT ${PAYOUT_VIEW_COLUMNS} FROM payouts
  WHERE status = 'processing' AND provider IS NULL ORDER BY hand_over_at, id LIMIT 100`;

@QueryHandler(ListPayoutsAtBank)
export class ListPayoutsAtBankHandler implements IQueryHandler<ListPayoutsAtBank> {
  constructor(private readonly database: Database) {}

  async execute(): Promise<PayoutView[]> {
    return (await this.database.query<PayoutView>(READ)).map(payoutView);
  }
}
