import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { uuidv7 } from '#kernel';
import { sealAuditLog } from '../../../../test/support/audit.js';
import { startTestPlatform, type TestPlatform } from '../../../../test/support/platform.js';
import { Audit } from './audit.js';
import { NO_SEAL, sealHash, type AuditSeal } from './audit-seal.js';
import { AuditVerification, type NotedSeal } from './audit-verification.service.js';

/** More than are read at once. */
const SEALS = 24;
const ENTRIES_OF_A_SEAL = 3;
const ENTRIES = SEALS * ENTRIES_OF_A_SEAL;

/** The least that can be changed about a value, by its type; null becomes a value that looks like nothing. */
const OTHERWISE: Readonly<Record<string, (column: string) => string>> = {
  text: (column) => `coalesce(${column} || ' ', '')`,
  uuid: (column) => `coalesce(md5(${column}::text)::uuid, '00000000-0000-0000-0000-000000000000')`,
  jsonb: (column) => `${column} || '{"more": null}'`,
  'timestamp with time zone': (column) => `${column} + interval '1 microsecond'`,
  bigint: (column) => `${column} + 1`,
  integer: (column) => `${column} + 1000`,
  ARRAY: (column) => `${column} || ${column}[1]`,
};

interface Column {
  readonly name: string;
  readonly type: string;
}

/** Somebody's work on a sealed log. Gives what the first finding has to name; null when nothing came to be changed. */
type Tampering = () => Promise<string | null>;

