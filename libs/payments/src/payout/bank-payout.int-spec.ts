import { Money, uuidv7, type Tenant } from '#kernel';
import { credit, debit, Ledger } from '#ledger';
import {
  AddBankAccount,
  DecideBankAccount,
  DeleteBankAccount,
  DiscloseBankAccounts,
  ListBankAccounts,
} from '#merchants';
import { SharedClock, UnitOfWork } from '#platform';
import { startTestCore, type TestCore } from '../../../../test/support/core.js';
import { aMerchant, type TestMerchant } from '../../../../test/support/merchant.js';
import { atOnce, balanceOf, outcomes } from '../../../../test/support/payments.js';
import { DueChecks } from '../due/due-checks.service.js';
import { FinishBankPayout, type BankOutcome } from './finish-bank-payout.command.js';
import { ListPayoutsAtBank } from './list-payouts-at-bank.query.js';
import type { PayoutView } from './payout-view.js';
import { RequestPayout } from './request-payout.command.js';

const WEEK_MS = 7 * 24 * 3_600_000;
const COMPLETED: BankOutcome = { state: 'completed', bankReference: 'VIR-2025-117' };
const FAILED: BankOutcome = { state: 'failed', sentence: 'The bank does not know the account' };

describe('a payout to a bank account', () => {
  let core: TestCore;
  let merchant: TestMerchant;
  let live: Tenant;
  beforeAll(async () => {
    core = await startTestCore();
  }, 60_000);
  afterAll(() => core?.close());
  beforeEach(async () => {
    merchant = await aMerchant(core);
    live = { organizationId: merchant.organizationId, mode: 'live' };
    await fund(10_000);
  });
  afterEach(async () => {
    // The money was put there by hand: where it came from is not asked.
    const held = ['a bank account counts the payouts on their way to it', 'reserved is what is under way'];
    expect((await core.findings()).filter(({ invariant }) => held.includes(invariant))).toEqual([]);
  });

  const xaf = (amount: number): Money => Money.of(amount, 'XAF');
  const fund = (amount: number) =>
    core.get(UnitOfWork).run((tx) => {
      core.get(Ledger).post(tx, {
        tenant: live,
        cause: { type: 'payment', id: uuidv7(), step: 'settled' },
        postedAt: new Date(),
        postings: [debit('provider.mtn-momo', xaf(amount)), credit('merchant.available', xaf(amount))],
      });
      return Promise.resolve();
    });
  const add = async (accountNumber = '37428506789'): Promise<string> => {
    const names = { holderName: 'Boutique Ngo', bankName: 'Afriland', routingNumber: '10005-00012' };
    const details = { ...names, accountNumber, type: 'checking', country: 'CM', currency: 'XAF' } as const;
    return (await core.commands.execute(new AddBankAccount(live, details, merchant.userId))).id;
  };
  const verified = async (accountNumber?: string): Promise<string> => {
    const id = await add(accountNumber);
    await core.commands.execute(new DecideBankAccount(id, 'verified'));
    return id;
  };
  const request = async (bankAccountId: string | null, amount = 1000): Promise<PayoutView> => {
    const wish = { tenant: live, amount: xaf(amount), description: null, bankAccountId, actorId: merchant.userId };
    return (await core.commands.execute(new RequestPayout(wish, null))).result;
  };
  const handOver = async ({ id }: PayoutView): Promise<PayoutView> => {
    await core.get(SharedClock).move(WEEK_MS);
    await core.get(DueChecks).check('payout', id);
    return (await core.queries.execute(new ListPayoutsAtBank())).find((payout) => payout.id === id)!;
  };
  const finish = ({ id }: PayoutView, outcome: BankOutcome) => core.commands.execute(new FinishBankPayout(id, outcome));
  const remove = (id: string) => core.commands.execute(new DeleteBankAccount(live, id, merchant.userId));
  const accounts = async () => (await core.queries.execute(new ListBankAccounts(live, { page: 1, limit: 100 }))).items;
  const balance = () => balanceOf(core, live);

  it('is handed to staff at its hand-over, and ends as they say', async () => {
    const bankAccountId = await verified();
    const payout = await request(bankAccountId);
    expect(payout).toMatchObject({ status: 'pending', destinationLabel: 'Afriland ****6789', provider: null });
    await expect(finish(payout, COMPLETED)).rejects.toMatchObject({ code: 'payout_not_at_bank' });
    expect(await handOver(payout)).toMatchObject({ status: 'processing', bankAccountId });
    expect(await balance()).toEqual([9000, 0, 1000]);
    const done = await finish(payout, COMPLETED);
    expect(done).toMatchObject({ status: 'completed', operatorTransactionId: 'VIR-2025-117', failureMessage: null });
    expect(await balance()).toEqual([9000, 0, 0]);
    await expect(finish(payout, FAILED)).rejects.toMatchObject({ code: 'payout_not_at_bank' });
    const [posted] = await core.database.query<{ account: string }>(
      `SELECT account FROM ledger_postings p JOIN ledger_journals j ON j.id = p.journal_id
        WHERE j.cause_id = $1 AND account LIKE 'provider.%'`,
      [payout.id],
    );
    expect(posted).toEqual({ account: 'provider.bank' });
  });

  it('that the bank refuses gives the money back', async () => {
    const bankAccountId = await verified();
    const payout = await request(bankAccountId);
    await handOver(payout);
    const failed = await finish(payout, FAILED);
    expect(failed).toMatchObject({ status: 'failed', failureMessage: 'The bank does not know the account' });
    expect(await balance()).toEqual([10_000, 0, 0]);
    await remove(bankAccountId);
  });

  it('ends once, however many staff say so at the same moment', async () => {
    const payout = await request(await verified());
    await handOver(payout);
    const results = await atOnce(10, (turn) => finish(payout, turn % 2 === 0 ? COMPLETED : FAILED));
    expect(outcomes(results)).toEqual({ done: 1, payout_not_at_bank: 9 });
    const [available, , reserved] = await balance();
    expect([[9000, 10_000].includes(available!), reserved]).toEqual([true, 0]);
  });

  it('and the removal of its account at the same moment: one of them is refused', async () => {
    const bankAccountId = await verified();
    const results = await atOnce<unknown>(6, (turn) =>
      turn === 3 ? remove(bankAccountId) : request(bankAccountId, 500),
    );
    const counts = outcomes(results);
    const gone = (await accounts()).length === 0;
    if (gone) expect(counts).toEqual({ done: 1, payout_account_unusable: 5 });
    else expect(counts).toEqual({ done: 5, bank_account_in_use: 1 });
  });

  it('that named no account goes to the next one when the default is removed at the same moment', async () => {
    const first = await verified('10001');
    const second = await verified('10002');
    const [removed, ...requested] = await atOnce<unknown>(5, (turn) =>
      turn === 0 ? remove(first) : request(null, 500),
    );
    for (const one of requested) expect(one.status).toBe('fulfilled');
    const went = requested.map((one) => one.status === 'fulfilled' && (one.value as PayoutView).bankAccountId);
    expect(new Set(went)).toEqual(new Set(removed!.status === 'fulfilled' ? [second] : [first]));
  });

  it('has no destination in live mode without a verified account or a wallet', async () => {
    await add();
    await expect(request(null)).rejects.toMatchObject({ code: 'payout_destination_missing' });
  });

  it('shows its whole destination to staff alone, which is recorded', async () => {
    const waiting = await add('CM21 5555-66667777');
    const found = await core.commands.execute(new DiscloseBankAccounts(null));
    expect(found.find(({ id }) => id === waiting)).toMatchObject({
      accountNumber: 'CM21555566667777',
      routingNumber: '1000500012',
      lastFour: '7777',
    });
    expect(await core.commands.execute(new DiscloseBankAccounts([waiting]))).toHaveLength(1);
    const entries = await core.database.query<{ action: string; text: string }>(
      'SELECT action, e::text AS text FROM audit_entries e WHERE record_id = $1 ORDER BY id',
      [waiting],
    );
    expect(entries.map(({ action }) => action)).toEqual([
      'bank_account.added',
      'bank_account.disclosed',
      'bank_account.disclosed',
    ]);
    expect(entries.map(({ text }) => text).join()).not.toMatch(/5555|1000500012/);
    await core.commands.execute(new DecideBankAccount(waiting, 'failed'));
    await expect(core.commands.execute(new DecideBankAccount(waiting, 'verified'))).rejects.toMatchObject({
      code: 'bank_account_decided',
    });
  });
});
