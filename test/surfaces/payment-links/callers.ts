import { Authenticator, GenerateApiKey } from '#identity';
import { Money, type Mode } from '#kernel';
import { CreatePaymentLink, type PaymentLinkRequest, type PaymentLinkView, type PaymentView } from '#payments';
import type { TestCore } from '../../support/core.js';
import type { Answer, CallOptions, TestDoor } from '../../support/door.js';
import type { TestMerchant } from '../../support/merchant.js';
import { hearAll } from '../../support/outbox.js';
import { aPayer, checkPayment, readPayment } from '../../support/payments.js';

/** A fresh key of a merchant, as the header that carries it. */
export async function keyOf(core: TestCore, merchant: TestMerchant, mode: Mode = 'sandbox') {
  const principal = await core.get(Authenticator).authenticate(merchant.token);
  const { id, key } = await core.commands.execute(new GenerateApiKey(principal, mode));
  return { id, headers: { 'x-api-key': key } };
}

/** A refusal of this door in short. */
export const refusal = ({ status, body }: Answer): unknown[] => [status, body.message];

/** Why a link takes no more payments. */
export const GONE = {
  cancelled: [410, 'Payment link has been cancelled'],
  paid: [410, 'Payment link has already been paid'],
  used: [410, 'Payment link has reached maximum uses'],
  expired: [410, 'Payment link has expired'],
  unavailable: [410, 'Payment link is no longer available'],
};
export const NOT_FOUND = [404, 'Payment link not found'];

export interface LinkStage {
  readonly door: TestDoor;
  readonly merchant: TestMerchant;
  /** Those of an owner. */
  readonly headers: Record<string, string>;
}

/** What a merchant and the payers of his links do, on the stage of the moment. */
export function linkCalls(stage: () => LinkStage) {
  const call = (operation: string, { headers, ...options }: CallOptions = {}): Promise<Answer> =>
    stage().door.call(operation, { headers: { ...stage().headers, ...headers }, ...options });
  const create = (fields: object = {}, headers: Record<string, string> = {}): Promise<Answer> =>
    call('createPaymentLink', { body: { amount: 10000, ...fields }, headers });
  const paymentOf = (id: string): Promise<PaymentView> =>
    readPayment(stage().door, { id, ...stage().merchant.tenant } as PaymentView);
  return {
    call,
    create,
    created: async (fields: object = {}) => (await create(fields)).body.data,
    get: (id: string, options: CallOptions = {}) => call('getPaymentLinkById', { path: { id }, ...options }),
    update: (idOrSlug: string, body: object) => call('updatePaymentLink', { path: { idOrSlug }, body }),
    cancel: (id: string) => call('cancelPaymentLink', { path: { id } }),
    /** A link as the dashboard makes them. */
    fromDashboard: async (wish: Partial<PaymentLinkRequest>): Promise<PaymentLinkView> => {
      const request: PaymentLinkRequest = {
        ...{ tenant: stage().merchant.tenant, type: 'fixed', amount: Money.of(10000, 'XAF'), description: null },
        ...{ metadata: {}, providers: ['mtn-momo'], redirectUrl: null, keepRedirectUrl: false, maxUses: null },
        ...{ expiresAt: null, actorId: null, ...wish },
      };
      return (await stage().door.commands.execute(new CreatePaymentLink(request, null))).result;
    },
    read: (idOrSlug: string, at = stage().door) => at.call('getPaymentLinkBySlug', { path: { idOrSlug } }),
    redeem: (slug: string, fields: object = {}, options: CallOptions = {}): Promise<Answer> =>
      stage().door.call('redeemPaymentLink', {
        ...{ path: { slug }, body: { phone_number: aPayer('97'), provider: 'MTN_CAM', ...fields } },
        ...options,
      }),
    paymentOf,
    /** The operator has its say, and the worker hears how the payment ended. */
    ended: async (id: string): Promise<void> => {
      await checkPayment(stage().door, await paymentOf(id));
      await hearAll(stage().door, 'end-uses-when-payments-end');
    },
    audited: (id: string) =>
      stage().door.database.query<{ action: string; actor_id: string | null }>(
        'SELECT action, actor_id FROM audit_entries WHERE record_id = $1 ORDER BY id',
        [id],
      ),
  };
}
