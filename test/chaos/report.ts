import { CHECKS } from './checks/checks.js';
import { byId } from './checks/check.js';
import { repeatsIn } from './checks/facts.js';
import type { Evidence } from './evidence.js';
import type { Footprint } from './footprint.js';
import { operationsOf, type Intention } from './mix/intentions.js';
import type { Receivers } from './receivers/receivers.js';

/** What a run was made of, so that one that tried nothing is seen to have tried nothing. */
export function describe(evidence: Evidence, receivers: Receivers): string[] {
  const { platform, operator, records, footprints } = evidence;
  return [
    `Meant to be paid, and paid in the end: ${paidInTheEnd(evidence)}`,
    `Payments that failed: ${counted(countBy(failuresIn(evidence), (failure) => failure))}`,
    `Payments: ${counted(countBy(platform.payments, ({ provider, status }) => `${provider} ${status}`))}`,
    `Refunds: ${counted(countBy(platform.refunds, ({ status }) => status))}`,
    `Payouts: ${counted(countBy(platform.payouts, ({ status }) => status))}`,
    `Refused: ${counted(countBy(records.refused, ({ why }) => why))}; never paid, so not given back: ${records.moot}`,
    `Operators: ${counted(countBy(operator.entries, ({ kind }) => kind))}, of ${operator.requests.length} requests`,
    `Webhooks: ${counted(countBy(platform.deliveries, ({ status }) => status))}; ${receivers.all.reduce((calls, receiver) => calls + receiver.calls, 0)} calls, ${repeatsIn(evidence)} came again`,
    ...(['before', 'after'] as const).map(
      (when) => `${when === 'before' ? 'Before' : 'After'} the storm: ${held(footprints[when])}`,
    ),
    `${Object.keys(CHECKS).length} checks`,
  ];
}

/** Of those whose row pays, by what somebody was told of the last attempt. */
function paidInTheEnd({ records, platform }: Evidence): string {
  const payments = byId(platform.payments);
  const meant = records.meant.filter(({ row }) => String(row.ends) === 'settled');
  const paid = meant.filter(({ paymentId }) => payments.get(paymentId ?? '')?.status === 'settled');
  return `${paid.length} of ${meant.length} (${Math.round((100 * paid.length) / meant.length)} %)`;
}

/** Why, and whether the payer's row, the operator or what broke on the way is the reason. */
function failuresIn({ records, platform }: Evidence): string[] {
  const told = new Map(records.payments.map((one) => [one.paymentId, one]));
  return platform.payments
    .filter(({ status }) => status === 'failed')
    .map(({ id, failureReason, provider }) => {
      const { told: what = 'failed', row } = told.get(id) ?? {};
      const isMeant = row !== undefined && !row.ends.includes('failed');
      return `${provider} ${failureReason} (told ${what}${isMeant ? ', would have been paid' : ''})`;
    });
}

const held = ({ connections, holdings }: Footprint): string =>
  [
    `${connections} connections to PostgreSQL`,
    ...holdings.map(({ process, handles, megabytes }) => `${process} ${handles} handles and ${megabytes} MB`),
  ].join(', ');

export function describeMix(intentions: readonly Intention[]): string {
  const operations = new Map<string, number>();
  for (const intention of intentions) {
    operations.set(intention.kind, (operations.get(intention.kind) ?? 0) + operationsOf(intention));
  }
  return counted(operations);
}

export const counted = (counts: ReadonlyMap<string, number>): string =>
  [...counts].map(([what, count]) => `${what} ${count}×`).join(', ') || 'none';

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}
