import fc from 'fast-check';
import { command, pick, times, type Command } from './command.js';
import type { MerchantModel } from './merchant-model.js';
import type { ModelPayment, ModelPayout } from './model-records.js';
import { lookAt, wordsOfRefund } from './seen.js';
import { codeOf } from './trade.js';

const which = fc.nat(30);

/** Of a payment in sixteenths, or all that is left of it, or more than it was. */
type Part = number | 'rest' | 'too much';
const anyPart = fc.oneof(fc.integer({ min: 1, max: 16 }), fc.constantFrom('rest' as const, 'too much' as const));
const largePart = fc.constantFrom<Part>('rest', 'rest', 8, 15);

function amountOf(part: Part, payment: ModelPayment, model: MerchantModel): number {
  if (part === 'too much') return payment.amount + 1;
  if (part === 'rest') return model.refundable(payment) || payment.amount;
  return Math.max(1, Math.floor((payment.amount * part) / 16));
}

const refunding = (
  part: fc.Arbitrary<Part>,
  isPreferred: (payment: ModelPayment) => boolean = () => true,
): fc.Arbitrary<Command> =>
  command({
    name: 'refund',
    drawn: fc.record({ which, part, twice: fc.boolean() }),
    may: ({ payments }) => payments.length > 0,
    run: async (model, trade, drawn) => {
      const payment = pick(model.payments, drawn.which, (each) => model.refundable(each) > 0 && isPreferred(each));
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

/** All that is available, or some quarters of it, and five of them: more than there is. What it ends in decides how it ends. */
const anyShare = fc.record({ quarters: fc.integer({ min: 1, max: 5 }), ending: fc.constantFrom(0, 96, 97) });
const everything = fc.constant('everything' as const);
type Share = 'everything' | { readonly quarters: number; readonly ending: number };

function shareOf(available: number, share: Share): number {
  if (share === 'everything') return available;
  return Math.max(Math.floor((available * share.quarters) / 400) * 100 + share.ending, 1);
}

const payingOut = (share: fc.Arbitrary<Share>): fc.Arbitrary<Command> =>
  command({
    name: 'payOut',
    drawn: share,
    may: ({ available }) => available >= 500,
    run: async (model, trade, drawn) => {
      const amount = shareOf(model.available, drawn);
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
  ...[...times(6, refunding(anyPart)), ...times(7, checkRefund), ...times(3, retry)],
  ...[...times(3, payingOut(anyShare)), ...times(4, checkPayout), ...times(2, decidePayout)],
  ...times(2, release),
];

/** The same by a merchant who takes out all that is there, and then gives back what was paid before. */
export const emptying = [
  ...[
    ...times(
      4,
      refunding(largePart, ({ released }) => released),
    ),
    ...times(2, refunding(largePart)),
    checkRefund,
    retry,
  ],
  ...[...times(4, payingOut(everything)), payingOut(anyShare), checkPayout, release],
];
