import type { Evidence } from '../evidence.js';
import type { Check } from './check.js';
import {
  deliveredMeansReceived,
  everyEndIsAFactOnce,
  oneDeliveryPerEventAndEndpoint,
  repeatsAreRare,
} from './facts.js';
import {
  everyAnswerIsUnderstood,
  everyMovementOutEndsAsItsRowDecides,
  everyPaymentEndsAsItsPayerDecided,
  noIsNo,
  noKeyIsStuck,
  noLinkIsUsedTooOften,
  nothingAcknowledgedIsLost,
  onePerIntention,
} from './intentions.js';
import {
  figuresEqualARecount,
  nobodyIsChargedTwice,
  nothingIsGivenBackTwice,
  nothingIsPaidOutTwice,
  theBooksAreSound,
  theOperatorIsAskedOnce,
  theSumsAgree,
} from './money.js';
import {
  aRepeatIsToldTheSame,
  nobodyRaisesAnAlarm,
  noJobIsStuck,
  nothingIsSetAside,
  nothingIsStuck,
  nothingLeaks,
} from './rest.js';

export interface Finding {
  readonly check: CheckName;
  readonly details: readonly string[];
}

export const CHECKS = {
  'every answer is understood': everyAnswerIsUnderstood,
  'nothing acknowledged is lost': nothingAcknowledgedIsLost,
  'one per intention': onePerIntention,
  'no is no': noIsNo,
  'no key is stuck': noKeyIsStuck,
  'every payment ends as its payer decided': everyPaymentEndsAsItsPayerDecided,
  'every movement out ends as its row decides': everyMovementOutEndsAsItsRowDecides,
  'no link is used too often': noLinkIsUsedTooOften,
  'the operator is asked once': theOperatorIsAskedOnce,
  'nobody is charged twice': nobodyIsChargedTwice,
  'nothing is given back twice': nothingIsGivenBackTwice,
  'nothing is paid out twice': nothingIsPaidOutTwice,
  'the sums agree': theSumsAgree,
  'the books are sound': theBooksAreSound,
  'figures equal a recount': figuresEqualARecount,
  'every end is a fact, once': everyEndIsAFactOnce,
  'one delivery per event and endpoint': oneDeliveryPerEventAndEndpoint,
  'delivered means received': deliveredMeansReceived,
  'repeats are rare': repeatsAreRare,
  'nothing is stuck': nothingIsStuck,
  'nothing is set aside': nothingIsSetAside,
  'a repeat is told the same': aRepeatIsToldTheSame,
  'no job is stuck': noJobIsStuck,
  'nothing leaks': nothingLeaks,
  'nobody raises an alarm': nobodyRaisesAnAlarm,
} satisfies Record<string, Check>;

export type CheckName = keyof typeof CHECKS;

/** Every check that does not hold. */
export function findingsIn(evidence: Evidence): Finding[] {
  return (Object.entries(CHECKS) as [CheckName, Check][])
    .map(([check, judge]) => ({ check, details: judge(evidence) }))
    .filter(({ details }) => details.length > 0);
}
