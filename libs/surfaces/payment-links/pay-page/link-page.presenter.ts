import { Msisdn, type Money } from '#kernel';
import type { PublicPaymentLink } from '#payments';
import { printedInstant, html, type Html } from '#platform';
import { presentAmount, presentPage, presentSandbox, titleOf } from './page.presenter.js';
import type { PageFrame } from './pages.service.js';
import { choiceOf, type FormMistake, type Mistakes, type TypedForm } from './redemption.requests.js';
import { fill, OPERATOR_NAMES, type Wording } from './wording.js';

export interface LinkPage {
  readonly shown: PublicPaymentLink;
  readonly now: Date;
  /** What the form holds when it opens. */
  readonly typed: TypedForm;
  readonly mistakes: Mistakes | null;
  readonly formKey: string;
  /** What the operator will collect where the link is in another currency. */
  readonly collected: Money | null;
}

/** The form of a link that takes payments. */
export function presentLink(frame: PageFrame, page: LinkPage): Html {
  const { words, base } = frame;
  const { link, merchantName } = page.shown;
  const live = `${base}/${link.slug}`;
  const what = isOpen(page) ? words.pay : fill(words.payAmount, { amount: priceOf(frame, page) });
  return presentPage(frame, {
    // The title is what a screen reader says first of the page that comes back.
    title: titleOf(page.mistakes ? words.mistakes : what, merchantName),
    head: presentPreview(frame, page),
    following: { live, state: link.status, waiting: '' },
    isWide: true,
    body: [
      presentSandbox(frame, link.mode, true) ?? html``,
      presentWhat(frame, page),
      presentForm(frame, page),
      html`<div class="qr">
        <picture>
          <source media="(min-width:60rem)" srcset="${live}/qr.png" />
          <img src="data:," alt="" width="240" height="240" />
        </picture>
        <p>${words.scan}</p>
      </div>`,
      html`<p class="small" data-status role="status" aria-live="polite"></p>`,
    ],
  });
}

const isOpen = ({ shown }: LinkPage): boolean => Number(shown.link.amount) === 0;

const priceOf = ({ language }: PageFrame, { shown: { link } }: LinkPage): string =>
  presentAmount(link.amount, link.currency, language);

/** What WhatsApp and others show of the address when somebody shares it. */
function presentPreview(frame: PageFrame, page: LinkPage): Html {
  const { link, merchantName } = page.shown;
  const told = [isOpen(page) ? null : priceOf(frame, page), link.description].filter((text) => text !== null);
  return html`<meta property="og:type" content="website" />
    <meta property="og:title" content="${merchantName}" />
    <meta property="og:description" content="${told.join(' – ')}" />
    <meta property="og:url" content="${link.url}" />
    <meta property="og:image" content="${link.url}/qr.png" />
    <meta property="og:image:type" content="image/png" />
    <meta property="og:image:alt" content="${frame.words.scan}" />
    <meta name="description" content="${told.join(' – ')}" />`;
}

function presentWhat(frame: PageFrame, page: LinkPage): Html {
  const { words, language } = frame;
  const { link, merchantName } = page.shown;
  const { collected } = page;
  return html`<section class="what">
    <p class="small">${words.payTo}</p>
    <h1>${merchantName}</h1>
    ${isOpen(page) ? null : html`<p class="amount">${priceOf(frame, page)}</p>`}
    ${
      collected
        ? html`<p class="small">
            ${fill(words.approximately, { amount: presentAmount(collected.toDecimal(), collected.currency, language) })}
          </p>`
        : null
    }
    ${link.description === null ? null : html`<p class="about">${link.description}</p>`}
    ${link.expiresAt === null ? null : presentDue(frame, link.expiresAt, page.now)}
  </section>`;
}

function presentDue({ words, language }: PageFrame, expiresAt: string, now: Date): Html {
  const date = printedInstant(new Date(expiresAt), language);
  return html`<p class="due small">
    <time datetime="${expiresAt}">${fill(words.payableUntil, { date })}</time>
    <span
      class="js-only"
      role="timer"
      data-until="${expiresAt}"
      data-now="${now.toISOString()}"
      data-left="(${words.timeLeft})"
      data-days="${words.days}"
      data-hours="${words.hours}"
    ></span>
  </p>`;
}

