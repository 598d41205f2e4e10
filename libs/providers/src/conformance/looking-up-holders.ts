import { ProviderUnavailable } from '../provider.errors.js';
import type { OpenedStage } from './stage.js';

export function describeHolders(stage: () => OpenedStage): void {
  describe('looking up the holder of a wallet', () => {
    it('tells that there is one, and the name', async () => {
      expect(await stage().provider.accountHolder('sandbox', stage().wallet('42'))).toEqual({
        active: true,
        name: 'Sandbox Payer',
      });
    });

    it('tells that there is none (00)', async () => {
      expect(await stage().provider.accountHolder('sandbox', stage().wallet('00'))).toEqual({
        active: false,
        name: null,
      });
    });

    it.each(['out-of-service', 'reset', 'firewall', 'slow'] as const)(
      'does not mistake an operator in trouble for a missing holder: %s',
      async (trouble) => {
        stage().operator.trouble(trouble);
        const lookup = stage().provider.accountHolder('sandbox', stage().wallet('42'));
        await expect(lookup).rejects.toBeInstanceOf(ProviderUnavailable);
      },
    );

    it('cannot tell when nobody listens', async () => {
      const lookup = stage().unreachable.accountHolder('sandbox', stage().wallet('42'));
      await expect(lookup).rejects.toBeInstanceOf(ProviderUnavailable);
    });
  });
}
