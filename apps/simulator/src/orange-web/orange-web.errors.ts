import type { FailureCause } from '../outcomes.js';

/**
 * What ends a payment here. Orange tells its merchants FAILED or EXPIRED and nothing else (Orange page §A3): the other
 * words are for the page of the payer and for whoever looks at the simulator.
 */
export const ORANGE_WEB_FAILURE_CODES = {
  'payer-not-found': 'PAYER_NOT_FOUND',
  'payer-refused': 'PAYER_REFUSED',
  'payer-limit-reached': 'LIMIT_REACHED',
  expired: 'EXPIRED',
  'not-enough-funds': 'NOT_ENOUGH_FUNDS',
  'processing-error': 'PROCESSING_ERROR',
  cancelled: 'CANCELLED',
  'service-unavailable': 'UNAVAILABLE',
  // Of refunds, of which there are none (§A2).
  'original-not-found': 'PROCESSING_ERROR',
  'original-not-paid': 'PROCESSING_ERROR',
  'refund-exceeds-payment': 'PROCESSING_ERROR',
} satisfies Record<FailureCause, string>;

/** An answer of the API that is no success. All but 1204 are codes of the gateway of api.orange.com or ours (§A2). */
export class OrangeWebError extends Error {
  constructor(
    readonly httpStatus: number,
    readonly code: number,
    message: string,
    readonly description: string,
  ) {
    super(message);
  }
}

/** Client credentials that are wrong are refused in the words of OAuth. */
export class LoginRefused extends Error {
  constructor(
    readonly httpStatus: 400 | 401,
    readonly error: 'invalid_client' | 'unsupported_grant_type',
  ) {
    super(error);
  }
}

export const expiredCredentials = (): OrangeWebError =>
  new OrangeWebError(401, 42, 'Expired credentials', 'The requested service needs credentials, and these are over.');

export const accessDenied = (): OrangeWebError =>
  new OrangeWebError(403, 50, 'Access denied', 'The merchant key is not one of this application.');

export const invalidField = (field: string): OrangeWebError =>
  new OrangeWebError(400, 24, 'Invalid body field', `The field ${field} is missing or not valid.`);

export const orderIdTaken = (): OrangeWebError =>
  new OrangeWebError(400, 1204, 'Order already exists', 'An order with this order_id was made before.');

/** What Orange answers to inputs that do not match is not known. */
export const noSuchTransaction = (): OrangeWebError =>
  new OrangeWebError(404, 60, 'Resource not found', 'No transaction has this order_id, amount and pay_token.');

export const serviceUnavailable = (): OrangeWebError =>
  new OrangeWebError(503, 5, 'Service unavailable', 'The service is temporarily unavailable.');
