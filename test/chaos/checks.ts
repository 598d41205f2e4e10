import type { PaymentStatus } from '#payments';
import type { Acknowledged } from './merchant-client.js';
import type { Evidence, PaymentRow } from './evidence.js';

/** Names what is wrong, one line each; empty when nothing is. */
type Check = (evidence: Evidence) => string[];

export interface Finding {
  readonly check: CheckName;
  readonly details: readonly string[];
}

/** A repeat is allowed where a worker died between the receiver's answer and writing it down, and is to stay rare. */
const REPEATED_SHARE_MAX = 0.02;
/** A short run has many kills for its payments: what a worker had in its hands comes again, and that much is allowed. */
const REPEATED_PER_KILL_MAX = 1;

/** Every end of a payment, the event that tells of it, and whether a webhook passes it on. */
const EVENT_OF_END: Readonly<Record<PaymentStatus, string | null>> = {
  pending: null,
  settled: 'payment.settled',
  failed: 'payment.failed',
  expired: 'payment.expired',
  cancelled: 'payment.cancelled',
};

const everyAnswerIsUnderstood: Check = ({ merchant }) => merchant.complaints;

const nothingAcknowledgedIsLost: Check = ({ merchant, platform }) => {
  const payments = byId(platform.payments);
  return merchant.acknowledged.flatMap(({ paymentId, amount }) => {
    const payment = payments.get(paymentId);
    if (!payment) return [`${paymentId} was acknowledged and does not exist`];
    return Number(payment.amount) === amount ? [] : [`${paymentId} over ${payment.amount}, asked for was ${amount}`];
  });
};

const onePaymentPerIntention: Check = ({ merchant, platform }) => {
  const acknowledged = new Map(merchant.acknowledged.map((one) => [one.paymentId, one]));
  const unknown = platform.payments.filter(({ id }) => !acknowledged.has(id));
  const keysOf = groupBy(platform.keys, ({ key }) => key);
  return [
    ...unknown.map(({ id }) => `${id} exists and nobody was told of it`),
    ...merchant.acknowledged.flatMap(({ idempotencyKey: key, paymentId }) => {
      const recorded = (keysOf.get(key) ?? []).map((record) => record.paymentId);
      return recorded.length === 1 && recorded[0] === paymentId ? [] : [`key ${key}: ${recorded.join(', ') || 'none'}`];
    }),
  ];
};

const everyPaymentEndsAsItsPayerDecided: Check = ({ merchant, platform }) => {
  const payments = byId(platform.payments);
  return merchant.acknowledged.flatMap((one) => {
    const status = payments.get(one.paymentId)?.status;
    const expected = expectedEnd(one);
    return status === undefined || status === expected
      ? []
      : [`${one.paymentId} (payer ${one.row.digits}) is ${status}, not ${expected}`];
  });
};

const theOperatorIsAskedOnce: Check = ({ operator }) =>
  [...groupBy(operator.requests, ({ externalId }) => externalId ?? 'nothing')]
    .filter(([, requests]) => requests.length > 1)
    .map(([payment, requests]) => `${payment} was asked for ${requests.length} times`);

const nobodyIsChargedTwice: Check = ({ operator, platform }) => {
  const collected = groupBy(operator.collections, ({ reference }) => reference);
  const known = new Set(platform.payments.map(({ reference }) => reference));
  return [
    ...platform.payments.flatMap(({ id, reference, status, collected: ours }) => {
      const amounts = (collected.get(reference) ?? []).map(({ amount }) => Number(amount));
      const expected = status === 'settled' ? [Number(ours)] : [];
      return String(amounts) === String(expected)
        ? []
        : [`${id} is ${status} over ${ours}, collected was ${amounts.join(' and ') || 'nothing'}`];
    }),
    ...[...collected.keys()].filter((reference) => !known.has(reference)).map((it) => `${it} was collected, not by us`),
  ];
};

const theSumsAgree: Check = ({ operator, platform }) => {
  const theirs = sum(operator.collections.map(({ amount }) => amount));
  const settled = sum(
    platform.payments.filter(({ status }) => status === 'settled').map((payment) => payment.collected),
  );
  const held = Number(platform.heldByOperator);
  return theirs === settled && settled === held
    ? []
    : [`the operator collected ${theirs}, payments say ${settled}, the ledger says ${held}`];
};

