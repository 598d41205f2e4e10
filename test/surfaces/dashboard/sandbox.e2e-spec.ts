import { doualaDay } from '#kernel';
import { RetryRefund } from '#payments';
import { eventually } from '../../support/eventually.js';
import { aPayer, atOnce } from '../../support/payments.js';
import { SandboxStage, type Shop } from '../../support/sandbox-stage.js';
import { MTN_MOMO } from '../../support/simulator.js';

const MINUTE_MS = 60_000;
const PAID = ['payment credit 10000 completed', 'fee debit 250 completed'];

type Ending = NonNullable<Parameters<typeof aPayer>[0]>;

/** What can be seen of a payment at the end. */
interface Row {
  readonly effect: string;
  readonly status: 'paid' | 'failed' | 'expired' | 'cancelled';
  readonly failureCode?: string;
  readonly balance?: readonly number[];
  readonly rows?: readonly string[];
  readonly events: readonly string[];
}

const paid: Omit<Row, 'effect'> = { status: 'paid', balance: [0, 9750, 0], rows: PAID, events: ['payment.completed'] };
const ended = (status: 'failed' | 'expired' | 'cancelled', failureCode: string): Omit<Row, 'effect'> => ({
  status,
  failureCode,
  events: [`payment.${status}`],
});

const ROWS: Partial<Record<Ending, Row>> = {
  '00': { effect: 'has no account holder', ...ended('failed', 'PAYER_NOT_FOUND') },
  '10': { effect: 'pays, and its refunds complete', ...paid },
  '85': { effect: 'pays, three callbacks, one out of order', ...paid },
  '86': { effect: 'pays, and the answer was lost', ...paid },
  '87': { effect: 'pays, and no callback comes', ...paid },
  '89': { effect: 'lets it lapse', ...ended('expired', 'EXPIRED') },
  '90': {
    effect: 'pays, and disputes the whole amount at once',
    ...paid,
    balance: [-250, 0, 10000],
    rows: [...PAID, 'chargeback debit 10000 pending'],
    events: ['payment.completed', 'chargeback.opened'],
  },
  '91': { effect: 'pays, and the net can be used at once', ...paid, balance: [9750, 0, 0] },
  '93': { effect: 'is refused at once', ...ended('failed', 'LIMIT_REACHED') },
  '94': { effect: 'cannot be reached', ...ended('failed', 'OPERATOR_UNAVAILABLE') },
  '98': { effect: 'refuses', ...ended('cancelled', 'PAYER_REFUSED') },
  '99': { effect: 'has not enough', ...ended('failed', 'INSUFFICIENT_FUNDS') },
};
/** What makePayment answers where that is not 201. */
const REFUSED: Partial<Record<Ending, readonly [number, string]>> = {
  '93': [400, 'PAYMENT_FAILED'],
  '94': [502, 'PROVIDER_UNAVAILABLE'],
};

