import { redactText, type HealthReport, type ParkedEvent, type SubscriberStanding, html, type Html } from '#platform';

const PARKED_SHOWN = 20;
const ERROR_LENGTH = 300;
const HOUR = 3600;
const MOVES = [
  { seconds: HOUR, words: '1 hour' },
  { seconds: 24 * HOUR, words: '1 day' },
  { seconds: 7 * 24 * HOUR, words: '1 week' },
  { seconds: 30 * 24 * HOUR, words: '30 days' },
];

export interface QueueCounts {
  readonly name: string;
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly failed: number;
}

export interface ClockReading {
  readonly now: Date;
  readonly offsetSeconds: number;
}

/** What the start page shows; null is what could not be read in time, or is not there. */
export interface StartPage {
  readonly environment: string;
  readonly simulator: string | null;
  readonly report: HealthReport;
  readonly queues: readonly QueueCounts[] | null;
  readonly subscribers: readonly SubscriberStanding[] | null;
  readonly parked: readonly ParkedEvent[];
  readonly clock: ClockReading | null;
  /** What a replay has just come to. */
  readonly replay: { readonly replayed: number; readonly failed: number } | null;
}

export function startPage(page: StartPage): Html {
  return html`<header>
      <h1>Operations <span class="soft">${page.environment}</span></h1>
      <nav>
        <a href="/">Refresh</a>
        <a href="/queues">Queues</a>
        <a href="/metrics">Metrics</a>
        <a href="/health/ready">Health</a>
        ${page.simulator === null ? null : html`<a href="${page.simulator}">Simulator</a>`}
        <form method="post" action="/log-out"><button>Log out</button></form>
      </nav>
    </header>
    <main>
      ${replayNotice(page.replay)} ${healthSection(page.report)} ${queuesSection(page.queues)}
      ${outboxSection(page.subscribers)} ${parkedSection(page.parked)} ${clockSection(page.clock)}
    </main>`;
}

function replayNotice(replay: StartPage['replay']): Html | null {
  if (replay === null) return null;
  return html`<p role="status">Replayed: ${replay.replayed}. Refused once more: ${replay.failed}.</p>`;
}

function healthSection({ ready, checks }: HealthReport): Html {
  const rows = Object.entries(checks).map(
    ([name, { healthy, durationMs, problem }]) =>
      html`<tr>
        <th scope="row">${name}</th>
        <td>${verdict(healthy, 'good', 'in trouble')}</td>
        <td class="number">${durationMs} ms</td>
        <td class="soft">${problem ?? ''}</td>
      </tr>`,
  );
  return section(
    'Health',
    html`<p>This worker is ${verdict(ready, 'ready', 'not ready')}.</p>
      ${table([], rows)}`,
  );
}

function queuesSection(queues: StartPage['queues']): Html {
  if (queues === null) return section('Queues', html`<p class="bad">The queues do not answer.</p>`);
  const rows = queues.map(
    ({ name, waiting, active, delayed, failed }) =>
      html`<tr>
        <th scope="row"><a href="/queues/queue/${name}">${name}</a></th>
        <td class="number">${waiting}</td>
        <td class="number">${active}</td>
        <td class="number">${delayed}</td>
        <td class="number">${failed === 0 ? 0 : html`<span class="bad">${failed}</span>`}</td>
      </tr>`,
  );
  return section('Queues', table(['queue', 'waiting', 'active', 'delayed', 'failed'], rows));
}

function outboxSection(subscribers: StartPage['subscribers']): Html {
  if (subscribers === null) return section('Outbox', html`<p class="bad">The outbox cannot be read.</p>`);
  const rows = subscribers.map(
    ({ subscriber, lagSeconds, parked, exists }) =>
      html`<tr>
        <th scope="row">${subscriber}</th>
        <td class="number">${exists ? duration(lagSeconds) : html`<span class="bad">nobody serves it</span>`}</td>
        <td class="number">${parked === 0 ? 0 : html`<span class="bad">${parked}</span>`}</td>
        <td>${parked > 0 && exists ? replayForm(subscriber) : null}</td>
      </tr>`,
  );
  return section('Outbox', table(['subscriber', 'behind', 'parked', ''], rows));
}

function replayForm(subscriber: string): Html {
  return html`<form method="post" action="/outbox/replay">
    <button name="subscriber" value="${subscriber}">Replay parked events</button>
  </form>`;
}

function parkedSection(parked: readonly ParkedEvent[]): Html | null {
  if (parked.length === 0) return null;
  const rows = parked.slice(0, PARKED_SHOWN).map(
    ({ subscriber, type, eventId, parkedAt, error }) =>
      html`<tr>
        <th scope="row">${subscriber}</th>
        <td>${type}<br /><span class="soft">${eventId}</span></td>
        <td>${instant(parkedAt)}</td>
        <td class="soft">${redactText(error).slice(0, ERROR_LENGTH)}</td>
      </tr>`,
  );
  return section('Parked events', table(['subscriber', 'event', 'parked', 'what was thrown'], rows));
}

function clockSection(clock: ClockReading | null): Html | null {
  if (clock === null) return null;
  const buttons = MOVES.map(
    ({ seconds, words }) => html`<button name="advanceSeconds" value="${seconds}">${words} on</button>`,
  );
  return section(
    'Sandbox clock',
    html`<p>
        ${instant(clock.now)},
        ${clock.offsetSeconds === 0 ? 'as on the wall' : `${duration(clock.offsetSeconds)} ahead`}
      </p>
      <form method="post" action="/sandbox/clock"><div class="buttons">${buttons}</div></form>
      <p class="soft">For the whole deployment, and only forward. Sessions age with it, yours too.</p>`,
  );
}

const section = (title: string, body: Html): Html =>
  html`<section>
    <h2>${title}</h2>
    ${body}
  </section>`;

function table(columns: readonly string[], rows: readonly Html[]): Html {
  const head = columns.map((column) => html`<th scope="col">${column}</th>`);
  return html`<table>
    <thead>
      <tr>
        ${head}
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

const verdict = (good: boolean, yes: string, no: string): Html =>
  good ? html`<span class="good">${yes}</span>` : html`<span class="bad">${no}</span>`;

const instant = (date: Date): string => `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;

function duration(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 2 * HOUR) return `${Math.round(seconds / 60)} min`;
  if (seconds < 48 * HOUR) return `${Math.round(seconds / HOUR)} h`;
  return `${Math.round(seconds / (24 * HOUR))} days`;
}
