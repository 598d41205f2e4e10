import { SharedClock } from '#platform';
import { paymentLinksDoor } from '#surfaces/payment-links';
import { startTestDoor, type TestDoor } from '../../support/door.js';
import { TestInvoices } from '../../support/invoices.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';
import { aPayer } from '../../support/payments.js';
import { keyOf, linkCalls, refusal } from './callers.js';

const DAY_MS = 24 * 3_600_000;

describe('payment-links: changes of links', () => {
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

  const { created, get, update, cancel, redeem, ended, audited } = linkCalls(() => ({
    door,
    merchant,
    headers: key.headers,
  }));
  const updated = async (id: string, body: object) => (await update(id, body)).body.data;
  const inDays = (days: number): string =>
    new Date(door.get(SharedClock).now().getTime() + days * DAY_MS).toISOString();
  const redeemed = async (slug: string, ending: '87' | '97' | '99' = '97') =>
    (await redeem(slug, { phone_number: aPayer(ending) })).body.data.payment;

  describe('updatePaymentLink', () => {
    it('changes what is sent and answers with the whole link', async () => {
      const link = await created({ description: 'Old', metadata: { kept: 1, gone: 2, changed: 3 } });
      const data = await updated(link.id, {
        ...{ description: 'New', expires_at: '2125-01-01', max_uses: 5 },
        metadata: { gone: null, changed: { deep: true }, added: 'x' },
      });
      expect(data).toEqual({
        ...link,
        ...{ description: 'New', expires_at: '2125-01-01T22:59:59.999Z', max_uses: 5 },
        metadata: { kept: 1, changed: { deep: true }, added: 'x' },
        updated_at: data.updated_at,
      });
      expect(await updated(link.id, {})).toEqual({ ...data, updated_at: expect.any(String) });
      expect(await updated(link.id, { description: null, expires_at: null })).toMatchObject({
        ...{ description: null, expires_at: null, max_uses: 5, metadata: data.metadata },
      });
      expect((await audited(link.id)).at(-1)).toEqual({ action: 'payment_link.updated', actor_id: key.id });
    });

    it('ends, revives and withdraws it by its status', async () => {
      const { id } = await created();
      const status = async (body: object) => (await updated(id, body))?.status;
      expect(await status({ status: 'ACTIVE' })).toBe('ACTIVE');
      expect(await status({ status: 'EXPIRED' })).toBe('EXPIRED');
      expect(await status({ status: 'EXPIRED' })).toBe('EXPIRED');
      const unsettable = [
        400,
        'Status can only be set to ACTIVE, EXPIRED or CANCELLED, and to ACTIVE only with a future or no expiration date',
      ];
      expect(refusal(await update(id, { status: 'ACTIVE' }))).toEqual(unsettable);
      expect(refusal(await update(id, { status: 'PAID' }))).toEqual(unsettable);
      expect(await status({ status: 'ACTIVE', expires_at: null })).toBe('ACTIVE');
      await updated(id, { status: 'EXPIRED' });
      expect(await status({ expires_at: inDays(1) })).toBe('ACTIVE');
      expect(await status({ status: 'CANCELLED', description: 'Over' })).toBe('CANCELLED');
      expect(refusal(await update(id, { description: 'x' }))).toEqual([
        400,
        'Cannot update a paid or cancelled payment link',
      ]);
      expect((await audited(id)).at(-1)).toEqual({ action: 'payment_link.cancelled', actor_id: key.id });
      expect((await get(id)).body.data.description).toBe('Over');
    });

    it('allows no fewer uses than are taken', async () => {
      const { id, slug } = await created({ max_uses: 3 });
      await redeemed(slug);
      await redeemed(slug);
      expect(refusal(await update(id, { max_uses: 1, description: 'x' }))).toEqual([
        400,
        'max_uses cannot be lower than current_uses',
      ]);
      expect(await updated(id, { max_uses: 2 })).toMatchObject({ status: 'PAID', current_uses: 2, description: null });
      expect((await update(id, { max_uses: 5 })).status).toBe(400);
    });

    it('lets the link of an invoice be paid once and no more', async () => {
      const invoices = await TestInvoices.of(door, merchant.tenant);
      const [link] = await invoices.links(await invoices.sent());
      const { id } = link!;
      expect(refusal(await update(id, { max_uses: 5, description: 'x' }))).toEqual([
        400,
        'max_uses of the link of an invoice can only be 1',
      ]);
      expect((await get(id)).body.data).toMatchObject({ max_uses: 1, description: link!.description });
      expect(await updated(id, { max_uses: 1, description: 'x' })).toMatchObject({ max_uses: 1, description: 'x' });
    });

    it.each<[string, object, string]>([
      ['the amount', { amount: 1 }, 'amount is not a known field'],
      ['the past', { expires_at: '2020-01-01' }, 'Expiration date cannot be in the past'],
      ['no time', { expires_at: '2125-13-01' }, 'Invalid expiration date format'],
      ['what is in Douala the year 10000', { expires_at: '9999-12-31T23:59:59Z' }, 'Invalid expiration date format'],
      [
        'a 51st key',
        { metadata: Object.fromEntries(Array.from({ length: 50 }, (_, n) => [n, n])) },
        'metadata must have at most 50 keys',
      ],
    ])('refuses %s', async (_, body, sentence) => {
      const { id } = await created({ metadata: { kept: 1 } });
      expect(refusal(await update(id, body))).toEqual([400, sentence]);
      expect((await get(id)).body.data.metadata).toEqual({ kept: 1 });
    });
  });

  describe('cancelPaymentLink', () => {
    it('withdraws an active and an expired link for good', async () => {
      const [active, expired] = [await created(), await created()];
      await update(expired.id, { status: 'EXPIRED' });
      for (const { id, slug } of [active, expired]) {
        expect((await cancel(id)).body.data).toEqual({ id, slug, status: 'CANCELLED' });
        const again = [400, 'Cannot cancel a paid or already cancelled payment link'];
        expect(refusal(await cancel(id))).toEqual(again);
      }
      expect((await audited(active.id)).at(-1)).toEqual({ action: 'payment_link.cancelled', actor_id: key.id });
    });

    it('refuses one that is paid, and leaves payments under way alone', async () => {
      const [paid, open] = [await created(), await created({ max_uses: 2 })];
      await redeemed(paid.slug);
      expect((await cancel(paid.id)).status).toBe(400);
      const payment = await redeemed(open.slug, '87');
      expect((await cancel(open.id)).status).toBe(200);
      await ended(payment.id);
      const { data } = (await get(open.id)).body;
      expect([data.status, data.current_uses, data.payments[0].status]).toEqual(['CANCELLED', 1, 'PAID']);
    });
  });
});
