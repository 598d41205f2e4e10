import type { Mode, Money } from '#kernel';
import { redactText } from '#platform';
import type { Answered, DisputeNotice, ProviderAnswer } from './provider.port.js';
import { storedBody } from './stored-body.js';
import { isJsonObject, textOf, type JsonObject, type WireBody, type WireFailure } from './wire.js';

/** What an operator's word tells somebody who has to look after this platform; null when it is everyday business. */
export interface Alert {
  readonly level: 'warn' | 'error';
  readonly text: string;
}

/** What an answer means. */
export interface Reading {
  readonly answer: ProviderAnswer;
  readonly alert: Alert | null;
}

/** Whether money was asked from a payer, or sent by us. Some words mean something else in the other direction. */
export type Direction = 'collecting' | 'sending';

export const PENDING: ProviderAnswer = { state: 'pending' };
const LONGEST_DISPUTE_REASON = 500;

/** An answer that we do not understand ends nothing. */
export function unclear(text: string): Reading {
  return { answer: PENDING, alert: warning(text) };
}

export function warning(text: string): Alert {
  return { level: 'warn', text };
}

/** A reading as the core takes it, with what may be stored of the call. */
export function answered(
  { answer }: Reading,
  operation: string,
  reference: string,
  wire: WireBody | WireFailure,
): Answered {
  return {
    answer: 'message' in answer ? { ...answer, message: redactText(answer.message) } : answer,
    exchange: {
      operation,
      reference,
      httpStatus: wire.kind === 'answered' ? wire.httpStatus : null,
      durationMs: wire.durationMs,
      body: storedBody(wire.kind === 'answered' ? wire.text : wire.problem),
    },
  };
}

/**
 * `dispute` and `settlement` are extensions of our simulator, which tells in a status answer what a real operator tells
 * by other ways. Operators do not have them, so that outside of the sandbox nothing is made of them.
 */
export function sandboxExtensions(
  body: JsonObject,
  mode: Mode,
  readAmount: (figure: unknown) => Money | null,
): { readonly availableAtOnce: boolean; readonly dispute: DisputeNotice | null } {
  if (mode !== 'sandbox') return { availableAtOnce: false, dispute: null };
  const { dispute, settlement } = body;
  return {
    availableAtOnce: settlement === 'IMMEDIATE',
    dispute: isJsonObject(dispute)
      ? {
          reason: textOf(dispute['reason'], LONGEST_DISPUTE_REASON) ?? 'The operator gives no reason',
          amount: readAmount(dispute['amount']),
        }
      : null,
  };
}
