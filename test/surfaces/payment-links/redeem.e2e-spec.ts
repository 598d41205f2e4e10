import { SetOrganizationSuspension } from '#identity';
import { Money } from '#kernel';
import { SharedClock } from '#platform';
import { paymentLinksDoor } from '#surfaces/payment-links';
import { startTestDoor, type TestDoor } from '../../support/door.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';
import { hearAll } from '../../support/outbox.js';
import { aPayer, atOnce } from '../../support/payments.js';
import { GONE, keyOf, linkCalls, NOT_FOUND, refusal } from './callers.js';

const INIT_FAILED = [400, 'Payment initialization failed'];
const PAYERS_AT_ONCE = 200;

describe('payment-links: paying a link', () => {
  let door: TestDoor;
  let merchant: TestMerchant;
  let headers: Record<string, string>;
  beforeAll(async () => {
    door = await startTestDoor(paymentLinksDoor);
  }, 90_000);
  afterAll(async () => {
    await door?.close();
  });
  beforeEach(async () => {
    merchant = await aMerchant(door);
    ({ headers } = await keyOf(door, merchant));
  });
  afterEach(async () => expect(await door.findings()).toEqual([]));

  const { created, get, fromDashboard, read, redeem, paymentOf, ended } = linkCalls(() => ({
    door,
    merchant,
    headers,
  }));
  const countOf = async (table: string): Promise<number> => {
    const text = `SELECT count(*)::int AS n FROM ${table} WHERE organization_id = $1`;
    return (await door.database.first<{ n: number }>(text, [merchant.organizationId]))?.n ?? 0;
  };

  describe('redeemPaymentLink', () => {
    it('starts a payment and takes a use, which comes back unless the money comes', async () => {
      const { id, slug } = await created({ description: 'Shoes' });
      const payer = aPayer('99');
      const { status, body } = await redeem(slug, { phone_number: Number(payer.slice(4)) });
      const { payment } = body.data;
      expect([status, body.data]).toEqual([
        200,
        {
          payment_link: { id, slug, status: 'PAID', current_uses: 1 },
          payment: {
            ...{ id: payment.id, amount: 10000, currency: 'XAF', status: 'PENDING' },
            transaction_id: expect.stringMatching(new RegExp(`^pl_${slug}_\\d+$`)),
          },
        },
      ]);
      const view = await paymentOf(payment.id);
      expect(view).toMatchObject({ payerMsisdn: payer, paymentLinkId: id, provider: 'mtn-momo', description: 'Shoes' });
      expect(Date.parse(view.expiresAt) - Date.parse(view.createdAt)).toBe(30 * 60_000);
      expect(refusal(await redeem(slug))).toEqual(GONE.paid);
      await ended(payment.id);
      expect((await read(slug)).body.data.status).toBe('ACTIVE');
      const { data } = (await redeem(slug, { phone_number: `+237 ${aPayer('87').slice(4)}` })).body;
      await ended(data.payment.id);
      expect(refusal(await redeem(slug))).toEqual(GONE.paid);
      const audited = await door.database.query(
        `SELECT action, actor_id FROM audit_entries WHERE organization_id = $1 AND action LIKE ANY ('{%redeemed,%.created}') AND record_id = ANY($2) ORDER BY id`,
        [merchant.organizationId, [id, payment.id]],
      );
      expect(audited.map(({ action }: { action?: string }) => action)).toEqual([
        ...['payment_link.created', 'payment_link.redeemed', 'payment.created', 'payment_link.redeemed'],
      ]);
    });

    it(`takes no more uses than there are, of ${PAYERS_AT_ONCE} payers at once`, async () => {
      const { id, slug } = await created({ max_uses: 5 });
      const answers = await atOnce(PAYERS_AT_ONCE, () => redeem(slug));
      const said = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.status : answer.reason));
      expect([said.filter((status) => status === 200).length, said.filter((status) => status === 410).length]).toEqual([
        5,
        PAYERS_AT_ONCE - 5,
      ]);
      const { rows } = await door.database.pool.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM payments WHERE payment_link_id = $1 AND status IN ('pending', 'settled')`,
        [id],
      );
      expect(rows[0]?.n).toBe(5);
      const link = await get(id);
      expect(link.body.data).toMatchObject({ status: 'PAID', current_uses: 5, max_uses: 5 });
    }, 60_000);

    it('counts money that is confirmed late, even above the maximum', async () => {
      const { id, slug } = await created();
      const late = (await redeem(slug, { phone_number: aPayer('92') })).body.data.payment;
      await door.get(SharedClock).move(31 * 60_000);
      await ended(late.id);
      expect((await read(slug)).body.data.current_uses).toBe(0);
      expect((await redeem(slug)).status).toBe(200);
      await ended(late.id);
      const link = (await get(id)).body.data;
      expect([link.status, link.current_uses]).toEqual(['PAID', 2]);
    });

    it.each([
      ['refuses', '93'],
      ['is out of reach', '94'],
    ] as const)('gives the use back at once when the operator %s', async (_, ending) => {
      const { id, slug } = await created();
      const body = { phone_number: aPayer(ending), provider: 'MTN_CAM' };
      const key = { headers: { 'idempotency-key': 'again' } };
      const first = await redeem(slug, {}, { body, ...key });
      expect([...refusal(first), first.headers['idempotency-replayed']]).toEqual([...INIT_FAILED, undefined]);
      expect((await read(slug)).body.data.current_uses).toBe(0);
      const again = await redeem(slug, {}, { body, ...key });
      expect([...refusal(again), again.headers['idempotency-replayed']]).toEqual([...INIT_FAILED, 'true']);
      const { data } = (await get(id)).body;
      expect(data.payments.map(({ status }: { status: string }) => status)).toEqual(['FAILED']);
      await hearAll(door, 'end-uses-when-payments-end');
      expect((await read(slug)).body.data.current_uses).toBe(0);
    });

    it('takes the amount of the link, or of the payer where that is left to him', async () => {
      const { slug } = await created();
      const open = (await fromDashboard({ type: 'donation', amount: Money.zero('XAF') })).slug;
      expect(refusal(await redeem(slug, { amount: 10000 }))).toEqual([
        400,
        'amount cannot be chosen for this payment link',
      ]);
      expect(refusal(await redeem(open))).toEqual([400, 'amount is required for this payment link']);
      expect(refusal(await redeem(open, { amount: 0 }))).toEqual([400, 'amount must be at least 1']);
      expect(refusal(await redeem(open, { amount: 1.5 }))).toEqual([400, 'amount must be a whole number for XAF']);
      expect((await redeem(open, { amount: 750 })).body.data).toMatchObject({
        payment_link: { status: 'ACTIVE', current_uses: 1 },
        payment: { amount: 750 },
      });
      expect(await countOf('payments')).toBe(1);
    });

    it('takes the operators of link and organisation alone', async () => {
      const { slug } = await created({ provider: 'ORANGE_CAM' });
      const accepted = (await read(slug)).body.data.providers as string[];
      const orange = await fromDashboard({ providers: ['mtn-momo'] });
      const refused = [400, 'Provider is not accepted by this payment link'];
      expect(refusal(await redeem(orange.slug, { provider: 'ORANGE_CAM' }))).toEqual(refused);
      for (const provider of ['MTN_CAM', 'ORANGE_CAM'].filter((name) => !accepted.includes(name))) {
        expect(refusal(await redeem(slug, { provider }))).toEqual(refused);
      }
      expect(await countOf('payments')).toBe(0);
    });

    it.each<[string, object, string]>([
      ['no number', { phone_number: undefined }, 'phone_number is required'],
      ['a number of nobody', { phone_number: 571381152 }, 'phone_number must be a mobile number'],
      ['no text', { phone_number: null }, 'phone_number must be a mobile number'],
      ['a number of another country', { phone_number: '+33612345678' }, 'phone_number must be a mobile number'],
      ['another operator', { provider: 'CARD' }, 'provider must be one of MTN_CAM, ORANGE_CAM'],
      ['an unknown field', { tip: 1 }, 'tip is not a known field'],
    ])('refuses %s', async (_, fields, sentence) => {
      const { slug } = await created();
      const { status, body } = await redeem(slug, fields);
      expect([status, body.message.startsWith(sentence), body.message]).toEqual([400, true, body.message]);
      expect((await read(slug)).body.data.current_uses).toBe(0);
    });

    it('starts one payment of many calls with one key, and refuses the key with another body', async () => {
      const { slug } = await created({ max_uses: 2 });
      const body = { phone_number: aPayer('97'), provider: 'MTN_CAM' };
      const key = { headers: { 'idempotency-key': 'press' } };
      const first = await redeem(slug, {}, { body, ...key });
      await redeem(slug);
      const again = await redeem(slug, {}, { body, ...key });
      expect([again.status, again.headers['idempotency-replayed'], again.body]).toEqual([200, 'true', first.body]);
      expect(again.body.data.payment_link).toMatchObject({ status: 'ACTIVE', current_uses: 1 });
      expect(refusal(await redeem(slug, {}, key))).toEqual([
        422,
        'Idempotency-Key was already used with another request',
      ]);
      const { slug: elsewhere } = await created();
      expect((await redeem(elsewhere, {}, { body, ...key })).status).toBe(200);
      const reopen = `UPDATE idempotency_keys SET answered = false, started_at = $2, answer = jsonb_build_object('link', answer::jsonb -> 'link')
        WHERE key = 'press' AND organization_id = $1 AND operation LIKE '%' || $3`;
      const now = door.get(SharedClock).now();
      await door.database.query(reopen, [merchant.organizationId, now, slug]);
      expect(refusal(await redeem(slug, {}, { body, ...key }))).toEqual([
        409,
        'A request with this Idempotency-Key is still running',
      ]);
      await door.database.query(reopen, [merchant.organizationId, new Date(now.getTime() - 3_600_000), slug]);
      expect((await redeem(slug, {}, { body, ...key })).body).toEqual(first.body);
      expect(await countOf('payments')).toBe(3);
    });

    it('is over for an organisation that may not be paid any more', async () => {
      const { slug } = await created();
      await door.commands.execute(new SetOrganizationSuspension(merchant.organizationId, true));
      expect(refusal(await redeem(slug))).toEqual(GONE.unavailable);
      await door.commands.execute(new SetOrganizationSuspension(merchant.organizationId, false));
      expect((await redeem(slug)).status).toBe(200);
      const live = await fromDashboard({ tenant: { ...merchant.tenant, mode: 'live' }, providers: null });
      expect([refusal(await redeem(live.slug)), refusal(await read(live.slug))]).toEqual([
        GONE.unavailable,
        GONE.unavailable,
      ]);
      expect(refusal(await redeem('pay_unknown'))).toEqual(NOT_FOUND);
    });
  });
});
