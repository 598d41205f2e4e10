import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Contract, projectRoot } from '#platform';
import { dashboardWebhooks } from '#surfaces/dashboard';
import { webhooksOf } from '../support/webhook-bodies.js';

/** The same for every method: their tests put the names together. */
const NAMED_TOGETHER = /^receiveMomoIpn/;
/** Suites over the whole contract, which say nothing of what an operation is for. */
const GENERATED = /(operations|tenants|hostile-input|scopes)\.(e2e-)?spec\.ts$/;

interface Source {
  readonly file: string;
  readonly text: string;
}
interface Door {
  readonly operationIds: readonly string[];
  readonly controllers: readonly Source[];
  readonly tests: readonly Source[];
}

function sources(folder: string, ending: RegExp): Source[] {
  const root = projectRoot();
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name) && !name.includes('node_modules'))
    .map((name) => ({ file: join(folder, name), text: readFileSync(join(root, folder, name), 'utf8') }));
}

const doorOf = (surface: 'dashboard' | 'payment-links'): Door => ({
  operationIds: [...Contract.of(surface).operations.keys()],
  controllers: sources(`libs/surfaces/${surface}`, /\.controller\.ts$/),
  tests: sources(`test/surfaces/${surface}`, /spec\.ts$/).filter(({ file }) => !GENERATED.test(file)),
});

/** Operations without a route, routes without an operation, and operations without a test. */
function gapsOf({ operationIds, controllers, tests }: Door): Record<'unrouted' | 'unknown' | 'untried', string[]> {
  const routed = controllers.flatMap(({ text }) =>
    [...text.matchAll(/@Operation\('(\w+)'/g)].map(([, id]) => id ?? ''),
  );
  const isTried = (id: string): boolean =>
    NAMED_TOGETHER.test(id)
      ? tests.some(({ text }) => text.includes('receiveMomoIpn'))
      : tests.some(({ text }) => new RegExp(`\\b${id}\\b`).test(text));
  return {
    unrouted: operationIds.filter((id) => !routed.includes(id)),
    unknown: routed.filter((id) => !operationIds.includes(id)),
    untried: operationIds.filter((id) => !isTried(id)),
  };
}

describe.each(['dashboard', 'payment-links'] as const)('the contract of the door %s', (surface) => {
  const door = doorOf(surface);

  it('has a route and a test for every operation, and the door a route for no other', () => {
    expect(gapsOf(door)).toEqual({ unrouted: [], unknown: [], untried: [] });
  });

  it('would be missed where it says more, or less, than there is', () => {
    const [first = '', ...others] = door.operationIds;
    const more = { ...door, operationIds: [...door.operationIds, 'flyToTheMoon'] };
    expect(gapsOf(more)).toEqual({ unrouted: ['flyToTheMoon'], unknown: [], untried: ['flyToTheMoon'] });
    expect(gapsOf({ ...door, operationIds: others })).toEqual({ unrouted: [], unknown: [first], untried: [] });
    expect(gapsOf({ ...door, tests: [] }).untried).toEqual(door.operationIds);
  });
});

it('every webhook of the dashboard contract is in the words of the door, and no other', () => {
  const webhooks = [...webhooksOf(Contract.of('dashboard')).keys()].sort();
  expect([...dashboardWebhooks.events].sort()).toEqual(webhooks);
});
