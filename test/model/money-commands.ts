import fc from 'fast-check';
import { command, pick, times } from './command.js';
import type { MerchantModel } from './merchant-model.js';
import type { ModelPayment, ModelPayout } from './model-records.js';
import { lookAt, wordsOfRefund } from './seen.js';
import { codeOf } from './trade.js';

const which = fc.nat(30);

/** Of a payment in sixteenths, or all that is left of it, or more than it was. */
const part = fc.oneof(fc.integer({ min: 1, max: 16 }), fc.constantFrom('rest' as const, 'too much' as const));

function amountOf(part: number | 'rest' | 'too much', payment: ModelPayment, model: MerchantModel): number {
  if (part === 'too much') return payment.amount + 1;
  if (part === 'rest') return model.refundable(payment) || payment.amount;
  return Math.max(1, Math.floor((payment.amount * part) / 16));
}

const refund = command({
  name: 'refund',
  drawn: fc.record({ which, part, twice: fc.boolean() }),
  may: ({ payments }) => payments.length > 0,
  run: async (model, trade, drawn) => {
    const payment = pick(model.payments, drawn.which, (each) => model.refundable(each) > 0);
    const amount = amountOf(drawn.part, payment, model);
    // Of two who find it unpaid one asks the operator, and the other does not wait for what it says.
    const calls = drawn.twice && payment.status === 'settled' ? 2 : 1;
    const { now } = trade;
    const done = await Promise.all(Array.from({ length: calls }, () => trade.refund(payment, amount)));
    model.askedIfDue(payment, now);
    const expected = done.map(() => model.refund(payment, amount));
    expect(done.map(codeOf).sort()).toEqual(expected.map(codeOf).sort());
    const ids = done.flatMap((made) => (typeof made === 'string' ? [] : [made.id]));
    const { refunds } = await lookAt(trade, model);
    for (const made of expected) {
      if (typeof made === 'string') continue;
      // Which of two came first, what each got tells.
      const index = ids.findIndex((id) => refunds[id] === wordsOfRefund(made));
      const [id = ''] = ids.splice(Math.max(index, 0), 1);
      model.refunds.push({ ...made, id });
    }
  },
});

const checkRefund = command({
  name: 'checkRefund',
  drawn: which,
  may: ({ refunds }) => refunds.length > 0,
  run: async (model, trade, drawn) => {
    const asked = pick(model.refunds, drawn, ({ status }) => status === 'pending' || status === 'processing');
    await trade.check('refund', asked.id);
    model.refundAsked(asked);
  },
});

const retry = command({
  name: 'retryRefund',
  drawn: which,
  may: ({ refunds }) => refunds.length > 0,
  run: async (model, trade, drawn) => {
    const again = pick(model.refunds, drawn, ({ status }) => status === 'failed' || status === 'cancelled');
    const made = model.refund(again.payment, again.amount, again);
    expect(codeOf(await trade.retry(again.id))).toBe(codeOf(made));
    if (typeof made !== 'string') Object.assign(again, { ...made, id: again.id });
  },
});

/** In quarters of what is available, and five of them: more than there is. What it ends in decides how it ends. */
const payOut = command({
  name: 'payOut',
  drawn: fc.record({ quarters: fc.integer({ min: 1, max: 5 }), ending: fc.constantFrom(0, 96, 97) }),
  may: ({ available }) => available >= 500,
  run: async (model, trade, { quarters, ending }) => {
    const hundreds = Math.floor((model.available * quarters) / 400);
    const amount = Math.max(hundreds * 100 + ending, 1);
    const done = await trade.payOut(amount);
    expect(codeOf(done)).toBe(model.payOut(amount));
    if (typeof done !== 'string') model.payouts.push({ id: done.id, amount, status: 'pending', operator: 'waiting' });
  },
});

const checkPayout = command({
  name: 'checkPayout',
  drawn: which,
  may: ({ payouts }) => payouts.length > 0,
  run: async (model, trade, drawn) => {
    const payout = pick(model.payouts, drawn, ({ status }) => status === 'pending' || status === 'processing');
    await trade.check('payout', payout.id);
    model.payoutAsked(payout);
  },
});

const withOperator = ({ payouts }: Readonly<MerchantModel>): ModelPayout[] =>
  payouts.filter(({ status, operator }) => status === 'processing' && operator === 'waiting');

const decidePayout = command({
  name: 'decidePayout',
  drawn: fc.record({ which, decision: fc.constantFrom('approve' as const, 'refuse' as const) }),
  may: (model) => withOperator(model).length > 0,
  run: async (model, trade, { decision, ...drawn }) => {
    const payout = pick(withOperator(model), drawn.which);
    await trade.decidePayout(payout, decision);
    payout.operator = decision === 'approve' ? 'completed' : 'failed';
  },
});

const release = command({
  name: 'release',
  drawn: fc.constant(null),
  run: async (model, trade) => {
    const { now } = trade;
    await trade.job('release-settlements');
    model.release(now);
  },
});

/** What goes back to payers and out to merchants. */
export const money = [
  ...[...times(6, refund), ...times(7, checkRefund), ...times(3, retry)],
  ...[...times(3, payOut), ...times(4, checkPayout), ...times(2, decidePayout), ...times(2, release)],
];
