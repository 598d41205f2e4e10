import { createHash } from 'node:crypto';
import { AddBankAccount, OpenIdentityDocument, SubmitIdentityDocument } from '#merchants';
import { Authenticator, EnrolSecondFactor } from '#identity';
import { jobType, Queues, SealedRecords } from '#platform';
import { CreateWebhookEndpoint } from '#webhooks';
import { PNG } from '../../../../test/support/onboarding.js';
import { startTestCore, type TestCore } from '../../../../test/support/core.js';
import { aMerchant, type TestMerchant } from '../../../../test/support/merchant.js';
import { CommandProblem, type OperationsCommand } from './command.js';
import { resealKeys } from './keys-reseal.js';
import { rotateWebhookSecret } from './webhook-rotate.js';

/** The key of the first version is the one that tests have by default. */
const FIRST_KEY = createHash('sha256').update('development only: encryption').digest('hex');
const NEXT_KEY = '2'.repeat(64);

const NEXT = { ENCRYPTION_KEY: NEXT_KEY, ENCRYPTION_KEY_VERSION: '2' };
const ROLLED_OUT = { ...NEXT, PREVIOUS_ENCRYPTION_KEYS: `1:${FIRST_KEY}` };
const ON_ITS_WAY_IN = { PREVIOUS_ENCRYPTION_KEYS: `2:${NEXT_KEY}` };

const EVERY_SEALED_COLUMN = `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
  WHERE table_schema = 'public' AND column_name LIKE '%sealed%' ORDER BY 1`;

