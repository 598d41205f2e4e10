import type { FastifyRequest } from 'fastify';

export function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

/** The token of `Authorization: Bearer …`. */
export function bearerOf(authorization: string | undefined): string | undefined {
  return /^Bearer (.+)$/i.exec(authorization ?? '')?.[1];
}

/** What stands before and after the first colon of `Authorization: Basic …`; null when there is no such header. */
export function basicCredentials(authorization: string | undefined): [id: string, secret: string] | null {
  const encoded = /^Basic (.+)$/i.exec(authorization ?? '')?.[1];
  return encoded === undefined ? null : colonSeparated(encoded);
}

/** @param encoded base64 of `id:secret`. */
export function colonSeparated(encoded: string): [id: string, secret: string] {
  const [id = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return [id, rest.join(':')];
}

/**
 * Whether the caller has closed the payment on its side. Only the sandbox knows this header; an operator ignores it as
 * it ignores every other that it does not know.
 */
export function saysClosed(request: FastifyRequest): boolean {
  return headerOf(request, 'x-payment-closed')?.toLowerCase() === 'true';
}

/** Under which the caller reached us, without a slash at its end. */
export function ownUrl(request: FastifyRequest): string {
  return `${request.protocol}://${request.headers.host ?? 'localhost'}`;
}
