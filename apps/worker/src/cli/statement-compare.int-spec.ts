import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Money, Msisdn, type Tenant } from '#kernel';
import { DueChecks, RecheckMovement, RequestPayout, RequestRefund, type PaymentView } from '#payments';
import { Providers, type ProviderName } from '#providers';
import { startTestCore, type TestCore } from '../../../../test/support/core.js';
import { aMerchant } from '../../../../test/support/merchant.js';
import { aPayer, paidPayment, readPayment, startPayment } from '../../../../test/support/payments.js';
import { eventually } from '../../../../test/support/eventually.js';
import { operatorStatement } from '../../../../test/support/operator-statement.js';
import { CommandProblem } from './command.js';
import { compareStatement } from './statement-compare.js';

const HEADINGS = 'reference,externalId,financialTransactionId,amount,currency,kind,status,at';

describe('statement:compare', () => {
  let core: TestCore;
  let tenant: Tenant;
  let folder: string;
  /** What other tests did is before the window of this one. */
  let from: string;

  beforeAll(async () => {
    [core, folder] = await Promise.all([startTestCore(), mkdtemp(join(tmpdir(), 'statements-'))]);
  }, 60_000);
  afterAll(() => Promise.all([core?.close(), rm(folder, { recursive: true, force: true })]));
  beforeEach(async () => {
    from = new Date().toISOString();
    tenant = (await aMerchant(core)).tenant;
  });

  const compare = async (csv: string | Buffer, ...args: string[]) => {
    const file = join(folder, 'statement.csv');
    await writeFile(file, csv);
    const lines: string[] = [];
    const terminal = { say: (line: string) => void lines.push(line), readPassword: () => Promise.resolve('') };
    const provider = args.includes('--provider') ? [] : ['--provider', 'mtn-momo'];
    const all = [file, '--mode', 'sandbox', ...provider, '--from', from, '--to', '2100-01-01T00:00:00Z', ...args];
    return { code: await compareStatement(core.app, all, terminal), lines };
  };
  const statement = (provider: ProviderName = 'mtn-momo') =>
    operatorStatement(provider, core.simulator.control.statement(provider, { from }).entries);
  const pay = (payer = aPayer('91'), provider: ProviderName = 'mtn-momo') =>
    paidPayment(core, tenant, { payer, provider });
  /** The operator takes its time, and is asked until it has carried it out. */
  const completed = (kind: 'payout' | 'refund', id: string) =>
    eventually(
      async () => {
        await core.get(DueChecks).check(kind, id);
        return core.database.query(`SELECT FROM ${kind}s WHERE id = $1 AND status = 'completed'`, [id]);
      },
      (rows) => rows.length === 1,
    );
  const line = (
    payment: PaymentView,
    more: Partial<Record<'reference' | 'amount' | 'kind' | 'status' | 'currency', string>> = {},
  ) => {
    const {
      reference = payment.providerReference,
      amount = '10000',
      kind = 'collection',
      status = 'SUCCESSFUL',
      currency = 'EUR',
    } = more;
    return [reference, payment.id, '1', amount, currency, kind, status, '2026-11-22'].join(',');
  };

  // A payout goes to the number of the merchant, which is one of MTN.
  it.each([
    ['mtn-momo', 3],
    ['orange-money', 2],
  ] as const)('finds nothing in the books of %s that are as ours', async (provider, movements) => {
    const payment = await pay(aPayer('91'), provider);
    const wish = { tenant, amount: Money.of(600, 'XAF'), description: null, bankAccountId: null, actorId: null };
    const payout = (await core.commands.execute(new RequestPayout(wish, null))).result;
    const back = { tenant, paymentId: payment.id, amount: 500, description: null, reason: null, actorId: null };
    const refund = (await core.commands.execute(new RequestRefund(back, null))).result;
    await completed('payout', payout.id);
    await completed('refund', refund.id);
    const { code, lines } = await compare(statement(provider), '--provider', provider);
    expect(lines).toEqual([`${movements} lines compared: all of it is as in our books.`]);
    expect(code).toBe(0);
  });

  it('names what a restore has lost, and how much that is', async () => {
    const [kept, lost] = [await pay(), await startPayment(core, tenant, { amount: '7500' })];
    await core.database.query('DELETE FROM payments WHERE id = $1', [lost.id]);
    const { code, lines } = await compare([HEADINGS, line(kept), line(lost, { amount: '7500' })].join('\n'));
    expect(code).toBe(1);
    expect(lines).toEqual([
      `Unknown to us: line 3, in 7500 EUR settled at 2026-11-22; reference ${lost.providerReference}, external id ${lost.id}, transaction 1.`,
      'Unknown to us, collected EUR: 7500.00 EUR in all.',
      '2 lines compared: 1 unknown to us.',
    ]);
    expect((await readPayment(core, kept)).status).toBe('settled');
  });

  it('names another amount, an end that is another one, and what came twice', async () => {
    const [payment, other] = [await pay(), await pay()];
    const { lines } = await compare(
      [
        HEADINGS,
        line(payment, { amount: '9999' }),
        line(payment, { amount: '9999' }),
        line(other, { status: 'FAILED' }),
      ].join('\r\n'),
    );
    expect(lines).toEqual([
      expect.stringMatching(
        `^Another amount: line 2, in 9999 EUR settled at 2026-11-22; here payment ${payment.id} of organisation ${tenant.organizationId}, 10000 XAF settled`,
      ),
      expect.stringMatching(`^Moved twice: line 3.*payment ${payment.id}`),
      expect.stringMatching(`^Ended otherwise: line 4, in 10000 EUR declined.*payment ${other.id}.* settled`),
      '3 lines compared: 1 of another amount, 1 that were moved twice, 1 that ended otherwise.',
    ]);
  });

  it('names what the operator does not know, of the window and of this operator alone', async () => {
    const payment = await pay();
    await pay(aPayer('91'), 'orange-money');
    const { code, lines } = await compare(`${HEADINGS}\n`);
    expect(code).toBe(1);
    expect(lines[0]).toMatch(
      new RegExp(`^Unknown to the operator: payment ${payment.id} .*reference ${payment.providerReference}\\.$`),
    );
    expect(lines.slice(1)).toEqual(['0 lines compared: 1 unknown to the operator.']);
    expect(
      (await compare(`${HEADINGS}\n`, '--from', '2020-01-01T00:00:00Z', '--to', '2020-01-02T00:00:00Z')).code,
    ).toBe(0);
  });

  it('asks the operator before it believes a statement, and records what it says', async () => {
    const [paid, open] = [await startPayment(core, tenant), await startPayment(core, tenant, { payer: aPayer('01') })];
    const csv = [HEADINGS, line(paid), line(open)].join('\n');
    expect((await compare(csv)).lines.at(-1)).toBe('2 lines compared: 2 that ended otherwise.');
    expect((await readPayment(core, paid)).status).toBe('pending');
    const { code, lines } = await compare(csv, '--ask');
    expect({ code, lines }).toEqual({
      code: 1,
      lines: [
        'The operator was asked about 2 movements.',
        expect.stringMatching(`^Ended otherwise: line 3.*payment ${open.id}.* pending`),
        '2 lines compared: 1 that ended otherwise.',
      ],
    });
    expect((await readPayment(core, paid)).status).toBe('settled');
    expect(await core.findings()).toEqual([]);
  });

  it('may ask about one movement as often as anybody likes, at once as well', async () => {
    const { id, organizationId, providerReference: reference } = await startPayment(core, tenant);
    const movement = { kind: 'payment', id, organizationId, reference, status: 'pending', amount: '10000' } as const;
    const recheck = new RecheckMovement('mtn-momo', 'sandbox', { ...movement, currency: 'XAF' }, '');
    const asked = await Promise.all(Array.from({ length: 5 }, () => core.commands.execute(recheck)));
    expect(asked).toEqual([true, true, true, true, true]);
    const settled = await core.database.query(
      `SELECT FROM outbox_events WHERE subject_id = $1 AND type = 'payment.settled'`,
      [id],
    );
    expect(settled).toHaveLength(1);
    expect(await core.findings()).toEqual([]);
  });

  it('sends nothing a second time whose name at the operator a restore has forgotten, and learns the name from the statement', async () => {
    const payment = await pay(aPayer('91'), 'orange-money');
    const back = { tenant, paymentId: payment.id, amount: 500, description: null, reason: null, actorId: null };
    const refund = (await core.commands.execute(new RequestRefund(back, null))).result;
    // Carried out after the moment to which the platform is then restored.
    await core
      .get(Providers)
      .with('orange-money', 'sandbox', 'refund')
      .refund({
        ...{
          mode: 'sandbox',
          reference: refund.providerReference,
          externalId: refund.id,
          amount: Money.of(500, 'XAF'),
        },
        ...{
          collectionReference: payment.providerReference,
          payer: Msisdn.parse(payment.payerMsisdn, 'CM'),
          message: '',
        },
      });
    const csv = await eventually(
      () => statement('orange-money'),
      (text) => text.split('\n').length === 3,
    );
    await core.database.query('DELETE FROM operator_tokens WHERE reference = $1', [refund.providerReference]);
    const nameless = csv.replace('payToken', 'no name');
    const unasked = await compare(nameless, '--provider', 'orange-money', '--ask');
    expect(unasked.lines[0]).toMatch(new RegExp(`^Not asked about refund ${refund.id} .*payToken`));
    expect(unasked.lines.at(-1)).toBe('2 lines compared: 1 that ended otherwise.');
    expect(await compare(csv, '--provider', 'orange-money', '--ask')).toEqual({
      code: 0,
      lines: ['The operator was asked about 1 movement.', '2 lines compared: all of it is as in our books.'],
    });
    expect(statement('orange-money')).toBe(csv);
  });

  it('says whose id a movement has that happened under another reference, as that of a repeated refund', async () => {
    const payment = await pay();
    const other = '01a20000-0000-7000-8000-000000000000';
    const { lines } = await compare(
      [
        HEADINGS,
        line(payment),
        line(payment, { reference: other }),
        line(payment, { reference: other, status: 'FAILED' }),
      ].join('\n'),
    );
    expect(lines[0]).toMatch(
      new RegExp(`^Unknown to us: line 3.*reference ${other}.*; of that id there is payment ${payment.id} `),
    );
    expect(lines.at(-1)).toBe('3 lines compared: 1 unknown to us.');
  });

  it('reads a large statement in pieces', async () => {
    const payment = await pay();
    const many = Array.from({ length: 5000 }, (_, n) =>
      line(payment, { reference: `01a20000-0000-7000-8000-${String(n).padStart(12, '0')}`, status: 'FAILED' }),
    );
    expect(await compare([HEADINGS, ...many, line(payment)].join('\n'))).toEqual({
      code: 0,
      lines: ['5,001 lines compared: all of it is as in our books.'],
    });
  });

  it('takes the columns that it is told', async () => {
    const payment = await pay();
    const csv = `Order;Sum;Cur;Way\n${payment.providerReference};10000;EUR;credit`;
    const columns = ['--columns', 'reference=Order,amount=Sum,currency=Cur,direction=Way'];
    expect((await compare(csv, ...columns)).lines).toEqual(['1 line compared: all of it is as in our books.']);
    await expect(compare(csv)).rejects.toThrow(
      'No column of the statement is called referenceId or xReferenceId or reference (reference); there are Order, Sum, Cur, Way.',
    );
    await expect(compare(csv, '--columns', 'colour=Order')).rejects.toThrow(/^Usage/);
  });

  it('refuses what is no statement, and says where', async () => {
    const payment = await pay();
    for (const [csv, message] of [
      ['', 'The statement is empty'],
      [`${HEADINGS}\n1,2`, 'Line 2 has 2 fields, and the first one 8.'],
      [
        [HEADINGS, line(payment, { amount: '=1+1' })].join('\n'),
        'Line 2: the amount is "1 1", and not like 1500 or 12.50.',
      ],
      [
        [HEADINGS, line(payment, { kind: '\u001b[2Jgift' })].join('\n'),
        'Line 2: direction is "2Jgift"; known are collection,',
      ],
      [
        [HEADINGS, line(payment, { status: 'constructor' })].join('\n'),
        'Line 2: status is "constructor"; known are successful,',
      ],
      [`${HEADINGS}\n"${'x'.repeat(70_000)}`, 'Line 2: the row is longer'],
      [Buffer.from([0xff, 0xfe, 0x00]), 'Line 1: '],
    ] as const) {
      await expect(compare(csv as string)).rejects.toThrow(new CommandProblem(message).message);
    }
    await expect(compare('a', '--provider', 'bank')).rejects.toThrow(/^Usage/);
    await expect(compare('a', '--from', '2026-11-22 03:00')).rejects.toThrow(/^Usage/);
  });
});
