/** A page as a browser gets it, redirections not followed. */
export interface SeenPage {
  readonly path: string;
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  readonly text: string;
  /** Of its head. */
  readonly title: string;
  /** Where it leads to. */
  readonly location: string;
}

/** A browser without scripts: it has cookies, reads French, and sends forms as they are. */
export class Payer {
  private readonly cookies = new Map<string, string>();

  constructor(
    private readonly origin: string,
    private readonly always: Record<string, string> = {},
  ) {}

  open(path: string, headers: Record<string, string> = {}): Promise<SeenPage> {
    return this.fetch(path, { headers });
  }

  /** Sends the form of a page, its hidden fields as they are. */
  send(form: SeenPage, fields: Readonly<Record<string, string>>): Promise<SeenPage> {
    const [, action = form.path] = /<form[^>]* action="([^"]*)"/.exec(form.text) ?? [];
    const [, key = ''] = /name="key" value="([^"]*)"/.exec(form.text) ?? [];
    return this.post(unescaped(action), new URLSearchParams({ key, ...fields }).toString());
  }

  post(path: string, body: string): Promise<SeenPage> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return this.fetch(path, { method: 'POST', headers, body });
  }

  private async fetch(path: string, { headers, ...init }: RequestInit): Promise<SeenPage> {
    const known = { 'accept-language': 'fr', cookie: this.cookiesFor(path), ...this.always };
    const answer = await fetch(this.origin + path, {
      ...{ ...init, redirect: 'manual', headers: { ...known, ...(headers as Record<string, string>) } },
    });
    const set = answer.headers.get('set-cookie');
    if (set !== null) this.cookies.set(/Path=([^;]+)/.exec(set)?.[1] ?? '/', set.split(';')[0] ?? '');
    const bytes = Buffer.from(await answer.arrayBuffer());
    const text = bytes.toString('utf8');
    const title = unescaped(/<title>([^<]*)<\/title>/.exec(text)?.[1] ?? '');
    const location = answer.headers.get('location') ?? '';
    return { path, status: answer.status, headers: answer.headers, bytes, text, title, location };
  }

  private cookiesFor(path: string): string {
    return [...this.cookies].flatMap(([at, pair]) => (path.startsWith(at) ? [pair] : [])).join('; ');
  }
}

const CHARACTERS: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

export const unescaped = (html: string): string => html.replace(/&[\w#]+;/g, (entity) => CHARACTERS[entity] ?? entity);
