import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { PASSWORD_CHANGED, SignIn } from '#identity';
import { domainEvent, uuidv7 } from '#kernel';
import { loadConfig, UnitOfWork } from '#platform';
import { startTestCore, type TestCore } from '../../../../test/support/core.js';
import { sealAuditLog } from '../../../../test/support/audit.js';
import { aMerchant } from '../../../../test/support/merchant.js';
import { paidPayment } from '../../../../test/support/payments.js';
import { appointAdministrator } from './admin-appoint.js';
import { verifyAuditLog } from './audit-verify.js';
import { CommandProblem, type OperationsCommand, type Terminal } from './command.js';
import { databaseAddress } from './database-address.js';
import { verifyLedger } from './ledger-verify.js';
import { letOrganizationLive } from './organization-let-live.js';
import { parkedEvents } from './outbox-parked.js';
import { readPassword } from './password-input.js';
import { runCommand } from './run-command.js';
import { suspendOrganization, suspendUser } from './suspend.js';

class Screen implements Terminal {
  readonly lines: string[] = [];

  constructor(private readonly password = '') {}

  say(line: string): void {
    this.lines.push(line);
  }

  readPassword(): Promise<string> {
    return Promise.resolve(this.password);
  }

  get text(): string {
    return this.lines.join('\n');
  }
}

