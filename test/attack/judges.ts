import type { Surface } from '#platform';
import type { Reply, Shot } from './shot.js';

/** What belongs to the inside of a platform and to nobody outside of it. */
const INSIDES: readonly (readonly [what: string, pattern: RegExp])[] = [
  [
    'a stack trace',
    /\bat (?:async )?[\w.<>$ ]+ \((?:file:|node:|\/)[^)]*:\d+:\d+\)|\bat (?:file:\/\/\/|node:)\S+:\d+:\d+/,
  ],
  [
    'a path of the server',
    /(?:\/(?:work|home|usr|tmp|root|var|app)\/[\w.-]+\/|node_modules|dist\/(?:apps|libs)\/|[\w-]+\.ts:\d+)/,
  ],
  [
    'an error of the language',
    /\b(?:TypeError|ReferenceError|RangeError|SyntaxError|AssertionError|Cannot read propert|is not a function|is not iterable|Unexpected token)\b/,
  ],
  [
    'SQL',
    /\b(?:SELECT\b.+\bFROM|INSERT INTO|UPDATE\b.+\bSET|DELETE FROM|syntax error at or near|violates \w+(?:-\w+)* constraint|duplicate key value|relation "\w+"|column "\w+"|invalid input syntax|out of range for type|QueryFailedError|pg_catalog)\b/,
  ],
  ['an address inside', /\b(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT)\b/],
];

/** The bodies of refusals, as each contract has them. */
const REFUSALS: Readonly<Record<Surface, (body: Record<string, unknown>, status: number) => boolean>> = {
  dashboard: ({ success, error }) => success === false && has(error, 'code', 'message'),
  'payment-links': ({ status_code: code, message }, status) => code === status && typeof message === 'string',
  merchant: ({ success, error, meta }) =>
    success === false && typeof error === 'string' && has(meta, 'code', 'requestId'),
  // 429 has a body of its own.
  wallet: (body, status) =>
    status === 429 ? typeof body['message'] === 'string' : has(body, 'statusCode', 'errorCode', 'message'),
};

const has = (value: unknown, ...names: string[]): boolean =>
  typeof value === 'object' && value !== null && names.every((name) => name in value);

