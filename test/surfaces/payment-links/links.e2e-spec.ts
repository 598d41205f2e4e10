import { LetOrganizationLive, SetOrganizationSuspension } from '#identity';
import { Money } from '#kernel';
import { CreatePaymentLink, GetPaymentLink } from '#payments';
import { JobWorkers } from '#platform';
import { paymentLinksDoor } from '#surfaces/payment-links';
import { NOWHERE, startTestDoor, type CallOptions, type TestDoor } from '../../support/door.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';
import { aPayer, atOnce } from '../../support/payments.js';
import { keyOf, linkCalls, NOT_FOUND, refusal } from './callers.js';

describe('payment-links: links for those whose they are', () => {
  let door: TestDoor;
  let merchant: TestMerchant;
  let key: { id: string; headers: Record<string, string> };
  beforeAll(async () => {
    door = await startTestDoor(paymentLinksDoor, { environment: { PAY_URL: 'https://pay.example.com/' } });
  }, 60_000);
  afterAll(() => door?.close());
  beforeEach(async () => {
    merchant = await aMerchant(door);
    key = await keyOf(door, merchant);
  });
  afterEach(async () => expect(await door.findings()).toEqual([]));

  const { call, create, created, get, update, cancel, paymentOf, redeem, ended, audited } = linkCalls(() => ({
    door,
    merchant,
    headers: key.headers,
  }));
  const listed = async (query: Record<string, string | number> = {}): Promise<string[]> =>
    (await call('listPaymentLinks', { query })).body.data.items.map(({ id }: { id: string }) => id);
  const redeemed = async (slug: string, ending: '87' | '97' | '99' = '97') =>
    (await redeem(slug, { phone_number: aPayer(ending) })).body.data.payment;

  describe('createPaymentLink', () => {
    it('makes an address that takes one payment', async () => {
      const { status, body, headers } = await create({
        ...{ description: 'Payment for invoice #123', expires_at: '2125-12-31T23:59:59Z', provider: 'MTN_CAM' },
        ...{ type: 'DEPOSIT', max_uses: 3, metadata: { invoice_id: '123', Deep_Key: { a: [1] } }, mode: 'SANDBOX' },
      });
      const { id, slug, created_at } = body.data;
      expect([status, headers['x-ratelimit-limit'], body]).toEqual([
        200,
        '100000',
        {
          ...{ status_code: 200, status: 'OK', message: 'Payment link created successfully' },
          data: {
            ...{ id, slug, url: `https://pay.example.com/pay/${slug}`, amount: 10000, currency: 'XAF' },
            ...{ status: 'ACTIVE', expires_at: '2125-12-31T23:59:59.000Z', max_uses: 3, current_uses: 0 },
            ...{ description: 'Payment for invoice #123', metadata: { invoice_id: '123', Deep_Key: { a: [1] } } },
            ...{ provider: 'MTN_CAM', type: 'DEPOSIT', mode: 'SANDBOX', created_at, updated_at: created_at },
          },
        },
      ]);
      expect(slug).toMatch(/^pay_[A-Za-z0-9]{12,}$/);
      expect((await get(id)).body.data).toEqual({ ...body.data, payments: [] });
      expect(await audited(id)).toEqual([{ action: 'payment_link.created', actor_id: key.id }]);
    });

    it('makes the same link that the dashboard shows, and shows those that are made there', async () => {
      const { id } = await created({ max_uses: 2, provider: 'ORANGE_CAM' });
      expect(await door.queries.execute(new GetPaymentLink(merchant.tenant, id))).toMatchObject({
        ...{ id, type: 'fixed', maxUses: 2, providers: null, preferredProvider: 'orange-money' },
      });
      const request = {
        ...{ tenant: merchant.tenant, type: 'donation' as const, amount: Money.zero('XAF'), description: null },
        ...{ metadata: {}, providers: ['mtn-momo' as const], redirectUrl: null, keepRedirectUrl: false },
        ...{ maxUses: null, expiresAt: null, actorId: null },
      };
      const { result } = await door.commands.execute(new CreatePaymentLink(request, null));
      expect(await listed()).toEqual([result.id, id]);
      expect((await get(result.id)).body.data).toMatchObject({
        ...{ id: result.id, amount: 0, max_uses: null, type: 'COLLECTION', provider: null, status: 'ACTIVE' },
      });
    });

    it.each<[string, object, object]>([
      ['the defaults', {}, { currency: 'XAF', type: 'COLLECTION', max_uses: 1, metadata: {}, provider: null }],
      ['no end', { expires_at: null, description: '' }, { expires_at: null, description: '' }],
      ['dollars and cents', { amount: 12.5, currency: 'USD' }, { amount: 12.5, currency: 'USD' }],
      ['a day, to its end in Douala', { expires_at: '2125-12-31' }, { expires_at: '2125-12-31T22:59:59.999Z' }],
      ['another zone', { expires_at: '2125-12-31T23:59:59.123456+0130' }, { expires_at: '2125-12-31T22:29:59.123Z' }],
    ])('takes %s', async (_, fields, shown) => {
      expect(await created(fields)).toMatchObject(shown);
    });

    it.each<[string, object, string]>([
      ['less than one', { amount: 0.5, currency: 'USD' }, 'amount must be at least 1'],
      ['a fraction of a franc', { amount: 1.5 }, 'amount must be a whole number for XAF'],
      ['three decimals of a dollar', { amount: 1.005, currency: 'USD' }, 'amount must have at most 2 decimals for USD'],
      ['101 uses', { max_uses: 101 }, 'max_uses must be at most 100'],
      ['another operator', { provider: 'CARD' }, 'provider must be one of MTN_CAM, ORANGE_CAM'],
      ['an unknown field', { colour: 'red' }, 'colour is not a known field'],
      ['a time that is none', { expires_at: 'soon' }, 'Invalid expiration date format'],
      ['a day that there is not', { expires_at: '2125-02-30T10:00:00Z' }, 'Invalid expiration date format'],
      ['an hour that there is not', { expires_at: '2125-02-20T25:00:00Z' }, 'Invalid expiration date format'],
      ['the past', { expires_at: '2020-01-01' }, 'Expiration date cannot be in the past'],
      ['more metadata than 8 KiB', { metadata: { note: 'x'.repeat(8192) } }, 'metadata must be at most 8 KiB of JSON'],
      ['the other mode', { mode: 'LIVE' }, 'Mode does not match the API key'],
    ])('refuses %s', async (_, fields, sentence) => {
      const answer = await create(fields);
      expect([...refusal(answer), answer.body.data]).toEqual([400, sentence, {}]);
      expect(await listed()).toEqual([]);
    });

    it('makes one link of many calls with one key', async () => {
      const idempotency = { 'idempotency-key': 'link-1' };
      const answers = await atOnce(8, () => create({ max_uses: 2 }, idempotency));
      const ids = answers.map((answer) => answer.status === 'fulfilled' && answer.value.body.data.id);
      expect(new Set(ids).size).toBe(1);
      const again = await create({ max_uses: 2 }, idempotency);
      expect([again.headers['idempotency-replayed'], await listed()]).toEqual(['true', [again.body.data.id]]);
      expect(refusal(await create({ max_uses: 3 }, idempotency))).toEqual([
        422,
        'Idempotency-Key was already used with another request',
      ]);
      const other = await door.call('createPaymentLink', {
        headers: { ...(await keyOf(door, await aMerchant(door))).headers, ...idempotency },
        body: { amount: 1 },
      });
      expect(other.status).toBe(200);
      await door.database.query(
        'UPDATE idempotency_keys SET answered = false, answer = NULL WHERE organization_id = $1',
        [merchant.organizationId],
      );
      expect(refusal(await create({ max_uses: 2 }, idempotency))).toEqual([
        409,
        'A request with this Idempotency-Key is still running',
      ]);
    });
  });

  describe('listPaymentLinks', () => {
    it('shows up to 200 on a page, the newest first, without a gap', async () => {
      const first = await created();
      await door.database.query(
        `INSERT INTO payment_links (id, organization_id, mode, slug, type, purpose, amount, currency, metadata, reserved_uses, paid_uses, created_at, updated_at)
         SELECT gen_random_uuid(), organization_id, mode, slug || n, type, purpose, amount, currency, metadata, 0, 0, created_at, updated_at
         FROM payment_links, generate_series(1, 201) n WHERE id = $1`,
        [first.id],
      );
      const { body } = await call('listPaymentLinks', { query: { limit: 200 } });
      expect(body.data.pagination).toEqual({ page: 1, limit: 200, total: 202, total_pages: 2 });
      const pages = [await listed({ limit: 200 }), await listed({ limit: 200, page: 2 }), await listed({ page: 99 })];
      expect([new Set(pages.flat()).size, ...pages.map(({ length }) => length)]).toEqual([202, 200, 2, 0]);
      const refused: Record<string, string | number>[] = [
        { limit: 201 },
        { limit: 0 },
        { page: 0 },
        { status: 'USED' },
      ];
      for (const query of refused) {
        expect((await call('listPaymentLinks', { query })).status).toBe(400);
      }
    });

    it('narrows by status as it is at the call', async () => {
      const [active, paid, gone, over] = [await created(), await created(), await created(), await created()];
      await redeemed(paid.slug);
      await cancel(gone.id);
      await update(over.id, { status: 'EXPIRED' });
      const found = async () => {
        const lists = [];
        for (const status of ['ACTIVE', 'PAID', 'CANCELLED', 'EXPIRED']) lists.push(await listed({ status }));
        return lists;
      };
      expect(await found()).toEqual([[active.id], [paid.id], [gone.id], [over.id]]);
      const notice = () => door.get(JobWorkers).runNow('notice-expired-payment-links');
      await notice();
      const [noticed] = await door.database.query('SELECT listed_as FROM payment_links WHERE id = $1', [over.id]);
      expect(noticed).toEqual({ listed_as: 'expired' });
      expect(await found()).toEqual([[active.id], [paid.id], [gone.id], [over.id]]);
      await update(over.id, { expires_at: '2125-01-01' });
      await notice();
      expect(await found()).toEqual([[over.id, active.id], [paid.id], [gone.id], []]);
    });
  });

  describe('getPaymentLinkById', () => {
    it('shows the payments, newest first', async () => {
      const { id, slug } = await created({ max_uses: 3 });
      const [failed, paid] = [await redeemed(slug, '99'), await redeemed(slug, '87')];
      for (const payment of [failed, paid]) await ended(payment.id);
      const { data } = (await get(id)).body;
      expect([data.status, data.current_uses]).toEqual(['ACTIVE', 1]);
      const { payerMsisdn, settledAt } = await paymentOf(paid.id);
      expect(data.payments).toEqual([
        {
          ...{ id: paid.id, amount: 10000, currency: 'XAF', status: 'PAID', transaction_id: paid.transaction_id },
          ...{ provider: 'MTN_CAM', phone_number: payerMsisdn, failure_reason: null },
          ...{ created_at: expect.any(String), paid_at: settledAt },
        },
        expect.objectContaining({ id: failed.id, status: 'FAILED', failure_reason: expect.any(String), paid_at: null }),
      ]);
    });
  });

  const OPERATIONS: readonly (readonly [string, (id: string) => CallOptions])[] = [
    ['createPaymentLink', () => ({ body: { amount: 1 } })],
    ['listPaymentLinks', () => ({})],
    ['getPaymentLinkById', (id) => ({ path: { id } })],
    ['updatePaymentLink', (id) => ({ path: { idOrSlug: id }, body: {} })],
    ['cancelPaymentLink', (id) => ({ path: { id } })],
  ];

  describe.each(OPERATIONS)('%s', (operation, options) => {
    it('is for those who may, in the mode of their key', async () => {
      const { id } = await created();
      const attempt = async (headers: Record<string, string>) =>
        refusal(await door.call(operation, { ...options(id), headers }));
      const live = await keyOf(door, merchant, 'live');
      expect(await attempt({})).toEqual([401, 'API key is required']);
      expect(await attempt({ 'x-api-key': 'app_test_nobodyEverHadThis' })).toEqual([401, 'Invalid API key']);
      expect(await attempt(live.headers)).toEqual([403, 'Insufficient permissions']);
      expect(await attempt({ ...key.headers, 'x-mode': 'LIVE' })).toEqual([400, 'Mode does not match the API key']);
      expect(await attempt({ ...key.headers, 'x-mode': 'live' })).toEqual([400, expect.stringContaining('x-mode')]);
      await door.commands.execute(new SetOrganizationSuspension(merchant.organizationId, true));
      expect(await attempt(key.headers)).toEqual([403, 'Insufficient permissions']);
      await door.commands.execute(new SetOrganizationSuspension(merchant.organizationId, false));
      const disable = 'UPDATE applications SET disabled_at = $2 WHERE organization_id = $1';
      await door.database.query(disable, [merchant.organizationId, new Date()]);
      expect(await attempt(key.headers)).toEqual([401, 'Application is inactive']);
    });
  });

  it('belong to one organisation and one mode', async () => {
    const { id, slug } = await created();
    await door.commands.execute(new LetOrganizationLive(merchant.organizationId));
    const own = key;
    for (const other of [await keyOf(door, merchant, 'live'), await keyOf(door, await aMerchant(door))]) {
      key = other;
      const answers = [await get(id), await update(id, { description: 'Mine' }), await cancel(id)];
      for (const answer of answers) expect(refusal(answer)).toEqual(NOT_FOUND);
      expect(await listed()).toEqual([]);
    }
    key = own;
    for (const unknown of [NOWHERE, slug, 'x', `${id}0`]) {
      const answers = [await get(unknown), await update(unknown, {}), await cancel(unknown)];
      for (const answer of answers) expect(refusal(answer)).toEqual(NOT_FOUND);
    }
    expect((await get(id)).body.data).toMatchObject({ status: 'ACTIVE', description: null });
    const byToken = await door.call('getPaymentLinkById', {
      ...{ path: { id }, token: merchant.token, headers: { 'x-mode': 'SANDBOX' } },
    });
    expect(byToken.status).toBe(200);
  });
});
