import { Html, html } from '../handset/html.js';
import type { OrangeWebPage } from './orange-web.orders.service.js';
import { ORANGE_WEB_SANDBOX } from './orange-web-settings.js';
import { statusWord } from './orange-web.statuses.js';

export type PageMistake = 'number' | 'code' | 'away';

const REFRESH_SECONDS = 1;

const WORDS = {
  fr: {
    title: 'Paiement Orange Money (simulé)',
    played: 'Cette page est jouée par le simulateur. Aucun argent réel ne circule ici.',
    pay: 'Payer {amount} à {merchant}',
    number: 'Numéro Orange Money',
    code: 'Code',
    codeHint: 'Quatre chiffres au choix, par exemple 1234.',
    confirm: 'Confirmer',
    cancel: 'Annuler',
    waiting: 'Paiement en cours. Confirmez sur votre téléphone s’il vous le demande.',
    paid: 'Paiement effectué.',
    failed: 'Le paiement n’a pas abouti.',
    over: 'Cette page de paiement a expiré.',
    back: 'Retour chez le marchand',
    none: 'Cette page de paiement n’existe pas.',
    mistakes: {
      number: 'Ce numéro n’est pas valable.',
      code: 'Saisissez un code.',
      away: 'Service indisponible. Réessayez.',
    },
  },
  en: {
    title: 'Orange Money payment (simulated)',
    played: 'This page is played by the simulator. No real money moves here.',
    pay: 'Pay {amount} to {merchant}',
    number: 'Orange Money number',
    code: 'Code',
    codeHint: 'Any four digits, for example 1234.',
    confirm: 'Confirm',
    cancel: 'Cancel',
    waiting: 'Your payment is under way. Confirm on your phone if it asks you to.',
    paid: 'Paid.',
    failed: 'The payment failed.',
    over: 'This payment page has expired.',
    back: 'Back to the merchant',
    none: 'There is no such payment page.',
    mistakes: { number: 'This number is not valid.', code: 'Type a code.', away: 'Service unavailable. Try again.' },
  },
} as const;

type Words = (typeof WORDS)['fr' | 'en'];

const STYLE = `
*{box-sizing:border-box}
body{margin:0;background:#1c1c1c;color:#fff;font:1rem/1.5 system-ui,sans-serif}
main{max-width:26rem;margin:0 auto;padding:1.5rem 1rem}
h1{font-size:1.25rem;color:#ff9a3d}
label{display:block;margin-top:1rem;font-weight:600}
input{display:block;width:100%;min-height:3rem;padding:.5rem .75rem;font:inherit;font-size:1.25rem}
button,a.button{display:block;width:100%;margin-top:1rem;padding:.75rem;border:2px solid #ff9a3d;background:#ff9a3d;color:#000;font:inherit;font-weight:700;text-align:center;text-decoration:none}
a.quiet{background:none;color:#ff9a3d}
.small{font-size:.875rem}
.error{font-weight:600;border:2px solid #fff;padding:.5rem}
`;

/** The page as its order stands. Once that is paid it leads back by itself (Orange page §A2, return_url). */
export function presentPaymentPage(page: OrangeWebPage, mistake: PageMistake | null, nonce: string): string {
  const { order, transaction, isOver } = page;
  const words = WORDS[order.lang];
  switch (statusWord(order, transaction)) {
    case 'INITIATED':
      return isOver ? ended(words, words.over, order.cancelUrl, nonce) : form(page, words, mistake, nonce);
    case 'PENDING':
      return document(words, nonce, html`<meta http-equiv="refresh" content="${REFRESH_SECONDS}" />`, [
        html`<p role="status">${words.waiting}</p>`,
        back(words, order.returnUrl),
      ]);
    case 'SUCCESS':
      return document(words, nonce, html`<meta http-equiv="refresh" content="0;url=${order.returnUrl}" />`, [
        html`<p role="status">${words.paid}</p>`,
        back(words, order.returnUrl),
      ]);
    case 'FAILED':
      return ended(words, words.failed, order.cancelUrl, nonce);
    case 'EXPIRED':
      return ended(words, words.over, order.cancelUrl, nonce);
  }
}

export const presentNoPage = (nonce: string): string =>
  document(WORDS.fr, nonce, null, [html`<p role="status">${WORDS.fr.none}</p>`]);

const ended = (words: Words, text: string, url: string, nonce: string): string =>
  document(words, nonce, null, [html`<p role="status">${text}</p>`, back(words, url)]);

const back = (words: Words, url: string): Html => html`<a class="button quiet" href="${url}">${words.back}</a>`;

/** Cancelling is a way back and nothing else: Orange records none, and the page can be opened again. */
function form({ order }: OrangeWebPage, words: Words, mistake: PageMistake | null, nonce: string): string {
  const amount = `${order.amount} ${ORANGE_WEB_SANDBOX.currency}`;
  return document(words, nonce, null, [
    html`<p>${words.pay.replace('{amount}', amount).replace('{merchant}', order.reference)}</p>`,
    mistake ? html`<p class="error" role="alert">${words.mistakes[mistake]}</p>` : html``,
    html`<form method="post">
      <label for="msisdn">${words.number}</label>
      <input id="msisdn" name="msisdn" type="tel" inputmode="tel" maxlength="20" required />
      <label for="code">${words.code}</label>
      <input id="code" name="code" type="password" inputmode="numeric" maxlength="8" autocomplete="off" required />
      <p class="small">${words.codeHint}</p>
      <button>${words.confirm}</button>
    </form>`,
    html`<a class="button quiet" href="${order.cancelUrl}">${words.cancel}</a>`,
  ]);
}

function document(words: Words, nonce: string, head: Html | null, body: readonly Html[]): string {
  return html`<!doctype html>
    <html lang="${words === WORDS.fr ? 'fr' : 'en'}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${words.title}</title>
        <link rel="icon" href="data:," />
        <style nonce="${nonce}">
          ${new Html(STYLE)}
        </style>
        ${head ?? ''}
      </head>
      <body>
        <main>
          <h1>${words.title}</h1>
          <p class="small">${words.played}</p>
          ${body}
        </main>
      </body>
    </html>`.text;
}
