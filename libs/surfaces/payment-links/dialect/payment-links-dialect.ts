import { InvalidInput, type DomainError } from '#kernel';
import type { DoorDialect, Failure, Issue, RequestProblem, WordedFailure } from '#platform';
import { envelope } from './envelope.js';
import { PHONE_NUMBER_WRONG, wordsOf } from './errors.js';
import { PATTERNS } from './patterns.js';

const MESSAGE_MAX_LENGTH = 300;

/** Refusals have an empty object for data; the names of errors are not sent. */
const refusal = (status: number, message: string): WordedFailure => ({ status, body: envelope(status, message, {}) });

export const paymentLinksDialect: DoorDialect = { surface: 'payment-links', patterns: PATTERNS, word };

function word(failure: Failure): WordedFailure {
  switch (failure.by) {
    case 'door':
      return wordProblem(failure.problem);
    case 'core':
      return wordError(failure.error);
    case 'fault':
      return refusal(500, 'Internal server error');
  }
}

function wordProblem(problem: RequestProblem): WordedFailure {
  switch (problem.problem) {
    case 'unknown_route':
      return refusal(404, 'Not found');
    case 'method_not_allowed':
      return { ...refusal(405, 'Method not allowed'), headers: { allow: problem.allowed.join(', ') } };
    case 'malformed_json':
      return refusal(400, 'Request body is not valid JSON');
    case 'too_large':
      return refusal(413, 'Request body is larger than 256 KiB');
    case 'invalid':
      return refusal(400, sentenceOf(problem.issues[0]));
    case 'rate_limited':
      return { ...refusal(429, 'Too many requests'), headers: { 'retry-after': String(problem.retryAfterSeconds) } };
  }
}

function wordError(error: DomainError): WordedFailure {
  if (error instanceof InvalidInput) return refusal(400, sentenceOf(firstIssue(error)));
  const { status, message } = wordsOf(error);
  return refusal(status, message ? message(error.details ?? {}) : error.message);
}

function firstIssue({ fields }: InvalidInput): Issue | undefined {
  const [first] = Object.entries(fields);
  return first && { field: first[0], message: first[1][0] ?? 'is not valid' };
}

/** Names the first mistake alone. A field that is not known may have a name of any length. */
function sentenceOf(issue: Issue | undefined): string {
  if (!issue) return 'The request is not valid';
  if (issue.field === 'expires_at') return 'Invalid expiration date format';
  // A number or a text: which of the two forms it misses is nobody's question.
  if (issue.field === 'phone_number' && issue.message !== 'is required') return PHONE_NUMBER_WRONG;
  return `${issue.field} ${issue.message}`.slice(0, MESSAGE_MAX_LENGTH).toWellFormed();
}
