import fc from 'fast-check';
import { command, pick, times } from './command.js';
import { figuresOf } from './laws.js';
import type { MerchantModel } from './merchant-model.js';
import type { ModelDispute, ModelPayment } from './model-records.js';
import { disputeOf } from './seen.js';
import { codeOf, type Trade } from './trade.js';

const which = fc.nat(30);
const SECOND_MS = 1000;
const DAY_MS = 86_400_000;
const SUBMISSIONS_MAX = 5;

const contested = (
  payment: ModelPayment,
  amount: number,
  { id, evidenceDueBy }: { id: string; evidenceDueBy: Date | string },
): ModelDispute => ({
  id,
  payment,
  amount,
  status: 'open',
  submissions: 0,
  evidenceDueBy: new Date(evidenceDueBy),
});

async function expectFiguresFolded(trade: Trade): Promise<void> {
  const { kept, folded } = await figuresOf(trade);
  expect(kept).toEqual(folded);
}

const relay = command({
  name: 'relay',
  drawn: fc.constant(null),
  run: async (model, trade) => {
    await trade.relay();
    for (const payment of model.heard()) {
      const amount = model.contest(payment);
      const opened = await disputeOf(trade, payment);
      expect(opened).not.toBeNull();
      model.disputes.push(contested(payment, Number(amount), opened!));
    }
    await expectFiguresFolded(trade);
  },
});

/** What nobody has heard of yet is in it as well, and is not counted again when it is heard. */
const rebuild = command({
  name: 'rebuild',
  drawn: fc.constant(null),
  run: async (_model, trade) => {
    await trade.rebuild();
    await expectFiguresFolded(trade);
  },
});

const fold = command({
  name: 'fold',
  drawn: fc.constant(null),
  run: async (_model, trade) => {
    await trade.job('fold-balance-days');
    await trade.job('fold-list-counts');
  },
});

const contest = command({
  name: 'contest',
  drawn: which,
  may: ({ payments }) => payments.length > 0,
  run: async (model, trade, drawn) => {
    const payment = pick(model.payments, drawn, (each) => model.refundable(each) > 0);
    const opened = await trade.contest(payment);
    const amount = model.contest(payment);
    expect(codeOf(opened)).toBe(typeof amount === 'string' ? amount : 'done');
    if (typeof opened !== 'string') model.disputes.push(contested(payment, Number(amount), opened));
  },
});

const isUndecided = ({ status }: ModelDispute): boolean => status === 'open' || status === 'under_review';
const hasDisputes = ({ disputes }: Readonly<MerchantModel>): boolean => disputes.length > 0;

const answer = command({
  name: 'answerDispute',
  drawn: which,
  may: hasDisputes,
  run: async (model, trade, drawn) => {
    const dispute = pick(model.disputes, drawn, isUndecided);
    const mayAnswer =
      isUndecided(dispute) && trade.now <= dispute.evidenceDueBy && dispute.submissions < SUBMISSIONS_MAX;
    expect(codeOf(await trade.submitEvidence(dispute.id))).toBe(mayAnswer ? 'done' : 'dispute_closed');
    if (!mayAnswer) return;
    dispute.status = 'under_review';
    dispute.submissions += 1;
  },
});

const decide = command({
  name: 'decideDispute',
  drawn: fc.record({ which, outcome: fc.constantFrom('won' as const, 'lost' as const) }),
  may: hasDisputes,
  run: async (model, trade, { outcome, ...drawn }) => {
    const dispute = pick(model.disputes, drawn.which, isUndecided);
    expect(codeOf(await trade.decideDispute(dispute.id, outcome))).toBe(model.decide(dispute, outcome));
  },
});

const loseUnanswered = command({
  name: 'loseUnanswered',
  drawn: fc.constant(null),
  may: hasDisputes,
  run: async (model, trade) => {
    const { now } = trade;
    await trade.job('lose-unanswered-disputes');
    for (const dispute of model.disputes) {
      if (dispute.status === 'open' && now > dispute.evidenceDueBy) model.decide(dispute, 'lost');
    }
  },
});

/** Past the gap between two questions, what an operator may take to record, the life of a payment, settlements, deadlines. */
const pass = command({
  name: 'pass',
  drawn: fc.constantFrom(6 * SECOND_MS, 11 * SECOND_MS, 31 * 60 * SECOND_MS, DAY_MS, 4 * DAY_MS, 11 * DAY_MS),
  run: (_model, trade, ms) => trade.pass(ms),
});

/** What staff and the worker do, and time. */
export const surroundings = [
  ...[...times(3, relay), rebuild, fold, ...times(2, contest), answer, ...times(2, decide), loseUnanswered],
  ...times(3, pass),
];

/** What takes from a merchant, and gives back, whatever there is. */
export const objections = [relay, contest, decide, pass];
