/** Wording by code (providers/mtn-momo.md §5); the platform must only ever look at the code. */
const MESSAGES: Readonly<Record<string, string>> = {
  RESOURCE_NOT_FOUND: 'Requested resource was not found.',
  RESOURCE_ALREADY_EXIST: 'Duplicated reference id. Creation of resource failed.',
  NOT_ALLOWED: 'Authorization failed. Insufficient permissions.',
  NOT_ALLOWED_TARGET_ENVIRONMENT: 'Access to target environment is forbidden.',
  INVALID_CALLBACK_URL_HOST: 'Callback URL does not match the configured value.',
  INVALID_CURRENCY: 'Currency not supported.',
  INTERNAL_PROCESSING_ERROR: 'An internal error occurred while processing.',
  SERVICE_UNAVAILABLE: 'Service temporarily unavailable, try again later.',
  PAYER_NOT_FOUND: 'Payer not found.',
  PAYEE_NOT_FOUND: 'Payee does not exist.',
  PAYER_LIMIT_REACHED: "The payer's limit has been breached.",
  PAYEE_NOT_ALLOWED_TO_RECEIVE: 'Payee is unable to receive funds.',
  NOT_ENOUGH_FUNDS: 'The payer does not have enough funds.',
  APPROVAL_REJECTED: 'Transaction rejected by the payer.',
  EXPIRED: 'Transaction expired.',
  TRANSACTION_CANCELED: 'Transaction canceled.',
  TRANSACTION_NOT_COMPLETED: 'The original transaction was not completed.',
  COULD_NOT_PERFORM_TRANSACTION: 'The transaction could not be performed.',
};

export function messageOf(code: string): string {
  return MESSAGES[code] ?? 'The transaction failed.';
}

/** An answer in one of the three error shapes of the provider page (§2.3, §5.2). */
export class MtnMomoError extends Error {
  constructor(
    readonly httpStatus: number,
    readonly body: Readonly<Record<string, unknown>> | null,
  ) {
    super(`MTN MoMo answers ${httpStatus}.`);
  }
}

export function badRequest(): MtnMomoError {
  return new MtnMomoError(400, null);
}

/** The gateway's own shape, for subscription keys and bearers. */
export function gatewayRefusal(message: string): MtnMomoError {
  return new MtnMomoError(401, { statusCode: 401, message });
}

export function loginFailed(): MtnMomoError {
  return new MtnMomoError(401, { error: 'login_failed' });
}

export function coded(httpStatus: number, code: string): MtnMomoError {
  return new MtnMomoError(httpStatus, { code, message: messageOf(code) });
}

export function notFound(): MtnMomoError {
  return coded(404, 'RESOURCE_NOT_FOUND');
}

export function duplicateReference(): MtnMomoError {
  return coded(409, 'RESOURCE_ALREADY_EXIST');
}

/** Mistakes of configuration come back as 500 at this operator. */
export function refusal(code: string): MtnMomoError {
  return coded(500, code);
}

export function unavailable(): MtnMomoError {
  return coded(503, 'SERVICE_UNAVAILABLE');
}
