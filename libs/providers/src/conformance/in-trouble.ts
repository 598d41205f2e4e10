import type { Answered, CollectRequest } from '../provider.port.js';
import {
  AMOUNT,
  ask as askFor,
  collection,
  eventuallyEnded,
  statusOf,
  type Asking,
  type OpenedStage,
  type Trouble,
} from './stage.js';

interface Payer {
  readonly stage: () => OpenedStage;
  readonly paying: () => CollectRequest;
  readonly collect: (request: CollectRequest) => Promise<Answered>;
  readonly ask: (request: CollectRequest) => Promise<Answered>;
  /** Lets trouble meet the request itself: the adapter has got everything ready, and the operator has nothing of it. */
  readonly warmUp: (request: CollectRequest) => Promise<void>;
  readonly expectPaidOnce: (request: CollectRequest) => Promise<void>;
}

/** Nobody may pay twice, and nothing may be lost, whatever happens between the operator and us. */
export function describeTrouble(stage: () => OpenedStage, asking: Asking): void {
  const paying = () => collection(stage().wallet('42'));
  const ask = (request: CollectRequest) => stage().provider.collectionStatus(statusOf(request));
  const payer: Payer = {
    stage,
    paying,
    ask,
    collect: (request) => askFor(stage(), asking, request),
    warmUp: async (request) => {
      stage().operator.trouble('requests-vanish');
      expect((await stage().provider.collect(request)).answer).toEqual({ state: 'accepted' });
      stage().operator.trouble('none');
    },
    expectPaidOnce: async (request) => {
      expect(await eventuallyEnded(() => ask(request))).toMatchObject({ state: 'settled', amount: AMOUNT });
      expect(stage().operator.movements(request.reference)).toBe(1);
    },
  };
  describe('in trouble', () => {
    itKnowsWhatCertainlyDidNotArrive(payer);
    itWaitsUntilItCanAsk(payer);
    if (asking === 'prompts') itPaysOnceWhateverArrived(payer);
  });
}

function itKnowsWhatCertainlyDidNotArrive({ stage, paying, collect, ask }: Payer): void {
  it('answers unavailable when nobody listens', async () => {
    const request = paying();
    const { answer, exchange } = await stage().unreachable.collect(request);
    expect(answer).toMatchObject({ state: 'unavailable', message: expect.stringMatching(/\S/) as unknown });
    expect(exchange).toMatchObject({ reference: request.reference, httpStatus: null });
    expect((await ask(request)).answer).toEqual({ state: 'unknown_reference' });
  });

  it.each<Trouble>(['out-of-service', 'reset', 'firewall', 'slow'])(
    'answers unavailable while there is no way to sign in (%s)',
    async (trouble) => {
      const request = paying();
      stage().operator.trouble(trouble);
      expect((await collect(request)).answer).toMatchObject({ state: 'unavailable' });
      stage().operator.trouble('none');
      expect((await ask(request)).answer).toEqual({ state: 'unknown_reference' });
    },
  );
}

function itPaysOnceWhateverArrived({ stage, paying, collect, ask, warmUp, expectPaidOnce }: Payer): void {
  it.each<Trouble>(['reset', 'slow', 'firewall'])(
    'stays pending when the request may have arrived (%s), and one reference is paid once',
    async (trouble) => {
      const request = paying();
      await warmUp(request);
      stage().operator.trouble(trouble);
      expect((await collect(request)).answer).toEqual({ state: 'pending' });
      stage().operator.trouble('none');
      const { answer } = await ask(request);
      if (answer.state === 'unknown_reference') await collect(request);
      await expectPaidOnce(request);
    },
  );

  it('finds by polling what was taken while answers were lost', async () => {
    const request = paying();
    await warmUp(request);
    stage().operator.trouble('answers-lost');
    expect((await collect(request)).answer).toEqual({ state: 'pending' });
    stage().operator.trouble('none');
    await expectPaidOnce(request);
  });

  it('says that a forgotten request is unknown, and the same reference can be sent again', async () => {
    const request = paying();
    await warmUp(request);
    expect((await ask(request)).answer).toEqual({ state: 'unknown_reference' });
    expect((await collect(request)).answer).toEqual({ state: 'accepted' });
    await expectPaidOnce(request);
  });
}

function itWaitsUntilItCanAsk({ stage, paying, collect, ask, expectPaidOnce }: Payer): void {
  it.each<Trouble>(['out-of-service', 'reset', 'slow', 'firewall'])(
    'leaves a payment pending that cannot be asked for (%s)',
    async (trouble) => {
      const request = paying();
      expect((await collect(request)).answer).toEqual({ state: 'accepted' });
      stage().operator.trouble(trouble);
      expect((await ask(request)).answer).toEqual({ state: 'pending' });
      expect((await stage().unreachable.collectionStatus(statusOf(request))).answer).toEqual({ state: 'pending' });
      stage().operator.trouble('none');
      await expectPaidOnce(request);
    },
  );

  it('goes on when credentials end in the middle', async () => {
    const request = paying();
    await collect(request);
    stage().operator.expireCredentials();
    await expectPaidOnce(request);
    stage().operator.expireCredentials();
    expect((await collect(paying())).answer).toEqual({ state: 'accepted' });
  });
}
