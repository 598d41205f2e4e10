import { Money } from '#kernel';
import { SharedClock } from '#platform';
import { paymentLinksDoor } from '#surfaces/payment-links';
import { startTestDoor, type Answer, type TestDoor } from '../../support/door.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';
import { aPayer } from '../../support/payments.js';
import { GONE, keyOf, linkCalls, NOT_FOUND, refusal } from './callers.js';
import { Payer, type SeenPage } from './payer.js';

describe('payment-links: links for those who have their address', () => {
  let door: TestDoor;
  /** Another process on the same database: what is kept in the memory of one is not in that of the other. */
  let other: TestDoor;
  let merchant: TestMerchant;
  let headers: Record<string, string>;
  beforeAll(async () => {
    door = await startTestDoor(paymentLinksDoor);
    other = await startTestDoor(paymentLinksDoor, {
      database: door.config.databaseUrl ?? '',
      environment: { RATE_LIMIT_FACTOR: '1', TRUSTED_PROXIES: '127.0.0.1' },
    });
  }, 90_000);
  afterAll(async () => {
    await other?.close();
    await door?.close();
  });
  beforeEach(async () => {
    merchant = await aMerchant(door);
    ({ headers } = await keyOf(door, merchant));
  });
  afterEach(async () => expect(await door.findings()).toEqual([]));

  const { created, update, cancel, fromDashboard, read, redeem, paymentOf, ended } = linkCalls(() => ({
    door,
    merchant,
    headers,
  }));
  const stateOf = (slug: string, transaction_id: string): Promise<Answer> =>
    door.call('getLinkPayment', { path: { slug, transaction_id } });

  describe('getPaymentLinkBySlug', () => {
    it('shows what a payer must know', async () => {
      const link = await created({ description: 'Shoes', metadata: { Size: 42 }, max_uses: 2, provider: 'MTN_CAM' });
      const { status, body, headers: answered } = await read(link.slug);
      const { rows } = await door.database.pool.query<{ name: string }>(
        'SELECT name FROM organizations WHERE id = $1',
        [merchant.organizationId],
      );
      expect([status, answered['cache-control'], body.message, body.data]).toEqual([
        200,
        'no-store',
        'Payment link found',
        {
          ...{ id: link.id, slug: link.slug, amount: 10000, currency: 'XAF', description: 'Shoes', status: 'ACTIVE' },
          ...{ expires_at: null, metadata: { Size: 42 }, max_uses: 2, current_uses: 0, created_at: link.created_at },
          ...{
            mode: 'SANDBOX',
            providers: ['MTN_CAM', 'ORANGE_CAM'],
            merchant_name: rows[0]?.name,
            redirect_url: null,
          },
        },
      ]);
      const shop = 'https://shop.example.cm/thanks';
      const { slug } = await fromDashboard({ type: 'donation', amount: Money.zero('XAF'), redirectUrl: shop });
      expect((await read(slug)).body.data).toMatchObject({ amount: 0, max_uses: null, redirect_url: shop });
    });

    it('knows no other address', async () => {
      const { id } = await created();
      for (const slug of [id, 'pay_unknown', 'nobody', 'x'.repeat(5000), '\u0000']) {
        expect(refusal(await read(slug))).toEqual(NOT_FOUND);
      }
    });

    it('says why a link takes no more, by the first reason that holds', async () => {
      const expires_at = new Date(door.get(SharedClock).now().getTime() + 60_000).toISOString();
      const links = [await created({ expires_at }), await created({ expires_at, max_uses: 2 })];
      const [once, twice] = links.map(({ slug }) => slug);
      await redeem(once);
      for (let turn = 0; turn < 2; turn += 1) await redeem(twice);
      const over = await created({ expires_at });
      expect((await read(over.slug)).status).toBe(200);
      await door.get(SharedClock).move(60_001);
      const said = async () => [refusal(await read(once)), refusal(await read(twice)), refusal(await read(over.slug))];
      expect(await said()).toEqual([GONE.paid, GONE.used, GONE.expired]);
      expect(refusal(await redeem(over.slug))).toEqual(GONE.expired);
      await cancel(over.id);
      expect(refusal(await read(over.slug))).toEqual(GONE.cancelled);
    });

    it('is never shown as it was before a change, whichever process made it and whichever is asked', async () => {
      const { id, slug } = await created({ max_uses: 2 });
      const seen = async () => {
        const answers = [await read(slug, door), await read(slug, other), await read(slug, door)];
        return new Set(answers.map(({ status, body }) => (status === 200 ? body.data.current_uses : body.message)));
      };
      expect(await seen()).toEqual(new Set([0]));
      await update(id, { description: 'New' });
      expect((await read(slug, other)).body.data.description).toBe('New');
      const { data } = (await redeem(slug, { phone_number: aPayer('99') })).body;
      expect(await seen()).toEqual(new Set([1]));
      await ended(data.payment.id);
      expect(await seen()).toEqual(new Set([0]));
      await redeem(slug);
      await redeem(slug);
      expect(await seen()).toEqual(new Set([GONE.used[1]]));
      const { id: withdrawn, slug: gone } = await created();
      expect([(await read(gone)).status, (await read(gone, other)).status]).toEqual([200, 200]);
      await cancel(withdrawn);
      for (const at of [door, other]) expect(refusal(await read(gone, at))).toEqual(GONE.cancelled);
    });

    it('comes from a copy while nothing has changed', async () => {
      const { slug } = await created();
      await read(slug);
      const rename = 'UPDATE organizations SET name = $2 WHERE id = $1';
      await door.database.query(rename, [merchant.organizationId, 'Boutique Ngo']);
      expect((await read(slug, other)).body.data.merchant_name).toBe('Boutique Ngo');
      expect((await read(slug)).body.data.merchant_name).not.toBe('Boutique Ngo');
    });
  });

  describe('getLinkPayment', () => {
    it('tells how the payment ended, whatever became of the link', async () => {
      const shop = 'https://shop.example.cm/thanks';
      const { id, slug } = await fromDashboard({ redirectUrl: shop });
      const { transaction_id } = (await redeem(slug, { phone_number: aPayer('97') })).body.data.payment;
      const paid = (await redeem(slug, { phone_number: aPayer('87') })).body.data.payment;
      await cancel(id);
      const { body, headers: answered } = await stateOf(slug, transaction_id);
      const common = { amount: 10000, currency: 'XAF', failure_reason: null };
      expect([answered['cache-control'], body.message, body.data]).toEqual([
        'no-store',
        'Payment found',
        { ...common, transaction_id, status: 'PENDING', paid_at: null, redirect_url: null },
      ]);
      await ended(paid.id);
      const { settledAt } = await paymentOf(paid.id);
      expect((await stateOf(slug, paid.transaction_id)).body.data).toEqual({
        ...{ ...common, transaction_id: paid.transaction_id, status: 'PAID', paid_at: settledAt, redirect_url: shop },
      });
    });

    it('asks the operator when it is read, at most every five seconds', async () => {
      const { slug } = await created();
      const { transaction_id } = (await redeem(slug, { phone_number: aPayer('99') })).body.data.payment;
      expect((await stateOf(slug, transaction_id)).body.data).toMatchObject({
        status: 'FAILED',
        failure_reason: 'The payer does not have enough money',
      });
    });

    it('knows the payments of this link alone', async () => {
      const [one, two] = [await created(), await created()];
      const { transaction_id } = (await redeem(one.slug)).body.data.payment;
      const digits = transaction_id.split('_').at(-1);
      for (const unknown of [
        `pl_${two.slug}_${digits}`,
        `pl_${two.slug}_1`,
        transaction_id,
        'x',
        `pl_${two.slug}_-1`,
      ]) {
        expect(refusal(await stateOf(two.slug, unknown))).toEqual([404, 'Payment not found']);
      }
      expect(refusal(await stateOf(one.slug, `pl_${one.slug}_0${digits}`))).toEqual([404, 'Payment not found']);
      expect(refusal(await stateOf('pay_unknown', transaction_id))).toEqual(NOT_FOUND);
    });
  });

  it('ask one number to pay no more than five times in ten minutes, whatever the links', async () => {
    const body = { phone_number: aPayer('97'), provider: 'MTN_CAM' };
    const ask = async (fields: object = {}): Promise<Answer> => {
      const { slug } = await created();
      return other.call('redeemPaymentLink', { path: { slug }, body: { ...body, ...fields } });
    };
    for (let turn = 0; turn < 5; turn += 1) expect((await ask()).status).toBe(200);
    const limited = await ask({ phone_number: body.phone_number.slice(1) });
    expect([...refusal(limited), Number(limited.headers['retry-after']) > 500]).toEqual([
      429,
      'Too many requests',
      true,
    ]);
    expect((await ask({ phone_number: aPayer('97') })).status).toBe(200);
  });

  describe('on the pay page', () => {
    const from = (address: string): Payer => new Payer(other.url, { 'x-forwarded-for': address });
    const times = async (count: number, act: (turn: number) => Promise<SeenPage>): Promise<number[]> => {
      const seen: number[] = [];
      for (let turn = 0; turn < count; turn += 1) seen.push((await act(turn)).status);
      return seen;
    };
    const isLimited = ({ status, headers: answered, title }: SeenPage): unknown[] => [
      status,
      Number(answered.get('retry-after')) > 0,
      title,
    ];
    const LIMITED = [429, true, 'Trop d’essais'];

    it('ask no number more often than the API does, and no more numbers of one link than 60 a minute', async () => {
      const { slug } = await fromDashboard({});
      const ask = async (address: string, phone: string): Promise<SeenPage> => {
        const payer = from(address);
        return payer.send(await payer.open(`/pay/${slug}`), { phone });
      };
      const phone = aPayer('97');
      expect(await times(5, (turn) => ask(`203.0.113.${turn}`, phone))).toEqual(Array(5).fill(303));
      expect(isLimited(await ask('203.0.113.5', phone))).toEqual(LIMITED);
      expect(new Set(await times(54, (turn) => ask(`203.0.113.${10 + turn}`, aPayer('97'))))).toEqual(new Set([303]));
      expect(isLimited(await ask('203.0.113.100', aPayer('97')))).toEqual(LIMITED);
    }, 30_000);

    it('send no more forms from one address than 20 a minute, the API counted', async () => {
      const { slug } = await fromDashboard({});
      const payer = from('198.51.100.1');
      const form = await payer.open(`/pay/${slug}`);
      const body = { phone_number: 'nobody', provider: 'MTN_CAM' };
      const forwarded = { 'x-forwarded-for': '198.51.100.1' };
      await other.call('redeemPaymentLink', { path: { slug }, body, headers: forwarded });
      expect(new Set(await times(19, () => payer.send(form, { phone: 'nobody' })))).toEqual(new Set([400]));
      expect(isLimited(await payer.send(form, { phone: 'nobody' }))).toEqual(LIMITED);
      expect((await from('198.51.100.2').send(form, { phone: 'nobody' })).status).toBe(400);
    });

    it('are told of 30 addresses that lead nowhere, and see 300 pages a minute', async () => {
      const payer = from('198.51.100.3');
      expect(new Set(await times(30, (turn) => payer.open(`/pay/pay_guess${turn}`)))).toEqual(new Set([404]));
      expect(isLimited(await payer.open('/pay/pay_guess'))).toEqual(LIMITED);
      const { slug } = await created();
      const seen = await times(270, () => payer.open(`/pay/${slug}/state`));
      expect([seen[0], seen[268], seen[269]]).toEqual([200, 200, 429]);
    });
  });
});
