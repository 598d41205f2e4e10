import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { uuidv7 } from '#kernel';
import { sealAuditLog } from '../../../../test/support/audit.js';
import { startTestPlatform, type TestPlatform } from '../../../../test/support/platform.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres.js';
import { SealedRecords } from '../crypto/sealed-records.service.js';
import { JobWorkers } from '../queue/job-workers.js';
import { Audit } from './audit.js';
import { AuditChain } from './audit-chain.service.js';
import { SEAL_MAX } from './audit-seal.js';
import { AuditVerification } from './audit-verification.service.js';

const FIRST_KEY = createHash('sha256').update('development only: encryption').digest('hex');
const NEXT = { ENCRYPTION_KEY: '2'.repeat(64), ENCRYPTION_KEY_VERSION: '2' };
const ROLLED_OUT = { ...NEXT, PREVIOUS_ENCRYPTION_KEYS: `1:${FIRST_KEY}` };

const entry = (action: string) => ({ action, organizationId: null, actorId: null });

const SEALED = `SELECT s.number, e.id FROM audit_seals s, unnest(s.entry_ids) WITH ORDINALITY AS e (id, place)
  ORDER BY s.number, e.place`;

describe('the chain over the audit log', () => {
  let database: TestDatabase;
  let platform: TestPlatform;
  const others: TestPlatform[] = [];
  beforeEach(async () => {
    database = await createTestDatabase();
    platform = await startTestPlatform({ database });
  });
  afterEach(async () => {
    for (const one of [platform, ...others.splice(0)]) await one?.close();
    await database?.drop();
  });

  async function anotherProcess(environment: Record<string, string> = {}): Promise<TestPlatform> {
    const other = await startTestPlatform({ database, environment });
    others.push(other);
    return other;
  }
  const note = (action: string, by = platform) => by.get(Audit).note(entry(action));
  const sealOnce = (by = platform) => by.get(JobWorkers).runNow('seal-audit-log');
  const verdict = (by = platform) => by.get(AuditVerification).verify();
  const sealed = () => platform.database.query<{ number: number; id: string }>(SEALED);
  const idsInOrder = async () => {
    const rows = await platform.database.query<{ id: string }>(
      'SELECT id FROM audit_entries ORDER BY transaction_id, id',
    );
    return rows.map(({ id }) => id);
  };
  async function expectAllSealedOnce(): Promise<void> {
    expect((await sealed()).map(({ id }) => id)).toEqual(await idsInOrder());
    expect(await verdict()).toMatchObject({ findings: [], unsealed: 0 });
  }

  it('has every entry once, whoever writes while two workers seal', async () => {
    const second = await anotherProcess();
    const WRITERS = 6;
    let writing = WRITERS;
    const write = async (writer: number): Promise<void> => {
      for (let round = 0; round < 15; round += 1) {
        await platform.unitOfWork.run(async (tx) => {
          // With some of them the transaction has its number long before its entries.
          if (round % 3 === writer % 3) await tx.query('SELECT txid_current(), pg_sleep($1)', [(round % 5) * 0.004]);
          for (const part of ['a', 'b']) platform.get(Audit).record(tx, entry(`${writer}.${round}.${part}`));
        });
      }
      writing -= 1;
    };
    const sealer = async (by: TestPlatform): Promise<void> => {
      while (writing > 0) await sealOnce(by);
    };
    await Promise.all([sealer(platform), sealer(second), ...Array.from({ length: WRITERS }, (_, at) => write(at))]);
    await Promise.all([sealAuditLog(platform), sealAuditLog(second)]);
    expect(await sealed()).toHaveLength(WRITERS * 15 * 2);
    await expectAllSealedOnce();
  }, 60_000);

  it('waits for a transaction that is open for long, and then has its entry as well', async () => {
    await note('before');
    const slow = new pg.Client(database.url);
    await slow.connect();
    try {
      await slow.query('BEGIN');
      const id = uuidv7();
      await slow.query(
        `INSERT INTO audit_entries (id, action, details, occurred_at) VALUES ($1, 'slow', '{}', now())`,
        [id],
      );
      for (const action of ['first after', 'second after']) await note(action);
      await sealOnce();
      expect((await sealed()).map((row) => row.id)).not.toContain(id);
      const sealedMeanwhile = (await sealed()).length;
      expect(sealedMeanwhile).toBeLessThanOrEqual(1);
      expect(await verdict()).toMatchObject({ findings: [], unsealed: 3 - sealedMeanwhile });
      await slow.query('COMMIT');
      await sealAuditLog(platform);
      expect((await idsInOrder())[1]).toBe(id);
      await expectAllSealedOnce();
    } finally {
      await slow.end();
    }
  });

  it('takes what has piled up in seals of a bounded size, also within one transaction', async () => {
    await platform.database.query(
      `INSERT INTO audit_entries (id, action, details, occurred_at)
        SELECT gen_random_uuid(), 'many', '{}', now() FROM generate_series(1, $1)`,
      [2 * SEAL_MAX],
    );
    await sealAuditLog(platform);
    const counts = new Map<number, number>();
    for (const { number } of await sealed()) counts.set(number, (counts.get(number) ?? 0) + 1);
    expect([...counts]).toEqual([
      [1, SEAL_MAX],
      [2, SEAL_MAX],
    ]);
    await expectAllSealedOnce();
    // Nothing has come since: no seal of nothing.
    await sealOnce();
    expect((await platform.get(AuditChain).read()).seals).toBe(2);
  }, 30_000);

  it('goes on under the next key of the platform, and is verified when the one before is gone', async () => {
    await note('under the first key');
    await sealAuditLog(platform);
    const rolledOut = await anotherProcess(ROLLED_OUT);
    await note('while both are known', rolledOut);
    await sealAuditLog(rolledOut);
    const without = await anotherProcess(NEXT);
    expect((await verdict(without)).findings).toMatchObject([{ where: 'the key of the chain' }]);
    expect(await rolledOut.get(SealedRecords).reseal()).toEqual(new Map([['audit_chain.sealed_key', 1]]));
    await note('under the next key', without);
    await sealAuditLog(without);
    expect(await verdict(without)).toMatchObject({ findings: [], entries: 3, lastSeal: { number: 3 } });
  });

  it('does not begin anew where there are seals and their key is gone', async () => {
    await note('sealed');
    await sealAuditLog(platform);
    await platform.get(JobWorkers).runNow('verify-audit-log');
    expect(await platform.get(AuditChain).read()).toMatchObject({
      seals: 1,
      findings: 0,
      verifiedAt: expect.any(Date),
    });
    await platform.database.query('DELETE FROM audit_chain');
    await expect(sealOnce()).rejects.toThrow('The key of the audit log is gone');
    await platform.get(JobWorkers).runNow('verify-audit-log');
    expect((await verdict()).findings).toMatchObject([{ where: 'the key of the chain' }]);
    expect(await platform.get(AuditChain).read()).toEqual({ seals: 1, findings: 1, verifiedAt: null });
  });

  it.each(['audit_entries', 'audit_seals'])('refuses to change, remove or truncate %s', async (table) => {
    await note('sealed');
    await sealAuditLog(platform);
    const change = { audit_entries: `action = 'other'`, audit_seals: `hash = ''` }[table] ?? '';
    for (const text of [`UPDATE ${table} SET ${change}`, `DELETE FROM ${table}`, `TRUNCATE ${table}`]) {
      await expect(platform.database.query(text)).rejects.toThrow(/refused the write/);
    }
  });
});
