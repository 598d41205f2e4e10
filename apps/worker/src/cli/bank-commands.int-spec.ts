import { LetOrganizationLive } from '#identity';
import { Money, uuidv7, type Tenant } from '#kernel';
import { credit, debit, Ledger } from '#ledger';
import { AddBankAccount } from '#merchants';
import { DueChecks, RequestPayout } from '#payments';
import { SharedClock, UnitOfWork } from '#platform';
import { startTestCore, type TestCore } from '../../../../test/support/core.js';
import { aMerchant } from '../../../../test/support/merchant.js';
import { verifyBankAccounts } from './bank-account-verify.js';
import { CommandProblem, type OperationsCommand } from './command.js';
import { bankPayouts } from './payout-bank.js';

const WEEK_MS = 7 * 24 * 3_600_000;

describe('the operations commands of bank accounts', () => {
  let core: TestCore;
  let tenant: Tenant;
  let bankAccountId: string;
  beforeAll(async () => {
    core = await startTestCore();
    const merchant = await aMerchant(core);
    tenant = { organizationId: merchant.organizationId, mode: 'live' };
    await core.commands.execute(new LetOrganizationLive(merchant.organizationId));
    const names = {
      holderName: 'Boutique Ngo',
      bankName: 'Afriland',
      accountNumber: '3742-8506789',
      routingNumber: '10005',
    };
    const details = { ...names, type: 'checking', country: 'CM', currency: 'XAF' } as const;
    bankAccountId = (await core.commands.execute(new AddBankAccount(tenant, details, merchant.userId))).id;
  }, 60_000);
  afterAll(() => core?.close());

  const run = async (command: OperationsCommand, ...args: string[]) => {
    const lines: string[] = [];
    const terminal = { say: (line: string) => void lines.push(line), readPassword: () => Promise.resolve('') };
    return { code: await command(core.app, args, terminal), text: lines.join('\n') };
  };
  const payoutAtBank = async (): Promise<string> => {
    const money = Money.of(1000, 'XAF');
    await core.get(UnitOfWork).run((tx) => {
      const cause = { type: 'payment', id: uuidv7(), step: 'settled' } as const;
      const postings = [debit('provider.mtn-momo', money), credit('merchant.available', money)];
      core.get(Ledger).post(tx, { tenant, cause, postedAt: new Date(), postings });
      return Promise.resolve();
    });
    const wish = { tenant, amount: money, description: null, bankAccountId: null, actorId: null };
    const { id } = (await core.commands.execute(new RequestPayout(wish, null))).result;
    await core.get(SharedClock).move(WEEK_MS);
    await core.get(DueChecks).check('payout', id);
    return id;
  };

  it('bank-account:verify lists what waits with its whole number, and enters what was found', async () => {
    const listed = await run(verifyBankAccounts);
    expect(listed.code).toBe(0);
    expect(listed.text).toBe(
      `${bankAccountId}  organisation ${tenant.organizationId}  Afriland 10005 37428506789 XAF  held by Boutique Ngo\n` +
        '1 bank account waits to be verified.',
    );
    await expect(run(verifyBankAccounts, '--verified', bankAccountId, '--failed', bankAccountId)).rejects.toThrow(
      /^Usage/,
    );
    expect(await run(verifyBankAccounts, '--verified', bankAccountId)).toEqual({
      code: 0,
      text: `Bank account ${bankAccountId} is verified.`,
    });
    expect((await run(verifyBankAccounts)).text).toBe('0 bank accounts wait to be verified.');
    await expect(run(verifyBankAccounts, '--failed', bankAccountId)).rejects.toThrow('is verified already');
    await expect(run(verifyBankAccounts, '--verified', 'nothing')).rejects.toThrow('not found');
  });

  it('payout:bank lists what a bank has to pay, and enters how it ended', async () => {
    const [first, second] = [await payoutAtBank(), await payoutAtBank()];
    const listed = await run(bankPayouts);
    expect(listed.text).toContain(`${first}  1000 XAF  to Afriland 10005 37428506789, Boutique Ngo  since `);
    expect(listed.text).toMatch(/\n2 payouts wait for a bank\.$/);
    expect((await run(bankPayouts, '--completed', first, '--reference', 'VIR-1')).text).toBe(
      `Payout ${first} is completed.`,
    );
    expect((await run(bankPayouts, '--failed', second, '--reason', 'Closed')).text).toBe(`Payout ${second} is failed.`);
    expect((await run(bankPayouts)).text).toBe('0 payouts wait for a bank.');
    await expect(run(bankPayouts, '--completed', first, '--reference', 'VIR-1')).rejects.toThrow('not under way');
    for (const half of [
      ['--completed', first],
      ['--completed', ''],
      ['--completed', '', '--failed', second, '--reason', 'Closed'],
      ['--completed', first, '--reference', ''],
      ['--reason', 'Closed'],
      ['--failed', second, '--reference', 'x'],
    ]) {
      await expect(run(bankPayouts, ...half)).rejects.toThrow(CommandProblem);
    }
  });
});
