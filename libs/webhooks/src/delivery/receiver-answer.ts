/** What came of one attempt to hand an event to its receiver. */
export interface ReceiverAnswer {
  /** Null when no answer came. */
  readonly httpStatus: number | null;
  /** The beginning of the answer's body. */
  readonly excerpt: string | null;
  /** Why it does not count as received; null when it does. */
  readonly error: string | null;
  readonly durationMs: number;
  /** What the receiver asked for; null when it did not. */
  readonly retryAfterMs: number | null;
}

const GONE = 410;

export const isReceived = (httpStatus: number | null): boolean =>
  httpStatus !== null && httpStatus >= 200 && httpStatus <= 299;

/** The receiver says that it will never take anything again. */
export const isGone = (httpStatus: number | null): boolean => httpStatus === GONE;

/** Retry-After means something beside these answers alone; a redirect has another use for it. */
export const mayAskForPatience = (httpStatus: number): boolean => httpStatus === 429 || httpStatus === 503;
