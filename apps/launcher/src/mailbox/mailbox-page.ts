export const MAILBOX_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Mailbox</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/mailbox.css">
<script type="module" src="/mailbox.js"></script>
</head>
<body>
<header>
  <div><h1>Mailbox</h1><p>Every mail that the platform sends ends here. Nothing is delivered.</p></div>
  <form role="search">
    <label for="to">Recipient</label>
    <input id="to" type="search" placeholder="ama@example.com" autocomplete="off" spellcheck="false">
  </form>
  <button id="clear" type="button">Delete all</button>
</header>
<p id="notice" role="status"></p>
<main>
  <nav aria-label="Mails"><ul id="list"></ul><p id="empty" hidden></p></nav>
  <article id="mail" aria-live="polite" hidden>
    <button id="back" type="button">All mails</button>
    <h2 id="subject"></h2>
    <dl><dt>From</dt><dd id="from"></dd><dt>To</dt><dd id="recipients"></dd><dt>Received</dt><dd id="received"></dd></dl>
    <ul id="attachments"></ul>
    <div id="views" role="tablist" aria-label="View">
      <button type="button" role="tab" data-view="html">HTML</button>
      <button type="button" role="tab" data-view="text">Text</button>
    </div>
    <iframe id="html" title="The mail" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>
    <pre id="text"></pre>
  </article>
</main>
<noscript><p id="noscript">This page needs JavaScript; the mails are at <a href="/api/messages">/api/messages</a>.</p></noscript>
</body>
</html>
`;

export const MAILBOX_STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #5b6470; --ground: #f3f4f6; --card: #fff; --line: #d9dde3;
  --accent: #0b69a3; --chosen: #e3eff7; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ink: #eceff3; --soft: #a3adb9; --ground: #14171b; --card: #1e2329;
  --line: #343b44; --accent: #7cc4f0; --chosen: #24384a; --bad: #ff8a80; } }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; min-height: 100vh; display: flex; flex-direction: column; background: var(--ground); color: var(--ink);
  font: 16px/1.45 system-ui, sans-serif; }
header { display: flex; flex-wrap: wrap; align-items: end; gap: .75rem 1rem; padding: 1rem; background: var(--card);
  border-bottom: 1px solid var(--line); }
header div { flex: 1 1 16rem; }
h1 { font-size: 1.35rem; margin: 0; }
h2 { font-size: 1.2rem; margin: 0 0 .5rem; overflow-wrap: anywhere; }
header p, #empty { margin: 0; color: var(--soft); font-size: .9rem; }
form { flex: 0 1 20rem; }
label { display: block; font-size: .85rem; color: var(--soft); }
input, button { min-height: 2.5rem; padding: .4rem .75rem; border: 1px solid var(--line); border-radius: .6rem;
  background: var(--ground); color: var(--ink); font: inherit; }
input { width: 100%; }
button { cursor: pointer; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
#notice:empty { display: none; }
#notice { margin: .75rem 1rem 0; padding: .6rem .9rem; border-radius: .6rem; background: var(--bad); color: var(--card); }
main { flex: 1; display: grid; grid-template-columns: minmax(16rem, 24rem) 1fr; min-height: 0; }
nav { border-right: 1px solid var(--line); overflow: auto; max-height: calc(100vh - 5.5rem); }
#empty, #noscript { padding: 1.5rem 1rem; }
ul { list-style: none; margin: 0; padding: 0; }
#list button { display: block; width: 100%; padding: .7rem 1rem; border: 0; border-bottom: 1px solid var(--line);
  border-radius: 0; background: none; text-align: left; }
#list button[aria-current=true] { background: var(--chosen); }
#list span { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
#list .first { display: flex; gap: .75rem; }
#list .subject { flex: 1; font-weight: 600; }
#list .when, #list .preview { color: var(--soft); font-size: .85rem; }
article { display: flex; flex-direction: column; gap: .6rem; padding: 1rem; min-width: 0; }
#back { display: none; align-self: start; }
dl { display: grid; grid-template-columns: auto 1fr; gap: .1rem .8rem; margin: 0; font-size: .9rem; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
#attachments { display: flex; flex-wrap: wrap; gap: .5rem; }
#attachments a { color: var(--accent); }
#views { display: flex; gap: .4rem; }
#views button[aria-selected=true] { border-color: var(--accent); color: var(--accent); font-weight: 600; }
iframe, pre { flex: 1; width: 100%; min-height: 26rem; margin: 0; border: 1px solid var(--line); border-radius: .75rem; }
iframe { background: #fff; color-scheme: light; }
pre { padding: 1rem; background: var(--card); font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; }
@media (max-width: 46rem) {
  main { display: block; }
  nav { border-right: 0; max-height: none; }
  .reading nav { display: none; }
  #back { display: block; }
}
`;

