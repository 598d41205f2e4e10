import { Msisdn } from '#kernel';
import { transactionId, type LinkPayment, type PaymentFailure, type PaymentView } from '#payments';
import { printedInstant, html, type Html } from '#platform';
import { presentAmount, presentPage, presentSandbox, titleOf } from './page.presenter.js';
import type { PageFrame } from './pages.service.js';
import { fill, OPERATOR_NAMES, type PaymentState } from './wording.js';

const REFRESH_SECONDS = 4;
const RETURN_SECONDS = 10;

const FAILURES = {
  insufficient_funds: 'no_funds',
  payer_not_found: 'no_wallet',
  payer_refused: 'refused',
  limit_reached: 'limit_reached',
  expired: 'expired',
  operator_unavailable: 'operator_away',
  operator_refused: 'operator_refused',
} as const satisfies Record<PaymentFailure, PaymentState>;

export function stateOf({ status, failureReason, cancelledBy }: PaymentView): PaymentState {
  if (status === 'settled') return 'paid';
  if (status === 'cancelled' && cancelledBy === 'payer') return 'refused';
  if (status === 'failed') return failureReason === null ? 'operator_refused' : FAILURES[failureReason];
  return status;
}

export interface PaymentPage extends LinkPayment {
  /** Where the merchant wants the payer back, with the signed result; null before the payment is paid, or nowhere. */
  readonly returnUrl: string | null;
  /** Where the payer can go on to pay at the operator, while that is possible. */
  readonly payerPage: string | null;
  /** The payer does not want to be taken there. */
  readonly stays: boolean;
}

/** How a payment stands, for whoever has its address: of the payer's number no more than its end. */
export function presentPayment(frame: PageFrame, page: PaymentPage): Html {
  const { words, base } = frame;
  const { link, payment, merchantName } = page;
  const state = stateOf(payment);
  const { title } = state === 'pending' && isOnPage(payment) ? words.waitingOnPage : words.states[state];
  const live = `${base}/${link.slug}/payments/${transactionId(link.slug, payment.id)}`;
  return presentPage(frame, {
    title: titleOf(title, merchantName),
    head: headOf(page, state),
    following: state === 'pending' ? { live, state, waiting: words.live } : null,
    body: [
      presentSandbox(frame, link.mode, false) ?? html``,
      html`<section>
        <p class="small">${words.payTo}</p>
        <h1>${merchantName}</h1>
      </section>`,
      state === 'pending' ? presentWaiting(frame, page) : presentEnd(frame, page, state),
      presentFacts(frame, page, state),
      state === 'paid' ? presentPapers(frame, live, page) : presentAgain(frame, page, state),
    ],
  });
}

function headOf({ returnUrl, stays }: PaymentPage, state: PaymentState): Html | null {
  if (state === 'pending') {
    return html`<noscript><meta http-equiv="refresh" content="${REFRESH_SECONDS}" /></noscript>`;
  }
  return returnUrl === null || stays
    ? null
    : html`<meta http-equiv="refresh" content="${RETURN_SECONDS};url=${returnUrl}" />`;
}

function presentWaiting(frame: PageFrame, page: PaymentPage): Html {
  const { words } = frame;
  const onPage = isOnPage(page.payment);
  const { title, text } = onPage ? words.waitingOnPage : words.states.pending;
  return html`<div class="card state">
    <div role="status" aria-live="polite">
      <h2>${title}</h2>
      <p>${text}</p>
    </div>
    <div class="wait js-only" aria-hidden="true"></div>
    ${onPage ? presentWayToPage(frame, page) : presentPrompt(frame, page)}
    <p class="small js-only" data-status role="status" aria-live="polite">${words.live}</p>
    <p class="small no-js">${words.refreshes}</p>
  </div>`;
}

function presentPrompt({ words, language }: PageFrame, { payment }: PaymentPage): Html {
  const number = maskedNumber(payment);
  const amount = presentAmount(payment.providerAmount, payment.providerCurrency, language);
  return html`<p>${fill(words.onThePhone[payment.provider] ?? '', { number, amount })}</p>
    <p>${words.dial[payment.provider] ?? ''}</p>`;
}

