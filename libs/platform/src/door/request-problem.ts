import type { Issue } from './issues.js';

/**
 * What can be wrong with a request before the core sees it. Every door words each of them in its dialect. `resetAt` is in
 * Unix seconds.
 */
export type RequestProblem =
  | { readonly problem: 'unknown_route' }
  | { readonly problem: 'method_not_allowed'; readonly allowed: readonly string[] }
  | { readonly problem: 'malformed_json' }
  | { readonly problem: 'too_large' }
  | { readonly problem: 'invalid'; readonly issues: readonly Issue[] }
  | { readonly problem: 'rate_limited'; readonly retryAfterSeconds: number; readonly resetAt: number };

export class RequestRefused extends Error {
  constructor(readonly reason: RequestProblem) {
    super(reason.problem);
  }
}

/** Refuses fields that the schema lets through but the door's rules do not. */
export const invalidFields = (...issues: Issue[]): RequestRefused => new RequestRefused({ problem: 'invalid', issues });