describe('the sandbox', () => {
  let stage: SandboxStage;
  beforeAll(async () => {
    stage = await SandboxStage.start();
  }, 60_000);
  afterAll(() => stage?.stop());
  afterEach(async () => expect(await stage.door.findings()).toEqual([]));

  /** All stories at once: each waits for background work that takes seconds and costs next to nothing. */
  const stories = new Map<string, { readonly tell: () => Promise<void>; ends?: Promise<void> }>();
  function story(name: string, tell: () => Promise<void>): void {
    stories.set(name, { tell });
    it(name, async () => stories.get(name)?.ends, 120_000);
  }
  beforeAll(() => {
    for (const each of stories.values()) {
      each.ends = each.tell();
      each.ends.catch(() => undefined);
    }
  });

  const started = async (shop: Shop, ending: Ending): Promise<{ id: string; reference: string }> => {
    const { status, body } = await shop.pay(aPayer(ending));
    if (status !== 201) throw new Error(JSON.stringify(body));
    return { id: body.data.paymentId, reference: body.data.providerReference };
  };
  const paidBy = async (shop: Shop, ending: Ending): Promise<string> => {
    const { id } = await started(shop, ending);
    await shop.becomes(id, 'paid');
    return id;
  };
  const told = async (shop: Shop, count: number): Promise<string[]> =>
    (await shop.told(count)).map(({ event }) => event);
  const decide = (reference: string, decision: 'approve' | 'refuse' | 'lapse') =>
    stage.door.simulator.control.decide(MTN_MOMO, reference, decision);
  /** The method and fate of each callback that the operator sent about a payment, once there are so many. */
  const callbacksOf = (reference: string, count: number): Promise<unknown[]> =>
    eventually(
      () =>
        stage.door.simulator.control
          .callbacks(MTN_MOMO)
          .filter((callback) => callback.reference === reference)
          .map(({ method, result, httpStatus }) => [method, result, httpStatus]),
      ({ length }) => length >= count,
    );

  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  const MORE: Partial<Record<Ending, (shop: Shop, payment: any) => Promise<void>>> = {
    '00': async (shop, { phoneNumber }) => {
      const { body } = await shop.call('verifyAccountHolder', { query: { phoneNumber } });
      expect(body.data).toMatchObject({ isActive: false, name: null });
    },
    '10': async (shop, { id, providerReference }) => {
      expect(await callbacksOf(providerReference, 1)).toEqual([['POST', 'delivered', 200]]);
      const { refundId } = (await shop.refund(id, 10000)).body.data;
      await shop.listed('listRefunds', refundId, 'completed');
      expect(await told(shop, 3)).toEqual(['payment.completed', 'refund.created', 'refund.completed']);
      expect(await shop.payment(id)).toMatchObject({ refundState: 'full', refundableAmount: 0 });
      expect(await shop.balance()).toEqual([0, 0, 0]);
    },
    '85': async (_, { id, providerReference }) => {
      expect(await callbacksOf(providerReference, 3)).toEqual(Array(3).fill(['POST', 'delivered', 200]));
      const kept = await stage.door.database.query('SELECT 1 FROM provider_callbacks WHERE $1 = ANY (mentions)', [id]);
      expect(kept).toHaveLength(3);
    },
    '87': async (_, { providerReference }) => {
      expect(await callbacksOf(providerReference, 0)).toEqual([]);
    },
    '90': async (shop, payment) => {
      const [, opened] = await shop.told(2);
      const { chargeback } = opened?.data ?? {};
      expect(chargeback).toMatchObject({ paymentId: payment.id, amount: 10000, status: 'open', mode: 'SANDBOX' });
      expect(payment).toMatchObject({ disputed: true, chargebackId: chargeback.id, refundableAmount: 0 });
      expect((await shop.refund(payment.id, 100)).body.error.code).toBe('PAYMENT_NOT_REFUNDABLE');
    },
    '91': async (shop, { paidAt, availableOn }) => {
      const settlements = await stage.door.database.query(
        'SELECT settled_on, amount::int, payment_count FROM settlements WHERE organization_id = $1',
        [shop.merchant.organizationId],
      );
      const day = doualaDay(new Date(paidAt));
      expect([availableOn, settlements]).toEqual([day, [{ settled_on: day, amount: 9750, payment_count: 1 }]]);
    },
  };

  describe('a payer whose number ends in', () => {
    for (const [ending, row] of Object.entries(ROWS) as [Ending, Row][]) {
      story(`${ending} ${row.effect}`, async () => {
        const shop = await stage.shop();
        const { status, body } = await shop.pay(aPayer(ending));
        expect([status, body.error?.code]).toEqual(REFUSED[ending] ?? [201, undefined]);
        const paymentId: string = body.data?.paymentId ?? body.error.details.transactionId;
        await shop.becomes(paymentId, row.status);
        expect(await told(shop, row.events.length)).toEqual(row.events);
        const payment = await shop.payment(paymentId);
        const { status: end, failureCode = null } = row;
        expect(payment).toMatchObject({ status: end, failureCode, refundState: 'none' });
        expect(await shop.balance()).toEqual(row.balance ?? [0, 0, 0]);
        expect(await shop.rows()).toEqual(row.rows ?? []);
        await MORE[ending]?.(shop, payment);
      });
    }

    for (const [decision, status, event] of [
      ['approve', 'paid', 'payment.completed'],
      ['refuse', 'cancelled', 'payment.cancelled'],
      ['lapse', 'expired', 'payment.expired'],
    ] as const) {
      story(`01 waits for a person, who chooses to ${decision}`, async () => {
        const shop = await stage.shop();
        const { id, reference } = await started(shop, '01');
        const prompts = stage.door.simulator.control.prompts(MTN_MOMO);
        expect(prompts.map((prompt) => prompt.reference)).toContain(reference);
        const asked = await shop.call('getPaymentStatus', { path: { transactionId: id } });
        expect(asked.body.data.status).toBe('pending');
        decide(reference, decision);
        await shop.becomes(id, status);
        expect(await told(shop, 1)).toEqual([event]);
      });
    }

    story('88 pays, and its refunds stay processing', async () => {
      const shop = await stage.shop();
      const id = await paidBy(shop, '88');
      const { refundId } = (await shop.refund(id, 4000)).body.data;
      await shop.listed('listRefunds', refundId, 'processing');
      await stage.check('refund', refundId);
      await shop.listed('listRefunds', refundId, 'processing');
      expect(await told(shop, 2)).toEqual(['payment.completed', 'refund.created']);
      expect(await shop.payment(id)).toMatchObject({
        refundState: 'pending',
        refundedAmount: 0,
        refundableAmount: 6000,
      });
      expect(await shop.balance()).toEqual([0, 5850, 3900]);
      expect(await shop.rows()).toEqual([...PAID, 'refund debit 4000 processing', 'fee credit 100 processing']);
    });

    for (const ending of ['95', '96'] as const) {
      story(`${ending} pays; the first attempt of a refund does not go through, a retry does`, async () => {
        const shop = await stage.shop();
        const id = await paidBy(shop, ending);
        const { refundId } = (await shop.refund(id, 4000)).body.data;
        await shop.listed('listRefunds', refundId, 'failed');
        expect(await shop.balance()).toEqual([0, 9750, 0]);
        expect(await shop.rows()).toEqual([...PAID, 'refund debit 4000 failed', 'fee credit 100 failed']);
        await stage.door.commands.execute(new RetryRefund(shop.merchant.tenant, refundId));
        await shop.listed('listRefunds', refundId, 'completed');
        const events = ['payment.completed', 'refund.created', 'refund.failed', 'refund.completed'];
        expect(await told(shop, 4)).toEqual(events);
        expect(await shop.payment(id)).toMatchObject({ refundState: 'partial', refundedAmount: 4000 });
        expect(await shop.balance()).toEqual([0, 5850, 0]);
        expect(await shop.rows()).toEqual([...PAID, 'refund debit 4000 completed', 'fee credit 100 completed']);
      });
    }
  });

  for (const [amount, status, available, reserved] of [
    [5096, 'failed', 9750, 0],
    [5097, 'processing', 4653, 5097],
    [5000, 'completed', 4750, 0],
  ] as const) {
    story(`a payout of ${amount} becomes ${status}`, async () => {
      const shop = await stage.shop();
      await paidBy(shop, '91');
      const { payoutId } = (await shop.call('requestPayout', { body: { amount, currency: 'XAF' } })).body.data;
      await shop.listed('listPayouts', payoutId, status);
      const events = ['payment.completed', ...(status === 'processing' ? [] : [`payout.${status}`])];
      expect(await told(shop, events.length)).toEqual(events);
      expect(await shop.balance()).toEqual([available, 0, reserved]);
      expect((await shop.rows()).at(-1)).toBe(`payout debit ${amount} ${status}`);
    });
  }

  story('a payment of which callbacks, background and readers hear at the same moment settles once', async () => {
    const shop = await stage.shop();
    const { id, reference } = await started(shop, '01');
    decide(reference, 'approve');
    const body = { reference, status: 'SUCCESSFUL' };
    await atOnce(30, async (turn): Promise<unknown> => {
      if (turn % 3 === 0) return stage.door.call('receiveMtnCallback', { body });
      if (turn % 3 === 1) return shop.call('getPaymentStatus', { path: { transactionId: id } });
      return stage.check('payment', id);
    });
    await shop.becomes(id, 'paid');
    expect(await told(shop, 1)).toEqual(['payment.completed']);
    expect(await shop.balance()).toEqual([0, 9750, 0]);
    const journals = await stage.door.database.query('SELECT 1 FROM ledger_journals WHERE cause_id = $1', [id]);
    expect(journals).toHaveLength(1);
  });

  it('as time goes by, 92 is paid after all, cancelled or expired; 97 lapses; what was paid can be used on its day', async () => {
    const [cancelled, expired, lapsed, earning] = await Promise.all([
      stage.shop(),
      stage.shop(),
      stage.shop(),
      stage.shop(),
    ]);
    const { id: one } = await started(cancelled, '92');
    const { id: two } = await started(expired, '92');
    const { id: three } = await started(lapsed, '97');
    const four = await paidBy(earning, '10');
    for (const [shop, transactionId] of [
      [cancelled, one] as const,
      [expired, two] as const,
      [lapsed, three] as const,
    ]) {
      const { body } = await shop.call('getPaymentStatus', { path: { transactionId } });
      expect(body.data.status).toBe('pending');
    }
    await cancelled.call('cancelPayment', { path: { paymentId: one } });
    await cancelled.becomes(one, 'paid');
    expect(await told(cancelled, 2)).toEqual(['payment.cancelled', 'payment.completed']);

    await stage.pass(31 * MINUTE_MS);
    await lapsed.becomes(three, 'expired');
    await expired.becomes(two, 'paid');
    expect(await told(lapsed, 1)).toEqual(['payment.expired']);
    expect(await told(expired, 2)).toEqual(['payment.expired', 'payment.completed']);
    expect(await lapsed.balance()).toEqual([0, 0, 0]);
    for (const shop of [cancelled, expired, earning]) expect(await shop.balance()).toEqual([0, 9750, 0]);

    const { availableOn } = await earning.payment(four);
    await stage.pass(Date.parse(`${availableOn}T05:00:00Z`) - stage.now().getTime());
    await earning.signInAgain();
    await eventually(
      () => earning.balance(),
      ([available]) => available === 9750,
      MINUTE_MS,
    );
    expect(await earning.balance()).toEqual([9750, 0, 0]);
    expect(await earning.rows()).toEqual(PAID);
  }, 180_000);

  it('tells nobody twice, and leaves nothing untold', async () => {
    const untold = `SELECT event, status, attempts FROM webhook_deliveries WHERE attempts > 1 OR status <> 'delivered'`;
    await eventually(
      () => stage.door.database.query(untold),
      ({ length }) => length === 0,
    );
    const twice = 'SELECT event FROM webhook_deliveries GROUP BY organization_id, event HAVING count(*) > 1';
    expect(await stage.door.database.query(twice)).toEqual([]);
    expect(await stage.door.database.query('SELECT 1 FROM outbox_parked')).toEqual([]);
  });
});