function presentForm(frame: PageFrame, page: LinkPage): Html {
  const { words, path, query } = frame;
  const { mistakes, formKey } = page;
  const price = isOpen(page) ? words.pay : fill(words.payAmount, { amount: priceOf(frame, page) });
  return html`<form class="card" method="post" action="${path}${query}" data-sending="${words.sending}" novalidate>
    ${
      mistakes
        ? html`<div class="alert" role="alert">
            <p>${mistakes.form ? words[mistakes.form] : words.mistakes}</p>
          </div>`
        : null
    }
    ${isOpen(page) ? presentAmountField(frame, page) : null} ${presentPhoneField(frame, page)}
    ${presentOperators(frame, page)}
    <input type="hidden" name="key" value="${formKey}" />
    <button class="button">${price}</button>
    <details>
      <summary>${words.whatHappens}</summary>
      ${page.shown.providers.map(
        (name) => html`<p><b>${OPERATOR_NAMES[name] ?? name}</b>: ${words.onTheForm[name] ?? ''}</p>`,
      )}
      ${page.shown.pages.map(
        ({ provider }) =>
          html`<p>
            <b>${onPage(words, provider)}</b>:
            ${fill(words.pageOnTheForm, { operator: OPERATOR_NAMES[provider] ?? provider })}
          </p>`,
      )}
    </details>
  </form>`;
}

function presentMistake({ words }: PageFrame, field: string, mistake: FormMistake | undefined): Html | null {
  return mistake ? html`<p class="error" id="${field}-error">${words[mistake]}</p>` : null;
}

/** What a screen reader tells with a field, and whether it is wrong. */
const judged = (
  field: string,
  mistake: FormMistake | undefined,
): { readonly invalid: string; readonly told: string } => ({
  invalid: mistake ? 'true' : 'false',
  told: mistake ? `${field}-error ${field}-hint` : `${field}-hint`,
});

function presentPhoneField(frame: PageFrame, { typed, mistakes }: LinkPage): Html {
  const { words } = frame;
  const { invalid, told } = judged('phone', mistakes?.phone);
  return html`<div>
    <label for="phone">${words.phone}</label>
    <input
      id="phone"
      name="phone"
      type="tel"
      inputmode="tel"
      autocomplete="tel-national"
      maxlength="30"
      required
      value="${typed.phone}"
      aria-invalid="${invalid}"
      aria-describedby="${told}"
    />
    <p class="hint" id="phone-hint">${words.phoneHint}</p>
    ${presentMistake(frame, 'phone', mistakes?.phone)}
  </div>`;
}

function presentAmountField(frame: PageFrame, { shown, typed, mistakes }: LinkPage): Html {
  const { words } = frame;
  const { invalid, told } = judged('amount', mistakes?.amount);
  const { currency } = shown.link;
  return html`<div>
    <label for="amount">${words.amount}</label>
    <input
      id="amount"
      name="amount"
      type="text"
      inputmode="${currency === 'XAF' ? 'numeric' : 'decimal'}"
      autocomplete="transaction-amount"
      maxlength="20"
      required
      value="${typed.amount}"
      aria-invalid="${invalid}"
      aria-describedby="${told}"
    />
    <p class="hint" id="amount-hint">${fill(words.amountHint, { currency: currency === 'XAF' ? 'FCFA' : currency })}</p>
    ${presentMistake(frame, 'amount', mistakes?.amount)}
  </div>`;
}

/** None is chosen for the payer unless there is but one: without scripts the number decides when it is sent. */
function presentOperators(frame: PageFrame, { shown: { providers, pages }, typed, mistakes }: LinkPage): Html {
  const { words } = frame;
  const offered = [
    ...providers.map((name) => ({
      ...{ value: choiceOf(name), label: OPERATOR_NAMES[name] ?? name },
      ranges: Msisdn.nationalRanges(name, 'CM') ?? '',
    })),
    // Of any number: it is for the payer to choose.
    ...pages.map(({ provider }) => ({ value: choiceOf(provider, 'page'), label: onPage(words, provider), ranges: '' })),
  ];
  const [only] = providers.length === 1 ? providers : [];
  const chosen = offered.some(({ value }) => value === typed.operator) ? typed.operator : only;
  const choices = offered.map(({ value, label, ranges }) => {
    const box =
      value === chosen
        ? html`<input type="radio" name="operator" value="${value}" data-ranges="${ranges}" checked />`
        : html`<input type="radio" name="operator" value="${value}" data-ranges="${ranges}" />`;
    return html`<label class="choice">${box} ${label}</label>`;
  });
  return html`<fieldset aria-describedby="${judged('operator', mistakes?.operator).told}">
    <legend>${words.operator}</legend>
    ${choices} ${presentMistake(frame, 'operator', mistakes?.operator)}
    <p class="hint" id="operator-hint">${words.operatorHint}</p>
  </fieldset>`;
}

const onPage = (words: Wording, provider: string): string =>
  fill(words.payOnPage, { operator: OPERATOR_NAMES[provider] ?? provider });
