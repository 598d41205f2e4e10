import type { JsonObject, Problems } from './contract.js';

/** One thing that is wrong with one field, worded so that a person can mend it. */
export interface Issue {
  /** Path of the field, dots between: items.0.price. */
  readonly field: string;
  readonly message: string;
}

/** Sentences for patterns, which say nothing to a person; keyed by the pattern's text. */
export type PatternSentences = Readonly<Record<string, string>>;

type Problem = Problems[number];

const COMBINERS = new Set(['oneOf', 'anyOf', 'allOf', 'if']);

/** Words what a schema refused. Each field is named once per thing that is wrong with it. */
export function issuesOf(problems: Problems, patterns: PatternSentences): Issue[] {
  const issues = new Map<string, Issue>();
  for (const problem of withoutNoise(problems)) {
    const issue = { field: fieldOf(problem), message: sentenceOf(problem, patterns) };
    issues.set(`${issue.field} ${issue.message}`, issue);
  }
  return [...issues.values()];
}

/**
 * Where one of several schemas would do, every schema complains. The complaint that a value is not null, and the
 * combiner's own, help nobody while another one says what is wrong.
 */
function withoutNoise(problems: Problems): Problem[] {
  const telling = problems.filter(
    (problem) => !COMBINERS.has(problem.keyword) && !(isInsideCombiner(problem) && expectsNull(problem)),
  );
  const toldFields = new Set(telling.map(fieldOf));
  return [
    ...telling,
    ...problems.filter((problem) => COMBINERS.has(problem.keyword) && !toldFields.has(fieldOf(problem))),
  ];
}

const isInsideCombiner = (problem: Problem): boolean => /\/(oneOf|anyOf)\/\d+/.test(problem.schemaPath);
const expectsNull = ({ keyword, params }: Problem): boolean =>
  (keyword === 'type' && (params as JsonObject)['type'] === 'null') ||
  (keyword === 'const' && (params as JsonObject)['allowedValue'] === '');

function fieldOf({ instancePath, keyword, params }: Problem): string {
  const path = instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const { missingProperty, additionalProperty, unevaluatedProperty } = params as Record<string, string | undefined>;
  const extra = missingProperty ?? additionalProperty ?? unevaluatedProperty;
  if (extra !== undefined && keyword !== 'dependentRequired') path.push(extra);
  return path.length > 0 ? path.join('.') : 'body';
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  null: 'null',
};
const FORMAT_WORDS: Readonly<Record<string, string>> = {
  email: 'an e-mail address',
  uri: 'an address',
  date: 'a day such as 2025-11-20',
  'date-time': 'an instant such as 2025-11-20T09:00:00Z',
};

function sentenceOf({ keyword, params, parentSchema }: Problem, patterns: PatternSentences): string {
  const { limit, type, allowedValues, allowedValue, format, pattern } = params as {
    limit?: number;
    type?: string | string[];
    allowedValues?: (string | number | null)[];
    allowedValue?: unknown;
    format?: string;
    pattern?: string;
  };
  switch (keyword) {
    case 'required':
      return 'is required';
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return 'is not a known field';
    case 'type':
      return `must be ${[type ?? '']
        .flat()
        .filter((word) => word !== 'null')
        .map((word) => TYPE_WORDS[word] ?? word)
        .join(' or ')}`;
    case 'enum':
      return `must be one of ${(allowedValues ?? []).filter((value) => value !== null).join(', ')}`;
    case 'const':
      return `must be ${String(allowedValue)}`;
    case 'minLength':
      return limit === 1 ? 'must not be empty' : `must have at least ${limit} characters`;
    case 'maxLength':
      return `must have at most ${limit} characters`;
    case 'minimum':
      return `must be at least ${limit}`;
    case 'maximum':
      return `must be at most ${limit}`;
    case 'exclusiveMinimum':
      return `must be above ${limit}`;
    case 'minItems':
      return `must have at least ${limit} ${limit === 1 ? 'entry' : 'entries'}`;
    case 'maxItems':
      return `must have at most ${limit} entries`;
    case 'minProperties':
      return 'must have at least one field';
    case 'maxProperties':
      return `must have at most ${limit} fields`;
    case 'uniqueItems':
      return 'must not name anything twice';
    case 'format':
      return `must be ${FORMAT_WORDS[format ?? ''] ?? `a valid ${format}`}`;
    case 'pattern':
      return patterns[pattern ?? ''] ?? describedPattern(parentSchema);
    default:
      return 'is not valid';
  }
}

const describedPattern = (schema: JsonObject | undefined): string =>
  typeof schema?.['description'] === 'string'
    ? `is not valid: ${schema['description'].split('. ')[0]}`
    : 'has the wrong form';
