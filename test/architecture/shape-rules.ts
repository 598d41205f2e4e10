import type { SourceFile } from './source-tree.js';

/** What is wrong, or nothing; a rule that needs the other files of the tree is given them. */
export type ShapeRule = (file: SourceFile, tree: readonly SourceFile[]) => string | null;

const SUFFIXES = new Set(
  (
    'aggregate table events errors command query policy projection job service port provider client controller ' +
    'requests presenter module guard interceptor filter spec int-spec e2e-spec'
  ).split(' '),
);
/** What one operator's dialect needs beside its provider: the table of its answers, and the shape of its callback. */
const OPERATOR_SUFFIXES = new Set(['statuses', 'callback']);
/**
 * Infrastructure has no use cases to name files after; elsewhere the suffix says what a file is. A file of plain values
 * and functions (a view, a schedule, a chart of accounts) may do without one: what it is for is in its name.
 */
const PLAIN_NAMES_ALLOWED = [
  /^(?:apps|test)\//,
  /^libs\/(?:kernel|platform)\//,
  /^libs\/surfaces\/[^/]+\/dialect\//,
  /^libs\/surfaces\/[^/]+\/webhooks\.ts$/,
  /\/index\.ts$/,
];
const DOES_SOMETHING = /^@(?:Injectable|Controller|Module|CommandHandler|QueryHandler|Entity|Catch)\(/m;
const SHAPELESS_NAME = /(?:^|[/.-])(?:utils?|helpers?|commons?|managers?)(?=[/.])/;

const MAX_LINES = 300;
const NAMED_EXPORTS = /^export (?:type )?\{[^{}*]*\} from '[^']+';$/;
const HTTP_WORDS =
  /\b(?:HttpException|HttpStatus|HttpCode|(?:BadRequest|Unauthorized|Forbidden|NotFound|Conflict|Gone|UnprocessableEntity|ServiceUnavailable|InternalServerError)Exception)\b/;

