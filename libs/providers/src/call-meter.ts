import type { Mode } from '#kernel';
import { AnswerLost, NotSent, type Metrics } from '#platform';
import type { ProviderName } from './provider.port.js';

/** Orange has two APIs that have nothing to do with each other: trouble in one is none in the other. */
type Api = ProviderName | 'orange-web';

/** Counts the calls to one API of an operator. Sandbox and live are kept apart, or trouble in one would hide in the other. */
export class CallMeter {
  constructor(
    private readonly metrics: Metrics,
    private readonly provider: Api,
  ) {}

  /** Under which the operator is measured in a mode, and its circuits are named. */
  name(mode: Mode): string {
    return mode === 'live' ? this.provider : `${this.provider}-sandbox`;
  }

  /** Counts a call by what its answer meant. */
  count(mode: Mode, operation: string, outcome: string, durationMs: number): void {
    const provider = this.name(mode);
    this.metrics.providerCallsTotal.inc({ provider, operation, outcome });
    this.metrics.providerCallDurationSeconds.observe({ provider, operation }, durationMs / 1000);
  }

  /** Counts a call for an access token. Whatever became of it, the request that needs the token has certainly not been sent. */
  async issuing<Token>(mode: Mode, request: () => Promise<Token>): Promise<Token> {
    const startedAt = performance.now();
    let outcome = 'unavailable';
    try {
      const token = await request();
      outcome = 'issued';
      return token;
    } catch (error) {
      throw error instanceof AnswerLost ? new NotSent(`no token: ${error.reason}`, error) : error;
    } finally {
      this.count(mode, 'token', outcome, performance.now() - startedAt);
    }
  }
}
