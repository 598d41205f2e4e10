import { InvalidInput, type DomainError } from '#kernel';
import type { DoorDialect, Failure, Issue, RequestProblem, WordedFailure } from '#platform';
import { wordsOf } from './errors.js';
import { PATTERNS } from './patterns.js';
import type { Wire } from './wire.js';

type Meta = Omit<Wire<'ErrorMeta'>, 'requestId'>;

/** `{success: false, error, meta: {code, requestId, details?}}` for whatever goes wrong. */
export const merchantDialect: DoorDialect = { surface: 'merchant', patterns: PATTERNS, word };

function word(failure: Failure, requestId: string): WordedFailure {
  const { status, error, meta, headers = {} } = refusalOf(failure);
  const body: Wire<'ErrorResponse'> = { success: false, error, meta: { ...meta, requestId } };
  return { status, body, headers };
}

interface Refusal {
  readonly status: number;
  readonly error: string;
  readonly meta: Meta;
  readonly headers?: Readonly<Record<string, string>>;
}

function refusalOf(failure: Failure): Refusal {
  switch (failure.by) {
    case 'door':
      return refusalOfProblem(failure.problem);
    case 'core':
      return refusalOfError(failure.error);
    case 'fault':
      return { status: 500, error: 'Something went wrong on our side', meta: { code: 'INTERNAL_ERROR' } };
  }
}

function refusalOfProblem(problem: RequestProblem): Refusal {
  switch (problem.problem) {
    case 'unknown_route':
      return { status: 404, error: 'There is nothing at this address', meta: { code: 'NOT_FOUND' } };
    case 'method_not_allowed': {
      const allow = problem.allowed.join(', ');
      const error = `This address takes ${allow}`;
      return { status: 405, error, meta: { code: 'METHOD_NOT_ALLOWED' }, headers: { allow } };
    }
    case 'malformed_json':
      return { status: 400, error: 'The body is not valid JSON', meta: { code: 'INVALID_JSON' } };
    // The list of codes is closed and has none for this.
    case 'too_large':
      return invalid([{ field: 'body', message: 'must not be larger than 256 KiB' }]);
    case 'invalid':
      return invalid(problem.issues);
    case 'rate_limited': {
      const { retryAfterSeconds } = problem;
      const meta = { code: 'RATE_LIMITED', details: { retryAfterSeconds } } as const;
      return { status: 429, error: 'Too many requests', meta, headers: { 'retry-after': String(retryAfterSeconds) } };
    }
  }
}

function refusalOfError(error: DomainError): Refusal {
  if (error instanceof InvalidInput) return invalid(issuesOf(error));
  const { status, code, message, details } = wordsOf(error);
  const meta = details ? { code, details: details(error.details ?? {}) } : { code };
  return { status, error: message ?? error.message, meta };
}

const issuesOf = ({ fields }: InvalidInput): Issue[] =>
  Object.entries(fields).flatMap(([field, messages]) => messages.map((message) => ({ field, message })));

/** One mistake is named in the sentence, several are left to the details. */
function invalid(issues: readonly Issue[]): Refusal {
  const [only] = issues;
  const error = only && issues.length === 1 ? `${only.field} ${only.message}` : 'The request is not valid';
  const fields = issues.map(({ field, message }) => ({ path: field, message }));
  return { status: 400, error, meta: { code: 'VALIDATION_ERROR', details: { fields } } };
}
