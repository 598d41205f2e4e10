import type { ContractOperation, JsonObject } from '#platform';
import type { CallPart } from './door.js';

/** Texts that have broken other people's software. None of them may do more here than be refused or be stored. */
export const NASTY_TEXTS = [
  '',
  ' ',
  'x'.repeat(20_000),
  '\u0000',
  'a\u0001\u001f\u007fb',
  '\r\nBcc: everybody@example.com',
  "'; DROP TABLE payments; --",
  "' OR '1'='1",
  '%27%20OR%201%3D1',
  '<script>alert(1)</script>',
  '{{constructor.constructor("return process")()}}',
  '${jndi:ldap://127.0.0.1/x}',
  '../../../../etc/passwd',
  '=cmd|" /C calc"!A0',
  '\u202egnp.exe',
  '\ud83d',
  'null',
  'NaN',
  '-1',
  '1e309',
  '2026-02-30',
  '0000-00-00',
  '9999999999999999999999',
  // A whole number by itself; times the size of a page it is beyond what PostgreSQL counts with.
  '500000000000000000',
] as const;

const NASTY_NUMBERS = [-1, 0, 0.1, 1e15, 1e300, -1e300, 9_007_199_254_740_992, Number.MIN_VALUE] as const;
const WRONG_TYPES = [null, true, 7, 'text', [], {}, [null], { $gt: '' }] as const;

export interface HostileBody {
  readonly what: string;
  /** Top-level field that was touched. */
  readonly field: string;
  readonly body: unknown;
}

const TEXTS_EACH = 6;

/**
 * Every field of a body missing, of every wrong type, and with some of the nasty values: the next ones for the next field,
 * so that all have their turn without taking minutes.
 */
export function hostileBodies(example: JsonObject): HostileBody[] {
  const bodies: HostileBody[] = [];
  for (const path of pathsOf(example)) {
    const field = String(path[0] ?? '');
    const at = path.join('.');
    bodies.push({ what: `${at} is missing`, field, body: without(example, path) });
    for (const value of [...WRONG_TYPES, ...nastyLike(valueAt(example, path), bodies.length)]) {
      bodies.push({ what: `${at} is ${shown(value)}`, field, body: replaced(example, path, value) });
    }
  }
  const extra = JSON.parse(
    '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{}},"role":"admin"}',
  ) as JsonObject;
  bodies.push({ what: 'it has fields that nobody asked for', field: 'role', body: { ...example, ...extra } });
  return bodies;
}

/** The same body once for each of its texts, which is another one there. */
export const bodiesWithText = (example: JsonObject, text: string): unknown[] =>
  pathsOf(example)
    .filter((path) => typeof valueAt(example, path) === 'string')
    .map((path) => replaced(example, path, text));

/** Each parameter of the query with some of the nasty texts, the others left out; every list counts its pages by itself. */
export function hostileQueries(parameters: readonly string[]): JsonObject[] {
  return parameters.flatMap((name, index) => {
    const texts = name === 'page' ? NASTY_TEXTS : someOf(NASTY_TEXTS, index * TEXTS_EACH);
    return texts.map((text) => ({ [name]: text }));
  });
}

/** Texts of a kind that a number, a day or another word would stand for, and numbers where a number stands. */
const nastyLike = (value: unknown, turn: number): readonly unknown[] => {
  if (typeof value === 'number') return NASTY_NUMBERS;
  return typeof value === 'string' ? someOf(NASTY_TEXTS, turn) : [];
};

const someOf = <T>(values: readonly T[], turn: number): T[] =>
  Array.from({ length: TEXTS_EACH }, (_, index) => values[(turn + index) % values.length] as T);

export interface HostileForm {
  readonly what: string;
  /** The field that is to be named in the refusal; null where the form may be taken. */
  readonly field: string | null;
  readonly parts: readonly CallPart[];
}

