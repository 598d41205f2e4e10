import { OUTSIDE_A_TRANSACTION, sqlStatements } from '#platform';
import type { SourceFile } from './source-tree.js';

/** The first release is what there is up to this migration: it runs on empty tables. Later ones run beside payments. */
const LAST_OF_FIRST_RELEASE = '20261122020000';

/** What is wrong with a statement, and what is done instead. */
type Refusal = readonly [why: string, instead: string];

/** One statement as the rules read it: on one line, without comments and the insides of texts. */
interface Statement {
  readonly words: string;
  readonly comments: string;
}

/** A migration as far as it was read. */
interface Read {
  readonly isTransaction: boolean;
  readonly created: Set<string>;
  /** Tables of before that it altered, and keeps to itself until its end. */
  readonly held: Set<string>;
  readonly droppedIndexes: Set<string>;
  /** Of all migrations until here: by `table.constraint` the column that it says is never null, and those that were validated. */
  readonly notNull: Map<string, string>;
  readonly validated: Set<string>;
}

const TABLE = String.raw`(?:IF (?:NOT )?EXISTS )?(?:ONLY )?([\w."]+)`;
const CREATE_TABLE = new RegExp(`^CREATE (?:TEMP(?:ORARY)? |UNLOGGED )?TABLE ${TABLE}`, 'i');
const CREATE_INDEX = new RegExp(
  `^CREATE (?:UNIQUE )?INDEX (CONCURRENTLY )?(IF NOT EXISTS )?(?:(?!ON )([\\w."]+) )?ON ${TABLE}`,
  'i',
);
const DROP_INDEX = /^DROP INDEX (CONCURRENTLY )?(IF EXISTS )?([\w."]+)/i;
const ALTER_TABLE = new RegExp(`^ALTER TABLE ${TABLE} (.+)$`, 'i');
const CHANGES_ROWS = /^(?:WITH .+ )?(?:UPDATE|DELETE FROM|TRUNCATE(?: TABLE)?) (?:ONLY )?([\w."]+)/i;
const VALIDATES = /^VALIDATE CONSTRAINT ([\w"]+)/i;
const CHECKS_NOT_NULL = /^ADD CONSTRAINT ([\w"]+) CHECK \(\(?([\w"]+) IS NOT NULL\)?\) NOT VALID$/i;
/** PostgreSQL notes a default once for all rows, unless it may differ from row to row. */
const CONSTANT =
  /\bDEFAULT (?:-?[\d.]+|''|true|false|null|now\(\)|current_(?:date|timestamp))(?:::[\w.[\]]+)?(?: NOT NULL)?$/i;
const REASON = /-- contract: \S.{9,}/;

const CONTRACT =
  'wait until nothing reads it, roll-backs included, and say since when in the line above: -- contract: <reason>';
const OUTSIDE = 'a migration of its own whose first line is -- outside a transaction';
const IN_BATCHES = 'a new column or table, which a job fills in batches';
const CONCURRENTLY = `${OUTSIDE}: DROP INDEX CONCURRENTLY IF EXISTS, CREATE INDEX CONCURRENTLY`;

/** Every statement that would keep payments waiting, or take something from a version that still runs. */
export function refusedMigrations(files: readonly SourceFile[]): string[] {
  const known = { notNull: new Map<string, string>(), validated: new Set<string>() };
  return [...files]
    .sort((one, other) => (one.path < other.path ? -1 : 1))
    .filter(({ path }) => (/(\d+)-[^/]*$/.exec(path)?.[1] ?? '') > LAST_OF_FIRST_RELEASE)
    .flatMap(({ path, text }) => {
      const isTransaction = !OUTSIDE_A_TRANSACTION.test(text);
      const read: Read = { isTransaction, created: new Set(), held: new Set(), droppedIndexes: new Set(), ...known };
      return statementsOf(text).flatMap((statement) =>
        refusalsOf(statement, read).map(
          ([why, instead]) => `${path}: ${statement.words.slice(0, 160)}\n  ${why}. Safe is ${instead}.`,
        ),
      );
    });
}

function statementsOf(text: string): Statement[] {
  return sqlStatements(text).map((tokens) => ({
    words: tokens
      .map(({ kind, source }) => ({ code: source, text: "''", comment: ' ' })[kind])
      .join('')
      .replace(/\s+/g, ' ')
      .trim(),
    comments: tokens.flatMap(({ kind, source }) => (kind === 'comment' ? source : [])).join('\n'),
  }));
}

function refusalsOf(statement: Statement, read: Read): Refusal[] {
  const { words } = statement;
  const created = CREATE_TABLE.exec(words)?.[1];
  if (created !== undefined) read.created.add(created);
  const altered = ALTER_TABLE.exec(words);
  const refusals = (
    altered
      ? refusalsOfAlter(altered[1] ?? '', splitActions(altered[2] ?? ''), statement, read)
      : [refusalOfIndex(words, read), refusalOfOther(statement, read)]
  ).filter((refusal) => refusal !== null);
  if (read.isTransaction || refusals.length > 0 || /CONCURRENTLY|VALIDATE CONSTRAINT/i.test(words)) return refusals;
  return [['It stays when a later statement fails, and is then run again', 'a migration that is a transaction']];
}

function refusalOfIndex(words: string, read: Read): Refusal | null {
  const dropped = DROP_INDEX.exec(words);
  if (dropped) {
    const [, concurrently, ifExists, name = ''] = dropped;
    read.droppedIndexes.add(name);
    const isSafe = concurrently && ifExists && !read.isTransaction;
    return isSafe ? null : ['It keeps everybody from the table', `${OUTSIDE}: DROP INDEX CONCURRENTLY IF EXISTS`];
  }
  const index = CREATE_INDEX.exec(words);
  if (!index || read.created.has(index[4] ?? '')) return null;
  const [, concurrently, ifNotExists, name = ''] = index;
  if (!concurrently) return ['Nobody can write into the table until the index is built', CONCURRENTLY];
  if (read.isTransaction) return ['PostgreSQL refuses it in a transaction', CONCURRENTLY];
  if (ifNotExists || !read.droppedIndexes.has(name)) {
    return ['One that failed half way leaves an index of this name that is of no use', CONCURRENTLY];
  }
  return null;
}

function refusalOfOther({ words, comments }: Statement, { created }: Read): Refusal | null {
  if (/^LOCK\b/i.test(words)) return ['It keeps others from the table', 'to go without it'];
  if (/^(?:SET|RESET) (?:SESSION |LOCAL )?(?:lock|statement)_timeout\b/i.test(words)) {
    return ['Whoever runs migrations says how long they wait', 'to go without it'];
  }
  if (/^DO\b/i.test(words)) return ['What it does cannot be judged', 'each statement for itself'];
  if (/^(?:VACUUM FULL|CLUSTER|REINDEX (?!.*CONCURRENTLY))/i.test(words)) {
    return ['It keeps everybody from the table while it writes it anew', IN_BATCHES];
  }
  const isRenamed = /^ALTER (?!TABLE).*\bRENAME\b/i.test(words);
  const dropped = /^DROP (?:TABLE|VIEW|MATERIALIZED VIEW|TYPE|FUNCTION|SCHEMA|SEQUENCE)/i.test(words);
  if ((isRenamed || dropped) && !REASON.test(comments)) return ['A version that still runs may use it', CONTRACT];
  const changed = CHANGES_ROWS.exec(words)?.[1];
  if (changed !== undefined && !created.has(changed)) {
    return ['It keeps every row that it changes until all are changed', 'a job that changes them in batches'];
  }
  return null;
}

function refusalsOfAlter(table: string, actions: string[], statement: Statement, read: Read): (Refusal | null)[] {
  if (read.created.has(table)) return [];
  const refusals = actions.flatMap((action) => refusalsOfAction(table, action, statement, read));
  read.held.add(table);
  if (read.held.size > 1) {
    refusals.push([
      `It keeps ${[...read.held][0]} waiting while it waits for ${table}`,
      'one migration for each table',
    ]);
  }
  return refusals;
}

function refusalsOfAction(table: string, action: string, { comments }: Statement, read: Read): (Refusal | null)[] {
  const { notNull, validated, held } = read;
  const [, checkName, checked] = CHECKS_NOT_NULL.exec(action) ?? [];
  if (checkName !== undefined && checked !== undefined) notNull.set(`${table}.${checkName}`, checked);
  const valid = VALIDATES.exec(action)?.[1];
  if (valid !== undefined) {
    validated.add(`${table}.${notNull.get(`${table}.${valid}`) ?? ''}`);
    return held.has(table)
      ? [['All rows are read while this migration has the table to itself', 'the next migration']]
      : [];
  }
  if (/^ADD (?:CONSTRAINT [\w"]+ )?(?:FOREIGN KEY|CHECK)\b/i.test(action)) {
    if (/\bNOT VALID\b/i.test(action)) return [];
    return [['All rows are read while nobody can write', 'NOT VALID, and VALIDATE CONSTRAINT in the next migration']];
  }
  if (/^ADD (?:CONSTRAINT [\w"]+ )?(?:UNIQUE|PRIMARY KEY|EXCLUDE)\b/i.test(action)) {
    if (/\bUSING INDEX\b/i.test(action)) return [];
    return [
      ['Its index is built while nobody can read or write', `${CONCURRENTLY}; then ADD CONSTRAINT … USING INDEX`],
    ];
  }
  if (/^ADD\b/i.test(action)) return refusalsOfColumn(action);
  if (/^(?:DROP (?!CONSTRAINT)|RENAME )/i.test(action)) {
    return REASON.test(comments) ? [] : [['A version that still runs may use it', CONTRACT]];
  }
  return [refusalOfChange(table, action, validated)];
}

function refusalsOfColumn(action: string): Refusal[] {
  const refusals: Refusal[] = [];
  const hasDefault = /\bDEFAULT\b/i.test(action);
  if (/\b(?:CHECK|REFERENCES|UNIQUE|PRIMARY KEY)\b/i.test(action)) {
    refusals.push(['All rows are read while nobody can write', 'the column alone, and its constraint by itself']);
  } else if ((hasDefault && !CONSTANT.test(action)) || /\b(?:GENERATED|(?:small|big)?serial)\b/i.test(action)) {
    refusals.push(['All rows are written anew, with a value for each', IN_BATCHES]);
  } else if (/\bNOT NULL\b/i.test(action) && !hasDefault) {
    refusals.push(['It is refused, or the version before writes no such rows', 'a constant DEFAULT, or none of both']);
  }
  return refusals;
}

function refusalOfChange(table: string, action: string, validated: ReadonlySet<string>): Refusal | null {
  if (/^ALTER (?:COLUMN )?(?!COLUMN )[\w"]+ (?:SET DATA )?TYPE\b/i.test(action)) {
    return ['All rows are written anew, or read, while nobody can read or write', IN_BATCHES];
  }
  if (/^SET (?:LOGGED|UNLOGGED|TABLESPACE|ACCESS METHOD)\b/i.test(action)) {
    return ['All rows are written anew while nobody can read or write', IN_BATCHES];
  }
  const [, column] = /^ALTER (?:COLUMN )?([\w"]+) SET NOT NULL\b/i.exec(action) ?? [];
  if (column === undefined || validated.has(`${table}.${column}`)) return null;
  return [
    'All rows are read while nobody can read or write',
    `ADD CONSTRAINT … CHECK (${column} IS NOT NULL) NOT VALID, VALIDATE CONSTRAINT in the next migration, and this after it`,
  ];
}

/** At commas that are in no brackets. */
function splitActions(actions: string): string[] {
  let depth = 0;
  const parts = [''];
  for (const character of actions) {
    depth += character === '(' ? 1 : character === ')' ? -1 : 0;
    if (character === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts.map((part) => part.trim());
}
