import { randomUUID } from 'node:crypto';
import { createSimulator, MTN_MOMO, type Simulator } from '../simulator.js';
import { MtnMomoClient } from '../testing/mtn-momo-client.js';

const NEVER_BY_ITSELF_MS = 3_600_000;
const PAYER = '237671234567';

describe('refunds and payouts', () => {
  let simulator: Simulator;
  let client: MtnMomoClient;

  beforeEach(async () => {
    simulator = await createSimulator({
      approveAfterMs: NEVER_BY_ITSELF_MS,
      callbackDelayMs: 0,
      openingBalance: '10000',
    });
    client = new MtnMomoClient(simulator.mtnMomo);
  });

  afterEach(() => simulator.close());

  async function paid(number: string, amount = '2500'): Promise<string> {
    const { reference } = await client.requestToPay(number, { amount });
    simulator.control.setOutcome(MTN_MOMO, { subject: 'reference', value: reference, outcome: '87' });
    expect((await client.paymentStatus(reference)).body['status']).toBe('SUCCESSFUL');
    return reference;
  }

  /** Pays by the number's own row, which keeps what the row says of refunds. */
  async function paidByRow(ending: string): Promise<string> {
    const { reference } = await client.requestToPay(`2376712345${ending}`);
    expect((await client.paymentStatus(reference)).body['status']).toBe('SUCCESSFUL');
    return reference;
  }

  async function refundEnd(original: string, body: Record<string, unknown> = {}, version = 'v1_0') {
    const { reference, status } = await client.refund(original, body, {}, version);
    expect(status).toBe(202);
    const answer = (await client.refundStatus(reference)).body;
    return { status: answer['status'], reason: answer['reason'] };
  }

  const DONE = { status: 'SUCCESSFUL', reason: undefined };
  const failed = (reason: string) => ({ status: 'FAILED', reason });

  describe('refunds', () => {
    it.each(['v1_0', 'v2_0'])('succeed at the first check (%s)', async (version) => {
      expect(await refundEnd(await paid(PAYER), {}, version)).toEqual(DONE);
    });

    it('tell whom the money goes back to', async () => {
      const { reference } = await client.refund(await paid(PAYER));
      expect((await client.refundStatus(reference)).body).toMatchObject({
        payee: { partyIdType: 'MSISDN', partyId: PAYER },
        externalId: 'PAY-00042',
      });
    });

    it('88 stay pending', async () => {
      expect(await refundEnd(await paidByRow('88'))).toEqual({ status: 'PENDING', reason: undefined });
    });

    it.each([
      ['95', 'TRANSACTION_CANCELED'],
      ['96', 'INTERNAL_PROCESSING_ERROR'],
    ])('%s: the first attempt of each ends with %s, the second succeeds', async (ending, reason) => {
      const original = await paidByRow(ending);
      for (const externalId of ['REF-1', 'REF-2']) {
        const refund = { externalId, amount: '1000' };
        expect(await refundEnd(original, refund)).toEqual(failed(reason));
        expect(await refundEnd(original, refund)).toEqual(DONE);
      }
    });

    it('together never exceed the payment', async () => {
      const original = await paid(PAYER);
      expect(await refundEnd(original, { amount: '2000' })).toEqual(DONE);
      expect(await refundEnd(original, { amount: '500.01' })).toEqual(failed('NOT_ALLOWED'));
      expect(await refundEnd(original, { amount: '500' })).toEqual(DONE);
      expect(await refundEnd(original, { amount: '0.01' })).toEqual(failed('NOT_ALLOWED'));
    });

    it('hold even when two are pending at once', async () => {
      const original = await paid(PAYER);
      const [one, two] = await Promise.all([client.refund(original), client.refund(original)]);
      const ends = await Promise.all([one, two].map(({ reference }) => client.refundStatus(reference)));
      expect(ends.map(({ body }) => body['status']).sort()).toEqual(['FAILED', 'SUCCESSFUL']);
    });

    it('fail for a payment that is unknown or not paid', async () => {
      expect(await refundEnd(randomUUID())).toEqual(failed('RESOURCE_NOT_FOUND'));
      const { reference } = await client.requestToPay('237671234597');
      expect(await refundEnd(reference)).toEqual(failed('TRANSACTION_NOT_COMPLETED'));
    });

    it.each(['1', '', undefined])('are refused for the malformed payment "%s"', async (original) => {
      expect((await client.refund('', { referenceIdToRefund: original })).status).toBe(400);
    });
  });

  describe('payouts', () => {
    async function firstStatus(payee: string, amount: string): Promise<unknown[]> {
      const { reference, status } = await client.transfer(payee, { amount });
      expect(status).toBe(202);
      const { body } = await client.transferStatus(reference);
      return [body['status'], body['reason']];
    }

    it.each([
      ['1096', 'FAILED', 'INTERNAL_PROCESSING_ERROR'],
      ['1096.50', 'FAILED', 'INTERNAL_PROCESSING_ERROR'],
      ['1097', 'PENDING', undefined],
      ['1000.96', 'PENDING', undefined],
    ])('of %s: %s %s at the first check', async (amount, status, reason) => {
      expect(await firstStatus(PAYER, amount)).toEqual([status, reason]);
    });

    it('complete after the delay, except the one that stays', async () => {
      const plain = await client.transfer(PAYER, { amount: '1000' });
      const stays = await client.transfer(PAYER, { amount: '1097' });
      simulator.control.setClockOffset(NEVER_BY_ITSELF_MS);
      // The payer's digits decide nothing here, and the tokens of before have expired.
      const later = new MtnMomoClient(simulator.mtnMomo);
      expect((await later.transferStatus(plain.reference)).body['status']).toBe('SUCCESSFUL');
      expect((await later.transferStatus(stays.reference)).body['status']).toBe('PENDING');
    });

    it.each([
      ['46733123450', 'FAILED', 'INTERNAL_PROCESSING_ERROR'],
      ['46733123451', 'FAILED', 'APPROVAL_REJECTED'],
      ['46733123452', 'FAILED', 'EXPIRED'],
      ['46733123453', 'PENDING', undefined],
      ['46733123454', 'CREATED', undefined],
      ['46733123455', 'FAILED', 'NOT_ENOUGH_FUNDS'],
      ['46733123456', 'FAILED', 'PAYER_LIMIT_REACHED'],
      ['46733123457', 'FAILED', 'PAYEE_NOT_FOUND'],
      ['46733123458', 'FAILED', 'NOT_ALLOWED'],
      ['46733123459', 'FAILED', 'NOT_ALLOWED_TARGET_ENVIRONMENT'],
      ['46733123460', 'FAILED', 'INVALID_CALLBACK_URL_HOST'],
      ['46733123461', 'FAILED', 'INVALID_CURRENCY'],
      ['46733123462', 'FAILED', 'INTERNAL_PROCESSING_ERROR'],
      ['46733123463', 'FAILED', 'SERVICE_UNAVAILABLE'],
    ])('to the published number %s: %s %s', async (payee, status, reason) => {
      expect(await firstStatus(payee, '1000')).toEqual([status, reason]);
    });
  });

  describe('books', () => {
    const balance = async (product: 'collection' | 'disbursement') =>
      (await client.get(product, 'v1_0/account/balance/EUR')).body;

    async function payOut(amount: string): Promise<unknown> {
      const { reference } = await client.transfer(PAYER, { amount });
      simulator.control.decide(MTN_MOMO, reference, 'approve');
      return (await client.transferStatus(reference)).body['status'];
    }

    it('move with payments, refunds and payouts, and agree with the statement', async () => {
      const original = await paid(PAYER);
      await refundEnd(original, { amount: '500.5' });
      await payOut('1000');
      await refundEnd(original, { amount: '9999' });
      expect(await balance('collection')).toEqual({ availableBalance: '12500', currency: 'EUR' });
      expect(await balance('disbursement')).toEqual({ availableBalance: '8499.5', currency: 'EUR' });
      const { totals, entries } = simulator.control.statement(MTN_MOMO);
      expect(totals).toEqual([
        { kind: 'collection', currency: 'EUR', count: 1, amount: '2500' },
        { kind: 'refund', currency: 'EUR', count: 1, amount: '500.5' },
        { kind: 'transfer', currency: 'EUR', count: 1, amount: '1000' },
      ]);
      expect(entries[0]).toMatchObject({ sequence: 1, reference: original, counterparty: { id: PAYER } });
      expect(new Set(entries.map((entry) => entry.financialTransactionId)).size).toBe(3);
    });

    it('never go below zero', async () => {
      expect(await payOut('10000.01')).toBe('FAILED');
      expect(await payOut('10000')).toBe('SUCCESSFUL');
      const { reference } = await client.transfer(PAYER, { amount: '1' });
      simulator.control.decide(MTN_MOMO, reference, 'approve');
      expect((await client.transferStatus(reference)).body).toMatchObject(failed('NOT_ENOUGH_FUNDS'));
    });

    it('are in EUR only', async () => {
      const answer = await client.get('collection', 'v1_0/account/balance/XAF');
      expect([answer.status, answer.body['code']]).toEqual([500, 'INVALID_CURRENCY']);
    });
  });
});