describe('the operations commands', () => {
  let core: TestCore;
  beforeAll(async () => {
    core = await startTestCore();
  }, 60_000);
  afterAll(() => core?.close());

  async function run(command: OperationsCommand, args: string[] = [], screen = new Screen()) {
    const code = await command(core.app, args, screen);
    return { code, text: screen.text };
  }

  it('ledger:verify finds nothing in sound books, and says how much it looked at', async () => {
    const { tenant } = await aMerchant(core);
    await paidPayment(core, tenant);
    const { code, text } = await run(verifyLedger);
    expect(code).toBe(0);
    expect(text).toMatch(/^The ledger is sound: 1 journal, [3-9] postings, 1 payment\.\nThe ledger took \d+\.\d s/);
  });

  it('ledger:verify names what is broken and ends with code 1', async () => {
    const organizationId = uuidv7();
    await core.database.query(
      `INSERT INTO ledger_balances (organization_id, mode, currency, account, shard, balance, guarded, updated_at)
        VALUES ($1, 'live', 'XAF', 'merchant.reserved', 0, -5, false, now())`,
      [organizationId],
    );
    try {
      const { code, text } = await run(verifyLedger);
      expect(code).toBe(1);
      expect(text).toContain('Broken: a balance is the sum of its postings.');
      expect(text).toContain(`${organizationId} live XAF merchant.reserved: stored -5.0000, postings 0`);
      expect(text).toMatch(/^\d finding/m);
    } finally {
      await core.database.query('DELETE FROM ledger_balances WHERE organization_id = $1', [organizationId]);
    }
  });

  it('audit:verify says until when the log is sealed, and names what was changed since', async () => {
    await aMerchant(core);
    await sealAuditLog(core);
    const { code, text } = await run(verifyAuditLog);
    expect(code).toBe(0);
    expect(text).toMatch(
      /^The audit log is as it was sealed: \d+ entries under \d+ seals?, 0 entries not sealed yet\.\n/,
    );
    const [, number, hash] = /It is sealed until \S+Z\. To be noted elsewhere: --seal (\d+):(\S{44})$/.exec(text) ?? [];
    expect((await run(verifyAuditLog, ['--seal', `${number}:${hash}`])).code).toBe(0);
    const other = await run(verifyAuditLog, ['--seal', `${number}:${'x'.repeat(43)}=`]);
    expect(other).toMatchObject({
      code: 1,
      text: expect.stringContaining(`seal ${number}: it is not the one that was noted`),
    });
    const later = await run(verifyAuditLog, ['--seal', `${Number(number) + 1}:${hash}`]);
    expect(later).toMatchObject({
      code: 1,
      text: expect.stringContaining(`seal ${Number(number) + 1}: it is missing`),
    });
    await expect(run(verifyAuditLog, ['--seal', number ?? ''])).rejects.toThrow(/^Usage/);

    const setFirstAction = (change: string) =>
      core.database.query<{ id: string }>(
        `UPDATE audit_entries SET action = ${change}
          WHERE id = (SELECT id FROM audit_entries ORDER BY transaction_id, id LIMIT 1) RETURNING id`,
      );
    await core.database.query('ALTER TABLE audit_entries DISABLE TRIGGER USER');
    const [first] = await setFirstAction(`action || ' '`);
    const changed = await run(verifyAuditLog);
    await setFirstAction('rtrim(action)');
    await core.database.query('ALTER TABLE audit_entries ENABLE TRIGGER USER');
    expect(changed.code).toBe(1);
    expect(changed.text).toContain(`audit entry ${first?.id}: it was changed after seal 1\n1 finding: `);
    expect((await run(verifyAuditLog)).code).toBe(0);
  });

  describe('outbox:parked', () => {
    const park = async (payload: object): Promise<string> => {
      const event = domainEvent({
        type: PASSWORD_CHANGED,
        version: 1,
        organizationId: null,
        mode: null,
        subjectId: 's',
        occurredAt: new Date(),
        payload,
      });
      await core.get(UnitOfWork).run(async (tx) => tx.record(event));
      await core.database.query(
        `INSERT INTO outbox_parked (subscriber, transaction_id, event_position, error)
          SELECT 'security-notices', transaction_id, position, 'no room' FROM outbox_events WHERE id = $1`,
        [event.id],
      );
      return event.id;
    };

    it('lists and replays, keeps what is refused once more, and then says so with its exit code', async () => {
      expect((await run(parkedEvents)).text).toBe('No event is parked.');
      const { userId } = await aMerchant(core);
      const good = await park({ userId });
      const bad = await park({ userId: 'nobody' });
      const listed = await run(parkedEvents);
      expect(listed.code).toBe(0);
      expect(listed.text).toMatch(new RegExp(`security-notices  ${PASSWORD_CHANGED}  ${good}  parked \\S+Z  no room`));
      expect(listed.text).toContain('2 events are parked.');
      expect((await run(parkedEvents, ['webhook-fan-out'])).text).toBe('No event is parked.');

      const replayed = await run(parkedEvents, ['--replay', 'security-notices']);
      expect(replayed).toEqual({ code: 1, text: '1 event replayed, 1 refused once more.' });
      const left = await run(parkedEvents, ['security-notices']);
      expect(left.text).toContain(bad);
      expect(left.text).toContain('invalid input syntax for type uuid');
      expect(await core.database.query('SELECT 1 FROM security_notices WHERE id = $1', [good])).toHaveLength(1);
    });

    it('wants to know whose events, and an existing subscriber', async () => {
      await expect(run(parkedEvents, ['--replay'])).rejects.toThrow(CommandProblem);
      await expect(run(parkedEvents, ['--replay', 'nobody'])).rejects.toThrow('There is no subscriber nobody');
    });
  });

  it('admin:appoint opens an administrator who can sign in, and explains what it refuses', async () => {
    const args = ['--email', 'ops@example.com', '--username', 'ops', '--first-name', 'Ada', '--last-name', 'Ngo'];
    const { code, text } = await run(appointAdministrator, args, new Screen('Secret123!'));
    expect(code).toBe(0);
    expect(text).toMatch(/^ops@example\.com is an administrator now/);
    expect(text).not.toContain('Secret123!');
    const { account } = await core.commands.execute(new SignIn('ops@example.com', 'Secret123!'));
    expect(account.role).toBe('admin');

    await expect(run(appointAdministrator, args, new Screen('short'))).rejects.toThrow(/^password: /);
    await expect(run(appointAdministrator, args.slice(2))).rejects.toThrow(/^Usage: /);
  });

  it('organization:let-live lets an organisation live, again without effect', async () => {
    const { organizationId } = await aMerchant(core);
    for (const _ of [1, 2]) {
      const { code, text } = await run(letOrganizationLive, [organizationId]);
      expect({ code, text }).toEqual({ code: 0, text: `Organisation ${organizationId} may act in live mode.` });
    }
    const [row] = await core.database.query('SELECT live_at IS NOT NULL AS live FROM organizations WHERE id = $1', [
      organizationId,
    ]);
    expect(row).toEqual({ live: true });
    await expect(run(letOrganizationLive)).rejects.toThrow(CommandProblem);
  });

  it('organization:suspend and user:suspend shut out, and let in again, whoever is named', async () => {
    const { organizationId, userId, email } = await aMerchant(core);
    const suspended = () =>
      core.database.first(
        `SELECT (SELECT suspended_at IS NOT NULL FROM organizations WHERE id = $1) AS organization,
          (SELECT suspended_at IS NOT NULL FROM users WHERE id = $2) AS "user"`,
        [organizationId, userId],
      );
    for (const _ of [1, 2]) {
      expect(await run(suspendOrganization, [organizationId])).toEqual({
        code: 0,
        text: `Organisation ${organizationId} is suspended.`,
      });
      expect(await run(suspendUser, [email.toUpperCase()])).toEqual({
        code: 0,
        text: `User ${email.toUpperCase()} is suspended.`,
      });
    }
    expect(await suspended()).toEqual({ organization: true, user: true });
    expect((await run(suspendOrganization, ['--lift', organizationId])).text).toMatch(/is let in again\.$/);
    expect((await run(suspendUser, [userId, '--lift'])).text).toBe(`User ${userId} is let in again.`);
    expect(await suspended()).toEqual({ organization: false, user: false });

    for (const command of [suspendOrganization, suspendUser]) {
      await expect(run(command)).rejects.toThrow(CommandProblem);
      await expect(run(command, [userId, 'other'])).rejects.toThrow(CommandProblem);
      await expect(run(command, [uuidv7()])).rejects.toThrow('There is no such');
    }
    await expect(run(suspendUser, ['nobody@example.com'])).rejects.toThrow('There is no such account');
  });

  describe('as typed', () => {
    let folder: string;
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'cli-'));
    });
    afterEach(() => rm(folder, { recursive: true, force: true }));

    const typed = async (args: string[], environment: Record<string, string>) => {
      const screen = new Screen();
      const code = await runCommand(args, { APP_ENV: 'test', DATA_DIR: folder, ...environment }, screen);
      return { code, text: screen.text };
    };

    it('says what each command takes, where no platform runs', async () => {
      const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as { scripts: Record<string, string> };
      const names = Object.keys(scripts).filter((name) => scripts[name]?.includes('/cli/main.js'));
      expect(names).toHaveLength(13);
      for (const name of names) {
        const { code, text } = await typed([name, '--help'], {});
        expect([name, code, text]).toEqual([name, 0, expect.stringMatching(new RegExp(`^Usage: npm run ${name}\\b`))]);
      }
    });

    it('runs on the database that is configured, or on that of the platform that was started here', async () => {
      const url = core.config.databaseUrl ?? '';
      const { code, text } = await typed(['outbox:parked', 'webhook-fan-out'], { DATABASE_URL: url });
      expect({ code, text }).toEqual({ code: 0, text: 'No event is parked.' });

      await writeFile(join(folder, 'platform.json'), JSON.stringify({ databaseUrl: 'postgres://here/platform' }));
      const started = loadConfig({ APP_ENV: 'test', DATA_DIR: folder });
      await expect(databaseAddress(started)).resolves.toBe('postgres://here/platform');
    });

    it('says in a sentence why it cannot run', async () => {
      expect(await typed(['ledger:verfy'], {})).toMatchObject({
        code: 2,
        text: expect.stringContaining('ledger:verify'),
      });
      expect(await typed(['ledger:verify'], {})).toMatchObject({ code: 2, text: expect.stringMatching(/no database/) });
      const nobody = { DATABASE_URL: 'postgres://platform@127.0.0.1:9/platform' };
      expect(await typed(['ledger:verify'], nobody)).toEqual({
        code: 2,
        text: 'The database does not answer. Is the platform running?',
      });
      expect(await typed(['ledger:verify'], { PORT_BASE: 'x' })).toMatchObject({
        code: 2,
        text: expect.stringMatching(/PORT_BASE/),
      });
    });
  });

  describe('the password', () => {
    it('is the first line of what is piped in', async () => {
      const input = new PassThrough();
      input.end('Secret123!\nmore\n');
      await expect(readPassword(input, new PassThrough())).resolves.toBe('Secret123!');
    });

    it('is not shown to who looks over the shoulder of a person', async () => {
      const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
      const output = new PassThrough();
      const read = readPassword(input, output);
      input.write('Secret123!\r');
      await expect(read).resolves.toBe('Secret123!');
      expect(String(output.read())).toBe('Password: \n');
    });

    it('is asked for in vain when nothing is piped in', async () => {
      const input = new PassThrough();
      input.end();
      await expect(readPassword(input, new PassThrough())).rejects.toThrow('No password was given.');
    });
  });
});
