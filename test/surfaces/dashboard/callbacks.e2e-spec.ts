import { createHmac } from 'node:crypto';
import request from 'supertest';
import type { PaymentView } from '#payments';
import { SharedClock } from '#platform';
import { dashboardDoor } from '#surfaces/dashboard';
import { expectContract, NOWHERE, refusal, startTestDoor, type Answer, type TestDoor } from '../../support/door.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';
import { aPayer, atOnce, checkPayment, readPayment, startPayment } from '../../support/payments.js';

const SECRET = 'what-only-the-operator-was-given';
const METHODS = ['Get', 'Post', 'Put', 'Patch', 'Delete', 'Head', 'Options'] as const;
const IPN_FIELDS = ['payToken', 'notif_token', 'order_id', 'reference', 'transactionId', 'externalId'];
const MTN_FIELDS = ['reference', 'transactionId', 'externalId', 'referenceId'];

interface Notice {
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

describe('dashboard: callbacks of operators', () => {
  let door: TestDoor;
  let merchant: TestMerchant;
  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor, { environment: { CALLBACK_SECRET: SECRET } });
  }, 60_000);
  afterAll(() => door?.close());
  beforeEach(async () => {
    merchant = await aMerchant(door);
    await door.database.query('DELETE FROM provider_callbacks');
  });
  afterEach(async () => expect(await door.findings()).toEqual([]));

  async function notify(
    operationId: string,
    { query = {}, headers = {}, body = '' }: Notice,
    on = door,
  ): Promise<Answer> {
    const { method, path } = on.contract.operations.get(operationId)!;
    const sent = request(on.url)
      [method.toLowerCase() as 'post'](on.contract.basePath + path)
      .query(query)
      .set({ 'content-type': 'application/json', ...headers });
    const answer = await (body ? sent.send(body) : sent);
    expectContract(on.contract, operationId, answer.status, answer.body);
    return { status: answer.status, body: answer.body, headers: answer.headers };
  }
  const mtn = (notice: Notice): Promise<Answer> => notify('receiveMtnCallback', notice);
  const about = (fields: object): Notice => ({ body: JSON.stringify(fields) });
  const kept = (on = door) =>
    on.database.query<{ provider: string; accepted: boolean; ip_address: string; mentions: string[]; body: string }>(
      'SELECT provider, accepted, ip_address, mentions, body FROM provider_callbacks ORDER BY received_at',
    );
  const pending = (): Promise<PaymentView> => startPayment(door, merchant.tenant, { payer: aPayer('97') });
  /** Whether the operator is to be asked about it right now. */
  const isAskedSoon = async ({ id }: PaymentView): Promise<boolean> => {
    const rows = await door.database.query('SELECT 1 FROM due_checks WHERE subject_id = $1 AND due_at <= $2', [
      id,
      door.get(SharedClock).now(),
    ]);
    return rows.length > 0;
  };

  describe('receiveMtnCallback', () => {
    it('believes nothing: what it names is asked about, and only that answer counts', async () => {
      const payment = await pending();
      const notice = {
        transactionId: '1839204456',
        status: 'SUCCESSFUL',
        amount: 10000,
        reference: payment.providerReference,
      };
      expect(await isAskedSoon(payment)).toBe(false);
      const answer = await mtn(about(notice));
      expect([answer.status, answer.body]).toEqual([200, { success: true, data: { received: true } }]);
      expect(await isAskedSoon(payment)).toBe(true);
      expect((await checkPayment(door, payment)).status).toBe('pending');
      expect(await kept()).toEqual(
        [
          {
            provider: 'mtn-momo',
            accepted: true,
            ip_address: expect.stringMatching(/127\.0\.0\.1$/),
            mentions: ['1839204456', payment.providerReference].sort(),
            body: JSON.stringify(notice),
          },
        ].map((row) => ({ ...row, mentions: expect.arrayContaining(row.mentions) })),
      );
    });

    it.each(MTN_FIELDS)('finds the reference in %s, ours or the payment’s own', async (field) => {
      const [byReference, byId] = [await pending(), await pending()];
      await mtn(about({ [field]: byReference.providerReference }));
      await mtn(about({ [field]: byId.id }));
      expect([await isAskedSoon(byReference), await isAskedSoon(byId)]).toEqual([true, true]);
    });

    it.each<[string, object]>([
      ['an unknown reference', { reference: NOWHERE }],
      ['a reference that is none', { reference: 'x'.repeat(5000) }],
      ['no reference', {}],
      ['numbers where texts were', { transactionId: 1839204456, status: 7, reference: null }],
      ['other shapes', { reference: [NOWHERE], transactionId: { id: NOWHERE } }],
    ])('answers %s like any other, and keeps it', async (_, body) => {
      const answer = await mtn(about(body));
      expect([answer.status, answer.body]).toEqual([200, { success: true, data: { received: true } }]);
      expect(await kept()).toMatchObject([{ accepted: true, body: JSON.stringify(body) }]);
    });

    it('refuses what is no JSON', async () => {
      expect(refusal(await mtn({ body: '{"reference":' }))).toMatchObject({ status: 400, code: 'INVALID_JSON' });
    });

    it('asks at most every five seconds, however often it is told, and never later than it would have', async () => {
      const payment = await pending();
      await checkPayment(door, payment);
      await atOnce(20, () => mtn(about({ reference: payment.providerReference })));
      expect(await isAskedSoon(payment)).toBe(false);
      const [planned] = await door.database.query<{ wait: number }>(
        'SELECT extract(epoch FROM due_at - last_checked_at)::float AS wait FROM payments JOIN due_checks ON subject_id = id WHERE id = $1',
        [payment.id],
      );
      expect(planned?.wait).toBeLessThanOrEqual(4);
      await door.get(SharedClock).move(5000);
      await mtn(about({ reference: payment.providerReference }));
      expect(await isAskedSoon(payment)).toBe(true);
    });

    it('told again, or of something older, changes nothing', async () => {
      const payment = await startPayment(door, merchant.tenant);
      const paid = await checkPayment(door, payment);
      for (const status of ['SUCCESSFUL', 'PENDING', 'FAILED']) {
        await mtn(about({ reference: payment.providerReference, status }));
        await door.get(SharedClock).move(5000);
        await checkPayment(door, payment);
      }
      expect(await readPayment(door, payment)).toEqual(paid);
    });

    it('brings a payment that ended without money back to the operator’s attention', async () => {
      const payment = await startPayment(door, merchant.tenant, { payer: aPayer('99') });
      expect((await checkPayment(door, payment)).status).toBe('failed');
      await door.get(SharedClock).move(5000);
      await mtn(about({ reference: payment.providerReference, status: 'SUCCESSFUL' }));
      expect(await isAskedSoon(payment)).toBe(true);
      expect((await checkPayment(door, payment)).status).toBe('failed');
    });
  });

  describe('what proves who sends', () => {
    const sign = (body: string, secret = SECRET): string => createHmac('sha256', secret).update(body).digest('hex');
    const body = JSON.stringify({ reference: NOWHERE });
    const proofs: [string, Notice, boolean][] = [
      ['nothing', {}, true],
      ['the token', { query: { token: SECRET } }, true],
      ['another token', { query: { token: 'guessed' } }, false],
      ['the signature', { headers: { 'x-callback-signature': sign(body) } }, true],
      ['the signature of something else', { headers: { 'x-callback-signature': sign('{}') } }, false],
      ['the signature of somebody else', { headers: { 'x-callback-signature': sign(body, 'guessed') } }, false],
      ['no signature at all', { headers: { 'x-callback-signature': 'x' } }, false],
      [
        'the token and a wrong signature',
        { query: { token: SECRET }, headers: { 'x-callback-signature': 'x' } },
        false,
      ],
      [
        'the signature and a wrong token',
        { query: { token: 'x' }, headers: { 'x-callback-signature': sign(body) } },
        false,
      ],
    ];

    it.each(proofs)('%s', async (_, proof, holds) => {
      for (const operation of ['receiveMtnCallback', 'receiveMomoIpnPost']) {
        await door.database.query('DELETE FROM provider_callbacks');
        const answer = await notify(operation, { ...proof, body });
        if (holds) expect(answer.status).toBe(200);
        else expect(refusal(answer)).toMatchObject({ status: 401, code: 'AUTH_INVALID' });
        expect(await kept()).toMatchObject([{ accepted: holds, ip_address: expect.any(String), body }]);
      }
    });

    it('wrong: its beginning is recorded, and nothing else happens', async () => {
      const payment = await pending();
      const notice = about({ reference: payment.providerReference, filler: 'x'.repeat(200_000) });
      expect((await mtn({ ...notice, query: { token: 'guessed' } })).status).toBe(401);
      expect(await isAskedSoon(payment)).toBe(false);
      expect((await kept())[0]?.body).toHaveLength(1024);
      const actions = await door.database.query<{ action: string }>(
        `SELECT action FROM audit_entries WHERE action LIKE 'callback.%' ORDER BY occurred_at DESC, id DESC LIMIT 1`,
      );
      expect(actions).toEqual([{ action: 'callback.rejected' }]);
    });

    it('is demanded where a deployment wants it, and callbacks have a limit of their own', async () => {
      const strict = await startTestDoor(dashboardDoor, {
        environment: {
          CALLBACK_SECRET: SECRET,
          CALLBACK_SECRET_DEMANDED: 'true',
          CALLBACK_LIMIT_PER_MINUTE: '4',
          RATE_LIMIT_PER_ADDRESS: '1',
        },
      });
      try {
        expect((await notify('receiveMtnCallback', { body }, strict)).status).toBe(401);
        expect((await notify('receiveMomoIpnGet', {}, strict)).status).toBe(401);
        expect((await notify('receiveMtnCallback', { body, query: { token: SECRET } }, strict)).status).toBe(200);
        expect((await notify('receiveMomoIpnPut', { body, query: { token: SECRET } }, strict)).status).toBe(200);
        const limited = await notify('receiveMtnCallback', { body, query: { token: SECRET } }, strict);
        expect(refusal(limited)).toMatchObject({ status: 429, code: 'RATE_LIMIT_EXCEEDED' });
        expect(limited.headers).toMatchObject({ 'x-ratelimit-limit': '4', 'x-ratelimit-remaining': '0' });
        expect(Number(limited.headers['retry-after'])).toBeLessThanOrEqual(60);
        expect((await kept(strict)).map(({ accepted }) => accepted)).toEqual([false, false, true, true]);
      } finally {
        await strict.close();
      }
    });
  });

  describe('receiveMomoIpn', () => {
    it.each(METHODS)('takes %s, with the reference in the address', async (method) => {
      const payment = await pending();
      const answer = await notify(`receiveMomoIpn${method}`, { query: { order_id: payment.providerReference } });
      expect(answer.status).toBe(200);
      if (method !== 'Head') expect(answer.body).toEqual({ success: true, data: { received: true } });
      expect(await isAskedSoon(payment)).toBe(true);
    });

    it.each(IPN_FIELDS)('finds the reference in %s of address, form and JSON', async (field) => {
      const payments = [await pending(), await pending(), await pending()] as const;
      const [inQuery, inForm, inJson] = payments.map(({ providerReference }) => ({ [field]: providerReference }));
      await notify('receiveMomoIpnGet', { query: inQuery! });
      await notify('receiveMomoIpnPost', {
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(inForm).toString(),
      });
      await notify('receiveMomoIpnPut', about(inJson!));
      expect(await Promise.all(payments.map(isAskedSoon))).toEqual([true, true, true]);
    });

    it.each<[string, (payToken: string) => object]>([
      ['as it tells a status', (payToken) => ({ payToken, status: 'SUCCESSFULL' })],
      ['as a notification', (payToken) => ({ type: 'payment_notification', data: { payToken } })],
      ['as a payment', (payToken) => ({ payment: { payToken, status: 'SUCCESSFULL', orderId: 'x' } })],
    ])('finds what Orange Money names by its own token, %s', async (_, body) => {
      const wish = { payer: '+237699123497', provider: 'orange-money' } as const;
      const [payment, other] = [await startPayment(door, merchant.tenant, wish), await pending()];
      const [row] = await door.database.query<{ token: string }>(
        'SELECT token FROM operator_tokens WHERE reference = $1',
        [payment.providerReference],
      );
      const notice = { query: { operator: 'orange-money', token: SECRET }, ...about(body(row!.token)) };
      await notify('receiveMomoIpnPost', { ...notice, query: { operator: 'orange-money', token: 'guessed' } });
      expect(await isAskedSoon(payment)).toBe(false);
      await notify('receiveMomoIpnPost', { ...notice, query: { token: SECRET } });
      expect(await isAskedSoon(payment)).toBe(false);
      await notify('receiveMomoIpnPost', notice);
      expect([await isAskedSoon(payment), await isAskedSoon(other)]).toEqual([true, false]);
      expect((await checkPayment(door, payment)).status).toBe('pending');
      const from = (await kept()).map(({ provider, accepted }) => `${provider} ${accepted}`);
      expect(from).toEqual(['orange-money false', 'mtn-momo true', 'orange-money true']);
    });

    it.each<[string, string, string]>([
      ['cut JSON', 'application/json', '{"payToken":'],
      ['a list', 'application/json', '[1,2]'],
      ['text', 'text/plain', 'SUCCESSFULL'],
      ['XML', 'application/xml', '<status>SUCCESSFULL</status>'],
      ['bytes', 'application/octet-stream', '\u0000\u0001'],
      ['a form with files', 'multipart/form-data; boundary=x', '--x--'],
    ])('takes %s and keeps it', async (_, type, body) => {
      for (const method of ['Post', 'Put', 'Patch']) {
        await door.database.query('DELETE FROM provider_callbacks');
        const answer = await notify(`receiveMomoIpn${method}`, { headers: { 'content-type': type }, body });
        expect([answer.status, answer.body]).toEqual([200, { success: true, data: { received: true } }]);
        expect(await kept()).toMatchObject([{ accepted: true, body: body.replace('\u0000', '\uFFFD') }]);
      }
    });

    it('keeps no secret of the address that an operator repeats in its notice', async () => {
      const notifUrl = `https://pay.example/api/payments/ipn/momo?operator=orange-money&token=${SECRET}`;
      await notify('receiveMomoIpnPost', { query: { token: SECRET }, ...about({ payToken: 'MP25', notifUrl }) });
      expect(await kept()).toMatchObject([{ body: expect.stringContaining('token=[redacted]') }]);
    });

    it.each(METHODS)('refuses a wrong token with %s and keeps it', async (method) => {
      const answer = await notify(`receiveMomoIpn${method}`, { query: { token: 'guessed' } });
      expect(answer.status).toBe(401);
      expect(await kept()).toMatchObject([{ accepted: false }]);
    });

    it('leaves preflights to browsers and does not record them', async () => {
      const headers = { origin: 'https://shop.example', 'access-control-request-method': 'POST' };
      const { status, body } = await notify('receiveMomoIpnOptions', { headers });
      expect([status, body]).toEqual([204, {}]);
      expect(await kept()).toEqual([]);
    });
  });
});
