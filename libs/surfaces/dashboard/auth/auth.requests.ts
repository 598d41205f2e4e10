import { LANGUAGES, type Language } from '#identity';

/** The language of a browser that asks for several, best first: `fr-CM,fr;q=0.9,en;q=0.8`. English when none is offered. */
export function preferredLanguage(acceptLanguage: string | undefined): Language {
  const wishes = (acceptLanguage ?? '').split(',').map((wish) => {
    const [tag = '', ...parameters] = wish
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    return { primary: tag.split('-')[0], quality: quality === undefined ? 1 : Number(quality) || 0 };
  });
  const byQuality = wishes.filter(({ quality }) => quality > 0).sort((a, b) => b.quality - a.quality);
  for (const { primary } of byQuality) {
    const offered = LANGUAGES.find((language) => language === primary);
    if (offered) return offered;
  }
  return 'en';
}
