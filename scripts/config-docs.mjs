/**
 * Writes docker/.env.example and docs/configuration.md from the settings that the code declares:
 * `npm run config:docs`, or `npm run config:docs -- --check` to fail when they are stale.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import '../test/support/typescript.mjs';

const { SETTINGS } = await import('../libs/platform/src/config/settings.ts');

/** What the image and compose.yaml set: another value in docker/.env would do nothing or harm. */
const SET_BY_CONTAINERS = ['HOST', 'OPS_HOST', 'DATA_DIR', 'DATABASE_URL', 'REDIS_URL', 'TRUSTED_PROXIES', 'PORT_BASE'];
const OTHER_DEFAULT_IN_CONTAINERS = { APP_ENV: 'production', DRAIN_SECONDS: '3' };

const settings = Object.values(SETTINGS).map((setting) => {
  const refusal = setting.unsafe?.(setting.fallback) ?? null;
  const { env, about, shown, fallback } = setting;
  // Secrets are shown in words, which are no value to write behind an equals sign.
  const isValue = shown === String(fallback);
  return { env, about, shown, value: isValue ? shown : '', refusal };
});

const files = { 'docker/.env.example': environmentExample(), 'docs/configuration.md': configurationPage() };
const root = new URL('..', import.meta.url);
const stale = Object.entries(files).filter(([path, text]) => readOrEmpty(new URL(path, root)) !== text);

if (!process.argv.includes('--check')) {
  for (const [path, text] of stale) writeFileSync(new URL(path, root), text);
} else if (stale.length > 0) {
  const names = stale.map(([path]) => path).join(' and ');
  console.error(`${names} do not say what libs/platform/src/config/settings.ts says: run \`npm run config:docs\`.`);
  process.exitCode = 1;
}

function readOrEmpty(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

function environmentExample() {
  const open = settings.filter(({ env }) => !SET_BY_CONTAINERS.includes(env));
  const fixed = settings.filter(({ env }) => SET_BY_CONTAINERS.includes(env));
  return `# Written by \`npm run config:docs\`. Copy it to docker/.env, which docker/compose.yaml reads.

# Password of the database, which compose.yaml makes DATABASE_URL of: letters and digits only.
POSTGRES_PASSWORD=

# How long base backups and dumps are kept, in days.
#BACKUP_KEEP_DAYS=14

# Host names of the doors. The proxy gets certificates for names that lead to this machine.
#DASHBOARD_HOST=dashboard.localhost
#PAYMENT_LINKS_HOST=links.localhost
#MERCHANT_HOST=merchant.localhost
#WALLET_HOST=wallet.localhost

${open.map(entry).join('\n')}
# These are set by the image and by compose.yaml, and are not for this file:
${fixed.map(({ env, about }) => `#   ${env}: ${about}`).join('\n')}

# To try everything in containers, with operators that are played and mails that go nowhere:
#COMPOSE_PROFILES=sandbox
#APP_ENV=development
#MTN_SANDBOX_URL=http://simulator:3020
#ORANGE_SANDBOX_URL=http://simulator:3020/orange-money
#ORANGE_WEB_SANDBOX_URL=http://simulator:3020
# The payer's browser is outside of the containers.
#ORANGE_WEB_SANDBOX_PAGES=http://127.0.0.1:3020
#CALLBACK_URL=http://api:3000
#SMTP_URL=smtp://mailbox:3025
`;
}

function entry({ env, about, shown, value, refusal }) {
  if (refusal) return `# ${about}\n# Must be set: the default is refused, because ${env} ${refusal}.\n${env}=\n`;
  const inWords = value === '' && shown !== 'empty' ? ` (the default is ${shown})` : '';
  return `# ${about}${inWords}\n#${env}=${quoted(OTHER_DEFAULT_IN_CONTAINERS[env] ?? value)}\n`;
}

function quoted(value) {
  return /[\s<>#$'"]/.test(value) ? `"${value}"` : value;
}

function configurationPage() {
  const rows = settings.map(({ env, about, shown, value, refusal }) => {
    const fallback = value === '' ? shown : `\`${value}\``;
    const demand = refusal ? `. **Must be set in production**: the default is refused, because it ${refusal}` : '';
    return `| \`${env}\` | ${cell(fallback)} | ${cell(`${about}${demand}`)} |`;
  });
  return `<!-- Written by \`npm run config:docs\`. -->

# Configuration

Everything is read from environment variables, once, when a process starts. Whatever is wrong is told at once, one sentence for
each problem, and nothing is started. \`APP_ENV=production\` refuses every default that is safe on a developer's machine only.

| variable | default | meaning |
| --- | --- | --- |
${rows.join('\n')}

Ports are counted from \`PORT_BASE\`:

| port | what |
| --- | --- |
| +0, +1, +2, +3 | the doors: dashboard, payment-links, merchant, wallet |
| +10 | ops pages, probes and metrics of the worker |
| +11 | probes and metrics of the api |
| +20 | simulator |
| +25, +26 | mailbox: SMTP, page |
| +32 | embedded PostgreSQL |
`;
}

function cell(text) {
  return text.replaceAll('|', '\\|');
}
