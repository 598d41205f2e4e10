import type { OutcomeKey } from '../../apps/simulator/src/outcomes.js';
import { Money, Msisdn, type Currency, type Tenant } from '#kernel';
import { GetBalance } from '#ledger';
import { DueChecks, GetPayment, InitiatePayment, type PaymentRequest, type PaymentView } from '#payments';
import type { ProviderName, Providers } from '#providers';
import type { TestCore } from './core.js';

let payers = 0;

/**
 * A number, in E.164, that nobody paid from before. What it ends in decides how the simulated operator treats it
 * (apps/simulator/src/outcomes.ts); 87 pays when it is asked for the first time and says nothing by itself.
 */
export function aPayer(ending: Exclude<OutcomeKey, 'default'> | '10' = '87'): string {
  payers += 1;
  return `+23767${String(payers).padStart(5, '0')}${ending}`;
}

export interface PaymentWish {
  readonly amount?: string;
  readonly currency?: Currency;
  readonly payer?: string;
  readonly provider?: ProviderName;
}

export function paymentRequest(tenant: Tenant, wish: PaymentWish = {}): PaymentRequest {
  const { amount = '10000', currency = 'XAF', payer = aPayer(), provider = 'mtn-momo' } = wish;
  return {
    tenant,
    amount: Money.of(amount, currency),
    provider,
    payerMsisdn: payer,
    description: 'Invoice 42',
    metadata: {},
    allowDuplicate: false,
    actorId: null,
  };
}

export async function startPayment(core: TestCore, tenant: Tenant, wish: PaymentWish = {}): Promise<PaymentView> {
  return (await core.commands.execute(new InitiatePayment(paymentRequest(tenant, wish), null))).result;
}

export const readPayment = (core: TestCore, { id, organizationId, mode }: PaymentView): Promise<PaymentView> =>
  core.queries.execute(new GetPayment({ organizationId, mode }, id));

/** Asks the operator about it, as the job does when its turn has come. */
export async function checkPayment(core: TestCore, payment: PaymentView): Promise<PaymentView> {
  await core.get(DueChecks).check('payment', payment.id);
  return readPayment(core, payment);
}

/** A payment that is paid. From a number that ends in 91 its net can be used at once. */
export async function paidPayment(core: TestCore, tenant: Tenant, wish: PaymentWish = {}): Promise<PaymentView> {
  const payment = await checkPayment(core, await startPayment(core, tenant, wish));
  if (payment.status !== 'settled') throw new Error(`The payment is ${payment.status}`);
  return payment;
}

/** Available, pending and reserved, in major units. */
export async function balanceOf(core: TestCore, tenant: Tenant, currency: Currency = 'XAF'): Promise<number[]> {
  const { available, pending, reserved } = await core.queries.execute(new GetBalance(tenant, currency));
  return [available, pending, reserved].map(Number);
}

type CollectRequest = Parameters<ReturnType<typeof Providers.prototype.with<'collect'>>['collect']>[0];

/** What reaches the operator for a payment, when a test takes it there by hand. */
export const collectionOf = (payment: PaymentView, amount: string = payment.providerAmount): CollectRequest => ({
  mode: payment.mode,
  reference: payment.providerReference,
  externalId: payment.id,
  amount: Money.of(amount, payment.providerCurrency),
  payer: Msisdn.parse(payment.payerMsisdn, 'CM'),
  message: payment.description,
});

/** How many of several attempts ended how: by the code of the refusal, or as `done`. */
export function outcomes(results: readonly PromiseSettledResult<unknown>[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const result of results) {
    const outcome =
      result.status === 'fulfilled' ? 'done' : ((result.reason as { code?: string }).code ?? String(result.reason));
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}

/** The same work so many times at the same moment. */
export const atOnce = <T>(times: number, work: (turn: number) => Promise<T>): Promise<PromiseSettledResult<T>[]> =>
  Promise.allSettled(Array.from({ length: times }, (_, turn) => work(turn)));
