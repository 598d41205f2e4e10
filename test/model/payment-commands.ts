import fc from 'fast-check';
import { command, pick, times, type Command } from './command.js';
import type { MerchantModel } from './merchant-model.js';
import { newPayment, type ModelLink, type ModelPayment } from './model-records.js';
import { HANDSET, isRefusedAtOnce, ROWS, type HandsetDecision, type Row } from './operator-rows.js';
import { codeOf, type PaymentPlan, type Trade } from './trade.js';

const which = fc.nat(30);
/** Most of what there is to do needs somebody who has paid. */
const anyRow = fc.oneof(fc.constantFrom(...ROWS), fc.constantFrom('87' as const, '91' as const));
const provider = fc.constantFrom('mtn-momo' as const, 'orange-money' as const);
/** Small ones as well, of which a fee is worth more than a part. */
const amount = fc.oneof(fc.constantFrom(10_000, 2000, 100), fc.integer({ min: 40, max: 50_000 }));
const decisions = Object.keys(HANDSET) as HandsetDecision[];

async function begin(
  model: MerchantModel,
  trade: Trade,
  plan: PaymentPlan,
  way: 'pay' | 'payAndBeForgotten' = 'pay',
): Promise<void> {
  const begun = await trade[way](plan);
  const refusal = plan.link && (plan.link.cancelled || model.isUsedUp(plan.link)) ? 'payment_link_closed' : 'done';
  expect(codeOf(begun)).toBe(refusal);
  if (typeof begun === 'string') return;
  const { id, createdAt, expiresAt } = begun;
  const payment = newPayment({ ...plan, id, createdAt: new Date(createdAt), expiresAt: new Date(expiresAt) });
  if (way === 'payAndBeForgotten') payment.operator = 'absent';
  model.payments.push(payment);
  plan.link?.uses.set(payment, 'reserved');
  // An answer, so that operators who are out of reach five times in a row are not taken to be out of order.
  if (isRefusedAtOnce(plan.row)) await trade.check('payment', id);
}

/** Where a second question, asked at the same moment, comes to the same. */
const isSteady = ({ operator, row: of }: ModelPayment): boolean => operator !== 'absent' && of !== '92';

const starting = (row: fc.Arbitrary<Row>): fc.Arbitrary<Command> =>
  command({
    name: 'pay',
    drawn: fc.record({ row, provider, amount }),
    run: (model, trade, drawn) => begin(model, trade, { ...drawn, link: null }),
  });

const startAndBeForgotten = command({
  name: 'payAndBeForgotten',
  drawn: fc.record({ row: anyRow.filter((each) => !isRefusedAtOnce(each) && each !== '86'), amount }),
  run: (model, trade, drawn) =>
    begin(model, trade, { ...drawn, provider: 'mtn-momo', link: null }, 'payAndBeForgotten'),
});

const check = command({
  name: 'check',
  drawn: fc.record({ which, atOnce: fc.integer({ min: 1, max: 3 }) }),
  may: ({ payments }) => payments.length > 0,
  run: async (model, trade, drawn) => {
    const payment = pick(model.payments, drawn.which, ({ status }) => status === 'pending');
    const questions = isSteady(payment) ? drawn.atOnce : 1;
    const { now } = trade;
    await Promise.all(Array.from({ length: questions }, () => trade.check('payment', payment.id)));
    model.asked(payment, now);
  },
});

const waiting = ({ payments }: Readonly<MerchantModel>): ModelPayment[] =>
  payments.filter(({ operator }) => operator === 'waiting');

const decide = command({
  name: 'decideOnHandset',
  drawn: fc.record({ which, decision: fc.constantFrom(...decisions) }),
  may: (model) => waiting(model).length > 0,
  run: async (model, trade, drawn) => {
    const payment = pick(waiting(model), drawn.which);
    await trade.decide(payment, drawn.decision);
    payment.operator = HANDSET[drawn.decision];
  },
});

/** True, contradicting, repeated and forged ones: nothing changes by their word. */
const callBack = command({
  name: 'callBack',
  drawn: fc.record({
    which,
    status: fc.constantFrom('SUCCESSFUL', 'FAILED'),
    trusted: fc.boolean(),
    atOnce: fc.integer({ min: 1, max: 3 }),
  }),
  may: ({ payments }) => payments.length > 0,
  run: async (model, trade, { status, trusted, atOnce, ...drawn }) => {
    const payment = pick(model.payments, drawn.which);
    await Promise.all(Array.from({ length: atOnce }, () => trade.callBack(payment, status, trusted)));
  },
});

const cancel = command({
  name: 'cancel',
  drawn: which,
  may: ({ payments }) => payments.length > 0,
  run: async (model, trade, drawn) => {
    const payment = pick(model.payments, drawn, ({ status }) => status === 'pending');
    const { now } = trade;
    const done = await trade.cancel(payment);
    expect(codeOf(done)).toBe(model.cancel(payment, now));
  },
});

const createLink = command({
  name: 'createLink',
  drawn: fc.record({ amount, maxUses: fc.constantFrom(1, 2, 3, null) }),
  run: async (model, trade, drawn) => {
    const { id } = await trade.createLink(drawn.amount, drawn.maxUses);
    const link: ModelLink = { id, ...drawn, cancelled: false, uses: new Map() };
    model.links.push(link);
  },
});

const redeem = command({
  name: 'redeemLink',
  drawn: fc.record({ which, row: anyRow, provider }),
  may: ({ links }) => links.length > 0,
  run: async (model, trade, drawn) => {
    const link = pick(model.links, drawn.which);
    await begin(model, trade, { row: drawn.row, provider: drawn.provider, amount: link.amount, link });
  },
});

const cancelLink = command({
  name: 'cancelLink',
  drawn: which,
  may: ({ links }) => links.length > 0,
  run: async (model, trade, drawn) => {
    const link = pick(model.links, drawn);
    const isOver = link.cancelled || model.isUsedUp(link);
    expect(codeOf(await trade.cancelLink(link))).toBe(isOver ? 'payment_link_not_cancellable' : 'done');
    link.cancelled ||= !isOver;
  },
});

/** What merchants and their payers do. */
export const paying = [
  ...[...times(7, starting(anyRow)), startAndBeForgotten, ...times(8, check), ...times(2, decide), ...times(2, cancel)],
  ...[...times(2, callBack), createLink, ...times(3, redeem), cancelLink],
];

/** Payers who pay when they are asked, some of whose refunds fail at first, and whose money is available late or at once. */
export const paid = [...times(5, starting(fc.constantFrom('87', '91', '87', '91', '96', '90'))), ...times(5, check)];
