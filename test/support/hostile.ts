import type { JsonObject } from '#platform';

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

/** Each parameter of the query with some of the nasty texts, the others left out. */
export function hostileQueries(parameters: readonly string[]): JsonObject[] {
  return parameters.flatMap((name, index) => someOf(NASTY_TEXTS, index * TEXTS_EACH).map((text) => ({ [name]: text })));
}

/** Texts of a kind that a number, a day or another word would stand for, and numbers where a number stands. */
const nastyLike = (value: unknown, turn: number): readonly unknown[] => {
  if (typeof value === 'number') return NASTY_NUMBERS;
  return typeof value === 'string' ? someOf(NASTY_TEXTS, turn) : [];
};

const someOf = <T>(values: readonly T[], turn: number): T[] =>
  Array.from({ length: TEXTS_EACH }, (_, index) => values[(turn + index) % values.length] as T);

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