/** Runs in the browser. Whatever a mail says is set as text, never as HTML of this page. */
export const MAILBOX_SCRIPT = `
const part = (id) => document.getElementById(id);
const list = part('list');
let shown = '';
let chosen = null;
let view = 'html';

const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'short' });
const hour = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });

function short(date) {
  return (day.format(date) === day.format(new Date()) ? hour : day).format(date);
}

function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

async function refresh() {
  const to = part('to').value;
  try {
    const response = await fetch('/api/messages?to=' + encodeURIComponent(to));
    const answer = await response.text();
    part('notice').textContent = '';
    if (answer === shown || to !== part('to').value) return;
    shown = answer;
    showList(JSON.parse(answer).messages, to);
  } catch {
    part('notice').textContent = 'The mailbox does not answer.';
  }
}

function showList(mails, to) {
  const focused = document.activeElement?.dataset?.id;
  list.replaceChildren(...mails.map(row));
  if (focused) list.querySelector('[data-id="' + focused + '"]')?.focus();
  part('empty').hidden = mails.length > 0;
  part('empty').textContent = to ? 'No mail for ' + to + ' yet.' : 'No mail yet. Sign up or ask for a code to get one.';
  if (chosen && !to && !mails.some(({ id }) => id === chosen)) close();
}

function row({ id, subject, to, receivedAt, preview }) {
  const button = element('button', '', '');
  button.type = 'button';
  button.dataset.id = id;
  button.setAttribute('aria-current', String(id === chosen));
  const first = element('span', 'first', '');
  first.append(element('span', 'subject', subject || '(no subject)'), element('span', 'when', short(new Date(receivedAt))));
  button.append(first, element('span', 'to', to.join(', ')), element('span', 'preview', preview));
  const item = document.createElement('li');
  item.append(button);
  return item;
}

async function open(id) {
  const response = await fetch('/api/messages/' + id);
  if (!response.ok) return close();
  const mail = await response.json();
  chosen = id;
  history.replaceState(null, '', '#' + id);
  part('subject').textContent = mail.subject || '(no subject)';
  part('from').textContent = mail.from;
  part('recipients').textContent = mail.to.join(', ');
  part('received').textContent = moment.format(new Date(mail.receivedAt));
  part('text').textContent = mail.text ?? '';
  part('attachments').replaceChildren(...mail.attachments.map((attachment, index) => link(id, attachment, index)));
  part('html').src = mail.html === null ? 'about:blank' : '/messages/' + id + '/html';
  part('views').hidden = mail.html === null || mail.text === null;
  part('mail').hidden = false;
  document.body.classList.add('reading');
  mark();
  show(mail.html === null ? 'text' : mail.text === null ? 'html' : view);
}

function link(id, { name, sizeBytes }, index) {
  const made = element('a', '', name + ' (' + Math.ceil(sizeBytes / 1024) + ' KB)');
  made.href = '/messages/' + id + '/attachments/' + index;
  const item = document.createElement('li');
  item.append(made);
  return item;
}

function show(wanted) {
  part('html').hidden = wanted !== 'html';
  part('text').hidden = wanted !== 'text';
  for (const tab of part('views').children) tab.setAttribute('aria-selected', String(tab.dataset.view === wanted));
}

function mark() {
  for (const button of list.querySelectorAll('button')) button.setAttribute('aria-current', String(button.dataset.id === chosen));
}

function close() {
  chosen = null;
  history.replaceState(null, '', location.pathname);
  part('mail').hidden = true;
  document.body.classList.remove('reading');
  mark();
}

list.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (button) open(button.dataset.id);
});
part('views').addEventListener('click', (event) => {
  if (event.target.dataset.view) show((view = event.target.dataset.view));
});
part('back').addEventListener('click', close);
part('to').addEventListener('input', refresh);
document.querySelector('form').addEventListener('submit', (event) => event.preventDefault());
part('clear').addEventListener('click', async () => {
  if (!confirm('Delete all mails?')) return;
  await fetch('/api/messages', { method: 'DELETE' });
  close();
  await refresh();
});
document.addEventListener('visibilitychange', () => document.hidden || refresh());
setInterval(() => document.hidden || refresh(), 1500);
await refresh();
if (location.hash) await open(location.hash.slice(1));
`;
