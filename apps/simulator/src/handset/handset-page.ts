import { PAYMENT_OUTCOMES, payoutOutcome } from '../outcomes.js';
import type { HandsetFragments } from './handset.presenter.js';
import { HANDSET_SCRIPT } from './handset-script.js';
import { HANDSET_STYLE } from './handset-style.js';
import { Html, html } from './html.js';

/** @param nonce lets the page's own style and script through its content security policy. */
export function handsetPage(fragments: HandsetFragments, nonce: string): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Simulated handset</title>
        <link rel="icon" href="data:," />
        <style nonce="${nonce}">
          ${new Html(HANDSET_STYLE)}
        </style>
      </head>
      <body>
        <main>
          <h1>Simulated handset</h1>
          <p class="small">Plays the payers' phones and the operators behind them. No real money moves here.</p>
          <p role="status"></p>
          <noscript><p class="empty">This page needs JavaScript to act and to refresh itself.</p></noscript>
          ${part('Waiting for you', 'prompts', fragments.prompts)}
          ${part('Recent transactions', 'transactions', fragments.transactions)}
          ${part('Trouble', 'trouble', fragments.trouble)}
          <h2>Clock</h2>
          <div class="card" data-fragment="clock">${new Html(fragments.clock)}</div>
          <h2>Outcomes</h2>
          ${outcomeTable()}
          <h2>Start afresh</h2>
          <div class="card">
            <p class="small">Forgets all transactions, books, faults and the clock's offset.</p>
            <div class="buttons">
              <button data-method="POST" data-path="/_control/reset" data-confirm="Forget everything?">Reset</button>
            </div>
          </div>
        </main>
        <script type="module" nonce="${nonce}">
          ${new Html(HANDSET_SCRIPT)};
        </script>
      </body>
    </html>`.text;
}

function part(title: string, name: keyof HandsetFragments, content: string): Html {
  return html`<h2>${title}</h2>
    <div data-fragment="${name}">${new Html(content)}</div>`;
}

function outcomeTable(): Html {
  const rows = Object.entries(PAYMENT_OUTCOMES)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([key, { title }]) => row(key === 'default' ? 'else' : `…${key}`, title));
  const payoutRows = ['96', '97'].map((key) => row(`…${key}`, payoutOutcome(key).title));
  return html`<details>
    <summary>What a number or an amount decides</summary>
    <table>
      <tbody>
        <tr>
          <th colspan="2">A payment, by the payer's number</th>
        </tr>
        ${rows}
        <tr>
          <th colspan="2">A payout, by the whole part of the amount</th>
        </tr>
        ${payoutRows} ${row('else', payoutOutcome('').title)}
      </tbody>
    </table>
  </details>`;
}

function row(key: string, title: string): Html {
  return html`<tr>
    <td>${key}</td>
    <td>${title}</td>
  </tr>`;
}
