import { AMOUNT, collection, confirm, eventuallyEnded, statusOf, type OpenedStage, type Trouble } from './stage.js';
import type { CollectRequest } from '../provider.port.js';

/** What is different where payers are sent to a page of the operator's: nothing happens before they confirm there. */
export function describePages(stage: () => OpenedStage): void {
  const ask = async (request: CollectRequest) => (await stage().provider.collectionStatus(statusOf(request))).answer;
  const opened = async (digits = '42'): Promise<CollectRequest> => {
    const request = collection(stage().wallet(digits));
    expect((await stage().provider.collect(request)).answer).toEqual({ state: 'accepted' });
    return request;
  };
  const expectPaidOnce = async (request: CollectRequest): Promise<void> => {
    const ended = await eventuallyEnded(() => stage().provider.collectionStatus(statusOf(request)));
    expect(ended).toMatchObject({ state: 'settled', amount: AMOUNT });
    expect(stage().operator.movements(request.reference)).toBe(1);
  };

  describe('on a page of its own', () => {
    itWaitsForThePayer({ stage, ask, opened, expectPaidOnce });
    itIsMadeOnce({ stage, ask, opened, expectPaidOnce });
  });
}

interface Pages {
  readonly stage: () => OpenedStage;
  readonly ask: (request: CollectRequest) => Promise<object>;
  readonly opened: (digits?: string) => Promise<CollectRequest>;
  readonly expectPaidOnce: (request: CollectRequest) => Promise<void>;
}

function itWaitsForThePayer({ stage, ask, opened, expectPaidOnce }: Pages): void {
  it('leads the payer to the operator and nowhere else, and is pending until he confirms', async () => {
    const request = await opened();
    const url = new URL((await stage().provider.payerPage(request)) ?? '');
    expect(stage().provider.pageOrigins('sandbox')).toContain(url.origin);
    for (let checks = 0; checks < 3; checks += 1) expect(await ask(request)).toEqual({ state: 'pending' });
    expect(stage().operator.movements(request.reference)).toBe(0);
    await confirm(stage(), request);
    await expectPaidOnce(request);
  });

  it('finds by polling what was confirmed while the page’s answer was lost (86)', async () => {
    const request = await opened('86');
    await expect(confirm(stage(), request)).rejects.toThrow('fetch failed');
    await expectPaidOnce(request);
  });

  it('is refused by the page at once (93)', async () => {
    const request = await opened('93');
    await confirm(stage(), request);
    expect(await ask(request)).toMatchObject({ state: 'declined', reason: 'operator_refused' });
    expect(stage().operator.movements(request.reference)).toBe(0);
  });

  it('stays open for another try when the page is out of service (94)', async () => {
    const request = await opened('94');
    expect(await confirm(stage(), request)).toBe(503);
    expect(await ask(request)).toEqual({ state: 'pending' });
    await confirm(stage(), { ...request, payer: stage().wallet('42') });
    await expectPaidOnce(request);
  });
}

function itIsMadeOnce({ stage, ask, opened, expectPaidOnce }: Pages): void {
  it('is one page, however often one reference is sent', async () => {
    const request = collection(stage().wallet('42'));
    const answers = await Promise.all(Array.from({ length: 10 }, () => stage().provider.collect(request)));
    const states = answers.map(({ answer }) => answer.state);
    expect(states).toContain('accepted');
    for (const state of states) expect(state).toMatch(/^(?:accepted|pending)$/);
    await confirm(stage(), request);
    await expectPaidOnce(request);
    expect((await stage().provider.collect(request)).answer).toEqual({ state: 'accepted' });
    expect(stage().operator.movements(request.reference)).toBe(1);
  });

  it.each<Trouble>(['reset', 'slow', 'firewall', 'answers-lost', 'out-of-service'])(
    'ends when its address was lost on the way (%s), and nobody can pay on it',
    async (trouble) => {
      // Signed in before, so that the trouble meets the request itself.
      await opened();
      const request = collection(stage().wallet('42'));
      stage().operator.trouble(trouble);
      expect((await stage().provider.collect(request)).answer).toMatchObject({ state: 'unavailable' });
      stage().operator.trouble('none');
      expect(await stage().provider.payerPage(request)).toBeNull();
      // Neither asked for again nor taken for paid, now or later.
      expect((await stage().provider.collect(request)).answer).toEqual({ state: 'pending' });
      expect(await ask(request)).toEqual({ state: 'pending' });
      expect(stage().operator.movements(request.reference)).toBe(0);
    },
  );
}