/** What no server of ours words: a request that Node's parser does not take for HTTP, or headers beyond its limit. */
const NOT_HTTP = /^\{"error":"(?:Bad Request|Request Header Fields Too Large|Request Timeout)","message":"/;

/** Everything that is wrong with an answer, whatever the request was. */
export function faultsOf(shot: Shot, reply: Reply): string[] {
  if (reply.status === 0) return [`it was not answered: ${reply.text}`];
  const faults: string[] = [];
  if (reply.status >= 500 && !isForeseen(shot, reply)) faults.push(`it was answered with ${reply.status}`);
  if (reply.status >= 400) faults.push(...insidesIn(reply.text).map((what) => `the answer shows ${what}`));
  return [...faults, ...faultsOfHeaders(reply), ...(shot.door ? faultsOfDialect(shot, shot.door, reply) : [])];
}

/** An operator that cannot be reached is told as such, by a contract that says so. */
const isForeseen = ({ operation }: Shot, { status, text }: Reply): boolean =>
  status !== 500 &&
  text.includes('PROVIDER_UNAVAILABLE') &&
  operation !== undefined &&
  `${status}` in (operation.definition['responses'] as object);

const insidesIn = (text: string): string[] => INSIDES.filter(([, pattern]) => pattern.test(text)).map(([what]) => what);

const LARGEST_AMOUNT = 9_999_999_999_999;

/** Headers that only somebody who could write lines of their own into an answer would have put there. */
const faultsOfHeaders = ({ headers }: Reply): string[] =>
  Object.keys(headers)
    .filter((name) => name.startsWith('x-injected'))
    .map((name) => `the answer has the header ${name}`);

function faultsOfDialect({ operation, method }: Shot, door: Surface, { status, headers, text }: Reply): string[] {
  if (method === 'HEAD' || text === '' || NOT_HTTP.test(text)) return [];
  const type = String(headers['content-type'] ?? '');
  if (!type.includes('json')) return status < 400 ? [] : [`a refusal of the type ${type}`];
  const body = parsed(text);
  if (typeof body !== 'object' || body === null) return ['the answer says that it is JSON and is not'];
  if (status >= 400 && !REFUSALS[door](body as Record<string, unknown>, status))
    return ['the refusal is not in the dialect of its door'];
  if (!operation) return [];
  const known = operation.definition['responses'] as Record<string, unknown>;
  // What happens before the operation is known, the contract tells in general.
  const isGeneral = [404, 405, 413, 429].includes(status) || (status === 400 && !operation.takesJson);
  if (!(`${status}` in known)) return isGeneral ? [] : [`the contract knows no ${status} here`];
  // Sums of the largest amounts that may be asked for go beyond the largest amount that the contract shows.
  const problems = operation
    .validateAnswer(status, body)
    .filter(({ params }) => Math.abs(Number((params as { limit?: unknown }).limit)) !== LARGEST_AMOUNT);
  return problems.map(({ instancePath, message }) => `the answer breaks the contract: ${instancePath} ${message}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Cells of a CSV file that a spreadsheet would run. Only what was quoted by the rules is taken apart. */
export function formulasIn(csv: string): string[] {
  const cells = csv.replace(/^\uFEFF/, '').match(/"(?:[^"]|"")*"|[^,\r\n]+/g) ?? [];
  const bare = cells.map((cell) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell));
  return bare.filter((cell) => /^[=+\-@\t\r\n＝＋－＠]/.test(cell) && !/^[+-]?\d+(?:[.,]\d+)?%?$/.test(cell.trim()));
}

/** Lines of a log that are no line of ours: somebody's text began one, or says in ours what only we say. */
export function forgedLinesIn(log: string, mark: string): string[] {
  return log.split('\n').filter((line) => {
    if (line === '') return false;
    const entry = parsed(line);
    if (typeof entry !== 'object' || entry === null) return line.includes(mark);
    return (entry as { level?: unknown }).level === mark || (entry as { forged?: unknown }).forged === mark;
  });
}

const PERSONAL: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a telephone number', /"(?:msg|err)":[^\n]*?((?:\+237|\b237)6\d{8})/],
  ['the address of a mail', /([\w.+-]{2,}@example\.(?:com|cm))/],
];

/** What a log tells that nobody should read there: what is known to be secret, as a word, and whatever is personal. */
export function toldIn(log: string, secrets: readonly string[]): string[] {
  const escaped = secrets.map((secret) => secret.replace(/[^\w]/g, '\\$&'));
  const secret = new RegExp(`(?<![\\w.-])(${escaped.join('|')})(?![\\w.-])`).exec(log)?.[1];
  const personal = PERSONAL.flatMap(([what, pattern]) => {
    const told = pattern.exec(log)?.[1];
    return told === undefined ? [] : [`${what}: ${told}`];
  });
  return [...(secret === undefined ? [] : [`a secret: ${secret.slice(0, 8)}…`]), ...personal];
}

/** Whether two sets of times could be told apart from afar: by the medians, against the spread of the quieter one. */
export function toldApart(one: readonly number[], other: readonly number[], leastMs = 3): string | null {
  const [a, b] = [quantile(one, 0.5), quantile(other, 0.5)];
  const spread = Math.min(quantile(one, 0.75) - quantile(one, 0.25), quantile(other, 0.75) - quantile(other, 0.25));
  const gap = Math.abs(a - b);
  return gap > leastMs && gap > 2 * spread
    ? `${a.toFixed(1)} ms and ${b.toFixed(1)} ms, give or take ${spread.toFixed(1)}`
    : null;
}

/** What became of a body without an end. */
export interface Streamed {
  /** 0 when it was hung up on without an answer. */
  readonly status: number;
  readonly sentBytes: number;
  /** By how much the process that took it has grown meanwhile; NaN where that cannot be seen. */
  readonly grownMegabytes: number;
}

/** What fits between two processes before anybody has read it, and a body of the size that is allowed. */
const STREAM_TAKEN_MAX_BYTES = 64 * 2 ** 20;
const STREAM_GROWTH_MAX_MEGABYTES = 128;

export function streamAmiss({ status, sentBytes, grownMegabytes }: Streamed): string[] {
  return [
    // Whoever uploads several at once is told that too much is under way.
    ...(status === 0 || status === 503 || (status >= 400 && status < 500) ? [] : [`it was answered with ${status}`]),
    ...(sentBytes > STREAM_TAKEN_MAX_BYTES ? [`${Math.round(sentBytes / 2 ** 20)} MiB of it were taken`] : []),
    ...(grownMegabytes > STREAM_GROWTH_MAX_MEGABYTES
      ? [`the process has grown by ${Math.round(grownMegabytes)} MB`]
      : []),
  ];
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** What is wrong with the answers to one payment that was asked for many times, by itself or as a repeat of a known one. */
export function repeatsAmiss(replies: readonly Reply[], known: string | null): string[] {
  const made = replies.filter(({ status }) => status === 201);
  const others = replies.filter(({ status, text }) => status !== 201 && !text.includes('IDEMPOTENCY_IN_PROGRESS'));
  const ids = new Set(made.map(({ text }) => /"transactionId":"([^"]+)"/.exec(text)?.[1]));
  const firsts = made.filter(({ headers }) => headers['idempotency-replayed'] === undefined).length;
  return [
    others.length > 0 ? [`a repeat was answered with ${others[0]?.status}`] : [],
    ids.size === 1 ? [] : [`repeats have made ${ids.size} payments`],
    firsts === (known === null ? 1 : 0) ? [] : [`${firsts} of the repeats were the first`],
    known === null || ids.has(known) ? [] : ['a repeat is answered with another payment'],
  ].flat();
}
