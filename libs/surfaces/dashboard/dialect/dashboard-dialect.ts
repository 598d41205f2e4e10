import { InvalidAmount, InvalidInput } from '#kernel';
import type { DoorDialect, Failure, Issue, RequestProblem, WordedFailure } from '#platform';
import { tooFine, wordsOf } from './errors.js';
import { PATTERNS } from './patterns.js';

const refusal = (status: number, code: string, message: string, details: object | null = null): WordedFailure => ({
  status,
  body: { success: false, error: { code, message, details } },
});

/** `{success: false, error: {code, message, details}}` for whatever goes wrong. */
export const dashboardDialect: DoorDialect = { surface: 'dashboard', patterns: PATTERNS, word };

function word(failure: Failure): WordedFailure {
  switch (failure.by) {
    case 'door':
      return wordProblem(failure.problem);
    case 'core': {
      const { error } = failure;
      if (error instanceof InvalidInput) return wordProblem({ problem: 'invalid', issues: issuesOf(error) });
      if (error instanceof InvalidAmount) {
        return wordProblem({ problem: 'invalid', issues: [{ field: error.field, message: tooFine(error) }] });
      }
      const { status, code, details } = wordsOf(error);
      const worded = refusal(status, code, error.message, details ? details(error.details ?? {}) : error.details);
      const wait = (error.details ?? {})['retryAfterSeconds'];
      return typeof wait === 'number' ? { ...worded, headers: { 'retry-after': String(wait) } } : worded;
    }
    case 'fault':
      return refusal(500, 'SERVER_ERROR', 'Something went wrong on our side');
  }
}

function wordProblem(problem: RequestProblem): WordedFailure {
  switch (problem.problem) {
    case 'unknown_route':
      return refusal(404, 'NOT_FOUND', 'There is nothing at this address');
    case 'method_not_allowed': {
      const allow = problem.allowed.join(', ');
      const worded = refusal(405, 'METHOD_NOT_ALLOWED', `This address takes ${allow}`);
      return { ...worded, headers: { allow } };
    }
    case 'malformed_json':
      return refusal(400, 'INVALID_JSON', `The body is not valid ${problem.expected ? 'multipart/form-data' : 'JSON'}`);
    case 'too_large':
      return refusal(413, 'PAYLOAD_TOO_LARGE', `The body is larger than ${limitOf(problem.maxBytes)}`);
    case 'invalid':
      return refusal(422, 'VALIDATION_ERROR', sentenceFor(problem.issues), byField(problem.issues));
    case 'rate_limited': {
      const { retryAfterSeconds } = problem;
      const worded = refusal(429, 'RATE_LIMIT_EXCEEDED', 'Too many requests', { retryAfterSeconds });
      return { ...worded, headers: { 'retry-after': String(retryAfterSeconds) } };
    }
  }
}

const issuesOf = ({ fields }: InvalidInput): Issue[] =>
  Object.entries(fields).flatMap(([field, messages]) => messages.map((message) => ({ field, message })));

const MANY_MISTAKES = 'The request is not valid';
/** As the contract has it; the details may say more. */
const SENTENCE_LENGTH_MAX = 500;

/** Clients show the message word for word: one mistake is named in it, several are left to the details. */
function sentenceFor(issues: readonly Issue[]): string {
  const [only] = issues;
  const sentence = only && issues.length === 1 ? `${only.field} ${only.message}` : MANY_MISTAKES;
  return sentence.length <= SENTENCE_LENGTH_MAX ? sentence : MANY_MISTAKES;
}

const limitOf = (maxBytes: number | undefined): string =>
  maxBytes === undefined ? '256 KiB' : `${maxBytes / 2 ** 20} MiB`;

/** What is wrong with one entry of a plain list is told of the list: `events`, and not `events.1`. */
function byField(issues: readonly Issue[]): Record<string, string[]> {
  // A map, because the caller names the fields: an object has a `constructor` already, and a `__proto__`.
  const fields = new Map<string, string[]>();
  for (const { field, message } of issues) {
    const name = field.replace(/\.\d+$/, '');
    fields.set(name, [...(fields.get(name) ?? []), message]);
  }
  return Object.fromEntries(fields);
}
