import { addBusinessDays, addDays, atDoualaTime, doualaDay, isBusinessDay, type Mode } from '#kernel';
import type { PayoutDestinationType } from './payout-view.js';

const CUT_OFF = '15:00';
const MORNING = '08:00';
const ARRIVAL = '18:00';
const BANK_DAYS = 2;

export interface PayoutTimes {
  readonly handOverAt: Date;
  readonly estimatedArrival: Date;
}

/**
 * When a payout goes out and when it should be there (contract, x-business-rules.payouts): at once on a business day
 * before 15:00 in Douala, else at 08:00 of the next one. The sandbox hands over at once but reckons the arrival alike.
 */
export function payoutTimes(
  requestedAt: Date,
  mode: Mode,
  destination: PayoutDestinationType,
  holidays: ReadonlySet<string>,
): PayoutTimes {
  const today = doualaDay(requestedAt);
  const atOnce = isBusinessDay(today, holidays) && requestedAt < atDoualaTime(today, CUT_OFF);
  const day = atOnce ? today : addBusinessDays(addDays(today, 1), 0, holidays);
  const arrivalDay = destination === 'bank-account' ? addBusinessDays(day, BANK_DAYS, holidays) : day;
  return {
    handOverAt: atOnce || mode === 'sandbox' ? requestedAt : atDoualaTime(day, MORNING),
    estimatedArrival: atDoualaTime(arrivalDay, ARRIVAL),
  };
}
