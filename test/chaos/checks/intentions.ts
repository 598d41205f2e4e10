import type { PaymentStatus } from '#payments';
import type { KeyRow } from '../evidence.js';
import type { AcknowledgedPayment } from '../mix/records.js';
import { plain } from '../operator-books.js';
import { byId, groupBy, type Check } from './check.js';

export const everyAnswerIsUnderstood: Check = ({ records }) => records.complaints;

export const nothingAcknowledgedIsLost: Check = ({ records, platform }) => [
  ...missing('payment', records.payments, platform.payments, ({ paymentId }) => paymentId),
  ...missing('refund', records.refunds, platform.refunds, ({ refundId }) => refundId),
  ...missing('payout', records.payouts, platform.payouts, ({ payoutId }) => payoutId),
];

/** Of payments, refunds and payouts: each was meant by somebody, once. */
export const onePerIntention: Check = ({ records, platform }) => {
  const keys = groupBy(platform.keys, ({ key }) => key);
  const acknowledged = [
    ...records.payments.map(({ idempotencyKey, paymentId }) => ({ idempotencyKey, id: paymentId })),
    ...records.refunds.map(({ idempotencyKey, refundId }) => ({ idempotencyKey, id: refundId })),
    ...records.payouts.map(({ idempotencyKey, payoutId }) => ({ idempotencyKey, id: payoutId })),
  ];
  const meant = new Set(
    acknowledged.map(({ idempotencyKey, id }) => id ?? madeBy(keys.get(idempotencyKey)).join(' and ')),
  );
  const { payments, refunds, payouts } = platform;
  return [
    ...[...payments, ...refunds, ...payouts]
      .filter(({ id }) => !meant.has(id))
      .map(({ id }) => `${id} exists and nobody was told of it`),
    ...acknowledged.flatMap(({ idempotencyKey, id }) => {
      const made = madeBy(keys.get(idempotencyKey));
      return made.length === 1 && (id === null || made[0] === id)
        ? []
        : [`key ${idempotencyKey} made ${made.join(' and ') || 'nothing'}, told of was ${id}`];
    }),
  ];
};

export const noIsNo: Check = ({ records, platform }) => {
  const keys = groupBy(platform.keys, ({ key }) => key);
  return records.refused.flatMap(({ idempotencyKey, why }) => {
    const made = madeBy(keys.get(idempotencyKey));
    return made.length === 0 ? [] : [`refused (${why}) was ${idempotencyKey}, which made ${made.join(' and ')}`];
  });
};

export const noKeyIsStuck: Check = ({ platform }) =>
  platform.keys.filter(({ answered }) => !answered).map(({ key, operation }) => `${key} of ${operation}`);

export const everyPaymentEndsAsItsPayerDecided: Check = ({ records, platform, operator }) => {
  const payments = byId(platform.payments);
  const asked = new Set(operator.requests.map(({ reference }) => reference));
  return records.payments.flatMap((one) => {
    const payment = payments.get(one.paymentId ?? '');
    if (!payment) return [];
    const { status, failureReason, reference } = payment;
    const expected = expectedEnds(one);
    // An operator that could not be reached was never asked, so that nobody decided anything.
    const isUnreached = failureReason === 'operator_unavailable' && !asked.has(plain(reference));
    return expected.includes(status) || (status === 'failed' && isUnreached && one.told !== 'refused')
      ? []
      : [`${payment.id} (payer ${one.row.digits}, told ${one.told}) is ${status}, not ${expected.join(' or ')}`];
  });
};

/** Rows 95 and 96 lose the first attempt of a refund, 88 keeps it; the last two digits decide about payouts. */
export const everyMovementOutEndsAsItsRowDecides: Check = ({ records, platform }) => {
  const refunds = byId(platform.refunds);
  const payouts = byId(platform.payouts);
  return [
    ...records.refunds.map(({ refundId, row }) => ({
      ...{ id: refundId, status: refunds.get(refundId)?.status },
      expected: REFUND_ENDS[row.digits] ?? 'completed',
    })),
    ...records.payouts.map(({ payoutId, amount }) => ({
      ...{ id: payoutId, status: payouts.get(payoutId)?.status },
      expected: PAYOUT_ENDS[amount % 100] ?? 'completed',
    })),
  ].flatMap(({ id, status, expected }) =>
    status === undefined || status === expected ? [] : [`${id} is ${status}, not ${expected}`],
  );
};

export const noLinkIsUsedTooOften: Check = ({ records, platform }) => {
  const uses = groupBy(platform.payments, ({ linkId }) => linkId ?? '');
  const links = byId(platform.links);
  return records.links.flatMap(({ linkId, isReusable }) => {
    const taken = (uses.get(linkId) ?? []).filter(({ status }) => status === 'settled' || status === 'pending').length;
    if (!links.has(linkId)) return [`link ${linkId} was acknowledged and does not exist`];
    return isReusable || taken <= 1 ? [] : [`link ${linkId} takes one payment and has ${taken}`];
  });
};

const REFUND_ENDS: Readonly<Record<string, string>> = { '88': 'processing', '95': 'cancelled', '96': 'failed' };
const PAYOUT_ENDS: Readonly<Record<number, string>> = { 96: 'failed', 97: 'processing' };

function expectedEnds({ told, row }: AcknowledgedPayment): readonly PaymentStatus[] {
  return told === 'unreachable' || told === 'failed' ? ['failed'] : row.ends;
}

const madeBy = (records: readonly KeyRow[] = []): string[] => records.map(({ madeId }) => madeId ?? 'nothing');

function missing<Told extends { readonly amount: number }>(
  what: string,
  told: readonly Told[],
  rows: readonly { readonly id: string; readonly amount: string }[],
  idOf: (told: Told) => string | null,
): string[] {
  const known = byId(rows);
  return told.flatMap((one) => {
    const id = idOf(one);
    if (id === null) return [];
    const row = known.get(id);
    if (!row) return [`${what} ${id} was acknowledged and does not exist`];
    return Number(row.amount) === one.amount ? [] : [`${what} ${id} over ${row.amount}, asked for was ${one.amount}`];
  });
}
