import { OUTSIDE_A_TRANSACTION } from '#platform';
import { refusedMigrations } from './migration-rules.js';
import { filesAt, pathsBelow } from './source-tree.js';

const OUTSIDE = '-- outside a transaction\n';
const DROPPED = 'DROP INDEX CONCURRENTLY IF EXISTS payments_note_idx;\n';

/** A migration for each text, in this order, as the first ones after the first release. */
const judged = (...texts: string[]): string[] =>
  refusedMigrations(texts.map((text, index) => ({ path: `migrations/2027010100000${index}-change.sql`, text })));

/** What is refused, with a word of why, beside the same done safely: each text is a migration. */
const CASES: Record<string, { bad: string[][]; why: RegExp; good: string[][] }> = {
  'an index on a table that is written': {
    bad: [
      ['CREATE INDEX payments_note_idx ON payments (note)'],
      ['create unique index on payments (note)'],
      [`${OUTSIDE}CREATE INDEX payments_note_idx ON ONLY payments (note)`],
    ],
    why: /Nobody can write into the table.*CREATE INDEX CONCURRENTLY/s,
    good: [
      [`${OUTSIDE}${DROPPED}CREATE INDEX CONCURRENTLY payments_note_idx ON payments (note)`],
      ['CREATE TABLE notes (id uuid); CREATE INDEX notes_idx ON notes (id)'],
    ],
  },
  'an index that would be there already when it is tried again': {
    bad: [
      [`${OUTSIDE}CREATE INDEX CONCURRENTLY payments_note_idx ON payments (note)`],
      [`${OUTSIDE}${DROPPED}CREATE INDEX CONCURRENTLY IF NOT EXISTS payments_note_idx ON payments (note)`],
    ],
    why: /of no use/,
    good: [[`${OUTSIDE}${DROPPED}CREATE UNIQUE INDEX CONCURRENTLY payments_note_idx ON payments (note)`]],
  },
  'CONCURRENTLY in a transaction': {
    bad: [[`CREATE INDEX CONCURRENTLY payments_note_idx ON payments (note)`]],
    why: /PostgreSQL refuses it/,
    good: [],
  },
  'an index that goes while it is used': {
    bad: [['DROP INDEX payments_note_idx'], [`${OUTSIDE}DROP INDEX CONCURRENTLY payments_note_idx`]],
    why: /DROP INDEX CONCURRENTLY IF EXISTS/,
    good: [[`${OUTSIDE}${DROPPED}`]],
  },
  'what cannot be repeated, outside a transaction': {
    bad: [[`${OUTSIDE}ALTER TABLE payments ADD COLUMN note text`]],
    why: /run again/,
    good: [[`${OUTSIDE}ALTER TABLE payments VALIDATE CONSTRAINT payments_note_said`]],
  },
  'another type': {
    bad: [
      ['ALTER TABLE payments ALTER COLUMN note TYPE varchar(9)'],
      ['ALTER TABLE payments ADD COLUMN a text, ALTER note SET DATA TYPE varchar(9)'],
    ],
    why: /written anew, or read/,
    good: [['CREATE TABLE notes (id text); ALTER TABLE notes ALTER COLUMN id TYPE uuid USING id::uuid']],
  },
  'a column with a value of its own in each row': {
    bad: [
      ['ALTER TABLE payments ADD COLUMN token uuid DEFAULT gen_random_uuid()'],
      ['ALTER TABLE payments ADD COLUMN seen timestamptz NOT NULL DEFAULT clock_timestamp()'],
      ['ALTER TABLE payments ADD number bigserial'],
      ['ALTER TABLE payments ADD COLUMN total numeric(19, 4) GENERATED ALWAYS AS (amount + fee) STORED'],
    ],
    why: /with a value for each/,
    good: [
      [`ALTER TABLE payments ADD COLUMN channel text NOT NULL DEFAULT 'prompt', ADD COLUMN tries int DEFAULT 0`],
      [`ALTER TABLE payments ADD COLUMN labels jsonb DEFAULT '{}'::jsonb NOT NULL`],
      ['ALTER TABLE payments ADD COLUMN token uuid; ALTER TABLE payments ALTER token SET DEFAULT gen_random_uuid()'],
    ],
  },
  'a column that the version before does not fill': {
    bad: [['ALTER TABLE payments ADD COLUMN note text NOT NULL']],
    why: /writes no such rows/,
    good: [['ALTER TABLE payments ADD COLUMN note text']],
  },
  'a column together with its constraint': {
    bad: [
      ['ALTER TABLE payments ADD COLUMN note text CHECK (note <> $$NOT VALID$$)'],
      ['ALTER TABLE payments ADD COLUMN plan_id uuid CONSTRAINT payments_plan_fkey REFERENCES plans (id)'],
    ],
    why: /its constraint by itself/,
    good: [],
  },
  'SET NOT NULL that nothing has shown': {
    bad: [
      ['ALTER TABLE payments ALTER COLUMN note SET NOT NULL'],
      [
        'ALTER TABLE payments ADD CONSTRAINT payments_note_said CHECK (note IS NOT NULL) NOT VALID',
        'ALTER TABLE payments ALTER COLUMN note SET NOT NULL',
      ],
      [
        'ALTER TABLE refunds ADD CONSTRAINT refunds_note_said CHECK (note IS NOT NULL) NOT VALID',
        'ALTER TABLE refunds VALIDATE CONSTRAINT refunds_note_said',
        'ALTER TABLE payments ALTER COLUMN note SET NOT NULL',
      ],
    ],
    why: /CHECK \(note IS NOT NULL\) NOT VALID, VALIDATE CONSTRAINT/,
    good: [
      [
        'ALTER TABLE payments ADD CONSTRAINT payments_note_said CHECK (note IS NOT NULL) NOT VALID',
        'ALTER TABLE payments VALIDATE CONSTRAINT payments_note_said',
        'ALTER TABLE payments ALTER COLUMN note SET NOT NULL, DROP CONSTRAINT payments_note_said',
      ],
    ],
  },
  'a constraint over all rows': {
    bad: [
      ['ALTER TABLE payments ADD CONSTRAINT payments_fee CHECK (fee >= 0)'],
      ['ALTER TABLE payments ADD FOREIGN KEY (plan_id) REFERENCES plans (id)'],
    ],
    why: /NOT VALID, and VALIDATE CONSTRAINT in the next/,
    good: [
      ['ALTER TABLE payments ADD CONSTRAINT payments_fee CHECK (fee >= 0) NOT VALID'],
      ['ALTER TABLE payments ADD CONSTRAINT a_fkey FOREIGN KEY (plan_id) REFERENCES plans (id) NOT VALID'],
    ],
  },
  'a constraint that is validated while the table is held': {
    bad: [
      [
        `ALTER TABLE payments ADD CONSTRAINT payments_fee CHECK (fee >= 0) NOT VALID;
         ALTER TABLE payments VALIDATE CONSTRAINT payments_fee`,
      ],
    ],
    why: /to itself/,
    good: [],
  },
  'a key whose index is not there yet': {
    bad: [
      ['ALTER TABLE payments ADD CONSTRAINT payments_note_key UNIQUE (note)'],
      ['ALTER TABLE notes ADD PRIMARY KEY (id)'],
    ],
    why: /USING INDEX/,
    good: [['ALTER TABLE payments ADD CONSTRAINT payments_note_key UNIQUE USING INDEX payments_note_idx']],
  },
  'what the version before may still use': {
    bad: [
      ['ALTER TABLE payments DROP COLUMN note'],
      ['ALTER TABLE payments RENAME COLUMN note TO remark'],
      ['ALTER TABLE payments RENAME TO charges'],
      ['DROP TABLE notes'],
      ['ALTER TYPE mode RENAME VALUE $$live$$ TO $$real$$'],
      ['-- contract: old\nDROP TABLE notes'],
    ],
    why: /-- contract: <reason>/,
    good: [
      ['-- contract: no version since 1.4 reads it, and 1.3 is gone\nALTER TABLE payments DROP COLUMN note'],
      ['-- contract: no version since 1.4 reads it, and 1.3 is gone\nDROP TABLE notes'],
      ['ALTER TABLE payments DROP CONSTRAINT payments_fee'],
    ],
  },
  'a lock that is asked for, and how long one waits for it': {
    bad: [['LOCK TABLE payments'], [`SET lock_timeout = '1min'`], ['SET LOCAL statement_timeout TO 0']],
    why: /to go without it/,
    good: [],
  },
  'rows that are all changed at once': {
    bad: [
      ['UPDATE payments SET note = $$$$'],
      ['DELETE FROM payments WHERE false'],
      ['WITH old AS (SELECT 1) UPDATE payments SET note = NULL'],
    ],
    why: /in batches/,
    good: [['CREATE TABLE notes (id uuid); INSERT INTO notes SELECT id FROM payments; UPDATE notes SET id = id']],
  },
  'what cannot be judged': {
    bad: [[`DO $$ BEGIN EXECUTE 'DROP TABLE payments'; END $$`]],
    why: /each statement for itself/,
    good: [
      ['CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ UPDATE payments SET note = NULL; LOCK TABLE payments $$'],
    ],
  },
  'a table that is written anew': {
    bad: [['VACUUM FULL payments'], ['ALTER TABLE payments SET UNLOGGED'], ['CLUSTER payments USING payments_pkey']],
    why: /anew/,
    good: [],
  },
  'two tables at a time': {
    bad: [['ALTER TABLE payments ADD COLUMN note text; ALTER TABLE refunds ADD COLUMN note text']],
    why: /It keeps payments waiting while it waits for refunds/,
    good: [['ALTER TABLE payments ADD COLUMN note text', 'ALTER TABLE refunds ADD COLUMN note text']],
  },
};

