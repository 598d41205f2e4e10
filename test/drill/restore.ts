import assert from 'node:assert/strict';
import { access, cp, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '#platform';
import { readStatement } from '../chaos/operator-books.js';
import { eventually } from '../support/eventually.js';
import { operatorStatement } from '../support/operator-statement.js';
import { DashboardClient } from '../support/platform-processes/dashboard-client.js';
import { freePortBase, PlatformStage, type StageDatabase } from '../support/platform-processes/platform-stage.js';
import type { Drill } from './drill.js';
import { PostgresInstallation, type RunningServer } from './postgres-installation.js';

const ENVIRONMENT = { SURFACES: 'dashboard', LOG_LEVEL: 'warn' };
const DATABASE = 'platform';
const DUMPED = 'from_dump';
const PAYMENTS = 10;
const PIECE_BYTES = 16 * 1024 * 1024;
/** Written behind the last archived piece, to be measured. */
const NOTE_BYTES = 1_000;
const MONTH_MS = 30 * 24 * 3_600_000;

const TABLES = `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
  WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`;
const STATUS_OF_PAYMENTS = `SELECT id, status::text AS status FROM payments`;

/** A server whose log is archived by the scripts of docker/backup, and which can be lost and restored. */
class Safe implements StageDatabase {
  readonly pid = null;
  private readonly scripts: string;
  private readonly environment: Record<string, string>;
  private current: RunningServer | null = null;
  private restored = 0;

  constructor(
    private readonly installation: PostgresInstallation,
    private readonly directory: string,
    private readonly port: number,
  ) {
    this.scripts = join(directory, 'scripts');
    this.environment = { WAL_ARCHIVE: join(directory, 'wal'), BACKUPS: join(directory, 'backups') };
  }

  async start(): Promise<string> {
    const { installation, directory, environment, scripts } = this;
    for (const path of [directory, ...Object.values(environment)]) await installation.directory(path);
    await cp(join(projectRoot(), 'docker', 'backup'), scripts, { recursive: true });
    await installation.makeCluster(join(directory, 'data'));
    await this.startOn('data');
    await this.script('createdb', DATABASE);
    return this.url;
  }

  get server(): RunningServer {
    if (!this.current) throw new Error('There is no server');
    return this.current;
  }

  get url(): string {
    return this.server.url(DATABASE);
  }

  /** Runs a script of docker/backup, or a program. */
  script(name: string, ...args: string[]): Promise<string> {
    const environment = { ...this.environment, ...this.server.environment, PGDATABASE: DATABASE };
    return name.endsWith('.sh')
      ? this.installation.run('sh', [join(this.scripts, name), ...args], environment)
      : this.installation.run(name, args, environment);
  }

  /** Ends the piece of the log that is being written and waits until it is archived. */
  async archiveNow(): Promise<void> {
    const [piece] = await this.server.query<{ name: string }>(
      DATABASE,
      'SELECT pg_walfile_name(pg_switch_wal()) AS name',
    );
    await eventually(
      () =>
        this.server.query<{ last: string | null }>(DATABASE, 'SELECT last_archived_wal AS last FROM pg_stat_archiver'),
      ([row]) => (row?.last ?? '') >= (piece?.name ?? 'Z'),
    );
  }

  archived(): Promise<string[]> {
    return readdir(this.environment['WAL_ARCHIVE'] ?? '');
  }

  /** The server is gone as if its machine were; another is made of the backup, as it was at that moment, or newest. */
  async loseAndRestore(backup: string, time?: string): Promise<void> {
    await this.server.end('SIGQUIT');
    this.restored += 1;
    const name = `restored-${this.restored}`;
    const target = join(this.directory, name);
    await this.script('restore-to.sh', backup, target, ...(time === undefined ? [] : [time]));
    await this.startOn(name);
  }

  async stop(): Promise<void> {
    await this.current?.end('SIGQUIT');
  }

  private async startOn(name: string): Promise<void> {
    const settings = {
      archive_mode: 'on',
      archive_command: `sh ${join(this.scripts, 'archive-wal.sh')} "%p" "%f"`,
      max_connections: '100',
      fsync: 'off',
    };
    const dataDir = join(this.directory, name);
    this.current = await this.installation.startServer(dataDir, this.port, settings, this.environment);
  }
}

/**
 * A database is dumped and restored, and lost and restored to a moment between two payments, with the scripts of production:
 * nothing is missing, the books are sound, and of the two payments exactly the first is there.
 */
export async function restoreDrill(drill: Drill): Promise<void> {
  const installation = await PostgresInstallation.find();
  const port = await freePortBase();
  const database = (dataDirectory: string) => new Safe(installation, join(dataDirectory, 'safe'), port);
  const stage = await PlatformStage.start({ environment: ENVIRONMENT, say: () => undefined, database });
  const processes = [stage.simulator(), stage.process('api'), stage.process('worker')];
  const client = new DashboardClient(stage.dashboardUrl, 8);
  try {
    await rehearse(drill, { stage, safe: stage.database as Safe, processes, client });
  } finally {
    await client.close();
    await Promise.all(processes.map((process) => process.kill()));
    await stage.stop();
  }
}

interface Scene {
  readonly stage: PlatformStage;
  readonly safe: Safe;
  readonly processes: readonly ReturnType<PlatformStage['process']>[];
  readonly client: DashboardClient;
}

async function rehearse(drill: Drill, { stage, safe, processes, client }: Scene): Promise<void> {
  const [simulator, api, worker] = processes as [Scene['processes'][0], Scene['processes'][0], Scene['processes'][0]];
  const token = await drill.step('a platform runs, and its log is archived', async () => {
    await Promise.all(processes.map((process) => process.start()));
    return client.signUp();
  });
  const payments = payerOf(client, token, safe);
  const backup = await drill.step('a base backup is taken while payments are made', async () => {
    const [name] = await Promise.all([safe.script('base-backup.sh'), payments.make(PAYMENTS)]);
    return name;
  });
  const [before, after, time] = await drill.step('one payment before the moment, and one after it', async () => {
    const first = await payments.makeAndSettle();
    const [row] = await safe.server.query<{ time: string }>(DATABASE, 'SELECT clock_timestamp()::text AS time');
    const second = await payments.makeAndSettle();
    await safe.archiveNow();
    await requireArchived(stage, safe);
    return [first, second, row?.time ?? ''];
  });
  await Promise.all([api.stop(), worker.stop()]);
  await drill.step(
    'a dump is restored into another database: every table is as long, and the books are sound',
    async () => {
      await safe.script('restore-dump.sh', await safe.script('dump.sh'), DUMPED);
      assert.deepEqual(await lengths(safe.server, DUMPED), await lengths(safe.server, DATABASE));
      await requireSound(drill, stage, safe.server.url(DUMPED));
      await assert.rejects(safe.script('restore-dump.sh', 'no-dump-at-all', 'nothing'));
      assert.deepEqual(await safe.server.query(DATABASE, `SELECT FROM pg_database WHERE datname = 'nothing'`), []);
    },
  );
  const known = await payments.all();
  await drill.step('the server is lost, and restored to the moment', () => safe.loseAndRestore(backup, time));
  await drill.step('of the two payments exactly the first is there, and the books are sound', async () => {
    const restored = await payments.all();
    assert.equal(restored.get(before), 'settled');
    assert.deepEqual([known.size, restored.size], [PAYMENTS + 2, PAYMENTS + 1]);
    await requireSound(drill, stage, safe.url);
  });
  await drill.step('the platform goes on where it was, on a branch of the log that is archived as well', async () => {
    await Promise.all([api.start(), worker.start()]);
    await payments.makeAndSettle();
    await safe.archiveNow();
  });
  await drill.step(
    "the operator's statement, compared with our books, names the other payment and no more",
    async () => {
      const collected = await readStatement(stage.simulatorUrl, 'mtn-momo');
      const statement = join(stage.dataDirectory, 'statement.csv');
      await writeFile(statement, operatorStatement('mtn-momo', collected));
      const window = ['--from', '2020-01-01T00:00:00Z', '--to', '2100-01-01T00:00:00Z'];
      const whose = ['--provider', 'mtn-momo', '--mode', 'sandbox'];
      const { code, text } = await stage.command(['statement:compare', statement, ...whose, ...window]);
      const [found = '', ...sums] = text.split('\n');
      drill.note(found);
      const lost = collected.filter(({ externalId }) => externalId === after);
      assert.deepEqual([code, lost.length], [1, 1]);
      assert.match(found, new RegExp(`^Unknown to us: .* reference ${lost[0]?.reference}, external id ${after},`));
      assert.equal(sums.at(-1), `${PAYMENTS + 3} lines compared: 1 unknown to us.`);
    },
  );
  await drill.step('old backups go, and the newest stays with the log that it needs', async () => {
    const newest = await safe.script('base-backup.sh');
    const monthAgo = new Date(Date.now() - MONTH_MS);
    await utimes(backup, monthAgo, monthAgo);
    const pieces = await safe.archived();
    await safe.script('prune.sh');
    await assert.rejects(access(backup));
    assert.ok((await safe.archived()).length < pieces.length);
    await Promise.all([api.stop(), worker.stop(), simulator.stop()]);
    await safe.archiveNow();
    await safe.loseAndRestore(newest);
    await requireSound(drill, stage, safe.url);
  });
}

/** A merchant who asks for payments that their payers approve. */
function payerOf(client: DashboardClient, token: string, safe: Safe) {
  let asked = 0;
  const query = <Row extends object>(text: string) => safe.server.query<Row>(DATABASE, text);
  const all = async (): Promise<ReadonlyMap<string, string>> =>
    new Map((await query<{ id: string; status: string }>(STATUS_OF_PAYMENTS)).map(({ id, status }) => [id, status]));
  const ask = async (): Promise<string> => {
    asked += 1;
    const payment = { amount: 1000 + asked, currency: 'XAF', provider: 'mtn-momo', phoneNumber: '+237671234512' };
    const body = { ...payment, description: 'Basket' };
    const answer = await client.expect(201, '/payments/make-payment', { token, body });
    return (answer.body as { data: { transactionId: string } }).data.transactionId;
  };
  const settled = async (id: string): Promise<string> => {
    await eventually(async () => (await all()).get(id) === 'settled', Boolean, 20_000);
    return id;
  };
  return {
    all,
    make: (count: number) => Promise.all(Array.from({ length: count }, async () => settled(await ask()))),
    makeAndSettle: async () => settled(await ask()),
  };
}

async function requireSound(drill: Drill, stage: PlatformStage, databaseUrl: string): Promise<void> {
  for (const command of ['ledger:verify', 'audit:verify']) {
    const { code, text } = await stage.command([command], { DATABASE_URL: databaseUrl });
    assert.equal(code, 0, text);
    drill.note(text.split('\n')[0] ?? '');
  }
}

/** What the alert on the archive looks at. An idle platform may have written nothing since, so that a note is written. */
async function requireArchived({ config }: PlatformStage, safe: Safe): Promise<void> {
  await safe.server.query(DATABASE, `SELECT pg_logical_emit_message(true, 'drill', repeat('x', ${NOTE_BYTES}))`);
  const metrics = await (await fetch(`http://127.0.0.1:${config.ports.ops}/metrics`)).text();
  assert.match(metrics, /^wal_archive_failing 0$/m);
  const unarchived = Number(/^wal_unarchived_bytes (\d+)$/m.exec(metrics)?.[1]);
  assert.ok(unarchived >= NOTE_BYTES && unarchived < PIECE_BYTES, `${unarchived} bytes of the log are not archived`);
}

async function lengths(server: RunningServer, database: string): Promise<Record<string, string>> {
  const tables = await server.query<{ name: string }>(database, TABLES);
  const counts = tables.map(({ name }) => `SELECT '${name}' AS name, count(*) FROM ${name}`).join(' UNION ALL ');
  const rows = await server.query<{ name: string; count: string }>(database, counts);
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}
