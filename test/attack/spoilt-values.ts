import type { JsonObject } from '#platform';

/** Values that a field may be given instead of its own, as the text that they are in JSON: some are no value of JavaScript. */
export type JsonText = string;

const json = (value: unknown): JsonText => JSON.stringify(value);

const WRONG_TYPES: readonly JsonText[] = [
  'null',
  'true',
  'false',
  '7',
  '"7"',
  '[]',
  '{}',
  '[null]',
  '{"$gt":""}',
  '{"toString":1}',
  '[[[[]]]]',
];

const NUMBERS: readonly JsonText[] = [
  '0',
  '-0',
  '-1',
  '1.5',
  '0.1',
  '1e3',
  '"1e3"',
  '1E+2',
  '1e308',
  '-1e308',
  '1e309',
  '5e-324',
  '9007199254740991',
  '9007199254740992',
  '9007199254740993',
  '2147483648',
  '-2147483649',
  '9223372036854775808',
  '999999999999999999999999',
  '0.30000000000000004',
  '100.005',
  '1e-7',
  '"0x10"',
  '" 5 "',
  '"٣"',
  '"1,000"',
  '"NaN"',
  '"Infinity"',
  '99999999999999.99',
];

const TEXTS: readonly JsonText[] = [
  '""',
  '" "',
  '"\\u0000"',
  '"a\\u0000b"',
  '"\\ud800"',
  '"\\udfff\\ud800"',
  '"\\u202egnp.exe"',
  '"\\ufeff"',
  '"\\u200b"',
  '"e\\u0301"',
  '"\\r\\nBcc: all@example.com"',
  '"a\\u0001\\u001f\\u007f\\u0085b"',
  '"\\u2028\\u2029"',
  '"<script>alert(1)</script>"',
  '"<img src=x onerror=alert(1)>"',
  '"javascript:alert(1)"',
  '"data:text/html,<script>alert(1)</script>"',
  '"file:///etc/passwd"',
  '"//evil.example"',
  '"https://a@b.example"',
  `"' OR '1'='1"`,
  `"'; DROP TABLE payments; --"`,
  '"1) OR 1=1--"',
  '"%"',
  '"_"',
  '"\\\\"',
  '"%00"',
  '"%27"',
  '"../../../../etc/passwd"',
  '"..\\\\..\\\\boot.ini"',
  '"=1+1"',
  '"@SUM(1)"',
  '"${7*7}"',
  '"{{7*7}}"',
  '"${jndi:ldap://127.0.0.1/a}"',
  '"`id`"',
  '"$(id)"',
  '"__proto__"',
  '"constructor"',
  '"null"',
  '"undefined"',
  '"true"',
  '"-1"',
  '"1e309"',
  '"00000000-0000-0000-0000-000000000000"',
  '"{0193a0b2-5c1e-7c3a-9b1f-2f6f0c7f2a11}"',
  '"0193A0B2-5C1E-7C3A-9B1F-2F6F0C7F2A11"',
  '"0193a0b25c1e7c3a9b1f2f6f0c7f2a11"',
  '"ﷺﷺﷺ"',
  '"👩‍👩‍👧‍👦"',
  '"İ"',
  '"ß"',
  '"ı"',
  '"Ａ"',
  '"مرحبا"',
  json('x'.repeat(256)),
  json('x'.repeat(20_000)),
  json('é'.repeat(20_000)),
  json('👩'.repeat(5000)),
  json(' '.repeat(20_000)),
  json('1'.repeat(20_000)),
  json('a@'.repeat(10_000)),
  json(`a@${'a.'.repeat(10_000)}`),
  json(`https://${'a.'.repeat(5000)}`),
  json('-'.repeat(20_000)),
  json('%'.repeat(20_000)),
];