describe('a sealed audit log', () => {
  let platform: TestPlatform;
  /** In the order of the log. */
  let ids: string[];
  let noted: NotedSeal;
  const columns: Record<string, Column[]> = {};
  const query = <Row extends object>(text: string, values: readonly unknown[] = []) =>
    platform.database.query<Row>(text, values);
  const verify = () => platform.get(AuditVerification).verify(noted);

  beforeAll(async () => {
    platform = await startTestPlatform();
    for (let seal = 0; seal < SEALS; seal += 1) {
      for (let entry = 0; entry < ENTRIES_OF_A_SEAL; entry += 1) {
        const [organizationId, actorId] = entry % 2 === 0 ? [uuidv7(), uuidv7()] : [null, null];
        const details: Record<string, string | number | null> = seal % 3 === 0 ? {} : { amount: entry, note: null };
        const recordId = entry === 2 ? null : `${seal}.${entry}`;
        await platform.get(Audit).note({ action: `it.happened_${entry}`, organizationId, actorId, recordId, details });
      }
      await sealAuditLog(platform);
    }
    ids = (await query<{ id: string }>('SELECT id FROM audit_entries ORDER BY transaction_id, id')).map(({ id }) => id);
    const { lastSeal } = await platform.get(AuditVerification).verify();
    noted = { number: lastSeal.number, hash: lastSeal.hash };
    for (const table of ['audit_entries', 'audit_seals']) {
      columns[table] = await query<Column>(
        'SELECT column_name AS name, data_type AS type FROM information_schema.columns WHERE table_name = $1',
        [table],
      );
      await query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
      await query(`CREATE TABLE ${table}_as_it_was AS TABLE ${table}`);
    }
  }, 120_000);
  afterAll(() => platform?.close());

  async function undo(): Promise<void> {
    for (const table of ['audit_entries', 'audit_seals']) {
      await query(`DELETE FROM ${table}`);
      await query(`INSERT INTO ${table} SELECT * FROM ${table}_as_it_was`);
    }
  }

  const namesEntry = (index: number): string => `audit entry ${ids[index]}`;
  const some = (count: number) => fc.uniqueArray(fc.nat(count - 1), { minLength: 1, maxLength: 4 });
  const idsAt = (indexes: readonly number[]) => indexes.map((index) => ids[index]);
  const columnOf = (table: string) => fc.nat(100).map((draw) => columns[table]![draw % columns[table]!.length]!);
  const otherwise = ({ name, type }: Column): string => `${name} = ${OTHERWISE[type]!(name)}`;

  const changedEntries = fc
    .tuple(some(ENTRIES), columnOf('audit_entries'))
    .map(([indexes, column]): Tampering => async () => {
      await query(`UPDATE audit_entries SET ${otherwise(column)} WHERE id = ANY($1)`, [idsAt(indexes)]);
      return namesEntry(Math.min(...indexes));
    });
  const emptiedEntry = fc
    .tuple(fc.nat(ENTRIES - 1), fc.constantFrom('organization_id', 'actor_id', 'record_id'))
    .map(([index, column]): Tampering => async () => {
      const text = `UPDATE audit_entries SET ${column} = NULL WHERE id = $1 AND ${column} IS NOT NULL RETURNING 1`;
      return (await query(text, [ids[index]])).length === 1 ? namesEntry(index) : null;
    });
  /** What stood in one entry stands in another: nothing is gone from the log, and nothing new is in it. */
  const swappedEntries = fc
    .tuple(fc.nat(ENTRIES - 1), fc.nat(ENTRIES - 1), columnOf('audit_entries'))
    .map(([one, other, { name }]): Tampering => async () => {
      if (name === 'id') return null;
      const swapped = await query(
        `UPDATE audit_entries e SET ${name} = o.${name} FROM audit_entries o
            WHERE (e.id, o.id) IN (($1, $2), ($2, $1)) AND e.${name} IS DISTINCT FROM o.${name} RETURNING 1`,
        [ids[one], ids[other]],
      );
      return swapped.length === 2 ? namesEntry(Math.min(one, other)) : null;
    });
  const removedEntries = some(ENTRIES).map((indexes): Tampering => async () => {
    await query('DELETE FROM audit_entries WHERE id = ANY($1)', [idsAt(indexes)]);
    return namesEntry(Math.min(...indexes));
  });
  /** Behind the last entry it would be a new one, which whoever may write at all can add. */
  const addedEntry = fc
    .tuple(fc.nat(ENTRIES - 2), fc.constantFrom('transaction_id', '0', '-1'))
    .map(([index, transactionId]): Tampering => async () => {
      const id = uuidv7();
      await query(
        `INSERT INTO audit_entries (id, action, organization_id, details, occurred_at, transaction_id)
            SELECT $2, action, organization_id, details, occurred_at, ${transactionId} FROM audit_entries WHERE id = $1`,
        [ids[index], id],
      );
      return `audit entry ${id}`;
    });
  const changedSeals = fc
    .tuple(some(SEALS), columnOf('audit_seals'))
    .map(([indexes, column]): Tampering => async () => {
      await query(`UPDATE audit_seals SET ${otherwise(column)} WHERE number = ANY($1)`, [
        indexes.map((index) => index + 1),
      ]);
      return `seal ${Math.min(...indexes) + 1}`;
    });
  const removedSeals = some(SEALS).map((indexes): Tampering => async () => {
    await query('DELETE FROM audit_seals WHERE number = ANY($1)', [indexes.map((index) => index + 1)]);
    return `seal ${Math.min(...indexes) + 1}`;
  });
  /** From one seal on all is made anew from a changed log, as it ought to be made, but for the key. */
  const forgedSeals = fc.nat(SEALS - 1).map((first): Tampering => async () => {
    const forged = await query<AuditSeal>(
      `SELECT number, last_transaction_id AS "lastTransactionId", entry_ids AS "entryIds", digests, hash
        FROM audit_seals ORDER BY number`,
    );
    let previous = forged[first - 1] ?? NO_SEAL;
    for (const seal of forged.slice(first)) {
      const hash = sealHash(Buffer.alloc(32, 7), previous, seal);
      await query('UPDATE audit_seals SET hash = $2 WHERE number = $1', [seal.number, hash]);
      previous = { ...seal, hash };
    }
    return `seal ${first + 1}`;
  });

  it('is found to be as it was while nobody touches it', async () => {
    expect(await verify()).toMatchObject({ findings: [], entries: ENTRIES, unsealed: 0, lastSeal: { number: SEALS } });
  });

  it('tells by its first finding what is not as it was, whatever somebody did', async () => {
    const tampering = fc.oneof(
      { arbitrary: changedEntries, weight: 4 },
      { arbitrary: swappedEntries, weight: 3 },
      ...[emptiedEntry, removedEntries, addedEntry, changedSeals, removedSeals, forgedSeals].map((arbitrary) => {
        return { arbitrary, weight: 2 };
      }),
    );
    await fc.assert(
      fc
        .asyncProperty(tampering, async (tamper) => {
          const firstBad = await tamper();
          fc.pre(firstBad !== null);
          expect((await verify()).findings[0]?.where).toBe(firstBad);
        })
        .afterEach(undo),
      { numRuns: 200 },
    );
    expect(await verify()).toMatchObject({ findings: [] });
  }, 240_000);

  it('tells of every column of an entry and of a seal', async () => {
    for (const [table, where] of [
      ['audit_entries', `id = '${ids[7]}'`],
      ['audit_seals', 'number = 3'],
    ] as const) {
      for (const column of columns[table]!) {
        await query(`UPDATE ${table} SET ${otherwise(column)} WHERE ${where}`);
        const named = table === 'audit_entries' ? namesEntry(7) : 'seal 3';
        expect([column.name, (await verify()).findings[0]?.where]).toEqual([column.name, named]);
        await undo();
      }
    }
  });

  it('tells of an entry that the sealer was made to seal once more, between seals that are all ours', async () => {
    const again = SEALS - 4;
    const end = again * ENTRIES_OF_A_SEAL;
    await query('DELETE FROM audit_seals WHERE number >= $1', [again]);
    await query('DELETE FROM audit_entries WHERE id = ANY($1)', [ids.slice(end)]);
    await query(`UPDATE audit_entries SET action = 'nothing.happened' WHERE id = $1`, [ids[end - 1]]);
    await sealAuditLog(platform);
    for (const table of ['audit_entries', 'audit_seals']) {
      await query(`INSERT INTO ${table} SELECT * FROM ${table}_as_it_was ON CONFLICT DO NOTHING`);
    }
    expect((await verify()).findings).toMatchObject([{ where: `seal ${again + 1}` }]);
    await undo();
  });

  it('of which all was thrown away and begun anew does not have the seal that was noted', async () => {
    await query('DELETE FROM audit_seals');
    await query('DELETE FROM audit_chain');
    await query(`UPDATE audit_entries SET action = 'nothing.happened' WHERE id = $1`, [ids[7]]);
    await sealAuditLog(platform);
    expect((await platform.get(AuditVerification).verify()).findings).toEqual([]);
    expect((await verify()).findings).toMatchObject([
      { where: 'seal 2', detail: expect.stringContaining(`seal ${SEALS}`) },
    ]);
  });
});
