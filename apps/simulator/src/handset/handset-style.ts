export const HANDSET_STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #5b6470; --ground: #f3f4f6; --card: #fff; --line: #d9dde3;
  --accent: #ffcb05; --accent-ink: #1b1f24; --good: #14753c; --bad: #b3261e; --wait: #8a5a00; }
@media (prefers-color-scheme: dark) { :root { --ink: #eceff3; --soft: #a3adb9; --ground: #14171b; --card: #1e2329;
  --line: #343b44; --good: #5cd08a; --bad: #ff8a80; --wait: #ffc966; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.45 system-ui, sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.35rem; margin: 0 0 .15rem; }
h2 { font-size: 1.1rem; margin: 1.75rem 0 .6rem; }
h3 { font-size: 1rem; margin: 0 0 .4rem; }
p { margin: .25rem 0; }
.small { font-size: .85rem; color: var(--soft); overflow-wrap: anywhere; }
.empty { padding: 1rem; border: 1px dashed var(--line); border-radius: .75rem; color: var(--soft); }
[role=status]:not(:empty) { position: sticky; top: .5rem; z-index: 1; padding: .6rem .9rem; border-radius: .6rem;
  background: var(--bad); color: var(--card); }
.phone, section, form, details, .card { background: var(--card); border: 1px solid var(--line); border-radius: .9rem;
  padding: .9rem; margin: 0 0 .8rem; }
.phone { border-top: .4rem solid var(--accent); }
.phone header { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .25rem .75rem; }
.number { font-weight: 600; font-size: 1.05rem; }
.operator { color: var(--soft); }
.prompt + .prompt { border-top: 1px solid var(--line); margin-top: .9rem; padding-top: .5rem; }
.amount { font-size: 1.3rem; font-weight: 600; margin-top: .5rem; }
.message { overflow-wrap: anywhere; }
.buttons { display: flex; flex-wrap: wrap; gap: .5rem; margin-top: .7rem; }
button { flex: 1 1 5.5rem; min-height: 2.75rem; padding: .5rem; border: 1px solid var(--line); border-radius: .6rem;
  background: var(--ground); color: var(--ink); font: inherit; cursor: pointer; }
button.approve { background: var(--accent); border-color: var(--accent); color: var(--accent-ink); font-weight: 600; }
button.refuse { color: var(--bad); }
button:disabled { opacity: .5; cursor: default; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.balances span { display: inline-block; margin-right: .9rem; }
.transactions { list-style: none; margin: 0; padding: 0; }
.transactions li { padding: .55rem 0; border-top: 1px solid var(--line); }
.transactions div { display: flex; justify-content: space-between; align-items: baseline; gap: .8rem; }
.sum { white-space: nowrap; font-variant-numeric: tabular-nums; }
.status { text-align: right; font-size: .8rem; font-weight: 600; }
.status.succeeded { color: var(--good); }
.status.failed { color: var(--bad); }
.status.pending { color: var(--wait); }
label > span { flex: 1 1 13rem; }
label { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .25rem .8rem;
  padding: .35rem 0; }
label.check { justify-content: flex-start; }
label select, label input:not([type=checkbox]) { flex: 1 1 15rem; max-width: 100%; min-height: 2.5rem;
  padding: .35rem .5rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--ground); color: var(--ink);
  font: inherit; }
input[type=checkbox] { width: 1.3rem; height: 1.3rem; margin: 0; }
summary { cursor: pointer; font-weight: 600; }
table { width: 100%; border-collapse: collapse; margin-top: .5rem; }
td, th { padding: .3rem .4rem; border-top: 1px solid var(--line); vertical-align: top; text-align: left; }
td:first-child { font-weight: 600; white-space: nowrap; }
`;
