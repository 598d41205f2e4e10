import { uuidv4 } from '#kernel';
import type { CollectRequest, DeclineReason, RefundRequest } from '../provider.port.js';
import {
  AMOUNT,
  collection,
  eventuallyEnded,
  expectSent,
  expectSentOnce,
  type OpenedStage,
  refundOf,
  statusOf,
} from './stage.js';

export function describeRefunding(stage: () => OpenedStage): void {
  const paidBy = async (digits: string): Promise<CollectRequest> => {
    const request = collection(stage().wallet(digits));
    await stage().provider.collect(request);
    const paid = await eventuallyEnded(() => stage().provider.collectionStatus(statusOf(request)));
    expect(paid.state).toBe('settled');
    return request;
  };
  const ask = (request: RefundRequest) => stage().provider.refundStatus(statusOf(request));
  const refund = async (request: RefundRequest) => {
    expectSent(stage(), await stage().provider.refund(request));
    return eventuallyEnded(() => ask(request));
  };

  describe('refunding', () => {
    it('gives the money back', async () => {
      const request = refundOf(await paidBy('42'));
      expect(await refund(request)).toMatchObject({ state: 'settled', amount: AMOUNT, dispute: null });
      expect(stage().operator.movements(request.reference)).toBe(1);
    });

    it('stays pending where the operator lets it (88)', async () => {
      const request = refundOf(await paidBy('88'));
      expect((await stage().provider.refund(request)).answer).toEqual({ state: 'accepted' });
      for (let checks = 0; checks < 3; checks += 1) expect((await ask(request)).answer).toEqual({ state: 'pending' });
    });

    it.each<[string, DeclineReason]>([
      ['95', 'cancelled_by_operator'],
      ['96', 'operator_refused'],
    ])('fails at the first attempt of a number that ends in %s, and a retry succeeds', async (digits, reason) => {
      const paid = await paidBy(digits);
      const externalId = uuidv4();
      const first = refundOf(paid, externalId);
      expect((await stage().provider.refund(first)).answer).toEqual({ state: 'accepted' });
      expect(await eventuallyEnded(() => ask(first))).toMatchObject({ state: 'declined', reason });
      expect(stage().operator.movements(first.reference)).toBe(0);
      expect(await refund(refundOf(paid, externalId))).toMatchObject({ state: 'settled', amount: AMOUNT });
    });

    it('moves money once, however often one reference is sent', async () => {
      const request = refundOf(await paidBy('42'));
      const answers = await Promise.all(Array.from({ length: 5 }, () => stage().provider.refund(request)));
      expectSentOnce(stage(), answers);
      await eventuallyEnded(() => ask(request));
      expect(stage().operator.movements(request.reference)).toBe(1);
    });

    it('says so when the operator does not know a reference', async () => {
      const { answer } = await stage().provider.refundStatus(statusOf({ reference: uuidv4() }));
      expect(answer).toEqual({ state: 'unknown_reference' });
    });
  });
}