/** A payer who came back without paying may go there again for as long as the operator lets him. */
function presentWayToPage({ words }: PageFrame, { payment, payerPage }: PaymentPage): Html | null {
  const operator = OPERATOR_NAMES[payment.provider] ?? payment.provider;
  return payerPage === null
    ? null
    : html`<p><a class="button" href="${payerPage}">${fill(words.continueOnPage, { operator })}</a></p>`;
}

function presentEnd({ words }: PageFrame, _page: PaymentPage, state: PaymentState): Html {
  const { title, text } = words.states[state];
  return html`<div class="card state ${state === 'paid' ? 'paid' : 'ended'}" role="status" aria-live="polite">
    <h2>${title}</h2>
    <p>${text}</p>
  </div>`;
}

/** What a receipt says, on the page and on paper. */
export function receiptFacts(frame: PageFrame, { link, payment, merchantName }: LinkPayment): [string, string][] {
  const { words, language } = frame;
  const facts: [string, string | null][] = [
    [words.paidTo, merchantName],
    [words.paidFor, link.description],
    [words.amount, presentAmount(payment.amount, payment.currency, language)],
    [words.paidWith, OPERATOR_NAMES[payment.provider] ?? payment.provider],
    // On a page of the operator's any number may have paid.
    [words.paidFrom, isOnPage(payment) ? null : maskedNumber(payment)],
    [words.paidAt, payment.settledAt && printedInstant(new Date(payment.settledAt), language)],
    [words.transaction, transactionId(link.slug, payment.id)],
    [words.operatorReference, payment.status === 'settled' ? payment.operatorTransactionId : null],
  ];
  return facts.flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
}

function presentFacts(frame: PageFrame, page: PaymentPage, state: PaymentState): Html {
  const facts = receiptFacts(frame, page).map(
    ([name, value]) =>
      html`<div>
        <dt>${name}</dt>
        <dd>${value}</dd>
      </div>`,
  );
  return html`<section class="card">
    ${state === 'paid' ? html`<h2>${frame.words.receipt}</h2>` : null}
    <dl>${facts}</dl>
  </section>`;
}

function presentPapers(frame: PageFrame, live: string, { returnUrl, stays }: PaymentPage): Html {
  const { words, query, path } = frame;
  const host = returnUrl === null ? '' : new URL(returnUrl).host;
  const stay = `${path}${query === '' ? '?' : `${query}&`}stay=1`;
  return html`<section class="papers no-print">
    ${
      returnUrl === null
        ? null
        : html`<p><a class="button" href="${returnUrl}">${fill(words.returnTo, { host })}</a></p>`
    }
    ${
      returnUrl === null || stays
        ? null
        : html`<p class="small">${fill(words.returnSoon, { host })} <a href="${stay}">${words.stay}</a></p>`
    }
    <p><a class="button quiet" href="${live}/receipt.pdf${query}">${words.receiptPdf}</a></p>
    <p class="js-only"><button class="button quiet" type="button" data-print>${words.print}</button></p>
  </section>`;
}

/** A payment that waits may have gone to the wrong number. */
function presentAgain({ words, base, query }: PageFrame, { link, payment }: PaymentPage, state: PaymentState): Html {
  if (link.status === 'cancelled' || link.status === 'expired') {
    const { title, text } = words.troubles[`link_${link.status}`];
    return html`<p>${title}. ${state === 'pending' ? '' : text}</p>`;
  }
  // The form of a link that has no use left leads back here.
  if (state === 'pending' && link.status === 'used') return html``;
  const kind = state === 'pending' ? 'quiet' : '';
  const otherwise = isOnPage(payment) ? words.payOtherwise : words.startAgain;
  return html`<p>
    <a class="button ${kind}" href="${base}/${link.slug}${query}">
      ${state === 'pending' ? otherwise : words.tryAgain}
    </a>
  </p>`;
}

const isOnPage = ({ channel }: PaymentView): boolean => channel === 'page';

/** On one line. */
const maskedNumber = ({ payerMsisdn }: PaymentView): string =>
  Msisdn.tryParse(payerMsisdn, 'CM')?.masked().replaceAll(' ', '\u00a0') ?? '…';
