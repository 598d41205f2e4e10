import { Money, uuidv4 } from '#kernel';
import { eventuallyEnded, expectSent, expectSentOnce, type OpenedStage, payout, statusOf } from './stage.js';

/** Payouts take their outcome from the amount. */
export function describePayingOut(stage: () => OpenedStage): void {
  const send = async (amount: string) => {
    const request = payout(amount, stage().wallet('42'));
    expect((await stage().provider.payOut(request)).answer).toEqual({ state: 'accepted' });
    return request;
  };
  const ask = (request: { reference: string }) => stage().provider.payOutStatus(statusOf(request));

  describe('paying out', () => {
    it('completes', async () => {
      const request = payout('1000', stage().wallet('42'));
      expectSent(stage(), await stage().provider.payOut(request), request.amount);
      const ended = await eventuallyEnded(() => ask(request));
      expect(ended).toMatchObject({ state: 'settled', amount: Money.of('1000', 'XAF'), dispute: null });
      expect(stage().operator.movements(request.reference)).toBe(1);
    });

    it('fails at the next check (96)', async () => {
      const request = await send('1096');
      expect((await ask(request)).answer).toMatchObject({ state: 'declined', reason: 'operator_refused' });
      expect(stage().operator.movements(request.reference)).toBe(0);
    });

    it('stays pending (97)', async () => {
      const request = await send('1097');
      for (let checks = 0; checks < 3; checks += 1) expect((await ask(request)).answer).toEqual({ state: 'pending' });
    });

    it('moves money once, however often one reference is sent', async () => {
      const request = payout('1000', stage().wallet('42'));
      const answers = await Promise.all(Array.from({ length: 10 }, () => stage().provider.payOut(request)));
      expectSentOnce(stage(), answers);
      await eventuallyEnded(() => ask(request));
      expect(stage().operator.movements(request.reference)).toBe(1);
    });

    it('says so when the operator does not know a reference', async () => {
      expect((await ask({ reference: uuidv4() })).answer).toEqual({ state: 'unknown_reference' });
    });
  });
}
