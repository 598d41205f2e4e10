import { GetBalance } from '#ledger';
import type { MerchantModel } from './merchant-model.js';
import type { ModelPayment, ModelRefund } from './model-records.js';
import type { Trade } from './trade.js';

interface OpenedDispute {
  readonly id: string;
  readonly evidenceDueBy: Date;
}

/** A merchant as anybody could tell it: by the platform, and by the model. */
export interface Picture {
  readonly balance: readonly number[];
  readonly payments: Readonly<Record<string, string>>;
  readonly refunds: Readonly<Record<string, string>>;
  readonly payouts: Readonly<Record<string, string>>;
  readonly links: Readonly<Record<string, string>>;
  readonly disputes: Readonly<Record<string, string>>;
}

interface Row {
  readonly id: string;
  readonly told: string;
}
interface PaymentRow extends Row {
  readonly expiresAt: Date;
  readonly availableAt: Date | null;
  readonly lastCheckedAt: Date | null;
}

const PAYMENTS = `SELECT id, expires_at AS "expiresAt", available_at AS "availableAt", last_checked_at AS "lastCheckedAt",
    concat_ws(' ', status, 'fee', fee::int, 'refunded', refunded_amount::int, 'refunding', refunding_amount::int,
      'fee returned', fee_returned::int, 'pending', pending_net::int, 'dispute', dispute_state) AS told
  FROM payments WHERE organization_id = $1`;
const REFUNDS = `SELECT id, concat_ws(' ', status, attempt, amount::int, 'fee', fee_returned::int,
      'from', from_own_pending::int, from_available::int, from_other_pending::int) AS told
  FROM refunds WHERE organization_id = $1`;
const PAYOUTS = `SELECT id, concat_ws(' ', status, amount::int) AS told FROM payouts WHERE organization_id = $1`;
const LINKS = `SELECT id, concat_ws(' ', CASE WHEN cancelled_at IS NULL THEN 'open' ELSE 'cancelled' END, reserved_uses, paid_uses) AS told
  FROM payment_links WHERE organization_id = $1`;
const DISPUTES = `SELECT id, concat_ws(' ', status, amount::int) AS told FROM disputes WHERE organization_id = $1`;
const DISPUTE_OF = `SELECT id, evidence_due_by AS "evidenceDueBy" FROM disputes WHERE payment_id = $1`;

/** Looks at the platform, and tells the model the instants, which it does not foretell. */
export async function lookAt({ core, tenant }: Trade, model: MerchantModel): Promise<Picture> {
  const read = <T extends Row = Row>(text: string): Promise<T[]> =>
    core.database.query<T>(text, [tenant.organizationId]);
  const [payments, refunds, payouts, links, disputes, balance] = await Promise.all([
    read<PaymentRow>(PAYMENTS),
    read(REFUNDS),
    read(PAYOUTS),
    read(LINKS),
    read(DISPUTES),
    core.queries.execute(new GetBalance(tenant, 'XAF')),
  ]);
  for (const { id, expiresAt, availableAt, lastCheckedAt } of payments) {
    const known = model.payments.find((payment) => payment.id === id);
    if (known) Object.assign(known, { expiresAt, availableAt, lastCheckedAt });
  }
  return {
    balance: [balance.pending, balance.available, balance.reserved].map(Number),
    payments: byId(payments),
    refunds: byId(refunds),
    payouts: byId(payouts),
    links: byId(links),
    disputes: byId(disputes),
  };
}

const byId = (rows: readonly Row[]): Record<string, string> =>
  Object.fromEntries(rows.map(({ id, told }) => [id, told]));

const told = <T extends { readonly id: string }>(all: readonly T[], words: (one: T) => unknown[]) =>
  Object.fromEntries(all.map((one) => [one.id, words(one).join(' ')]));

export const wordsOfRefund = ({ status, attempt, amount, feeReturned, sources }: ModelRefund): string =>
  [status, attempt, amount, 'fee', feeReturned, 'from', sources.own, sources.available, sources.other].join(' ');

/** The same, as the model has it. */
export const pictureOf = (model: MerchantModel): Picture => ({
  balance: [model.pending, model.available, model.reserved],
  payments: told(model.payments, (payment) => [
    ...[payment.status, 'fee', payment.fee, 'refunded', payment.refunded, 'refunding', payment.refunding],
    ...['fee returned', payment.feeReturned, 'pending', payment.pendingNet, 'dispute', payment.dispute],
  ]),
  refunds: Object.fromEntries(model.refunds.map((refund) => [refund.id, wordsOfRefund(refund)])),
  payouts: told(model.payouts, ({ status, amount }) => [status, amount]),
  links: told(model.links, ({ cancelled, uses }) => {
    const states = [...uses.values()];
    const count = (wanted: string): number => states.filter((state) => state === wanted).length;
    return [cancelled ? 'cancelled' : 'open', count('reserved'), count('paid')];
  }),
  disputes: told(model.disputes, ({ status, amount }) => [status, amount]),
});

/** The dispute of a payment that an operator has passed on. */
export const disputeOf = ({ core }: Trade, { id }: ModelPayment): Promise<OpenedDispute | null> =>
  core.database.first<OpenedDispute>(DISPUTE_OF, [id]);