const PNG_START = Buffer.from('89504e470d0a1a0a', 'hex');
const FILE_TOO_LARGE = Buffer.concat([PNG_START, Buffer.alloc(10 * 1024 * 1024 + 1 - PNG_START.length)]);
/** Files that are none of those that are taken, whatever they are called. */
const WRONG_FILES: readonly (readonly [what: string, content: Buffer])[] = [
  ['empty', Buffer.alloc(0)],
  ['a byte more than 10 MB', FILE_TOO_LARGE],
  ['a program', Buffer.from('4d5a9000', 'hex')],
  ['a page', Buffer.from('<html><script>alert(1)</script>')],
  ['a drawing with a script', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
  ['a picture of another kind', Buffer.from('GIF89a')],
  ['the first three bytes of a picture', PNG_START.subarray(0, 3)],
  ['a picture after a blank', Buffer.concat([Buffer.from(' '), PNG_START])],
];
const NASTY_NAMES = ['../../../../etc/passwd', '..', 'C:\\boot.ini', 'x'.repeat(5000), '\u202egnp.exe', 'a"b.png', '.'];

/** A form that passes its constraints, and every way to spoil each of its fields. */
export function hostileForms(
  form: NonNullable<ContractOperation['form']>,
  texts: Record<string, string>,
): HostileForm[] {
  const whole: CallPart[] = [
    ...Object.entries(texts).map(([field, text]) => ({ field, text })),
    ...[...form.files.keys()].map((field) => ({ field, content: PNG_START, name: 'scan.png' })),
  ];
  const but = (field: string, ...parts: CallPart[]): CallPart[] => [
    ...whole.filter((part) => part.field !== field),
    ...parts,
  ];
  const file = (field: string, content: Buffer, name = 'scan.png') => ({
    field,
    content,
    name,
    contentType: 'image/png',
  });
  const forms: HostileForm[] = [{ what: 'nothing is wrong', field: null, parts: whole }];
  for (const field of form.files.keys()) {
    const spoilt = (what: string, ...parts: CallPart[]) => ({
      what: `${field} is ${what}`,
      field,
      parts: but(field, ...parts),
    });
    forms.push(...WRONG_FILES.map(([what, content]) => spoilt(what, file(field, content))));
    forms.push(spoilt('a text', { field, text: 'scan.png' }));
    forms.push({ ...spoilt('called otherwise', file(`${field}s`, PNG_START)), field: `${field}s` });
    forms.push(spoilt('there too often', ...Array.from({ length: 6 }, () => file(field, PNG_START))));
    forms.push(
      ...NASTY_NAMES.map((name) => ({ ...spoilt(`called ${name}`, file(field, PNG_START, name)), field: null })),
    );
  }
  for (const field of Object.keys(texts)) {
    const spoilt = (what: string, ...parts: CallPart[]) => ({
      what: `${field} is ${what}`,
      field,
      parts: but(field, ...parts),
    });
    forms.push(
      spoilt('missing'),
      spoilt('a file', file(field, PNG_START)),
      spoilt('longer than all', { field, text: 'x'.repeat(20_000) }),
    );
    forms.push(...someOf(NASTY_TEXTS, 0).map((text) => ({ ...spoilt(shown(text), { field, text }), field: null })));
  }
  forms.push({ what: 'there is one more', field: 'isAdmin', parts: [...whole, { field: 'isAdmin', text: 'true' }] });
  forms.push({
    what: 'it has the name of all objects',
    field: null,
    parts: [...whole, { field: '__proto__', text: 'x' }],
  });
  return forms;
}

type Path = readonly (string | number)[];

function pathsOf(value: unknown, base: Path = []): Path[] {
  if (Array.isArray(value)) return value.length > 0 ? pathsOf(value[0], [...base, 0]) : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [[...base, key], ...pathsOf(inner, [...base, key])]);
}

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown>)[key], value);

function replaced(root: JsonObject, path: Path, value: unknown): unknown {
  const copy = structuredClone(root);
  const parent = valueAt(copy, path.slice(0, -1)) as Record<string | number, unknown>;
  parent[path.at(-1) ?? ''] = value;
  return copy;
}

function without(root: JsonObject, path: Path): unknown {
  const copy = structuredClone(root);
  const parent = valueAt(copy, path.slice(0, -1)) as Record<string | number, unknown>;
  Reflect.deleteProperty(parent, path.at(-1) ?? '');
  return copy;
}

const shown = (value: unknown): string => JSON.stringify(value)?.slice(0, 40) ?? 'undefined';
