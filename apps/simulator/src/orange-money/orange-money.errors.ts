import type { FailureCause } from '../outcomes.js';

/** Orange publishes no list of its codes: 60019 was recorded, all others here are ours (Orange page §B7). */
export const ORANGE_MONEY_FAILURE_CODES = {
  'payer-not-found': '90001',
  'payer-limit-reached': '90002',
  'processing-error': '90003',
  'not-enough-funds': '60019',
  'service-unavailable': '90004',
  'original-not-found': '90005',
  'original-not-paid': '90006',
  'refund-exceeds-payment': '90007',
  // These have a status word of their own and no code.
  'payer-refused': 'CANCELLED',
  cancelled: 'CANCELLED',
  expired: 'EXPIRED',
} satisfies Record<FailureCause, string>;

export const WRONG_PIN = '90010';
export const LAPSED_PAY_TOKEN = '90011';

/** French and for people; the platform must only ever look at the code. */
const MESSAGES: Readonly<Record<string, string>> = {
  60019: 'Le solde du compte du payeur est insuffisant',
  90001: 'Beneficiaire introuvable',
  90002: 'Le plafond du compte du payeur est atteint',
  90004: 'Service momentanement indisponible',
  90005: 'Transaction initiale introuvable',
  90006: 'Transaction initiale non aboutie',
  90007: 'Montant superieur a la transaction initiale',
  90010: 'Code PIN incorrect',
  90011: 'payToken expire',
};

export function messageOf(code: string): string {
  return MESSAGES[code] ?? 'Echec de la transaction';
}

/** An answer of the API itself. */
export class OrangeMoneyError extends Error {
  constructor(
    readonly httpStatus: number,
    readonly body: Readonly<Record<string, unknown>>,
  ) {
    super(`Orange Money answers ${httpStatus}.`);
  }
}

/** An answer of the WSO2 gateway in front of the API, in JSON or XML (§B2). */
export class GatewayFault extends Error {
  constructor(
    readonly httpStatus: number,
    readonly code: number,
    message: string,
    readonly description: string,
  ) {
    super(message);
  }
}

/** Business refusals come back as 417 (§B7). */
export function refusal(code: string, data: Readonly<Record<string, unknown>> | null = null): OrangeMoneyError {
  return new OrangeMoneyError(417, { message: `${code} :: ${messageOf(code)}`, data });
}

export function malformed(httpStatus: 400 | 404 | 422, message: string): OrangeMoneyError {
  return new OrangeMoneyError(httpStatus, { message, data: null });
}

export function invalidCredentials(): GatewayFault {
  const advice = 'Access failure for API: /omcoreapis/1.0.2. Make sure you have given the correct access token';
  return new GatewayFault(401, 900901, 'Invalid Credentials', advice);
}

export function backendUnavailable(): GatewayFault {
  return new GatewayFault(503, 101503, 'Runtime Error', 'Error connecting to the back end');
}
