import type { SettlementMoment } from '../outcomes.js';

/** What one of MTN's published sandbox numbers does with a payment (providers/mtn-momo.md §8). */
export interface PublishedCourse {
  readonly settles: SettlementMoment;
  readonly failureCode: string | null;
  readonly delayed: boolean;
}

export interface PublishedHolderAnswer {
  readonly httpStatus: number;
  readonly code: string;
}

const PENDING_FOREVER = '46733123453';
const DELAYED = '46733123454';

const COLLECTION_FAILURES: Readonly<Record<string, string>> = {
  '46733123450': 'INTERNAL_PROCESSING_ERROR',
  '46733123451': 'APPROVAL_REJECTED',
  '46733123452': 'EXPIRED',
  '46733123455': 'PAYER_NOT_FOUND',
  '46733123456': 'PAYEE_NOT_ALLOWED_TO_RECEIVE',
  '46733123457': 'NOT_ALLOWED',
  '46733123458': 'NOT_ALLOWED_TARGET_ENVIRONMENT',
  '46733123459': 'INVALID_CALLBACK_URL_HOST',
  '46733123460': 'INVALID_CURRENCY',
  '46733123461': 'INTERNAL_PROCESSING_ERROR',
  '46733123462': 'SERVICE_UNAVAILABLE',
  '46733123463': 'COULD_NOT_PERFORM_TRANSACTION',
};

const TRANSFER_FAILURES: Readonly<Record<string, string>> = {
  '46733123450': 'INTERNAL_PROCESSING_ERROR',
  '46733123451': 'APPROVAL_REJECTED',
  '46733123452': 'EXPIRED',
  '46733123455': 'NOT_ENOUGH_FUNDS',
  '46733123456': 'PAYER_LIMIT_REACHED',
  '46733123457': 'PAYEE_NOT_FOUND',
  '46733123458': 'NOT_ALLOWED',
  '46733123459': 'NOT_ALLOWED_TARGET_ENVIRONMENT',
  '46733123460': 'INVALID_CALLBACK_URL_HOST',
  '46733123461': 'INVALID_CURRENCY',
  '46733123462': 'INTERNAL_PROCESSING_ERROR',
  '46733123463': 'SERVICE_UNAVAILABLE',
};

const HOLDER_ANSWERS: Readonly<Record<string, PublishedHolderAnswer>> = {
  '46733123450': { httpStatus: 404, code: 'RESOURCE_NOT_FOUND' },
  '46733123451': { httpStatus: 500, code: 'INTERNAL_PROCESSING_ERROR' },
  '46733123452': { httpStatus: 500, code: 'NOT_ALLOWED' },
  '46733123453': { httpStatus: 500, code: 'NOT_ALLOWED_TARGET_ENVIRONMENT' },
  '46733123454': { httpStatus: 500, code: 'INTERNAL_PROCESSING_ERROR' },
  '46733123455': { httpStatus: 503, code: 'SERVICE_UNAVAILABLE' },
};

/** Null for every number that MTN has not published. */
export function publishedCourse(number: string, kind: 'collection' | 'transfer'): PublishedCourse | null {
  if (number === PENDING_FOREVER) return { settles: 'never', failureCode: null, delayed: false };
  if (number === DELAYED) return { settles: 'after-delay', failureCode: null, delayed: true };
  const failureCode = (kind === 'collection' ? COLLECTION_FAILURES : TRANSFER_FAILURES)[number];
  return failureCode === undefined ? null : { settles: 'at-first-query', failureCode, delayed: false };
}

export function publishedHolderAnswer(number: string): PublishedHolderAnswer | null {
  return HOLDER_ANSWERS[number] ?? null;
}
