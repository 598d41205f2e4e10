import type { Logger } from '@nestjs/common';
import type { Money } from '#kernel';
import type { ProviderAnswer } from '#providers';

export type SettledAnswer = Extract<ProviderAnswer, { state: 'settled' }>;

/** Money of another amount than we asked for is never booked: what it belongs to stays open until a person has looked. */
export function isWhatWasAsked({ amount }: SettledAnswer, asked: Money, subject: string, logger: Logger): boolean {
  if (!amount || amount.equals(asked)) return true;
  logger.error(`${subject}: the operator says ${amount.toString()}, asked was ${asked.toString()}`);
  return false;
}
