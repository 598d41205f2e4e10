import pg from 'pg';
import { administer, databaseUrl as urlOf } from '../support/postgres.js';
import type { PlatformStage } from '../support/platform-processes/platform-stage.js';
import { findingsIn } from './checks/checks.js';
import { DAMAGES, type Damage } from './damages.js';
import { readPlatform, readRows, type Evidence, type PlatformEvidence } from './evidence.js';
import { verificationWith, type Verification } from './verification.js';

/** Does each damage and returns those that went unnoticed. Nobody may be connected to the database, which stays as it is. */
export async function unnoticedDamages(stage: PlatformStage, evidence: Evidence): Promise<string[]> {
  const verified = DAMAGES.flatMap((damage) => {
    const verification = verificationFor(damage, stage);
    return verification ? [{ damage, verification }] : [];
  });
  const copies: Copy[] = [];
  try {
    // A database is copied while nobody is connected to it.
    for (const { damage, verification } of verified) {
      copies.push({ damage, verification, url: await copy(stage.databaseUrl, `damaged_${copies.length}`) });
    }
    const platforms = new Map<Damage, PlatformEvidence>();
    await Promise.all([
      ...copies.map(async ({ damage, verification, url }) => {
        await onClient(url, (client) => inflict(client, damage));
        platforms.set(damage, await readPlatform(url, verification));
      }),
      onClient(stage.databaseUrl, async (client) => {
        const others = DAMAGES.filter((damage) => damage.sql && !copies.some((one) => one.damage === damage));
        for (const damage of others) platforms.set(damage, await damagedRows(client, damage));
      }),
    ]);
    return DAMAGES.filter((damage) => !isNoticed(damage, { ...evidence, ...platformOf(platforms.get(damage)) })).map(
      ({ what, noticedBy }) => `${what}: ${noticedBy}`,
    );
  } finally {
    for (const { url } of copies) await drop(url);
  }
}

/** What a core has to be started for to be found, which is done to a copy. */
interface Copy {
  readonly damage: Damage;
  readonly verification: Verification;
  readonly url: string;
}

const NOT_VERIFIED: Verification = { books: () => Promise.resolve([]), figures: () => Promise.resolve([]) };

/** Null where the rows tell. */
function verificationFor({ noticedBy }: Damage, stage: PlatformStage): Verification | null {
  const { books, figures } = verificationWith(stage);
  if (noticedBy === 'the books are sound') return { ...NOT_VERIFIED, books };
  return noticedBy === 'figures equal a recount' ? { ...NOT_VERIFIED, figures } : null;
}

const platformOf = (platform: PlatformEvidence | undefined): Partial<Evidence> => (platform ? { platform } : {});

function isNoticed({ change, noticedBy }: Damage, damaged: Evidence): boolean {
  return findingsIn(change?.(damaged) ?? damaged).some(({ check }) => check === noticedBy);
}

/** Inflicts, reads and takes back: nothing has to be copied for that. */
async function damagedRows(client: pg.Client, damage: Damage): Promise<PlatformEvidence> {
  await client.query('BEGIN');
  try {
    await inflict(client, damage);
    return await readRows(client);
  } finally {
    await client.query('ROLLBACK');
  }
}

/** Triggers and foreign keys refuse most of it, as they should. */
async function inflict(client: pg.Client, { sql = '' }: Damage): Promise<void> {
  await client.query('SET session_replication_role = replica');
  await client.query(sql);
}

async function copy(databaseUrl: string, name: string): Promise<string> {
  const template = new URL(databaseUrl).pathname.slice(1);
  await administer(urlOf(databaseUrl, 'postgres'), `CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`);
  return urlOf(databaseUrl, name);
}

const drop = (url: string): Promise<void> =>
  administer(urlOf(url, 'postgres'), `DROP DATABASE ${new URL(url).pathname.slice(1)} WITH (FORCE)`);

async function onClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
