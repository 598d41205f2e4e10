import { LetOrganizationLive, SetUserSuspension } from '#identity';
import { DecideBankAccount, VERIFY_SANDBOX_ACCOUNTS } from '#merchants';
import { JobWorkers, SharedClock } from '#platform';
import { dashboardDoor } from '#surfaces/dashboard';
import { NOWHERE, refusal, startTestDoor, type Answer, type TestDoor } from '../../support/door.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';
import { BANK_ACCOUNT as ACCOUNT } from '../../support/onboarding.js';
import { atOnce } from '../../support/payments.js';

describe('dashboard: bank accounts', () => {
  let door: TestDoor;
  let merchant: TestMerchant;
  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor);
  }, 60_000);
  afterAll(() => door?.close());
  beforeEach(async () => {
    merchant = await aMerchant(door);
  });

  const LIVE = { 'x-mode': 'LIVE' };
  const add = (fields: object = {}, headers: Record<string, string> = {}, { token } = merchant): Promise<Answer> =>
    door.call('addBankAccount', { token, headers, body: { ...ACCOUNT, ...fields } });
  const added = async (fields: object = {}, headers: Record<string, string> = {}): Promise<string> =>
    (await add(fields, headers)).body.data.id;
  const list = (query: Record<string, number> = {}, headers: Record<string, string> = {}, { token } = merchant) =>
    door.call('listBankAccounts', { token, query, headers });
  const listed = async (headers: Record<string, string> = {}) => (await list({}, headers)).body.data.bankAccounts;
  const remove = (bankAccountId: string, headers: Record<string, string> = {}, { token } = merchant): Promise<Answer> =>
    door.call('deleteBankAccount', { token, path: { bankAccountId }, headers });
  const verify = () => door.get(JobWorkers).runNow(VERIFY_SANDBOX_ACCOUNTS.name);
  const verified = async (fields: object = {}): Promise<string> => {
    const id = await added(fields);
    await verify();
    return id;
  };
  const audited = (recordId: string) =>
    door.database.query('SELECT action, actor_id AS actor FROM audit_entries WHERE record_id = $1 ORDER BY id', [
      recordId,
    ]);

  describe.each<[string, { path?: Record<string, string>; body?: object }]>([
    ['listBankAccounts', {}],
    ['addBankAccount', { body: ACCOUNT }],
    ['deleteBankAccount', { path: { bankAccountId: NOWHERE } }],
  ])('%s', (operation, given) => {
    it('needs a token, of an account that is not suspended, and a mode that is allowed', async () => {
      expect(refusal(await door.call(operation, given))).toMatchObject({ status: 401, code: 'AUTH_REQUIRED' });
      const { token } = merchant;
      const tooEarly = await door.call(operation, { ...given, token, headers: LIVE });
      expect(refusal(tooEarly)).toMatchObject({ status: 403, code: 'FORBIDDEN' });
      const wrong = await door.call(operation, { ...given, token, headers: { 'x-mode': 'TEST' } });
      expect(refusal(wrong)).toMatchObject({ status: 422, code: 'VALIDATION_ERROR' });
      await door.commands.execute(new SetUserSuspension(merchant.userId, true));
      expect(refusal(await door.call(operation, { ...given, token }))).toMatchObject({
        status: 403,
        code: 'FORBIDDEN',
      });
    });
  });

  describe('addBankAccount', () => {
    it('adds a destination that waits to be verified, and shows the end of its number', async () => {
      const { status, body } = await add({ accountNumber: '3742 8506-789', bankName: ' Afriland First Bank ' });
      const { id } = body.data;
      expect([status, body.data]).toEqual([
        201,
        {
          id: expect.any(String),
          accountHolderName: 'Boutique Ngo SARL',
          bankName: 'Afriland First Bank',
          accountNumber: '****6789',
          accountType: 'checking',
          currency: 'XAF',
          verificationStatus: 'pending',
          isDefault: true,
          createdAt: expect.any(String),
          country: 'CM',
        },
      ]);
      expect(await listed()).toEqual([body.data]);
      expect(await audited(id)).toEqual([{ action: 'bank_account.added', actor: merchant.userId }]);
      const told = await door.database.query('SELECT payload FROM outbox_events WHERE subject_id = $1', [id]);
      expect(told).toEqual([{ payload: { bankAccountId: id, label: 'Afriland First Bank ****6789' } }]);
    });

    it('keeps no number that could be read', async () => {
      const id = await added();
      for (const table of ['bank_accounts', 'outbox_events', 'audit_entries']) {
        const rows = await door.database.query<{ row: string }>(`SELECT t::text AS row FROM ${table} t`);
        const text = rows.map(({ row }) => row).join('\n');
        expect(text).not.toMatch(/37428506789|1000500012|10005-00012/);
        expect(text).not.toContain(Buffer.from('37428506789').toString('hex'));
      }
      const [row] = await door.database.query<{ sealed: Buffer }>(
        'SELECT sealed_account_number AS sealed FROM bank_accounts WHERE id = $1',
        [id],
      );
      expect(row!.sealed.toString('latin1')).not.toContain('37428506789');
    });

    it('makes the first in a currency the default of it', async () => {
      expect((await add()).body.data.isDefault).toBe(true);
      expect((await add({ accountNumber: '11111' })).body.data.isDefault).toBe(false);
      expect((await add({ accountNumber: '22222', currency: 'USD' })).body.data.isDefault).toBe(true);
      const shown = (await listed()).map(({ accountNumber, isDefault }: Record<string, unknown>) => [
        accountNumber,
        isDefault,
      ]);
      expect(shown).toEqual([
        ['****2222', true],
        ['****1111', false],
        ['****6789', true],
      ]);
    });

    it('refuses the same numbers again, however they are written', async () => {
      await add({ accountNumber: 'CM21 1000 2000-ab99' });
      const same = { accountNumber: 'cm2110002000AB99', routingNumber: '10005 00012', currency: 'USD' };
      expect(refusal(await add(same))).toMatchObject({ status: 409, code: 'BANK_ACCOUNT_EXISTS' });
      expect((await add({ ...same, routingNumber: '10005 00013' })).status).toBe(201);
      expect((await add({ ...same, accountNumber: 'CM2110002000AC99' })).status).toBe(201);
      expect((await add(same, {}, await aMerchant(door))).status).toBe(201);
    });

    it('adds it once when it is sent many times at the same moment, with one default', async () => {
      const answers = await atOnce(10, (turn) => add(turn < 5 ? {} : { accountNumber: '99999' }));
      const statuses = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.status : 0));
      expect(statuses.filter((status) => status === 201)).toHaveLength(2);
      expect(statuses.filter((status) => status === 409)).toHaveLength(8);
      expect((await listed()).filter(({ isDefault }: { isDefault: boolean }) => isDefault)).toHaveLength(1);
    });

    it.each([
      ['37428506789', 'verified'],
      ['37428506796', 'failed'],
      ['37428506797', 'pending'],
    ])('in the sandbox %s becomes %s', async (accountNumber, status) => {
      const id = await verified({ accountNumber });
      await verify();
      expect(await listed()).toMatchObject([{ id, verificationStatus: status }]);
      const verdict = status === 'pending' ? [] : [{ action: `bank_account.${status}`, actor: null }];
      expect(await audited(id)).toEqual([{ action: 'bank_account.added', actor: merchant.userId }, ...verdict]);
    });

    it('stops at twenty, also when many come at once', async () => {
      const numbers = Array.from({ length: 22 }, (_, index) => String(37428506000 + index));
      const answers = await Promise.all(numbers.map((accountNumber) => add({ accountNumber })));
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(20);
      expect(refusal(answers.find(({ status }) => status !== 201)!)).toMatchObject({
        ...{ status: 409, code: 'BANK_ACCOUNT_LIMIT_REACHED', details: null },
      });
      const [newest] = await listed();
      await remove(newest.id);
      expect((await add()).status).toBe(201);
    });

    it('is tried again later when it cannot be verified now, so that it stands in nobody’s way', async () => {
      const id = await added();
      const sealed = 'SELECT sealed_account_number AS number, verify_at FROM bank_accounts WHERE id = $1';
      const write = (number: Buffer) =>
        door.database.query('UPDATE bank_accounts SET sealed_account_number = $2 WHERE id = $1', [id, number]);
      const [before] = await door.database.query<{ number: Buffer; verify_at: Date }>(sealed, [id]);
      await write(Buffer.alloc(before!.number.length));
      await verify();
      const [after] = await door.database.query<{ verify_at: Date }>(sealed, [id]);
      expect(after!.verify_at.getTime() - before!.verify_at.getTime()).toBeGreaterThanOrEqual(10 * 60_000);
      await write(before!.number);
      await door.get(SharedClock).move(11 * 60_000);
      await verify();
      expect((await listed())[0]).toMatchObject({ id, verificationStatus: 'verified' });
    });

    it('in live mode waits for staff, and takes no part in the sandbox', async () => {
      await door.commands.execute(new LetOrganizationLive(merchant.organizationId));
      const id = await added({ accountNumber: '37428506796' });
      await verify();
      expect(await listed()).toMatchObject([{ id, verificationStatus: 'pending' }]);
      await door.commands.execute(new DecideBankAccount(id, 'verified'));
      expect(await listed()).toMatchObject([{ id, verificationStatus: 'verified' }]);
      const sandbox = { 'x-mode': 'SANDBOX' };
      expect(await listed(sandbox)).toEqual([]);
      expect((await add({ accountNumber: '37428506796' }, sandbox)).status).toBe(201);
      expect(refusal(await remove(id, sandbox))).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    });

    it('refuses what is no JSON', async () => {
      const answer = await door.call('addBankAccount', { token: merchant.token, body: '{"bankName":' });
      expect(refusal(answer)).toMatchObject({ status: 400, code: 'INVALID_JSON' });
    });

    it.each([
      [{ accountNumber: '1234' }, 'accountNumber'],
      [{ accountNumber: '12345--6789' }, 'accountNumber'],
      [{ accountNumber: 37428506789 }, 'accountNumber'],
      [{ routingNumber: undefined }, 'routingNumber'],
      [{ accountHolderName: ' ' }, 'accountHolderName'],
      [{ bankName: '' }, 'bankName'],
      [{ accountType: 'current' }, 'accountType'],
      [{ country: 'ZZ' }, 'country'],
      [{ currency: 'EUR' }, 'currency'],
      [{ isDefault: true }, 'isDefault'],
    ])('refuses %j', async (fields, field) => {
      expect(refusal(await add(fields))).toMatchObject({
        status: 422,
        code: 'VALIDATION_ERROR',
        details: { [field]: expect.arrayContaining([expect.any(String)]) },
      });
      expect(await listed()).toEqual([]);
    });
  });

  describe('listBankAccounts', () => {
    it('shows pages, newest first, of the own organisation alone', async () => {
      const ids: string[] = [];
      for (const number of ['10001', '10002', '10003']) ids.unshift(await added({ accountNumber: number }));
      await add({}, {}, await aMerchant(door));
      const { data } = (await list({ limit: 2 })).body;
      expect(data.bankAccounts.map(({ id }: { id: string }) => id)).toEqual(ids.slice(0, 2));
      expect(data.pagination).toEqual({ page: 1, limit: 2, total: 3, totalPages: 2, hasNext: true, hasPrev: false });
      expect((await list({ limit: 2, page: 2 })).body.data.bankAccounts).toMatchObject([
        { id: ids[2], isDefault: true },
      ]);
      expect((await list({ page: 3 })).body.data.bankAccounts).toEqual([]);
      expect(refusal(await list({ limit: 101 }))).toMatchObject({
        status: 422,
        details: { limit: [expect.any(String)] },
      });
    });
  });

  describe('deleteBankAccount', () => {
    it('removes a destination, once', async () => {
      const id = await added();
      expect(await remove(id)).toMatchObject({ status: 200, body: { data: { id, deleted: true } } });
      expect(await listed()).toEqual([]);
      expect(refusal(await remove(id))).toMatchObject({ status: 404, code: 'NOT_FOUND' });
      expect(await audited(id)).toEqual([
        { action: 'bank_account.added', actor: merchant.userId },
        { action: 'bank_account.deleted', actor: merchant.userId },
      ]);
      expect((await add()).status).toBe(201);
    });

    it('makes the oldest other account in the currency the default', async () => {
      const first = await added({ accountNumber: '10001' });
      const second = await added({ accountNumber: '10002' });
      await added({ accountNumber: '10003' });
      await remove(first);
      const defaults = (await listed()).filter(({ isDefault }: { isDefault: boolean }) => isDefault);
      expect(defaults).toMatchObject([{ id: second }]);
    });

    it.each([NOWHERE, 'nowhere'])('does not find %s, nor another organisation’s', async (id) => {
      expect(refusal(await remove(id))).toMatchObject({ status: 404, code: 'NOT_FOUND' });
      const foreign = await added();
      expect(refusal(await remove(foreign, {}, await aMerchant(door)))).toMatchObject({ status: 404 });
      expect(await listed()).toHaveLength(1);
    });
  });
});
