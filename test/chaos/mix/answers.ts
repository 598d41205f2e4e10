import type { Answer } from '../../support/platform-processes/dashboard-client.js';
import type { AcknowledgedPayment } from './records.js';
import type { Verdict } from './persistence.js';

interface DashboardBody {
  readonly data?: { readonly id: string; readonly transactionId: string };
  readonly error?: {
    readonly code: string;
    readonly details?: { readonly transactionId?: string; readonly status?: string } | null;
  };
}

interface LinksBody {
  readonly message?: string;
  readonly data?: { readonly payment: { readonly id: string } };
}

export type Told = Pick<AcknowledgedPayment, 'told' | 'paymentId'>;

/** Of makePayment. */
export function paymentVerdict(answer: Answer): Verdict<Told> {
  const { status, data, code, details } = readDashboard(answer);
  const paymentId = details?.transactionId;
  if (status === 201 && data) return { done: { told: 'started', paymentId: data.transactionId } };
  if (status === 400 && code === 'PAYMENT_FAILED' && paymentId) return { done: { told: 'refused', paymentId } };
  if (status === 502 && code === 'PROVIDER_UNAVAILABLE' && paymentId) {
    return { done: { told: 'unreachable', paymentId } };
  }
  return otherwise(answer);
}

/** Of createRefund. A payment whose end is not known yet may be paid in a moment. */
export function refundVerdict(answer: Answer): Verdict<string> {
  const { status, data, code, details } = readDashboard(answer);
  if (status === 201 && data) return { done: data.id };
  if (status === 409 && code === 'PAYMENT_NOT_REFUNDABLE') {
    return details?.status === 'pending' ? { again: 'the payment was open' } : { refused: `not ${details?.status}` };
  }
  if (status === 422 && (code === 'REFUND_EXCEEDS_PAYMENT' || code === 'INSUFFICIENT_BALANCE'))
    return { refused: code };
  return otherwise(answer);
}

/** Of requestPayout. */
export function payoutVerdict(answer: Answer): Verdict<string> {
  const { status, data, code } = readDashboard(answer);
  if (status === 201 && data) return { done: data.id };
  if (status === 422 && code === 'INSUFFICIENT_BALANCE') return { refused: code };
  return otherwise(answer);
}

/** Of createPaymentLink. */
export function linkVerdict(answer: Answer): Verdict<{ readonly id: string; readonly slug: string }> {
  return answer.status === 201
    ? { done: (answer.body as { data: { id: string; slug: string } }).data }
    : otherwise(answer);
}

/** Of redeemPaymentLink, whose door has its own words and one answer to all that is not its fault. */
export function redemptionVerdict(answer: Answer): Verdict<Told> {
  const { message, data } = answer.body as LinksBody;
  if (answer.status === 200 && data) return { done: { told: 'started', paymentId: data.payment.id } };
  if (answer.status === 400 && message === 'Payment initialization failed') {
    return { done: { told: 'failed', paymentId: null } };
  }
  if (answer.status === 410 && message === 'Payment link has already been paid') return { refused: message };
  if (answer.status === 409) return { again: 'the first call may still run' };
  if (answer.status === 500 && message === 'Internal server error') return { again: 'the service was unavailable' };
  return complaint(answer);
}

function otherwise(answer: Answer): Verdict<never> {
  const { status, code } = readDashboard(answer);
  if (status === 409 && code === 'IDEMPOTENCY_IN_PROGRESS') return { again: 'the first call may still run' };
  if (status === 503) return { again: 'the service was unavailable' };
  return complaint(answer);
}

const complaint = ({ status, body }: Answer): Verdict<never> => ({ complaint: `${status} ${JSON.stringify(body)}` });

function readDashboard({ status, body }: Answer) {
  const { data, error } = body as DashboardBody;
  return { status, data, code: error?.code, details: error?.details };
}