describe('the operations commands of keys', () => {
  let core: TestCore;
  let merchant: TestMerchant;
  let documentId: string;
  let endpointId: string;
  const others: TestCore[] = [];
  beforeAll(async () => {
    core = await startTestCore();
    await core.get(Queues).add(jobType('mail', 'another-job-of-the-queue'), {});
    merchant = await aMerchant(core);
    await sealOneOfEach();
  }, 60_000);
  afterAll(async () => {
    for (const other of others) await other.close();
    await core?.close();
  });

  async function sealOneOfEach(): Promise<void> {
    const { tenant, userId, organizationId, token } = merchant;
    const details = { holderName: 'Boutique Ngo', bankName: 'Afriland', type: 'checking', country: 'CM' } as const;
    const numbers = { accountNumber: '37428506789', routingNumber: '10005', currency: 'XAF' } as const;
    await core.commands.execute(new AddBankAccount(tenant, { ...details, ...numbers }, userId));
    await core.commands.execute(new EnrolSecondFactor(await core.get(Authenticator).authenticate(token)));
    const owner = { organizationId, dialect: 'dashboard' };
    const endpoint = { url: 'http://127.0.0.1:9/', events: ['*'] };
    const created = await core.commands.execute(new CreateWebhookEndpoint(owner, endpoint, userId));
    endpointId = created.endpoint.id;
    expect(await run(core, [endpointId], rotateWebhookSecret)).toEqual({
      code: 0,
      lines: [
        expect.stringMatching(/^The new secret is whsec_[\w+/]{43}=$/),
        expect.stringMatching(/^The secret before it signs as well until \S+Z\.$/),
      ],
    });
    const sides = [{ side: 'front', name: 'front.png', contentType: 'image/png', content: PNG }] as const;
    const submitted = new SubmitIdentityDocument({ organizationId, userId }, 'passport', sides);
    documentId = (await core.commands.execute(submitted)).document.id;
  }

  /** Another process on the same database and storage, with other keys. */
  async function processWith(environment: Record<string, string>): Promise<TestCore> {
    const where = { DATA_DIR: core.config.dataDirectory, REDIS_PREFIX: core.config.redisPrefix, ...environment };
    const other = await startTestCore({ database: core.config.databaseUrl ?? '', environment: where });
    others.push(other);
    return other;
  }

  async function run({ app }: TestCore, args: string[] = [], command: OperationsCommand = resealKeys) {
    const lines: string[] = [];
    const terminal = { say: (line: string) => void lines.push(line), readPassword: () => Promise.resolve('') };
    return { code: await command(app, args, terminal), lines };
  }

  it('keys:reseal knows every column that something is sealed in', async () => {
    const columns = await core.database.query<{ name: string }>(EVERY_SEALED_COLUMN);
    const known = (await core.get(SealedRecords).inspect()).map(({ place }) => place);
    expect(known).toEqual(expect.arrayContaining(columns.map(({ name }) => name)));
    expect(known).toEqual(
      expect.arrayContaining(
        ['identity_documents', 'dispute_evidence', 'organization_logos'].map((of) => `files of ${of}`),
      ),
    );
  });

  it('keys:reseal seals nothing anew while the next key is only on its way in', async () => {
    const next = await processWith(ON_ITS_WAY_IN);
    await expect(run(next)).rejects.toThrow(CommandProblem);
    expect(await run(next, ['--check'])).toEqual({
      code: 0,
      lines: ['Key 1 seals, and holds 7 values.', 'Key 2 is on its way in.'],
    });
  });

  it('keys:reseal keeps a key for as long as something lies under it, and lets it go after', async () => {
    const rolledOut = await processWith(ROLLED_OUT);
    expect(await run(rolledOut, ['--check'])).toEqual({
      code: 1,
      lines: [
        'Key 2 seals, and holds 0 values.',
        expect.stringMatching(
          /^Key 1 must stay: (?=.*\b1 in bank_accounts.sealed_routing_number)(?=.*\b1 in files of identity_documents)/,
        ),
      ],
    });
    const without = await processWith(NEXT);
    expect(await run(without, ['--check'])).toMatchObject({
      code: 1,
      lines: expect.arrayContaining([expect.stringMatching(/^Broken: .* does not open: unknown_key$/)]),
    });
    for (const result of await Promise.all([run(rolledOut), run(rolledOut)])) {
      expect(result).toMatchObject({
        code: 1,
        lines: expect.arrayContaining(['Key 1 must stay: 1 in mails in the queue.']),
      });
    }
    await core.get(Queues).queue('mail').drain();
    const again = await run(rolledOut);
    expect(
      again.lines.filter((line) => line.includes('sealed anew')).every((line) => line.endsWith(': 0 sealed anew')),
    ).toBe(true);
    expect(again.code).toBe(0);
    expect(again.lines.slice(-2)).toEqual([
      'Key 2 seals, and holds 6 values.',
      'Key 1 holds nothing any more: take it out of PREVIOUS_ENCRYPTION_KEYS.',
    ]);
    expect(await run(without, ['--check'])).toEqual({ code: 0, lines: ['Key 2 seals, and holds 6 values.'] });
    const { organizationId, userId } = merchant;
    const file = await without.commands.execute(new OpenIdentityDocument(organizationId, documentId, 'front', userId));
    expect(file.content).toEqual(PNG);
  });

  it('webhook:rotate gives no secret to a receiver that there is not', async () => {
    for (const args of [[], ['nobody'], [documentId], [endpointId, endpointId]]) {
      await expect(run(core, args, rotateWebhookSecret)).rejects.toThrow(CommandProblem);
    }
  });

  it('keys:reseal names what does not open, and lets no key go while it does not know why', async () => {
    const rolledOut = await processWith(ROLLED_OUT);
    await core.database.query(
      'UPDATE second_factors SET sealed_secret = set_byte(sealed_secret, 20, get_byte(sealed_secret, 20) # 1)',
    );
    expect(await run(rolledOut)).toMatchObject({
      code: 1,
      lines: expect.arrayContaining([
        expect.stringMatching(
          /^Broken: What is sealed for second_factors.sealed_secret:\S+ does not open: not_authentic$/,
        ),
        'Key 1 must stay until it is known why something does not open.',
      ]),
    });
  });
});
