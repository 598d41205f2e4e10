/** A table of words the other way round, for words that mean one thing each: `satisfies` tells whether none is missing. */
export function inverse<const Words extends Readonly<Record<string, string>>>(
  words: Words,
): { readonly [Meaning in keyof Words as Words[Meaning]]: Meaning } {
  return Object.fromEntries(Object.entries(words).map(([meaning, word]) => [word, meaning])) as never;
}
