import { html, printedAmount, type Html, type PrintLanguage } from '#platform';
import type { Currency, Mode } from '#kernel';
import { SCRIPT_ASSET, STYLE_ASSET } from './page-assets.js';
import type { PageFrame } from './pages.service.js';
import type { Ending } from './wording.js';

/** What the browser follows, and what it says meanwhile. */
export interface Following {
  /** Below it are `/events` and `/state`. */
  readonly live: string;
  readonly state: string;
  readonly waiting: string;
}

interface PageParts {
  readonly title: string;
  readonly head?: Html | null;
  readonly body: Html | readonly Html[];
  readonly following?: Following | null;
  readonly isWide?: boolean;
}

/** The page around its parts. */
export function presentPage(frame: PageFrame, { title, head = null, body, following, isWide }: PageParts): Html {
  const { language, words, base, path } = frame;
  const other: PrintLanguage = language === 'en' ? 'fr' : 'en';
  const script = html`<script src="${base}/assets/${SCRIPT_ASSET.name}" defer></script>`;
  const main = following
    ? html`<main
        class="${isWide ? 'with-qr' : ''}"
        data-self="${path}${frame.query}"
        data-live="${following.live}"
        data-state="${following.state}"
        data-waiting="${following.waiting}"
        data-changed="${words.changed}"
        data-offline="${words.offline}"
      >
        ${body}
      </main>`
    : html`<main>${body}</main>`;
  return html`<html lang="${language}">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width,initial-scale=1" />
      <title>${title}</title>
      <link rel="icon" href="data:," />
      <link rel="stylesheet" href="${base}/assets/${STYLE_ASSET.name}" />
      ${head} ${script}
    </head>
    <body>
      <header class="${isWide ? 'wide' : ''}">
        <a href="${path}?lang=${other}" lang="${other}" hreflang="${other}">${words.otherLanguage}</a>
      </header>
      ${main}
    </body>
  </html>`;
}

/** A page that says why there is nothing to do here. */
export function presentTrouble(frame: PageFrame, { title, text }: Ending, again: string | null): Html {
  return presentPage(frame, {
    title,
    body: html`<div class="card state ended" role="alert">
      <h1>${title}</h1>
      <p>${text}</p>
      ${again ? html`<p><a class="button quiet" href="${again}">${frame.words.tryAgain}</a></p>` : null}
    </div>`,
  });
}

export function presentSandbox({ words, handsetUrl }: PageFrame, mode: Mode, isForm: boolean): Html | null {
  if (mode === 'live') return null;
  const outcomes = words.sandboxOutcomes.map(([ending, outcome]) => html`<li><b>…${ending}</b> ${outcome}</li>`);
  const numbers = html`<details>
    <summary>${words.sandboxNumbers}</summary>
    <ul>
      ${outcomes}
    </ul>
  </details>`;
  const handset = html`<p><a href="${handsetUrl ?? ''}" target="_blank" rel="noopener">${words.handset}</a></p>`;
  return html`<aside class="sandbox">
    <p><b>${words.sandbox}</b></p>
    ${isForm && handsetUrl ? numbers : null} ${handsetUrl ? handset : null}
  </aside>`;
}

/** As people here write it: 10 000 FCFA. */
export function presentAmount(amount: string, currency: Currency, language: PrintLanguage): string {
  return `${printedAmount(amount, currency, language)}\u00a0${currency === 'XAF' ? 'FCFA' : currency}`;
}

export const titleOf = (what: string, merchant: string): string => `${what} – ${merchant}`;
