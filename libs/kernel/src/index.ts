export { Aggregate } from './aggregate.js';
export {
  addBusinessDays,
  addDays,
  atDoualaTime,
  CAMEROON_HOLIDAYS,
  doualaDay,
  endOfDoualaDay,
  isBusinessDay,
  isCalendarDay,
  startOfDoualaDay,
} from './calendar.js';
export { Clock, FixedClock, MovableClock, SystemClock } from './clock.js';
export { DomainError, InvalidInput, isOutage } from './domain-error.js';
export type { DomainErrorKind } from './domain-error.js';
export { isUuid, uuidv4, uuidv7 } from './ids.js';
export { CURRENCY_SCALE, CurrencyMismatch, InvalidAmount, InvalidRate, isCurrency, Money } from './money.js';
export type { Currency } from './money.js';
export { InvalidMsisdn, Msisdn } from './msisdn.js';
export type { WalletCountry, WalletOperator } from './msisdn.js';
export { decodeCursor, encodeCursor, offsetOf, pageOf } from './page.js';
export type { CursorValue, Page, PageRequest } from './page.js';
export { domainEvent } from './domain-event.js';
export type { DomainEvent } from './domain-event.js';
export type { Mode, Tenant } from './tenant.js';
export { beginningOf } from './text.js';
export { viewOf } from './view.js';
export type { ViewReader } from './view.js';
