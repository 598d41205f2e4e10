import { InvalidInput } from '#kernel';

/** A text as one line: line breaks and control characters become blanks. Throws InvalidInput for what leaves nothing. */
export function oneLine(field: string, text: string): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  if (line === '') throw new InvalidInput({ [field]: ['must not be blank'] });
  return line;
}
