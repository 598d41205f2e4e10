import { addBusinessDays, atDoualaTime, doualaDay } from '#kernel';

export const RELEASE_TIME = '06:00';

/** When money that was paid at an instant can be used: 06:00 of the business day that lies the delay after it. */
export function availableAt(settledAt: Date, delayBusinessDays: number, holidays: ReadonlySet<string>): Date {
  return atDoualaTime(addBusinessDays(doualaDay(settledAt), delayBusinessDays, holidays), RELEASE_TIME);
}
