import type { Contract, ContractOperation, JsonObject } from '#platform';
import { bodyExample, pathParameters, queryParameters } from '../support/contract-calls.js';
import type { SeededRandom } from '../chaos/seeded-random.js';
import { SPOILT_ADDRESSES, SPOILT_BODIES } from './spoilt-requests.js';
import { spoiltValues, type JsonText } from './spoilt-values.js';

/** How a call differs from a right one. */
export interface Spoilt {
  readonly what: string;
  /** JSON as text, or a body with its type. */
  readonly json?: JsonText;
  readonly raw?: { readonly type: string; readonly body: string | Buffer };
  /** With its question mark. */
  readonly query?: string;
  readonly path?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
  readonly anonymous?: boolean;
}

type Fields = readonly (readonly [path: readonly string[], schema: JsonObject])[];

/** What a right body is for whoever calls. */
export type BodyFor = (operation: ContractOperation) => JsonObject | undefined;

const VERBS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'TRACE', 'PROPFIND'] as const;
const HEADERS: readonly Readonly<Record<string, string>>[] = [
  { 'x-mode': 'live' },
  { 'x-mode': '' },
  { 'x-mode': 'LIVE,SANDBOX' },
  { 'x-mode': 'x'.repeat(5000) },
  { 'x-mode': 'LIVE' },
  { 'idempotency-key': '' },
  { 'idempotency-key': 'x'.repeat(5000) },
  { 'idempotency-key': "'; --" },
  { 'idempotency-key': 'é\u00ff' },
  { 'idempotency-key': 'same' },
  { 'x-request-id': 'a b' },
  { 'x-request-id': '../../x' },
  { 'x-request-id': 'x'.repeat(5000) },
  { accept: 'text/html' },
  { accept: '*/*;q=x' },
  { 'accept-language': 'x'.repeat(4000) },
  { 'x-forwarded-for': 'unknown, , ::1%lo, 999.1.1.1' },
  { 'x-forwarded-for': '1,'.repeat(2000) },
  { 'x-http-method-override': 'DELETE' },
  { 'content-encoding': 'gzip' },
  { cookie: 'a='.repeat(2000) },
  { range: 'bytes=0-0,0-0' },
  { authorization: 'Bearer' },
  { authorization: 'Basic YTpi' },
  { authorization: `Bearer ${'x'.repeat(6000)}` },
  { authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' },
  { authorization: 'bearer a b' },
  { 'x-api-key': 'x'.repeat(5000) },
  { 'x-api-key': "'" },
  { 'if-none-match': '*' },
  { origin: 'https://evil.example' },
  { origin: 'null' },
  { host: 'evil.example' },
  { 'x-forwarded-host': 'evil.example' },
];

/** Every single way to spoil a call of an operation, and without end some that are spoilt in several. */
export class SpoiltCalls {
  private readonly fields: Fields;
  private readonly queries: readonly (readonly [name: string, schema: JsonObject])[];
  private readonly places: readonly string[];

  constructor(
    private readonly contract: Contract,
    readonly operation: ContractOperation,
    private readonly bodyFor: BodyFor,
  ) {
    const body = operation.definition['requestBody'] as
      { content?: Record<string, { schema?: JsonObject }> } | undefined;
    this.fields = this.fieldsOf(body?.content?.['application/json']?.schema ?? {}, [], 0);
    this.queries = queryParameters(contract, operation).map((parameter) => [
      parameter.name,
      this.resolved((parameter as unknown as { schema?: JsonObject }).schema ?? {}),
    ]);
    this.places = pathParameters(operation);
  }

  /** Each once. */
  *singles(): Generator<Spoilt> {
    yield { what: 'nothing is wrong' };
    yield { what: 'nobody calls', anonymous: true };
    for (const [path, schema] of this.fields) {
      yield { what: `${path.join('.')} is missing`, json: this.json([[path, null]]) };
      for (const value of spoiltValues(schema))
        yield { what: `${path.join('.')} is ${value.slice(0, 40)}`, json: this.json([[path, value]]) };
    }
    if (this.fields.length > 0) {
      yield {
        what: 'it has names that nobody asked for',
        json: this.json([
          [['isAdmin'], 'true'],
          [['organizationId'], '"x"'],
          [['__proto__'], '{"a":1}'],
        ]),
      };
      yield {
        what: 'all is as large as may be',
        json: this.json(this.fields.map(([path, schema]) => [path, largest(schema)] as const)),
      };
    }
    for (const [what, type, body] of SPOILT_BODIES) yield { what: `the body is ${what}`, raw: { type, body } };
    yield* this.spoiltAddresses();
    for (const headers of HEADERS) yield { what: `a header is ${JSON.stringify(headers).slice(0, 60)}`, headers };
    for (const method of VERBS) if (method !== this.operation.method) yield { what: `the verb is ${method}`, method };
  }

  private *spoiltAddresses(): Generator<Spoilt> {
    for (const [name, schema] of this.queries) {
      const own = spoiltValues(schema)
        .filter((text) => text.length < 200 && text.isWellFormed())
        .map((text) => encoded(text));
      for (const value of [...SPOILT_ADDRESSES, ...own])
        yield { what: `${name} is ${value.slice(0, 40)}`, query: `?${name}=${value}` };
      for (const query of [`?${name}=1&${name}=2`, `?${name}[]=1`, `?${name}[a]=1`, `?${name}`, `?${name}=1;${name}=2`])
        yield { what: `the query is ${query}`, query };
    }
    for (const query of [
      '?__proto__=1',
      '?constructor[prototype][a]=1',
      '?a='.padEnd(8000, 'x'),
      `?${'a=1&'.repeat(1500)}`,
      '?%',
      '?=&=&&&',
      '?page=1&page=2',
      '??',
      '?unknown=1',
    ]) {
      yield { what: `the query is ${query.slice(0, 40)}`, query };
    }
    for (const name of this.places) {
      for (const value of SPOILT_ADDRESSES.filter((text) => text !== ''))
        yield { what: `${name} is ${value.slice(0, 40)}`, path: { [name]: value } };
    }
  }

  /** Several things wrong at once. */
  double(random: SeededRandom): Spoilt {
    const changes = Array.from({ length: random.between(2, 4) }, () => {
      const [path, schema] = random.pick(this.fields);
      return [path, random.pick(spoiltValues(schema))] as const;
    });
    return {
      what: changes.map(([path, value]) => `${path.join('.')} is ${value.slice(0, 30)}`).join(', '),
      json: this.json(changes),
    };
  }

  /** Each field that may be a text, or an object of somebody's own making, to be given one. */
  *texts(): Generator<(text: string) => Spoilt> {
    for (const [path, { type, properties, enum: words }] of this.fields) {
      const types = [type].flat();
      if (words !== undefined || properties !== undefined) continue;
      if (!types.includes('string') && !types.includes('object')) continue;
      const place = types.includes('string') ? path : [...path, 'note'];
      yield (text) => ({ what: `${place.join('.')} is ${text}`, json: this.json([[place, JSON.stringify(text)]]) });
    }
  }

  get takesJson(): boolean {
    return this.fields.length > 0;
  }

  /** The right body with some fields as given; null leaves one out. */
  private json(changes: readonly (readonly [path: readonly string[], value: JsonText | null])[]): JsonText {
    const marks = new Map<string, JsonText>();
    const body: unknown = structuredClone(this.bodyFor(this.operation) ?? bodyExample(this.operation) ?? {});
    changes.forEach(([path, value], index) => {
      const mark = `\u0001${index}\u0001`;
      if (value !== null) marks.set(JSON.stringify(mark), value);
      place(body, path, value === null ? undefined : mark);
    });
    let text = JSON.stringify(body);
    for (const [mark, value] of marks) text = text.replace(mark, () => value);
    return text;
  }

  private fieldsOf(given: JsonObject, base: readonly string[], depth: number): Fields {
    const schema = this.resolved(given);
    const alternatives = ['oneOf', 'anyOf', 'allOf'].flatMap((name) => (schema[name] ?? []) as JsonObject[]);
    const own = Object.entries((schema['properties'] ?? {}) as Record<string, JsonObject>).flatMap(([name, inner]) => {
      const path = [...base, name];
      return [[path, this.described(inner)] as const, ...(depth < 3 ? this.fieldsOf(inner, path, depth + 1) : [])];
    });
    const items = schema['items'] as JsonObject | undefined;
    const entries =
      items && depth < 3
        ? [[[...base, '0'], this.described(items)] as const, ...this.fieldsOf(items, [...base, '0'], depth + 1)]
        : [];
    return [...own, ...entries, ...alternatives.flatMap((one) => this.fieldsOf(one, base, depth))];
  }

  /** A field that may be of several kinds is taken for the first that says what it is. */
  private described(given: JsonObject): JsonObject {
    const schema = this.resolved(given);
    const alternatives = (schema['oneOf'] ?? schema['anyOf'] ?? []) as JsonObject[];
    return alternatives.length === 0
      ? schema
      : { ...alternatives.map((one) => this.resolved(one)).find(({ type }) => type !== 'null'), ...schema };
  }

  private resolved(node: JsonObject): JsonObject {
    const reference = node['$ref'];
    if (typeof reference !== 'string') return node;
    const found = reference
      .slice(2)
      .split('/')
      .reduce((at, key) => at[key] as JsonObject, this.contract.document);
    return this.resolved({ ...found, ...node, $ref: undefined });
  }
}

const encoded = (json: JsonText): string =>
  encodeURIComponent(json.startsWith('"') ? (JSON.parse(json) as string).toWellFormed() : json);

/** The largest value that the schema lets pass. */
function largest(schema: JsonObject): JsonText | null {
  const { maximum, maxLength, pattern, format } = schema as Record<string, number | undefined>;
  if (maximum !== undefined) return String(maximum);
  return maxLength !== undefined && pattern === undefined && format === undefined
    ? JSON.stringify('x'.repeat(Math.min(maxLength, 20_000)))
    : null;
}

/** Sets a field at any depth, or takes it out; what is on the way and missing is made. */
function place(root: unknown, path: readonly string[], value: unknown): void {
  let at = root as Record<string, unknown>;
  path.slice(0, -1).forEach((key, index) => {
    if (typeof at[key] !== 'object' || at[key] === null) at[key] = path[index + 1] === '0' ? [] : {};
    at = at[key] as Record<string, unknown>;
  });
  const name = path.at(-1) ?? '';
  if (value === undefined) Reflect.deleteProperty(at, name);
  else Object.defineProperty(at, name, { value, enumerable: true, configurable: true, writable: true });
}
