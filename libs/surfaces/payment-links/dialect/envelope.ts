import { STATUS_CODES } from 'node:http';

export interface Envelope {
  readonly status_code: number;
  readonly status: string;
  readonly message: string;
  readonly data: unknown;
}

/** `{status_code, status, message, data}`, which every JSON answer of this door is. */
export const envelope = (statusCode: number, message: string, data: unknown): Envelope => ({
  status_code: statusCode,
  status: (STATUS_CODES[statusCode] ?? '').toUpperCase(),
  message,
  data,
});
