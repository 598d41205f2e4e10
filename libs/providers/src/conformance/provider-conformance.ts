import type { Provider } from '../provider.port.js';
import { describeCollecting } from './collecting.js';
import { describeTrouble } from './in-trouble.js';
import { describePages } from './on-pages.js';
import { describeHolders } from './looking-up-holders.js';
import { describePayingOut } from './paying-out.js';
import { describeRefunding } from './refunding.js';
import type { Asking, OpenedStage, Stage } from './stage.js';

const SUITES = {
  collect: describeCollecting,
  payerPage: describePages,
  refund: describeRefunding,
  payOut: describePayingOut,
  accountHolder: describeHolders,
} as const satisfies Partial<Record<keyof Provider, (stage: () => OpenedStage, asking: Asking) => void>>;

export type ConformingPower = keyof typeof SUITES;

/**
 * What every adapter must do, whatever its operator speaks: one line in the adapter's own int-spec runs all of it over
 * HTTP against the simulator, for the powers that the adapter claims.
 */
export function providerConformance(
  name: string,
  powers: readonly ConformingPower[],
  open: () => Promise<Stage>,
): void {
  describe(`${name} as a provider`, () => {
    let simulated: Stage;
    let opened: OpenedStage;
    const stage = (): OpenedStage => opened;

    beforeAll(async () => {
      simulated = await open();
    });
    beforeEach(() => {
      const { operator } = simulated;
      operator.trouble('none');
      opened = {
        operator,
        sendsAtOnce: simulated.sendsAtOnce,
        wallet: (lastTwoDigits) => simulated.wallet(lastTwoDigits),
        provider: simulated.connect() as Required<Provider>,
        unreachable: simulated.connectToNobody() as Required<Provider>,
      };
    });
    afterAll(() => simulated.close());

    it('serves the sandbox, and has the powers that it claims and no others', () => {
      const { provider } = stage();
      expect(provider.serves('sandbox')).toBe(true);
      const implemented = Object.keys(SUITES).filter((power) => provider[power as ConformingPower] !== undefined);
      expect(implemented.sort()).toEqual([...powers].sort());
    });

    const asking = powers.includes('payerPage') ? 'pages' : 'prompts';
    for (const power of powers) SUITES[power](stage, asking);
    describeTrouble(stage, asking);
  });
}
