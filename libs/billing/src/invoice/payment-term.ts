import { addDays, InvalidInput } from '#kernel';

const AT_ONCE = /^(?:due[ _-]on[ _-]receipt|immediate)$/i;
const DAYS = /^(?:net[ _-]?(\d{1,3})|(\d{1,3})(?:[ _-]?days)?)$/i;
const END_OF_MONTH = /^(?:end[ _-]of[ _-]month|eom)$/i;
const DAYS_MAX = 365;

/** The day (YYYY-MM-DD) on which an invoice of `date` is due. Throws InvalidInput for a term that says none. */
export function dueDay(paymentTerm: string, date: string): string {
  if (AT_ONCE.test(paymentTerm)) return date;
  if (END_OF_MONTH.test(paymentTerm)) return lastDayOfMonth(date);
  const [, net, plain] = DAYS.exec(paymentTerm) ?? [];
  const days = Number(net ?? plain);
  if (Number.isNaN(days)) throw new InvalidInput({ paymentTerm: ['is not a payment term'] });
  if (days > DAYS_MAX) throw new InvalidInput({ paymentTerm: [`must be at most ${DAYS_MAX} days`] });
  return addDays(date, days);
}

function lastDayOfMonth(date: string): string {
  const [year, month] = date.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}