describe('the judge of migrations', () => {
  it.each(Object.entries(CASES))('refuses %s, and says what is safe', (_, { bad, why, good }) => {
    for (const migrations of bad) {
      const refused = judged(...migrations);
      expect({ migrations, refused }).toEqual({ migrations, refused: [expect.stringMatching(why)] });
      expect(refused[0]).toMatch(/^migrations\/2027010100000\d-change\.sql: .+\n {2}.+\. Safe is /);
    }
    for (const migrations of good)
      expect({ migrations, refused: judged(...migrations) }).toEqual({ migrations, refused: [] });
  });

  it('finds nothing in the migrations of the drill, and something in the one that has to be noticed', () => {
    const refused = (folder: string) => refusedMigrations(filesAt(pathsBelow(`test/drill/migrations/${folder}`)));
    for (const folder of ['expand', 'check', 'contract']) expect(refused(folder)).toEqual([]);
    expect(refused('dangerous')).toHaveLength(1);
  });

  it('is not misled by comments, texts and lines', () => {
    expect(judged(`-- LOCK TABLE payments;\nSELECT 'x; LOCK TABLE payments' /* ; DROP TABLE payments */`)).toEqual([]);
    expect(judged('ALTER TABLE payments\n  -- why\n  DROP\n COLUMN note')).toHaveLength(1);
  });

  it('knows a column that is called type from one that gets another', () => {
    expect(judged('ALTER TABLE payments ALTER COLUMN type SET STATISTICS 10')).toEqual([]);
    expect(judged('ALTER TABLE payments ALTER type SET STATISTICS 10')).toEqual([]);
    expect(judged('ALTER TABLE payments ALTER COLUMN type TYPE text')).toHaveLength(1);
    expect(judged('ALTER TABLE payments ALTER COLUMN type SET NOT NULL')).toHaveLength(1);
  });

  it('judges what comes after the first release, whose tables were empty', () => {
    const text = 'CREATE INDEX a ON payments (note)';
    expect(refusedMigrations([{ path: 'migrations/20261122020000-books-verification.sql', text }])).toEqual([]);
    expect(refusedMigrations([{ path: 'migrations/20261122020001-next.sql', text }])).toHaveLength(1);
  });

  it('knows a migration that is no transaction by the line that the platform knows it by', () => {
    expect(OUTSIDE_A_TRANSACTION.test(OUTSIDE)).toBe(true);
    expect(OUTSIDE_A_TRANSACTION.test(`SELECT 1;\n${OUTSIDE}`)).toBe(false);
  });
});