const DAYS: readonly JsonText[] = [
  '"2026-02-30"',
  '"0000-00-00"',
  '"0000-01-01"',
  '"0001-01-01"',
  '"9999-12-31"',
  '"10000-01-01"',
  '"+275760-09-13"',
  '"1969-12-31"',
  '"2026-11-22T00:00:00Z"',
  '"9999-12-31T23:59:59Z"',
  '"0001-01-01T00:00:00Z"',
  '"2026-11-22T24:00:00Z"',
  '"2026-11-22T23:59:60Z"',
  '"2026-11-22T00:00:00+25:00"',
  '"2026-11-22T00:00:00.123456789Z"',
  '"2026-11-22T00:00:00"',
  '"294276-12-31"',
  '"2026-1-1"',
  '"31-02-2026"',
  '"01-01-0001"',
  '"31-12-9999"',
];

const manyTimes = (text: string, times: number): JsonText => `[${Array.from({ length: times }, () => text).join(',')}]`;

const LISTS: readonly JsonText[] = [
  manyTimes('null', 50),
  manyTimes('{}', 5000),
  manyTimes('"a"', 5000),
  manyTimes('0', 60_000),
  json(Array.from({ length: 20_000 }, (_, index) => index)),
  `${'['.repeat(100)}${']'.repeat(100)}`,
  `${'['.repeat(60_000)}${']'.repeat(60_000)}`,
];

const OBJECTS: readonly JsonText[] = [
  '{"__proto__":{"isAdmin":true}}',
  '{"constructor":{"prototype":{"isAdmin":true}}}',
  '{"":0}',
  '{"a":1,"a":2}',
  '{"\\u0000":1}',
  '{"\\ud800":1}',
  `${'{"a":'.repeat(100)}1${'}'.repeat(100)}`,
  `{${Array.from({ length: 3000 }, (_, index) => `"f${index}":0`).join(',')}}`,
  '{"length":1e9}',
  '{"then":1}',
  '{"toJSON":1}',
  '{"hasOwnProperty":1}',
];

/** What to put into a field that the schema says this of. */
export function spoiltValues(schema: JsonObject): readonly JsonText[] {
  const types = [schema['type']].flat();
  const own = [...enumValues(schema), ...borders(schema)];
  if (types.includes('integer') || types.includes('number')) return [...own, ...WRONG_TYPES, ...NUMBERS];
  if (types.includes('array')) return [...own, ...WRONG_TYPES, ...LISTS];
  if (types.includes('object')) return [...own, ...WRONG_TYPES, ...OBJECTS];
  if (types.includes('boolean')) return [...own, ...WRONG_TYPES, '"yes"', '1', '0'];
  const isDay = /date|\\d\{4\}/.test(`${String(schema['format'])} ${String(schema['pattern'])}`);
  return [...own, ...WRONG_TYPES, ...TEXTS, ...(isDay ? DAYS : DAYS.slice(0, 4)), ...NUMBERS.slice(0, 8)];
}

/** Every word that is allowed, and words that are nearly. */
function enumValues(schema: JsonObject): JsonText[] {
  const words = (schema['enum'] ?? []) as unknown[];
  return words.flatMap((word) =>
    typeof word === 'string'
      ? [json(word), json(word.toUpperCase()), json(`${word} `), json(`${word}\u0000`)]
      : [json(word)],
  );
}

/** On both sides of every border that the schema draws. */
function borders(schema: JsonObject): JsonText[] {
  const { minimum, maximum, exclusiveMinimum, minLength, maxLength, maxItems } = schema as Record<
    string,
    number | undefined
  >;
  const numbers = [minimum, maximum, exclusiveMinimum].flatMap((border) =>
    border === undefined ? [] : [border - 1, border, border + 1, border + 0.001],
  );
  const lengths = [minLength, maxLength].flatMap((border) =>
    border === undefined ? [] : [border - 1, border, border + 1],
  );
  const texts = lengths
    .filter((length) => length >= 0 && length < 50_000)
    .flatMap((length) => ['x'.repeat(length), '1'.repeat(length), 'é'.repeat(length), '👩'.repeat(length)]);
  const lists = maxItems === undefined ? [] : [manyTimes('"x"', maxItems + 1), manyTimes('{}', maxItems)];
  return [...numbers.map(String), ...texts.map(json), ...lists];
}
