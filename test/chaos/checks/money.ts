import type { PlatformEvidence } from '../evidence.js';
import { OPERATORS } from '../mix/payer-rows.js';
import { plain, type Movement, type OperatorBooks } from '../operator-books.js';
import { groupBy, sum, type Check } from './check.js';

export const theOperatorIsAskedOnce: Check = ({ operator }) =>
  [...groupBy(operator.requests, ({ operator: name, kind, cause }) => `${name} ${kind} ${cause}`)]
    .filter(([, requests]) => requests.length > 1)
    .map(([what, requests]) => `${what} was asked for ${requests.length} times`);

export const nobodyIsChargedTwice: Check = ({ operator, platform }) =>
  differences('collection', operator, platform.payments, 'settled');

export const nothingIsGivenBackTwice: Check = ({ operator, platform }) =>
  differences('refund', operator, platform.refunds, 'completed');

export const nothingIsPaidOutTwice: Check = ({ operator, platform }) =>
  differences('transfer', operator, platform.payouts, 'completed');

/** What came in less what went out, by operator: its books, ours, and the ledger. */
export const theSumsAgree: Check = ({ operator, platform }) =>
  OPERATORS.flatMap((name) => {
    const theirs = operator.entries.filter((entry) => entry.operator === name);
    const [inward, outward] = [true, false].map((isInward) =>
      sum(theirs.filter(({ kind }) => (kind === 'collection') === isInward).map(({ amount }) => amount)),
    );
    const ours = movedWith(name, platform);
    const held = sum(
      platform.held.filter(({ account }) => account === `provider.${name}`).map(({ balance }) => balance),
    );
    const kept = (inward ?? 0) - (outward ?? 0);
    return kept === ours && ours === held
      ? []
      : [`${name} took ${inward} and gave ${outward}, ours come to ${ours}, the ledger says ${held}`];
  });

export const theBooksAreSound: Check = ({ platform }) =>
  platform.bookFindings.map(({ invariant, where, detail }) => `${invariant}: ${where}, ${detail}`);

export const figuresEqualARecount: Check = ({ platform }) => [...platform.wrongFigures];

interface Ours {
  readonly id: string;
  readonly reference: string;
  readonly status: string;
  readonly moved: string;
}

/** Each movement of ours that ended well is in the operators' books once, over the same amount, and nothing else is. */
function differences(kind: Movement, { entries }: OperatorBooks, rows: readonly Ours[], well: string): string[] {
  const moved = groupBy(
    entries.filter((entry) => entry.kind === kind),
    ({ reference }) => reference,
  );
  const known = new Set(rows.map(({ reference }) => plain(reference)));
  return [
    ...rows.flatMap(({ id, reference, status, moved: ours }) => {
      const amounts = (moved.get(plain(reference)) ?? []).map(({ amount }) => Number(amount));
      const expected = status === well ? [Number(ours)] : [];
      return String(amounts) === String(expected)
        ? []
        : [`${id} is ${status} over ${ours}, the operator moved ${amounts.join(' and ') || 'nothing'}`];
    }),
    ...[...moved.keys()].filter((reference) => !known.has(reference)).map((it) => `${kind} ${it} was not asked by us`),
  ];
}

function movedWith(operator: string, { payments, refunds, payouts }: PlatformEvidence): number {
  const of = (rows: readonly (Ours & { readonly provider: string })[], status: string): number =>
    sum(rows.filter((row) => row.provider === operator && row.status === status).map(({ moved }) => moved));
  return of(payments, 'settled') - of(refunds, 'completed') - of(payouts, 'completed');
}
