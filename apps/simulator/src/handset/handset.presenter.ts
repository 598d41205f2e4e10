import type { AccountBalance } from '../control/control.service.js';
import {
  CALLBACK_METHODS,
  CALLBACK_TELLINGS,
  CREATION_FAULTS,
  GATEWAY_FORMATS,
  OUTAGES,
  REASON_SHAPES,
  type OperatorFaults,
} from '../faults/faults.service.js';
import type { SimulatedTransaction } from '../transactions/transaction.js';
import type { HandsetDecision } from '../transactions/transactions.service.js';
import { html, type Html } from './html.js';

export interface HandsetView {
  readonly clock: { readonly now: string; readonly offsetMs: number };
  readonly operators: readonly OperatorView[];
}

interface OperatorView {
  readonly id: string;
  readonly name: string;
  readonly faults: OperatorFaults;
  readonly balances: readonly AccountBalance[];
  readonly prompts: readonly SimulatedTransaction[];
  readonly recent: readonly SimulatedTransaction[];
}

/** The parts of the page that change, as HTML. */
export interface HandsetFragments {
  readonly prompts: string;
  readonly transactions: string;
  readonly trouble: string;
  readonly clock: string;
}

const KINDS: Readonly<Record<SimulatedTransaction['kind'], string>> = {
  collection: 'Payment',
  transfer: 'Payout',
  refund: 'Refund',
};

const LABELS: Readonly<Record<string, string>> = {
  none: 'normal',
  unavailable: 'out of service (503)',
  slow: 'slow answers',
  reset: 'connection reset',
  'answer-lost': 'taken, answer lost',
  vanishes: 'accepted, then forgotten',
  refused: 'refused with the code',
  truth: 'how it ended',
  opposite: 'the opposite, before and after the end',
  'older-last': 'the end, then that it is pending',
  string: 'plain code',
  object: 'code and message',
  json: 'JSON',
  xml: 'XML',
};

export function handsetFragments(view: HandsetView): HandsetFragments {
  const fragments = {
    prompts: promptsOf(view),
    transactions: html`${view.operators.map(transactionsOf)}`,
    trouble: html`${view.operators.map(troubleOf)}`,
    clock: clockOf(view),
  };
  return {
    prompts: fragments.prompts.text,
    transactions: fragments.transactions.text,
    trouble: fragments.trouble.text,
    clock: fragments.clock.text,
  };
}

function promptsOf({ operators }: HandsetView): Html {
  const phones = operators.flatMap((operator) =>
    [...byNumber(operator.prompts)].map(([number, prompts]) => phoneOf(operator, number, prompts)),
  );
  if (phones.length > 0) return html`${phones}`;
  return html`<p class="empty">No prompt is waiting. Ask for a payment from a number that ends in <b>01</b>.</p>`;
}

function byNumber(prompts: readonly SimulatedTransaction[]): Map<string, SimulatedTransaction[]> {
  const numbers = new Map<string, SimulatedTransaction[]>();
  for (const prompt of prompts) {
    const number = prompt.counterparty?.id ?? '';
    numbers.set(number, [...(numbers.get(number) ?? []), prompt]);
  }
  return numbers;
}

function phoneOf(operator: OperatorView, number: string, prompts: readonly SimulatedTransaction[]): Html {
  return html`<article class="phone">
    <header><span class="number">${number}</span><span class="operator">${operator.name}</span></header>
    ${prompts.map((prompt) => promptOf(operator, prompt))}
  </article>`;
}

function promptOf(operator: OperatorView, prompt: SimulatedTransaction): Html {
  return html`<div class="prompt">
    <p class="amount">Pay ${grouped(prompt.amount)} ${prompt.currency}?</p>
    ${prompt.message === null ? '' : html`<p class="message">${prompt.message}</p>`}
    <p class="small">${prompt.externalId ?? prompt.reference} · asked at ${timeOf(prompt.createdAt)}</p>
    <div class="buttons">
      ${decisionButton(operator, prompt, 'approve', 'Approve')} ${decisionButton(operator, prompt, 'refuse', 'Refuse')}
      ${decisionButton(operator, prompt, 'lapse', 'Let lapse')}
    </div>
  </div>`;
}

function decisionButton(
  operator: OperatorView,
  prompt: SimulatedTransaction,
  decision: HandsetDecision,
  label: string,
): Html {
  const path = `/_control/operators/${operator.id}/transactions/${encodeURIComponent(prompt.reference)}/decision`;
  const body = JSON.stringify({ decision });
  return html`<button class="${decision}" data-method="POST" data-path="${path}" data-body="${body}">${label}</button>`;
}

