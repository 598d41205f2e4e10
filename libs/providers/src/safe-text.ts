/**
 * Text as operators let it through: in front of some a firewall turns requests with apostrophes and the like away (MTN page
 * §5.2), so letters lose their accents and every other sign becomes a blank.
 */
export function safeText(text: string, longest: number): string {
  return text
    .replace(/[œŒ]/g, 'oe')
    .replace(/[æÆ]/g, 'ae')
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^A-Za-z0-9 .,:/_-]+/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
    .slice(0, longest)
    .trimEnd();
}
