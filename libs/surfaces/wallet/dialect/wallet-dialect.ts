import { InvalidInput, type DomainError } from '#kernel';
import type { DoorDialect, Failure, Issue, RequestProblem, WordedFailure } from '#platform';
import { wordsOf } from './errors.js';
import { NOT_E164, PATTERNS } from './patterns.js';
import type { Wire } from './wire.js';

/** `{statusCode, errorCode, message, details, timestamp, requestId}`, but for 429, which has a body of its own. */
export const walletDialect: DoorDialect = { surface: 'wallet', patterns: PATTERNS, word };

type Refusal = Pick<Wire<'Error'>, 'statusCode' | 'errorCode' | 'message' | 'details'>;

function word(failure: Failure, requestId: string): WordedFailure {
  switch (failure.by) {
    case 'door':
      return wordProblem(failure.problem, requestId);
    case 'core':
      return worded(refusalOfError(failure.error), requestId);
    case 'fault':
      return worded(refusal(500, 'INTERNAL_SERVER_ERROR', 'Unexpected server error'), requestId);
  }
}

function wordProblem(problem: RequestProblem, requestId: string): WordedFailure {
  const nothingThere = refusal(404, 'NOT_FOUND', 'Resource not found');
  switch (problem.problem) {
    case 'unknown_route':
      return worded(nothingThere, requestId);
    // The contract's lists of statuses and codes are closed, without 405 and 413.
    case 'method_not_allowed':
      return { ...worded(nothingThere, requestId), headers: { allow: problem.allowed.join(', ') } };
    case 'too_large':
      return worded(invalid([{ field: 'body', message: 'must not be larger than 256 KiB' }]), requestId);
    case 'malformed_json':
      return worded(invalid([{ field: 'body', message: 'must be valid JSON' }]), requestId);
    case 'invalid':
      return worded(invalid(problem.issues), requestId);
    case 'rate_limited':
      return wordLimit(problem.retryAfterSeconds, problem.resetAt);
  }
}

function worded(refused: Refusal, requestId: string): WordedFailure {
  const body: Wire<'Error'> = { ...refused, timestamp: new Date().toISOString(), requestId };
  return { status: refused.statusCode, body };
}

function wordLimit(retryAfterSeconds: number, resetAtSeconds: number): WordedFailure {
  const body: Wire<'RateLimitError'> = {
    statusCode: 429,
    errorCode: 'RATE_LIMITED',
    message: 'Too many requests. Please try again later.',
    retryAfter: retryAfterSeconds,
    resetAt: new Date(resetAtSeconds * 1000).toISOString(),
  };
  return { status: 429, body, headers: { 'retry-after': String(retryAfterSeconds) } };
}

function refusalOfError(error: DomainError): Refusal {
  if (error instanceof InvalidInput) return invalid(issuesOf(error));
  const { status, code, message, details } = wordsOf(error);
  return refusal(status, code, message ?? error.message, details ? details(error.details ?? {}) : null);
}

const issuesOf = ({ fields }: InvalidInput): Issue[] =>
  Object.entries(fields).flatMap(([field, messages]) => messages.map((message) => ({ field, message })));

/** Names the first mistake. A phone number outside E.164 is 422, but only once the shape of the rest is right. */
function invalid(issues: readonly Issue[]): Refusal {
  const misshapen = issues.find(({ message }) => message !== NOT_E164);
  const first = misshapen ?? issues[0];
  const details = first ? { field: first.field, message: `${first.field} ${first.message}` } : null;
  return misshapen || !first
    ? refusal(400, 'INVALID_REQUEST', 'The request is invalid', details)
    : refusal(422, 'UNPROCESSABLE_ENTITY', 'The phone number is not valid', details);
}

function refusal(
  statusCode: Refusal['statusCode'],
  errorCode: Refusal['errorCode'],
  message: string,
  details: Refusal['details'] = null,
): Refusal {
  return { statusCode, errorCode, message, details };
}
