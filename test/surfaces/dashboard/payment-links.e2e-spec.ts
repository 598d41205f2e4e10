import { LetOrganizationLive, SignIn } from '#identity';
import { doualaDay, Money, type DomainEvent } from '#kernel';
import { CancelPaymentLink, CreatePaymentLink, InitiatePayment } from '#payments';
import { SharedClock } from '#platform';
import { dashboardDoor, dashboardWebhooks } from '#surfaces/dashboard';
import { refusal, startTestDoor, type Answer, type CallOptions, type TestDoor } from '../../support/door.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';
import { hearAll } from '../../support/outbox.js';
import { aPayer, atOnce, checkPayment, paymentRequest } from '../../support/payments.js';

const DAY_MS = 24 * 3_600_000;
const SHOP = 'https://shop.example.cm/thanks';

describe('dashboard: payment links', () => {
  let door: TestDoor;
  let merchant: TestMerchant;
  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor, { environment: { PAY_URL: 'https://pay.example.com/' } });
  }, 60_000);
  afterAll(() => door?.close());
  beforeEach(async () => {
    merchant = await aMerchant(door);
  });
  afterEach(async () => expect(await door.findings()).toEqual([]));

  const call = (operation: string, options: CallOptions = {}): Promise<Answer> =>
    door.call(operation, { token: merchant.token, ...options });
  const create = (fields: object = {}, headers: Record<string, string> = {}): Promise<Answer> => {
    const body = { type: 'Fixed', amount: 15000, currency: 'XAF', paymentMethods: ['MTN Mobile Money'], ...fields };
    return call('createPaymentLink', { body, headers });
  };
  const created = async (fields: object = {}) => (await create(fields)).body.data;
  const get = (linkId: string, options: CallOptions = {}) => call('getPaymentLink', { path: { linkId }, ...options });
  const stands = async (linkId: string) => {
    const { status, closedReason, currentUses } = (await get(linkId)).body.data;
    return [status, closedReason, currentUses];
  };
  const listed = async (query: Record<string, string | number> = {}): Promise<string[]> =>
    (await call('listPaymentLinks', { query })).body.data.paymentLinks.map(({ id }: { id: string }) => id);
  const today = (): string => doualaDay(door.get(SharedClock).now());
  const dayIn = (days: number): string => doualaDay(new Date(door.get(SharedClock).now().getTime() + days * DAY_MS));
  /** The token of before has lapsed then. */
  const timePasses = async (ms = DAY_MS): Promise<void> => {
    await door.get(SharedClock).move(ms);
    const { accessToken } = await door.commands.execute(new SignIn(merchant.email, merchant.password));
    merchant = { ...merchant, token: accessToken.token };
  };
  const redeem = async (paymentLinkId: string, ending: '87' | '97' | '99' = '97') => {
    const request = { ...paymentRequest(merchant.tenant, { amount: '15000', payer: aPayer(ending) }), paymentLinkId };
    return (await door.commands.execute(new InitiatePayment(request, null))).result;
  };

  describe('createPaymentLink', () => {
    it('makes an address that takes one payment', async () => {
      const expiryDate = dayIn(30);
      const { status, body } = await create({ description: 'Invoice 42', expiryDate, redirectUrl: SHOP });
      const { id, slug } = body.data;
      expect([status, body.data]).toEqual([
        201,
        {
          id,
          paymentLinkId: id,
          slug: expect.stringMatching(/^pay_[A-Za-z0-9]{12,}$/),
          url: `https://pay.example.com/pay/${slug}`,
          type: 'Fixed',
          amount: 15000,
          currency: 'XAF',
          status: 'active',
          closedReason: null,
          description: 'Invoice 42',
          expiryDate,
          expiresAt: `${expiryDate}T22:59:59.999Z`,
          redirectUrl: SHOP,
          reusable: false,
          paymentMethods: ['MTN Mobile Money'],
          maxUses: 1,
          currentUses: 0,
          metadata: {},
          mode: 'SANDBOX',
          createdAt: expect.any(String),
          updatedAt: body.data.createdAt,
        },
      ]);
      expect((await get(id)).body.data).toEqual(body.data);
      const audited = await door.database.query('SELECT action, actor_id FROM audit_entries WHERE record_id = $1', [
        id,
      ]);
      expect(audited).toEqual([{ action: 'payment_link.created', actor_id: merchant.userId }]);
    });

    it.each<[string, object, object]>([
      ['any number of payments', { reusable: true }, { reusable: true, maxUses: null }],
      ['an amount that the payer names', { type: 'Donation', amount: 0 }, { type: 'Donation', amount: 0 }],
      ['the same by its other name', { type: 'Variable', amount: 0 }, { type: 'Donation' }],
      [
        'the amount of each period',
        { type: 'Subscription', amount: 12.5, currency: 'USD' },
        { type: 'Subscription', amount: 12.5 },
      ],
      ['no end', { expiryDate: null }, { expiryDate: null, expiresAt: null, description: null, redirectUrl: null }],
    ])('makes one for %s', async (_, fields, shown) => {
      expect(await created(fields)).toMatchObject(shown);
    });

    it('takes the day as people write it, today as well', async () => {
      const [year, month, day] = today().split('-');
      expect(await created({ expiryDate: `${day}-${month}-${year}` })).toMatchObject({ expiryDate: today() });
    });

    it.each<[string, () => object, string]>([
      ['nothing to pay', () => ({ amount: 0 }), 'amount'],
      ['nothing to pay each time', () => ({ type: 'Subscription', amount: 0 }), 'amount'],
      ['a fraction of a franc', () => ({ amount: 0.5 }), 'amount'],
      ['three decimals of a dollar', () => ({ amount: 1.005, currency: 'USD' }), 'amount'],
      ['yesterday', () => ({ expiryDate: dayIn(-1) }), 'expiryDate'],
      ['a day that there is not', () => ({ expiryDate: '2100-02-30' }), 'expiryDate'],
      ['a day written otherwise', () => ({ expiryDate: '30/12/2100' }), 'expiryDate'],
      ['an address that is none', () => ({ redirectUrl: 'javascript:alert(1)' }), 'redirectUrl'],
      ['no operator', () => ({ paymentMethods: [] }), 'paymentMethods'],
      ['an operator twice', () => ({ paymentMethods: ['MTN Mobile Money', 'MTN Mobile Money'] }), 'paymentMethods'],
      ['another type', () => ({ type: 'Gift' }), 'type'],
    ])('refuses %s', async (_, fields, field) => {
      const answer = await create(fields());
      expect(refusal(answer)).toMatchObject({ status: 422, code: 'VALIDATION_ERROR' });
      expect(Object.keys(answer.body.error.details)).toEqual([field]);
      expect(await listed()).toEqual([]);
    });

    it('refuses an operator that the organisation does not take', async () => {
      await door.database.query(
        `INSERT INTO merchant_terms (organization_id, payment_methods) VALUES ($1, '{mtn-momo}')`,
        [merchant.organizationId],
      );
      expect(refusal(await create({ paymentMethods: ['MTN Mobile Money', 'Orange Money'] }))).toMatchObject({
        status: 422,
        code: 'PAYMENT_METHOD_NOT_ENABLED',
        details: { paymentMethods: ['mtn-momo'] },
      });
    });

    it('keeps an address for later links on request', async () => {
      expect(await created({ redirectUrl: SHOP })).toMatchObject({ redirectUrl: SHOP });
      expect(await created()).toMatchObject({ redirectUrl: null });
      await created({ redirectUrl: SHOP, saveUrl: true });
      expect([(await created()).redirectUrl, (await created({ saveUrl: true })).redirectUrl]).toEqual([SHOP, SHOP]);
      expect(await created({ redirectUrl: null })).toMatchObject({ redirectUrl: null });
      expect(await created()).toMatchObject({ redirectUrl: SHOP });
      await created({ redirectUrl: null, saveUrl: true });
      expect(await created()).toMatchObject({ redirectUrl: null });
    });

    it('keeps it for the links of one mode alone', async () => {
      // No operator is reached live from here, and the door wants one to be named.
      const live = async (redirectUrl: string | undefined): Promise<string | null> => {
        const request = {
          tenant: { ...merchant.tenant, mode: 'live' as const },
          ...{ type: 'fixed' as const, amount: Money.of('15000', 'XAF'), description: null, metadata: {} },
          ...{ providers: null, redirectUrl, keepRedirectUrl: redirectUrl !== undefined, maxUses: 1, expiresAt: null },
          actorId: null,
        };
        return (await door.commands.execute(new CreatePaymentLink(request, null))).result.redirectUrl;
      };
      await created({ redirectUrl: SHOP, saveUrl: true });
      expect(await live(undefined)).toBeNull();
      await live(`${SHOP}/live`);
      expect([(await created()).redirectUrl, await live(undefined)]).toEqual([SHOP, `${SHOP}/live`]);
    });

    it('answers a repeat as the first call, also when the link is over by then', async () => {
      const key = { 'idempotency-key': 'link-2' };
      const first = await create({ expiryDate: today() }, key);
      const { expiresAt, expiryDate } = first.body.data;
      await timePasses(Date.parse(expiresAt) + 1 - door.get(SharedClock).now().getTime());
      const again = await create({ expiryDate }, key);
      expect([again.status, again.headers['idempotency-replayed']]).toEqual([201, 'true']);
      expect(again.body.data).toEqual(first.body.data);
      expect((await get(first.body.data.id)).body.data).toMatchObject({ status: 'expired' });
    });

    it('makes one link of many calls with one key, and refuses the key with another body', async () => {
      const key = { 'idempotency-key': 'link-1' };
      const answers = await atOnce(8, () => create({}, key));
      const ids = answers.map((answer) => answer.status === 'fulfilled' && answer.value.body.data.id);
      expect(new Set(ids).size).toBe(1);
      const again = await create({}, key);
      expect([again.status, again.headers['idempotency-replayed']]).toEqual([201, 'true']);
      expect(await listed()).toEqual([again.body.data.id]);
      expect(refusal(await create({ amount: 1 }, key))).toMatchObject({ status: 422, code: 'IDEMPOTENCY_MISMATCH' });
      expect(refusal(await create({ amount: 0 }, key))).toMatchObject({ status: 422, code: 'VALIDATION_ERROR' });
      await door.database.query(`UPDATE idempotency_keys SET answered = false, answer = NULL WHERE key = 'link-1'`);
      expect(refusal(await create({}, key))).toMatchObject({ status: 409, code: 'IDEMPOTENCY_IN_PROGRESS' });
    });
  });

  describe('its state', () => {
    it('is used while its payment is under way, active again when that fails, and used for good when it is paid', async () => {
      const { id } = await created();
      const failed = await redeem(id, '99');
      expect(await stands(id)).toEqual(['expired', 'used', 1]);
      await checkPayment(door, failed);
      await hearAll(door, 'end-uses-when-payments-end');
      expect(await stands(id)).toEqual(['active', null, 0]);
      const payment = await redeem(id, '87');
      await checkPayment(door, payment);
      await hearAll(door, 'end-uses-when-payments-end');
      expect(await stands(id)).toEqual(['expired', 'used', 1]);
      const shown = await call('getPayment', { path: { paymentId: payment.id } });
      expect(shown.body.data).toMatchObject({ paymentLinkId: id, status: 'paid' });
    });

    it('is told to receivers when it is paid, as it is shown', async () => {
      const { id } = await created({ reusable: true });
      const payment = await redeem(id, '87');
      await checkPayment(door, payment);
      await hearAll(door, 'end-uses-when-payments-end');
      const events = await door.database.query<DomainEvent>(
        `SELECT type, payload FROM outbox_events WHERE type = 'payment_link.paid' AND subject_id = $1`,
        [id],
      );
      expect(events).toHaveLength(1);
      expect(dashboardWebhooks.eventTypes).toContain('payment_link.paid');
      const worded = dashboardWebhooks.word(events[0]!);
      expect(worded?.event).toBe('payment_link.paid');
      expect(door.contract.validateSchema('PaymentLinkEventData', worded?.data)).toEqual([]);
      const [link, paid] = [await get(id), await call('getPayment', { path: { paymentId: payment.id } })];
      expect(worded?.data).toEqual({ paymentLink: link.body.data, payment: paid.body.data });
    });

    it('is expired from the day after its last, though nobody touched it, and cancelled when withdrawn', async () => {
      const { id } = await created({ expiryDate: today() });
      const { id: withdrawn } = await created();
      await door.commands.execute(new CancelPaymentLink(merchant.tenant, withdrawn, null));
      expect([await stands(id), await stands(withdrawn)]).toEqual([
        ['active', null, 0],
        ['cancelled', 'cancelled', 0],
      ]);
      await timePasses();
      expect([await stands(id), await stands(withdrawn)]).toEqual([
        ['expired', 'expired', 0],
        ['cancelled', 'cancelled', 0],
      ]);
    });
  });

  describe('listPaymentLinks', () => {
    it('shows the newest first, page by page', async () => {
      const links = [await created(), await created({ reusable: true }), await created()];
      const [first, second, third] = links.map(({ id }) => id);
      const { body } = await call('listPaymentLinks', { query: { limit: 2 } });
      expect(body.data.paymentLinks).toEqual([links[2], links[1]]);
      expect(body.data.pagination).toEqual({
        page: 1,
        limit: 2,
        total: 3,
        totalPages: 2,
        hasNext: true,
        hasPrev: false,
      });
      expect([await listed({ limit: 2, page: 2 }), await listed()]).toEqual([[first], [third, second, first]]);
    });

    it('narrows by status as it is at the call', async () => {
      const over = (await created({ expiryDate: today() })).id;
      await timePasses();
      const [active, used, withdrawn] = [(await created()).id, (await created()).id, (await created()).id];
      await redeem(used);
      await door.commands.execute(new CancelPaymentLink(merchant.tenant, withdrawn, null));
      expect(await listed({ status: 'active' })).toEqual([active]);
      expect(await listed({ status: 'expired' })).toEqual([used, over]);
      expect(await listed({ status: 'cancelled' })).toEqual([withdrawn]);
      expect(refusal(await call('listPaymentLinks', { query: { status: 'paid' } }))).toMatchObject({
        status: 422,
        details: { status: ['must be one of active, expired, cancelled'] },
      });
    });

    it('finds text in description, slug and id, in any case', async () => {
      const [invoice, other] = [await created({ description: 'Invoice 100%' }), await created({ description: 'Gift' })];
      for (const search of ['INVOICE', '0%', invoice.slug.toUpperCase(), invoice.id.slice(-12)]) {
        expect([search, await listed({ search })]).toEqual([search, [invoice.id]]);
      }
      expect([await listed({ search: '  ' }), await listed({ search: 'nothing' })]).toEqual([
        [other.id, invoice.id],
        [],
      ]);
      expect(await listed({ search: 'gift', status: 'cancelled' })).toEqual([]);
    });
  });

  it('belong to one organisation and one mode', async () => {
    const { id } = await created();
    await door.commands.execute(new LetOrganizationLive(merchant.organizationId));
    const live = { headers: { 'x-mode': 'LIVE' } };
    expect(refusal(await get(id, live))).toMatchObject({ status: 404, code: 'NOT_FOUND', details: null });
    expect((await call('listPaymentLinks', live)).body.data.paymentLinks).toEqual([]);
    merchant = await aMerchant(door);
    expect(refusal(await get(id))).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    expect(await listed()).toEqual([]);
  });
});
