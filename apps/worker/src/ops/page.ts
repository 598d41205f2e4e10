import { html, type Html } from '#platform';
import type { FastifyReply } from 'fastify';

const POLICY =
  "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Answers with a page of ours: no script runs on it and nothing is fetched from elsewhere. */
export function sendPage(reply: FastifyReply, title: string, body: Html): FastifyReply {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/ops.css" />
      </head>
      <body>
        ${body}
      </body>
    </html> `;
  return reply.type('text/html; charset=utf-8').header('content-security-policy', POLICY).send(page.text);
}

export const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #5b6470; --ground: #f3f4f6; --card: #fff; --line: #d9dde3;
  --accent: #0b69a3; --good: #14753c; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ink: #eceff3; --soft: #a3adb9; --ground: #14171b; --card: #1e2329;
  --line: #343b44; --accent: #7cc4f0; --good: #5cd08a; --bad: #ff8a80; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.45 system-ui, sans-serif; }
header { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .5rem 1rem;
  padding: .8rem 1rem; background: var(--card); border-bottom: 1px solid var(--line); }
header nav { display: flex; flex-wrap: wrap; align-items: center; gap: .4rem 1rem; }
main { max-width: 62rem; margin: 0 auto; padding: 1rem; }
main.narrow { max-width: 24rem; padding-top: 12vh; }
h1 { font-size: 1.3rem; margin: 0; }
h2 { font-size: 1.05rem; margin: 0 0 .5rem; }
p { margin: .35rem 0; }
a { color: var(--accent); }
section { background: var(--card); border: 1px solid var(--line); border-radius: .8rem; padding: .9rem 1rem;
  margin: 0 0 1rem; overflow-x: auto; }
.soft { color: var(--soft); font-size: .88rem; overflow-wrap: anywhere; }
.good { color: var(--good); font-weight: 600; }
.bad { color: var(--bad); font-weight: 600; }
[role=alert], [role=status] { padding: .6rem .9rem; border: 1px solid currentcolor; border-radius: .6rem; margin: 0 0 1rem; }
[role=alert] { color: var(--bad); }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .35rem .6rem .35rem 0; border-top: 1px solid var(--line); text-align: left; vertical-align: top; }
thead th { border-top: 0; color: var(--soft); font-size: .85rem; font-weight: 500; }
td.number { font-variant-numeric: tabular-nums; }
label { display: block; margin: .7rem 0 .2rem; }
input, button { width: 100%; min-height: 2.6rem; padding: .4rem .8rem; border: 1px solid var(--line);
  border-radius: .6rem; background: var(--ground); color: var(--ink); font: inherit; }
button { width: auto; cursor: pointer; }
main.narrow button { width: 100%; margin-top: 1rem; background: var(--accent); border-color: var(--accent);
  color: var(--card); font-weight: 600; }
.buttons { display: flex; flex-wrap: wrap; gap: .5rem; margin-top: .5rem; }
@media (max-width: 30rem) { main { padding: .6rem; } section { padding: .8rem .7rem; } th, td { padding-right: .35rem; } }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
`;
