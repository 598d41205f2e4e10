const LOOKS = 4;
const REST_MAX_MS = 200;

/**
 * How long, in milliseconds, until a list of what waits is looked at again. A look takes long where the machine is busy: then
 * four times as long passes, up to 200 ms. So looks take a fifth of the time at most, each finds more, and what is done
 * for many at once costs less for each.
 */
export const restAfterLook = (tookMs: number, leastMs: number): number =>
  Math.max(leastMs, Math.min(LOOKS * tookMs, REST_MAX_MS));
