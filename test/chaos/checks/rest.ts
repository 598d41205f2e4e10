import type { Footprint } from '../footprint.js';
import type { Check } from './check.js';

/** Pools grow with use and give back all but what they use; a few come and go at any moment. */
const CONNECTIONS_MORE = 8;
/** Sockets of clients that are kept alive, and the files that a process opens when it needs them for the first time. */
const HANDLES_MORE = 100;
/** What api and worker may have of memory: their heap alone is let grow to 512. */
const MEGABYTES_MAX = 400;
/** What somebody has to act on indeed: the database is away, or a firewall stands before an operator. */
const TRUE_ALARMS = /the database cannot be reached|gives no token\b.* in sandbox mode: HTTP 400/;

export const nothingIsStuck: Check = ({ quiet }) => quiet.unrest;

export const nothingIsSetAside: Check = ({ platform }) =>
  platform.parkedEvents === 0 ? [] : [`${platform.parkedEvents} events are parked`];

export const aRepeatIsToldTheSame: Check = ({ records }) => records.contradictions;

export const noJobIsStuck: Check = ({ footprints }) =>
  Object.entries(footprints.after.jobs)
    .filter(([, count]) => count > 0)
    .map(([queue, count]) => `${count} jobs of ${queue} wait or run at every look`);

export const nothingLeaks: Check = ({ footprints: { before, after } }) => [
  ...(after.idleInTransaction > 0 ? [`${after.idleInTransaction} transactions are open and idle`] : []),
  ...(after.connections > before.connections + CONNECTIONS_MORE
    ? [`${after.connections} connections to PostgreSQL, before the storm ${before.connections}`]
    : []),
  ...after.holdings.flatMap(({ process, handles, megabytes }, index) => [
    ...((handles ?? 0) > (before.holdings[index]?.handles ?? 0) + HANDLES_MORE
      ? [`the ${process} holds ${handles} files and sockets, before the storm ${before.holdings[index]?.handles}`]
      : []),
    ...((megabytes ?? 0) > MEGABYTES_MAX ? [`the ${process} holds ${megabytes} MB`] : []),
  ]),
];

export const nobodyRaisesAnAlarm: Check = ({ alarms }) => alarms.filter((alarm) => !TRUE_ALARMS.test(alarm));

/** Whether nothing can be gained by looking once more. */
export const isAtRest =
  (before: Footprint) =>
  (after: Footprint): boolean =>
    after.idleInTransaction === 0 &&
    after.connections <= before.connections + CONNECTIONS_MORE &&
    Object.values(after.jobs).every((count) => count === 0) &&
    after.holdings.every(
      ({ handles }, index) => (handles ?? 0) <= (before.holdings[index]?.handles ?? 0) + HANDLES_MORE,
    );
