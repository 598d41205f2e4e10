import type { DomainError } from '#kernel';
import type { Surface } from '../config/settings.js';
import type { PatternSentences } from './issues.js';
import type { RequestProblem } from './request-problem.js';

/** Why a request is refused: by the door, by a rule of the core, or by a fault of ours. */
export type Failure =
  | { readonly by: 'door'; readonly problem: RequestProblem }
  | { readonly by: 'core'; readonly error: DomainError }
  | { readonly by: 'fault' };

export interface WordedFailure {
  readonly status: number;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How one door words what all doors have in common. */
export interface DoorDialect {
  readonly surface: Surface;
  /** Sentences for the patterns of its contract. */
  readonly patterns: PatternSentences;
  word(failure: Failure, requestId: string): WordedFailure;
}

export const DIALECT = Symbol('DoorDialect');
