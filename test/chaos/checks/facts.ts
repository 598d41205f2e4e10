import { dashboardWebhooks } from '#surfaces/dashboard';
import type { Evidence, EventRow } from '../evidence.js';
import { groupBy, type Check } from './check.js';

/** A repeat is allowed where a worker died between the receiver's answer and writing it down, and is to stay rare. */
const REPEATED_SHARE_MAX = 0.02;
/** A short run has many faults for its payments: what a worker had in its hands comes again, and that much is allowed. */
const REPEATED_PER_FAULT_AND_ENDPOINT_MAX = 1;

/** What is told of a payment beside its beginning and its end, and may happen once. */
const BESIDE = new Set(['payment.disputed']);

export const everyEndIsAFactOnce: Check = ({ platform }) => {
  const events = groupBy(platform.events, ({ subjectId }) => subjectId);
  return [
    ...platform.payments.map(({ id, status }) => ({ id, status, expected: eventsOfPayment(status, events.get(id)) })),
    ...platform.refunds.map(({ id, status }) => ({
      id,
      status,
      expected: ['refund.requested', ...ended('refund', status)],
    })),
    ...platform.payouts.map(({ id, status }) => ({
      id,
      status,
      expected: ['payout.requested', ...ended('payout', status)],
    })),
  ].flatMap(({ id, status, expected }) => {
    const told = (events.get(id) ?? []).map(({ type }) => type).filter((type) => !BESIDE.has(type));
    return String(told.sort()) === String(expected.sort())
      ? []
      : [`${id} is ${status}, its events are ${told.join(', ')}`];
  });
};

export const oneDeliveryPerEventAndEndpoint: Check = ({ platform, records }) => {
  const told = new Set(dashboardWebhooks.eventTypes);
  const deliveries = groupBy(platform.deliveries, ({ eventId, endpointId }) => `${eventId} ${endpointId}`);
  const endpoints = groupBy(platform.endpoints, ({ organizationId }) => organizationId);
  return platform.events
    .filter(({ type }) => told.has(type))
    .flatMap(({ id, type, organizationId }) =>
      (endpoints.get(organizationId) ?? [])
        .filter((endpoint) => records.endpoints.get(endpoint.id)?.includes(type) ?? true)
        .map((endpoint) => `${id} ${endpoint.id}`),
    )
    .flatMap((pair) => {
      const states = (deliveries.get(pair) ?? []).map(({ status }) => status);
      const isDone = states.length === 1 && (states[0] === 'delivered' || states[0] === 'dead');
      return isDone ? [] : [`${pair}: ${states.join(', ') || 'no delivery'}`];
    });
};

export const deliveredMeansReceived: Check = ({ platform, received }) => {
  const sent = new Set(platform.deliveries.map(({ messageId }) => messageId));
  return [
    ...platform.deliveries
      .filter(({ status, messageId }) => status === 'delivered' && !received.has(messageId))
      .map(({ messageId }) => `${messageId} counts as delivered and never came`),
    ...[...received.keys()].filter((id) => !sent.has(id)).map((id) => `${id} came and was never sent`),
  ];
};

export const repeatsAreRare: Check = (evidence) => {
  const repeats = repeatsIn(evidence);
  const { received, forgetful, platform } = evidence;
  const allowed = Math.max(
    forgetful * platform.endpoints.length * REPEATED_PER_FAULT_AND_ENDPOINT_MAX,
    Math.floor(received.size * REPEATED_SHARE_MAX),
  );
  return repeats <= allowed ? [] : [`${repeats} of ${received.size} came again, allowed are ${allowed}`];
};

/** What came again although the sender had been told that it was there. */
export const repeatsIn = ({ received }: Evidence): number =>
  [...received.values()].reduce((extra, { times, unsaid }) => extra + Math.max(0, times - unsaid - 1), 0);

/** Money that was confirmed after the payment had ended is a second end, and the last one. */
function eventsOfPayment(status: string, told: readonly EventRow[] = []): string[] {
  const wasLate = status === 'settled' && told.some(({ type }) => type === 'payment.expired');
  return ['payment.initiated', wasLate ? ['payment.expired'] : [], ended('payment', status)].flat();
}

const ended = (what: string, status: string): string[] =>
  status === 'pending' || status === 'processing' ? [] : [`${what}.${status}`];
