import type { DeclineReason } from '../provider.port.js';
import type { Direction } from '../reading.js';
import { alertFor, declineReason, leavesRequestUncertain, meaningOfStatus } from './mtn-momo.statuses.js';

describe('status words of MTN', () => {
  it.each([
    ['PENDING', 'pending'],
    ['CREATED', 'pending'],
    ['ONGOING', 'pending'],
    ['SUCCESSFUL', 'settled'],
    ['FAILED', 'failed'],
    ['REJECTED', 'failed'],
    ['TIMEOUT', 'failed'],
  ])('%s means %s', (word, state) => {
    expect(meaningOfStatus(word)?.state).toBe(state);
  });

  it.each([['COMPLETED'], ['successful'], ['constructor'], [''], [undefined], [null], [0], [{}]])(
    'makes nothing of %p',
    (word) => {
      expect(meaningOfStatus(word)).toBeNull();
    },
  );
});

describe('reasons of MTN', () => {
  it.each<[string, DeclineReason, DeclineReason]>([
    ['NOT_ENOUGH_FUNDS', 'insufficient_funds', 'insufficient_funds'],
    ['PAYER_NOT_FOUND', 'payer_not_found', 'payer_not_found'],
    ['PAYEE_NOT_FOUND', 'payer_not_found', 'payer_not_found'],
    ['PAYER_LIMIT_REACHED', 'limit_reached', 'limit_reached'],
    ['APPROVAL_REJECTED', 'payer_refused', 'operator_refused'],
    ['PAYMENT_NOT_APPROVED', 'payer_refused', 'operator_refused'],
    ['TRANSACTION_CANCELED', 'cancelled_by_operator', 'cancelled_by_operator'],
    ['EXPIRED', 'expired', 'expired'],
    ['COULD_NOT_PERFORM_TRANSACTION', 'expired', 'expired'],
    ['INTERNAL_PROCESSING_ERROR', 'operator_refused', 'operator_refused'],
    ['SERVICE_UNAVAILABLE', 'operator_refused', 'operator_refused'],
    ['PAYEE_NOT_ALLOWED_TO_RECEIVE', 'operator_refused', 'operator_refused'],
    ['NOT_ALLOWED', 'operator_refused', 'operator_refused'],
    ['NOT_ALLOWED_TARGET_ENVIRONMENT', 'operator_refused', 'operator_refused'],
    ['INVALID_CALLBACK_URL_HOST', 'operator_refused', 'operator_refused'],
    ['INVALID_CURRENCY', 'operator_refused', 'operator_refused'],
    ['RESOURCE_NOT_FOUND', 'operator_refused', 'operator_refused'],
    ['RESOURCE_ALREADY_EXIST', 'operator_refused', 'operator_refused'],
    ['TRANSACTION_NOT_COMPLETED', 'operator_refused', 'operator_refused'],
    ['TRANSACTION_NOT_FOUND', 'operator_refused', 'operator_refused'],
    ['PAYER_DELAYED', 'operator_refused', 'operator_refused'],
    ['SOMETHING_NEW', 'operator_refused', 'operator_refused'],
    ['toString', 'operator_refused', 'operator_refused'],
  ])('%s is %s when we collect and %s when we send', (code, collecting, sending) => {
    expect(declineReason(code, 'collecting')).toBe(collecting);
    expect(declineReason(code, 'sending')).toBe(sending);
  });

  it('takes a failure without reason for a refusal of the operator', () => {
    expect(declineReason(null, 'collecting')).toBe('operator_refused');
  });

  it('leaves the request uncertain only with the two codes that say nothing of it', () => {
    expect(leavesRequestUncertain('SERVICE_UNAVAILABLE')).toBe(true);
    expect(leavesRequestUncertain('INTERNAL_PROCESSING_ERROR')).toBe(true);
    expect(leavesRequestUncertain('PAYER_NOT_FOUND')).toBe(false);
    expect(leavesRequestUncertain('INVALID_CURRENCY')).toBe(false);
  });
});

describe('who must hear of a code', () => {
  it.each<[string | null, Direction, 'warn' | 'error' | undefined]>([
    ['INVALID_CURRENCY', 'collecting', 'error'],
    ['NOT_ALLOWED', 'collecting', 'error'],
    ['NOT_ALLOWED_TARGET_ENVIRONMENT', 'sending', 'error'],
    ['INVALID_CALLBACK_URL_HOST', 'collecting', 'error'],
    ['NOT_ENOUGH_FUNDS', 'collecting', undefined],
    ['NOT_ENOUGH_FUNDS', 'sending', 'error'],
    ['PAYER_LIMIT_REACHED', 'collecting', undefined],
    ['PAYER_LIMIT_REACHED', 'sending', 'error'],
    ['EXPIRED', 'collecting', undefined],
    ['SOMETHING_NEW', 'collecting', 'warn'],
    [null, 'collecting', undefined],
  ])('%s while %s: %s', (code, direction, level) => {
    expect(alertFor(code, direction)?.level).toBe(level);
  });
});
