const RESTS_PER_LOOK = 4;
const REST_OF_SLOW_LOOK_MAX_MS = 200;
const REST_PER_FOUND_MS = 10;
const REST_WHERE_MUCH_COMES_MAX_MS = 100;

/** A look at a list of what waits. */
export interface Look {
  readonly tookMs: number;
  readonly found: number;
}

/**
 * How long, in milliseconds, until a list of what waits is looked at again. What is done for many at once costs less for each,
 * and nobody notices a tenth of a second. So where more than a hundred come in a second it waits for more, up to 100 ms. And a
 * look takes long where the machine is busy: then four times as long passes, up to 200 ms.
 */
export const restAfterLook = ({ tookMs, found }: Look, leastMs: number): number =>
  Math.max(
    leastMs,
    Math.min(RESTS_PER_LOOK * tookMs, REST_OF_SLOW_LOOK_MAX_MS),
    Math.min(REST_PER_FOUND_MS * found, REST_WHERE_MUCH_COMES_MAX_MS),
  );
