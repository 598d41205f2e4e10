import type { StatementEntry } from '../../apps/simulator/src/books/statement.js';
import type { ProviderName } from '#providers';

/** As `StatementEntry`, of which a statement over HTTP has all that is needed. */
type Entry = Pick<
  StatementEntry,
  'reference' | 'externalId' | 'financialTransactionId' | 'amount' | 'currency' | 'kind' | 'at'
>;

/** Orange keeps a part of our reference as the order's id, under a reference of its own. */
const HEADINGS: Readonly<Record<ProviderName, string>> = {
  'mtn-momo': 'reference,externalId,financialTransactionId,amount,currency,kind,at',
  'orange-money': 'payToken,orderId,txnid,amount,currency,kind,at',
};

/** The books of a simulated operator as its portal could export them. */
export function operatorStatement(provider: ProviderName, entries: readonly Entry[]): string {
  const lines = entries.map(({ reference, externalId, financialTransactionId, amount, currency, kind, at }) =>
    [reference, externalId ?? '', financialTransactionId, amount, currency, kind, at].join(','),
  );
  return [HEADINGS[provider], ...lines].join('\n');
}