const theBooksAreSound: Check = ({ platform }) =>
  platform.bookFindings.map(({ invariant, where, detail }) => `${invariant}: ${where}, ${detail}`);

const everyEndIsAFactOnce: Check = ({ platform }) => {
  const events = groupBy(platform.events, ({ subjectId }) => subjectId);
  return platform.payments.flatMap(({ id, status }) => {
    const told = (events.get(id) ?? []).map(({ type }) => type).sort();
    const expected = ['payment.initiated', EVENT_OF_END[status] ?? []].flat().sort();
    return String(told) === String(expected) ? [] : [`${id} is ${status}, its events are ${told.join(', ')}`];
  });
};

const oneDeliveryPerEventAndEndpoint: Check = ({ platform }) => {
  const told = new Set(Object.values(EVENT_OF_END));
  const deliveries = groupBy(platform.deliveries, ({ eventId, endpointId }) => `${eventId} ${endpointId}`);
  return platform.events
    .filter(({ type }) => told.has(type))
    .flatMap(({ id }) => platform.endpoints.map((endpoint) => `${id} ${endpoint}`))
    .flatMap((pair) => {
      const states = (deliveries.get(pair) ?? []).map(({ status }) => status);
      const isDone = states.length === 1 && (states[0] === 'delivered' || states[0] === 'dead');
      return isDone ? [] : [`${pair}: ${states.join(', ') || 'no delivery'}`];
    });
};

const deliveredMeansReceived: Check = ({ platform, received }) => {
  const sent = new Set(platform.deliveries.map(({ messageId }) => messageId));
  return [
    ...platform.deliveries
      .filter(({ status, messageId }) => status === 'delivered' && !received.has(messageId))
      .map(({ messageId }) => `${messageId} counts as delivered and never came`),
    ...[...received.keys()].filter((id) => !sent.has(id)).map((id) => `${id} came and was never sent`),
  ];
};

const repeatsAreRare: Check = ({ received, kills }) => {
  const repeats = [...received.values()].reduce((extra, times) => extra + times - 1, 0);
  const allowed = Math.max(kills * REPEATED_PER_KILL_MAX, Math.floor(received.size * REPEATED_SHARE_MAX));
  return repeats <= allowed ? [] : [`${repeats} of ${received.size} came again, allowed are ${allowed}`];
};

const nothingIsStuck: Check = ({ quiet }) => quiet.unrest;

const nothingIsSetAside: Check = ({ platform }) =>
  platform.parkedEvents === 0 ? [] : [`${platform.parkedEvents} events are parked`];

export const CHECKS = {
  'every answer is understood': everyAnswerIsUnderstood,
  'nothing acknowledged is lost': nothingAcknowledgedIsLost,
  'one payment per intention': onePaymentPerIntention,
  'every payment ends as its payer decided': everyPaymentEndsAsItsPayerDecided,
  'the operator is asked once': theOperatorIsAskedOnce,
  'nobody is charged twice': nobodyIsChargedTwice,
  'the sums agree': theSumsAgree,
  'the books are sound': theBooksAreSound,
  'every end is a fact, once': everyEndIsAFactOnce,
  'one delivery per event and endpoint': oneDeliveryPerEventAndEndpoint,
  'delivered means received': deliveredMeansReceived,
  'repeats are rare': repeatsAreRare,
  'nothing is stuck': nothingIsStuck,
  'nothing is set aside': nothingIsSetAside,
} satisfies Record<string, Check>;

export type CheckName = keyof typeof CHECKS;

/** Every check that does not hold. */
export function findingsIn(evidence: Evidence): Finding[] {
  return (Object.entries(CHECKS) as [CheckName, Check][])
    .map(([check, judge]) => ({ check, details: judge(evidence) }))
    .filter(({ details }) => details.length > 0);
}

/** An operator that could not be reached was never asked, so that nobody decided anything. */
const expectedEnd = ({ told, row }: Acknowledged): PaymentStatus => (told === 'unreachable' ? 'failed' : row.ends);

const byId = (payments: readonly PaymentRow[]): ReadonlyMap<string, PaymentRow> =>
  new Map(payments.map((payment) => [payment.id, payment]));

const sum = (amounts: readonly string[]): number => amounts.reduce((total, amount) => total + Number(amount), 0);

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
