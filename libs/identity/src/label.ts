import { InvalidInput } from '#kernel';

/** What somebody calls a thing of his: one line without blanks around it. Throws InvalidInput for the field otherwise. */
export function labelOf(field: string, text: string): string {
  const label = text.trim();
  if (label === '') throw new InvalidInput({ [field]: ['must not be blank'] });
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(label)) throw new InvalidInput({ [field]: ['must not contain control characters'] });
  return label;
}
