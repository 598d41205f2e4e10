import type { Issue } from './issues.js';

/**
 * What can be wrong with a request before the core sees it. Every door words each of them in its dialect. `resetAt` is in
 * Unix seconds.
 */
export type RequestProblem =
  | { readonly problem: 'unknown_route' }
  | { readonly problem: 'method_not_allowed'; readonly allowed: readonly string[] }
  /** `expected` says what the body should have been, where it is not JSON. */
  | { readonly problem: 'malformed_json'; readonly expected?: 'form' }
  /** `maxBytes` is the limit of an upload; other bodies have one limit for all. */
  | { readonly problem: 'too_large'; readonly maxBytes?: number }
  | { readonly problem: 'invalid'; readonly issues: readonly Issue[] }
  | { readonly problem: 'rate_limited'; readonly retryAfterSeconds: number; readonly resetAt: number };

export class RequestRefused extends Error {
  constructor(readonly reason: RequestProblem) {
    super(reason.problem);
  }
}

/** Refuses fields that the schema lets through but the door's rules do not. */
export const invalidFields = (...issues: Issue[]): RequestRefused => new RequestRefused({ problem: 'invalid', issues });
