import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Contract, projectRoot } from '#platform';
import { dashboardWebhooks } from '#surfaces/dashboard';
import { webhooksOf } from '../../support/webhook-bodies.js';

/** The same for every method: their tests put the names together. */
const NAMED_TOGETHER = /^receiveMomoIpn/;
/** Suites over the whole contract, which say nothing of what an operation is for. */
const GENERATED = /(operations|tenants|hostile-input|scopes)\.(e2e-)?spec\.ts$/;

interface Source {
  readonly file: string;
  readonly text: string;
}

const contract = Contract.of('dashboard');
const root = projectRoot();

function sources(folder: string, ending: RegExp): Source[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name) && !name.includes('node_modules'))
    .map((name) => ({ file: join(folder, name), text: readFileSync(join(root, folder, name), 'utf8') }));
}

const controllers = sources('libs/surfaces/dashboard', /\.controller\.ts$/);
const tests = [...sources('test/surfaces/dashboard', /spec\.ts$/)].filter(({ file }) => !GENERATED.test(file));

const operationIds = [...contract.operations.keys()];
const isRouted = (id: string): boolean => controllers.some(({ text }) => text.includes(`@Operation('${id}'`));
const isTested = (id: string): boolean =>
  NAMED_TOGETHER.test(id)
    ? tests.some(({ text }) => text.includes('receiveMomoIpn'))
    : tests.some(({ text }) => new RegExp(`\\b${id}\\b`).test(text));

describe('the dashboard contract', () => {
  it('has a route for every operation', () => {
    expect(operationIds.filter((id) => !isRouted(id))).toEqual([]);
  });

  it('has a route for no other operation', () => {
    const routed = controllers.flatMap(({ text }) =>
      [...text.matchAll(/@Operation\('(\w+)'/g)].map(([, id]) => id ?? ''),
    );
    expect(routed.filter((id) => !contract.operations.has(id))).toEqual([]);
  });

  it('has a test for every operation', () => {
    expect(operationIds.filter((id) => !isTested(id))).toEqual([]);
  });

  it('has every webhook in the words of the door, and no other', () => {
    const webhooks = [...webhooksOf(contract).keys()].sort();
    expect([...dashboardWebhooks.events].sort()).toEqual(webhooks);
  });
});
