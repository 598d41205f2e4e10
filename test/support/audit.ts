import { AuditVerification, Database, JobWorkers, OLDEST_WRITER } from '#platform';
import { eventually } from './eventually.js';
import type { TestPlatform } from './platform.js';

const TOO_YOUNG = `SELECT FROM audit_entries WHERE transaction_id >= ${OLDEST_WRITER}`;

/**
 * Seals until nothing is left, what has gathered in one seal: transactions that other tests have open on the server hold the
 * sealer back, which would else seal some entries now and some later.
 */
export async function sealAuditLog(platform: Pick<TestPlatform, 'get'>): Promise<void> {
  await eventually(
    () => platform.get(Database).query(TOO_YOUNG),
    (entries) => entries.length === 0,
    30_000,
  );
  await eventually(
    async () => {
      await platform.get(JobWorkers).runNow('seal-audit-log');
      return (await platform.get(AuditVerification).verify()).unsealed;
    },
    (unsealed) => unsealed === 0,
    30_000,
  );
}