function transactionsOf(operator: OperatorView): Html {
  return html`<section>
    <h3>${operator.name}</h3>
    <p class="small balances">
      ${operator.balances.map(
        ({ account, balance, currency }) => html`<span>${account} <b>${grouped(balance)} ${currency}</b></span> `,
      )}
    </p>
    ${
      operator.recent.length === 0
        ? html`<p class="empty">Nothing has happened yet.</p>`
        : html`<ol class="transactions">
            ${operator.recent.map(transactionOf)}
          </ol>`
    }
  </section>`;
}

function transactionOf(transaction: SimulatedTransaction): Html {
  const { kind, counterparty, amount, currency, status, failureCode, createdAt, externalId, reference } = transaction;
  return html`<li>
    <div><b>${counterparty?.id ?? 'unknown'}</b><span class="sum">${grouped(amount)} ${currency}</span></div>
    <div>
      <span class="small">${KINDS[kind]} · ${timeOf(createdAt)} · ${externalId ?? reference}</span>
      <span class="status ${status}">${failureCode ?? status}</span>
    </div>
  </li>`;
}

function troubleOf({ id, name, faults }: OperatorView): Html {
  return html`<form data-path="/_control/operators/${id}/faults">
    <h3>${name}</h3>
    ${choice('outage', 'Service', OUTAGES, faults.outage)}
    ${number('slowMs', 'Hold back slow answers for (ms)', faults.slowMs)}
    ${choice('creations', 'New requests', CREATION_FAULTS, faults.creations)}
    ${text('refusalCode', 'Code of a refusal', faults.refusalCode)}
    ${choice('callbackMethod', 'Callback method', CALLBACK_METHODS, faults.callbackMethod)}
    ${number('callbackCopies', 'Copies of each callback', faults.callbackCopies)}
    ${number('callbackLateMs', 'Callbacks late by (ms)', faults.callbackLateMs)}
    ${choice('callbackTelling', 'What callbacks tell', CALLBACK_TELLINGS, faults.callbackTelling)}
    ${choice('reasonShape', 'Failure reason', REASON_SHAPES, faults.reasonShape)}
    ${choice('gatewayFormat', 'Gateway errors', GATEWAY_FORMATS, faults.gatewayFormat)}
    ${check('dropCallbacks', 'Lose callbacks', faults.dropCallbacks)}
    ${check('waf', 'Firewall page instead of answers', faults.waf)}
    <div class="buttons">
      <button type="button" data-method="POST" data-path="/_control/operators/${id}/tokens/expire">
        Expire all tokens
      </button>
      <button type="button" data-method="PUT" data-path="/_control/operators/${id}/faults" data-body="{}">
        Back to normal
      </button>
    </div>
  </form>`;
}

function choice(name: keyof OperatorFaults, label: string, values: readonly string[], current: string): Html {
  const options = values.map((value) =>
    value === current
      ? html`<option value="${value}" selected>${LABELS[value] ?? value}</option>`
      : html`<option value="${value}">${LABELS[value] ?? value}</option>`,
  );
  return html`<label
    ><span>${label}</span
    ><select name="${name}">
      ${options}
    </select></label
  >`;
}

function number(name: keyof OperatorFaults, label: string, value: number): Html {
  return html`<label><span>${label}</span><input name="${name}" type="number" min="0" value="${value}" /></label>`;
}

function text(name: keyof OperatorFaults, label: string, value: string): Html {
  return html`<label><span>${label}</span><input name="${name}" type="text" value="${value}" /></label>`;
}

function check(name: keyof OperatorFaults, label: string, value: boolean): Html {
  const box = value
    ? html`<input name="${name}" type="checkbox" checked />`
    : html`<input name="${name}" type="checkbox" />`;
  return html`<label class="check">${box}<span>${label}</span></label>`;
}

const CLOCK_STEPS: readonly (readonly [label: string, stepMs: number])[] = [
  ['+1 min', 60_000],
  ['+5 min', 300_000],
  ['+1 h', 3_600_000],
  ['+1 day', 86_400_000],
];

function clockOf({ clock: { offsetMs } }: HandsetView): Html {
  const state = offsetMs === 0 ? "The machine's time." : `${offsetMs / 1_000} s ahead of the machine's time.`;
  return html`<p class="small">${state}</p>
    <div class="buttons">
      ${CLOCK_STEPS.map(([label, stepMs]) => clockButton(label, offsetMs + stepMs))} ${clockButton('Now', 0)}
    </div>`;
}

function clockButton(label: string, offsetMs: number): Html {
  const body = JSON.stringify({ offsetMs });
  return html`<button data-method="PUT" data-path="/_control/clock" data-body="${body}">${label}</button>`;
}

/** Thousands apart by a space that does not break. */
function grouped(amount: string): string {
  return amount.replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, '\u00a0');
}

function timeOf(iso: string): string {
  return `${iso.slice(11, 19)} UTC`;
}