/** Of what came with PostgreSQL 13 and later, what one might write; a server of 12 is what is promised. */
const NEWER_SQL = new RegExp(
  [
    /RETURNS\s[\w\s()]+\s(?:RETURN\b|BEGIN ATOMIC\b)/,
    /\b(?:gen_random_uuid|trim_scale|pg_current_xact_id|pg_current_snapshot|date_bin|string_to_table)\(/,
    /\b(?:any_value|range_agg|regexp_(?:count|like|substr|instr)|array_shuffle|array_sample|random_normal)\(/,
    /\b(?:MERGE INTO|NULLS NOT DISTINCT|JSON_TABLE|IS JSON|OR REPLACE TRIGGER|security_invoker|WITH TIES|xid8)\b/,
    /\b(?:deduplicate_items|autovacuum_vacuum_insert_\w+|\w+_minmax_multi_ops|\w+multirange)\b/,
  ]
    .map(({ source }) => source)
    .join('|'),
);

const isSpec = (path: string): boolean => /\.(?:spec|int-spec|e2e-spec)\.ts$/.test(path);
const isCoreLib = (path: string): boolean => /^libs\/(?!surfaces\/|platform\/)/.test(path);

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}

function closedSetOfSuffixes({ path, text }: SourceFile): string | null {
  const words = path.slice(path.lastIndexOf('/') + 1).split('.');
  const suffix = words.length > 2 ? words.at(-2) : undefined;
  if (suffix === undefined) {
    const plain = PLAIN_NAMES_ALLOWED.some((place) => place.test(path)) || !DOES_SOMETHING.test(withoutComments(text));
    return plain ? null : 'has no suffix that says what it is';
  }
  if (SUFFIXES.has(suffix)) return null;
  return /^(?:libs\/providers|apps\/simulator)\//.test(path) && OPERATOR_SUFFIXES.has(suffix)
    ? null
    : `has the unknown suffix .${suffix}`;
}

function namesSaySomething({ path }: SourceFile): string | null {
  return SHAPELESS_NAME.test(path) ? 'is named after nothing in particular' : null;
}

function entitiesAreAggregatesOrTables({ path, text }: SourceFile): string | null {
  if (!/^@Entity\(/m.test(withoutComments(text))) return null;
  return /\.(?:aggregate|table)\.ts$/.test(path) || isSpec(path) ? null : 'declares an @Entity';
}

function frontDoorsExportByName({ path, text }: SourceFile): string | null {
  if (!/^libs\/(?:[^/]+\/src|surfaces\/[^/]+)\/index\.ts$/.test(path)) return null;
  const stray = withoutComments(text)
    .split(/(?<=;)\s*\n/)
    .map((statement) => statement.trim())
    .find((statement) => statement !== '' && !NAMED_EXPORTS.test(statement));
  return stray === undefined ? null : `does more than export by name: ${stray.slice(0, 60)}`;
}

function filesAreShort({ text }: SourceFile): string | null {
  const lines = text.replace(/\n$/, '').split('\n').length;
  return lines > MAX_LINES ? `has ${lines} lines` : null;
}

/** By its own name, by that of an operation alike, or through the operations of a controller that runs it. */
function commandsAreTried({ path, text }: SourceFile, tree: readonly SourceFile[]): string | null {
  const useCase = /([^/]+)\.command\.ts$/.exec(path)?.[1];
  if (useCase === undefined) return null;
  const operation = useCase.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const classes = [...text.matchAll(/^export class (\w+)/gm)].map(([, name]) => name);
  const runs = new RegExp(`new (?:${classes.join('|')})\\(`);
  const operations = tree
    .filter((other) => other.path.endsWith('.controller.ts') && runs.test(other.text))
    .flatMap((controller) => [...controller.text.matchAll(/@Operation\('(\w+)'\)/g)].map(([, name]) => name));
  const mention = new RegExp(`\\b(?:${[...classes, operation, ...operations].join('|')})\\b`);
  const isTried = tree.some((other) => isSpec(other.path) && mention.test(other.text));
  return isTried ? null : 'is not mentioned by any test';
}

function environmentIsConfiguration({ path, text }: SourceFile): string | null {
  if (/^libs\/platform\/src\/config\/|\/main\.ts$|^test\//.test(path) || isSpec(path)) return null;
  return /\bprocess\s*\.\s*env\b/.test(withoutComments(text)) ? 'reads process.env' : null;
}

function coreSpeaksNoHttp({ path, text }: SourceFile): string | null {
  const word = isCoreLib(path) ? HTTP_WORDS.exec(withoutComments(text))?.[0] : undefined;
  return word === undefined ? null : `says ${word}`;
}

/** Tests run on the embedded server, which is newer. */
function sqlIsOfPostgres12({ path, text }: SourceFile): string | null {
  if (/^test\//.test(path) || isSpec(path)) return null;
  const word = NEWER_SQL.exec(withoutComments(text))?.[0];
  return word === undefined ? null : `says ${word}, which PostgreSQL 12 does not know`;
}

export const SHAPE_RULES = {
  'a suffix of the closed set says what a file is': closedSetOfSuffixes,
  'names say something': namesSaySomething,
  'entities sit in aggregates and tables': entitiesAreAggregatesOrTables,
  'front doors export by name and do nothing else': frontDoorsExportByName,
  'files are short': filesAreShort,
  'every command is tried by a test': commandsAreTried,
  'only the configuration reads the environment': environmentIsConfiguration,
  'the core speaks no HTTP': coreSpeaksNoHttp,
  'SQL is that of PostgreSQL 12': sqlIsOfPostgres12,
} satisfies Record<string, ShapeRule>;

export type ShapeRuleName = keyof typeof SHAPE_RULES;

/** Every file that breaks the rule, with what is wrong about it. */
export function breachesOf(name: ShapeRuleName, tree: readonly SourceFile[]): string[] {
  const rule: ShapeRule = SHAPE_RULES[name];
  return tree.flatMap((file) => {
    const breach = rule(file, tree);
    return breach === null ? [] : [`${file.path} ${breach}`];
  });
}
