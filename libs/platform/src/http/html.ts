type Part = string | number | Html | null | readonly Html[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

/** Text that is HTML already. Nothing but the template tag makes it, so that everything else is escaped. */
export class Html {
  private constructor(readonly text: string) {}

  /** Template tag: what is put in is escaped unless it is HTML; null is nothing. Attributes must stand in quotes. */
  static readonly tag = (strings: TemplateStringsArray, ...parts: Part[]): Html =>
    new Html(strings.reduce((text, string, index) => `${text}${Html.render(parts[index - 1] ?? '')}${string}`));

  private static render(part: Exclude<Part, null>): string {
    if (part instanceof Html) return part.text;
    if (typeof part === 'object') return part.map((each) => each.text).join('');
    return escapeHtml(String(part));
  }
}

export const html = Html.tag;
