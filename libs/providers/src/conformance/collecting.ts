import { uuidv4 } from '#kernel';
import type { Answered, CollectRequest, DeclineReason } from '../provider.port.js';
import {
  AMOUNT,
  ask as askFor,
  collection,
  eventuallyEnded,
  statusOf,
  type Asking,
  type Ended,
  type OpenedStage,
} from './stage.js';

interface Collector {
  readonly stage: () => OpenedStage;
  readonly asking: Asking;
  /** Asks a wallet for money; the operator must take the request. */
  readonly collect: (lastTwoDigits: string) => Promise<CollectRequest>;
  readonly ask: (request: CollectRequest, closed?: boolean) => Promise<Answered>;
  readonly end: (request: CollectRequest) => Promise<Ended>;
}

/** The rows of the sandbox table that a payer's digits choose, at the level of answers. */
export function describeCollecting(stage: () => OpenedStage, asking: Asking): void {
  const ask: Collector['ask'] = (request, closed) => stage().provider.collectionStatus(statusOf(request, closed));
  const collector: Collector = {
    stage,
    asking,
    ask,
    collect: async (digits) => {
      const request = collection(stage().wallet(digits));
      expect((await askFor(stage(), asking, request)).answer).toEqual({ state: 'accepted' });
      return request;
    },
    end: (request) => eventuallyEnded(() => ask(request)),
  };
  describe('collecting', () => {
    itEnds(collector);
    itTakesItsTime(collector);
    itKnowsItsReferences(collector);
    if (asking === 'pages') return;
    itLosesItsAnswer(collector);
    itAnswersAtOnce(collector);
    itCanBeRepeated(collector);
  });
}

/** Payments that end by themselves. */
function itEnds({ stage, asking, collect, end }: Collector): void {
  it.each(['42', '85', '87', '88', '95', '96'])('is paid by a number that ends in %s', async (digits) => {
    const request = await collect(digits);
    expect(await end(request)).toEqual({
      state: 'settled',
      operatorTransactionId: expect.stringMatching(/^\S+$/) as unknown,
      amount: AMOUNT,
      availableAtOnce: false,
      dispute: null,
    });
    expect(stage().operator.movements(request.reference)).toBe(1);
  });

  it.each<[string, DeclineReason]>([
    ['00', 'payer_not_found'],
    ['89', 'expired'],
    ['98', 'payer_refused'],
    ['99', 'insufficient_funds'],
  ])('is declined to a number that ends in %s: %s', async (digits, reason) => {
    const request = await collect(digits);
    expect(await end(request)).toMatchObject({ state: 'declined', reason: toldBy(asking, reason) });
    expect(stage().operator.movements(request.reference)).toBe(0);
  });

  it('hears of a dispute over the whole amount (90)', async () => {
    const ended = await end(await collect('90'));
    const dispute = ended.state === 'settled' ? ended.dispute : null;
    expect(dispute?.reason).toMatch(/\S/);
    expect(dispute?.amount ?? AMOUNT).toEqual(AMOUNT);
  });

  it('hears that the money is available at once (91)', async () => {
    expect(await end(await collect('91'))).toMatchObject({ state: 'settled', availableAtOnce: true });
  });
}

/** Payments that somebody or something has to end. */
function itTakesItsTime({ stage, asking, collect, ask }: Collector): void {
  it.each<['approve' | 'refuse' | 'lapse', object]>([
    ['approve', { state: 'settled', amount: AMOUNT }],
    ['refuse', { state: 'declined', reason: toldBy(asking, 'payer_refused') }],
    ['lapse', { state: 'declined', reason: 'expired' }],
  ])('waits for the handset (01), and ends when the person does: %s', async (decision, ending) => {
    const request = await collect('01');
    expect((await ask(request)).answer).toEqual({ state: 'pending' });
    stage().operator.decide(request.reference, decision);
    expect((await ask(request)).answer).toMatchObject(ending);
  });

  it('is paid after all once we have closed the payment (92)', async () => {
    const request = await collect('92');
    expect((await ask(request)).answer).toEqual({ state: 'pending' });
    expect((await ask(request, true)).answer).toMatchObject({ state: 'settled', amount: AMOUNT });
  });

  it('stays pending when the operator never answers (97)', async () => {
    const request = await collect('97');
    for (let checks = 0; checks < 3; checks += 1) expect((await ask(request)).answer).toEqual({ state: 'pending' });
  });
}

function itLosesItsAnswer({ stage, end }: Collector): void {
  it('stays pending when the answer was lost (86), and polling our own reference finds the money', async () => {
    const request = collection(stage().wallet('86'));
    expect((await stage().provider.collect(request)).answer).toEqual({ state: 'pending' });
    expect(await end(request)).toMatchObject({ state: 'settled', amount: AMOUNT });
    expect(stage().operator.movements(request.reference)).toBe(1);
  });
}

/** Requests that the operator does not take. */
function itAnswersAtOnce({ stage, ask }: Collector): void {
  it('is refused at once (93)', async () => {
    const request = collection(stage().wallet('93'));
    expect((await stage().provider.collect(request)).answer).toMatchObject({
      state: 'declined',
      reason: 'limit_reached',
      message: expect.stringMatching(/\S/) as unknown,
    });
    expect((await ask(request)).answer).toEqual({ state: 'unknown_reference' });
  });

  it('is unavailable when the request certainly did not reach the operator (94)', async () => {
    const request = collection(stage().wallet('94'));
    expect((await stage().provider.collect(request)).answer).toMatchObject({ state: 'unavailable' });
    expect((await ask(request)).answer).toEqual({ state: 'unknown_reference' });
  });
}

function itKnowsItsReferences({ stage }: Collector): void {
  it('says so when the operator does not know a reference', async () => {
    const { answer } = await stage().provider.collectionStatus(statusOf({ reference: uuidv4() }));
    expect(answer).toEqual({ state: 'unknown_reference' });
  });
}

/** References and what is kept of them. */
function itCanBeRepeated({ stage, collect, ask, end }: Collector): void {
  it('moves money once, however often one reference is sent', async () => {
    const request = collection(stage().wallet('42'));
    const answers = await Promise.all(Array.from({ length: 10 }, () => stage().provider.collect(request)));
    for (const { answer } of answers) expect(answer.state).toBe('accepted');
    await end(request);
    expect((await stage().provider.collect(request)).answer.state).toMatch(/^(?:accepted|settled)$/);
    expect(stage().operator.movements(request.reference)).toBe(1);
  });

  it('keeps of each exchange what people need, without the payer’s number', async () => {
    const request = await collect('42');
    await end(request);
    const { exchange } = await ask(request);
    expect(exchange).toMatchObject({ reference: request.reference, httpStatus: 200 });
    expect(exchange.operation).toMatch(/^[a-z-]+$/);
    expect(exchange.durationMs).toBeGreaterThan(0);
    expect(exchange.body).toContain(request.externalId);
    expect(exchange.body).not.toContain(request.payer.national);
  });
}

/** An operator that has payers pay on its page does not say why one did not. */
const toldBy = (asking: Asking, reason: DeclineReason): DeclineReason =>
  asking === 'prompts' || reason === 'expired' ? reason : 'operator_refused';
