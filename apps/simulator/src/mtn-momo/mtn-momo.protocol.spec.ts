import { randomUUID } from 'node:crypto';
import { createSimulator, MTN_MOMO, type Simulator } from '../simulator.js';
import { MtnMomoClient } from '../testing/mtn-momo-client.js';

const PAYER = '237671234567';

describe('MTN MoMo protocol', () => {
  let simulator: Simulator;
  let client: MtnMomoClient;

  beforeAll(async () => {
    simulator = await createSimulator({ approveAfterMs: 0, callbackDelayMs: 0 });
    client = new MtnMomoClient(simulator.mtnMomo);
  });

  afterAll(() => simulator.close());

  it('takes a payment with an empty 202 and tells it as the operator does', async () => {
    const taken = await client.requestToPay(PAYER, { amount: '12.50' });
    expect([taken.status, taken.text]).toEqual([202, '']);
    const status = await client.paymentStatus(taken.reference);
    expect(status.status).toBe(200);
    expect(status.body).toEqual({
      financialTransactionId: expect.stringMatching(/^\d{10,}$/),
      externalId: 'PAY-00042',
      amount: '12.5',
      currency: 'EUR',
      payer: { partyIdType: 'MSISDN', partyId: PAYER },
      payerMessage: 'Facture 42',
      payeeNote: 'Commande 42',
      status: 'SUCCESSFUL',
    });
  });

  it('tells a payout with its payee', async () => {
    const { reference } = await client.transfer(PAYER);
    const { body } = await client.transferStatus(reference);
    expect(body).toMatchObject({ payee: { partyIdType: 'MSISDN', partyId: PAYER }, status: 'SUCCESSFUL' });
    expect(body).not.toHaveProperty('payer');
  });

  it('has no second version of transfer', async () => {
    expect((await client.post('disbursement', 'v2_0/transfer', { body: {} })).status).toBe(404);
  });

  it.each([undefined, 'x', '00000000-0000-1000-8000-000000000000', '01890a5d-ac96-774b-bcce-b302099a8057'])(
    'refuses the reference %s, which is no UUID of version 4',
    async (reference) => {
      expect((await client.requestToPay(PAYER, {}, { 'x-reference-id': reference })).status).toBe(400);
    },
  );

  it('refuses a reference that is used or the own user', async () => {
    const { reference } = await client.requestToPay(PAYER);
    for (const used of [reference, reference.toUpperCase(), simulator.mtnMomo.apiUser]) {
      const again = await client.requestToPay(PAYER, { amount: '1' }, { 'x-reference-id': used });
      expect(again.status).toBe(409);
      expect(again.body['code']).toBe('RESOURCE_ALREADY_EXIST');
    }
    expect((await client.paymentStatus(reference)).body['amount']).toBe('2500');
  });

  it('keeps the references of the two products apart', async () => {
    const { reference } = await client.requestToPay(PAYER);
    expect((await client.transferStatus(reference)).status).toBe(404);
    expect((await client.transfer(PAYER, {}, { 'x-reference-id': reference })).status).toBe(202);
    expect((await client.refundStatus(reference)).status).toBe(404);
  });

  it('answers 404 for an unknown reference and 400 for a malformed one', async () => {
    const unknown = await client.paymentStatus(randomUUID());
    expect(unknown.status).toBe(404);
    expect(unknown.body['code']).toBe('RESOURCE_NOT_FOUND');
    expect((await client.paymentStatus('PAY-1')).status).toBe(400);
  });

  it('refuses every currency but EUR', async () => {
    const answer = await client.requestToPay(PAYER, { currency: 'XAF' });
    expect(answer.status).toBe(500);
    expect(answer.body['code']).toBe('INVALID_CURRENCY');
    expect((await client.paymentStatus(answer.reference)).status).toBe(404);
  });

  it.each([
    ['an amount as a number', { amount: 2500 }],
    ['a negative amount', { amount: '-1' }],
    ['nothing', { amount: '0.00' }],
    ['no currency', { currency: undefined }],
    ['a long message', { payerMessage: 'x'.repeat(161) }],
    ['a long note', { payeeNote: 'x'.repeat(161) }],
    ['no payer', { payer: undefined }],
    ['an unknown kind of party', { payer: { partyIdType: 'IBAN', partyId: PAYER } }],
    ['a number with a plus', { payer: { partyIdType: 'MSISDN', partyId: `+${PAYER}` } }],
  ])('refuses %s with an empty 400', async (_name, body) => {
    const answer = await client.requestToPay(PAYER, body);
    expect([answer.status, answer.text]).toEqual([400, '']);
  });

  it.each(['', '{', '[]', 'null'])('refuses the body "%s" with 400', async (body) => {
    const headers = { 'x-reference-id': randomUUID(), 'content-type': 'application/json' };
    expect((await client.post('collection', 'v1_0/requesttopay', { headers, body })).status).toBe(400);
  });

  it('answers 500 for a party whose fields are null', async () => {
    const answer = await client.requestToPay(PAYER, { payer: { partyIdType: null, partyId: null } });
    expect([answer.status, answer.body['code']]).toEqual([500, 'INTERNAL_PROCESSING_ERROR']);
  });

  it('takes a payer by e-mail', async () => {
    const payer = { partyIdType: 'EMAIL', partyId: 'payer@example.cm' };
    const { reference } = await client.requestToPay(PAYER, { payer });
    expect((await client.paymentStatus(reference)).body).toMatchObject({ payer, status: 'SUCCESSFUL' });
  });

  it('refuses a callback URL that is none', async () => {
    const answer = await client.requestToPay(PAYER, {}, { 'x-callback-url': 'ftp://example.cm/x' });
    expect([answer.status, answer.body['code']]).toEqual([500, 'INVALID_CALLBACK_URL_HOST']);
  });

  it('tells the reason as text or as an object', async () => {
    const { reference } = await client.requestToPay('237671234599');
    expect((await client.paymentStatus(reference)).body['reason']).toBe('NOT_ENOUGH_FUNDS');
    simulator.control.setFaults(MTN_MOMO, { reasonShape: 'object' });
    const { body } = await client.paymentStatus(reference);
    simulator.control.setFaults(MTN_MOMO, {});
    expect(body['reason']).toEqual({ code: 'NOT_ENOUGH_FUNDS', message: expect.any(String) });
  });

  describe('account holders', () => {
    it.each([
      ['collection', PAYER, true],
      ['disbursement', PAYER, true],
      ['collection', '237671234500', false],
    ] as const)('%s says of %s: active %s', async (product, number, result) => {
      const answer = await client.get(product, `v1_0/accountholder/msisdn/${number}/active`);
      expect([answer.status, answer.body]).toEqual([200, { result }]);
    });

    it('refuses a type in upper case', async () => {
      expect((await client.get('collection', `v1_0/accountholder/MSISDN/${PAYER}/active`)).status).toBe(400);
    });

    it.each([
      ['46733123450', 404, 'RESOURCE_NOT_FOUND'],
      ['46733123451', 500, 'INTERNAL_PROCESSING_ERROR'],
      ['46733123452', 500, 'NOT_ALLOWED'],
      ['46733123453', 500, 'NOT_ALLOWED_TARGET_ENVIRONMENT'],
      ['46733123454', 500, 'INTERNAL_PROCESSING_ERROR'],
      ['46733123455', 503, 'SERVICE_UNAVAILABLE'],
    ])('answers for the published number %s with %i %s', async (number, status, code) => {
      const answer = await client.get('collection', `v1_0/accountholder/msisdn/${number}/active`);
      expect([answer.status, answer.body['code']]).toEqual([status, code]);
    });

    it('names the holder', async () => {
      const answer = await client.get('collection', `v1_0/accountholder/msisdn/${PAYER}/basicuserinfo`);
      expect(answer.body).toMatchObject({ name: 'Sandbox Payer', given_name: 'Sandbox', family_name: 'Payer' });
      const unknown = await client.get('collection', 'v1_0/accountholder/msisdn/237671234500/basicuserinfo');
      expect(unknown.status).toBe(404);
    });
  });

  describe('the notice after a payment', () => {
    const notify = (reference: string, body: unknown, product: 'collection' | 'disbursement' = 'collection') =>
      client.post(product, `v1_0/requesttopay/${reference}/deliverynotification`, { body });

    it('goes out once', async () => {
      const { reference } = await client.requestToPay(PAYER);
      expect((await notify(reference, { notificationMessage: 'Merci' })).status).toBe(200);
      expect((await notify(reference, { notificationMessage: 'Merci' }, 'disbursement')).status).toBe(429);
    });

    it.each([[{}], [{ notificationMessage: '' }], [{ notificationMessage: 'x'.repeat(161) }]])(
      'is refused for %j',
      async (body) => {
        const { reference } = await client.requestToPay(PAYER);
        expect((await notify(reference, body)).status).toBe(400);
      },
    );

    it('is refused for what is no payment', async () => {
      const { reference } = await client.transfer(PAYER);
      expect((await notify(reference, { notificationMessage: 'Merci' })).status).toBe(400);
      expect((await notify(randomUUID(), { notificationMessage: 'Merci' })).status).toBe(404);
    });
  });
});
