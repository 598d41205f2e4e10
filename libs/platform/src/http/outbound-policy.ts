import { Inject, Injectable } from '@nestjs/common';
import {
  BrokenCircuitError,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  handleWhen,
  type CircuitBreakerPolicy,
  type IBackoff,
} from 'cockatiel';
import { isOutage } from '#kernel';
import { CONFIG, type Config } from '../config/config.js';
import { Metrics } from '../metrics/metrics.js';
import { AnswerLost, CircuitOpen } from './outbound.errors.js';

export const CIRCUIT_FAILURES_MAX = 5;
export const CIRCUIT_OPEN_MS = 10_000;
/** A call may first have to fetch a token: two answers to wait for, and each request has its own time-out within. */
const ANSWERS_PER_CALL = 2;

const STATE_METRIC: Readonly<Record<CircuitState, number>> = {
  [CircuitState.Closed]: 0,
  [CircuitState.HalfOpen]: 1,
  [CircuitState.Open]: 2,
  [CircuitState.Isolated]: 2,
};

/**
 * How long a circuit stays open, by a clock that nobody sets. cockatiel goes by the date, and one that was set back by an hour
 * would keep an operator out of reach for as long: it is told that no time is enough, and then that any is.
 */
class OpenTime implements IBackoff<unknown> {
  private readonly beganAtMs = performance.now();

  get duration(): number {
    return performance.now() - this.beganAtMs < CIRCUIT_OPEN_MS ? Infinity : -Infinity;
  }

  next(): OpenTime {
    return new OpenTime();
  }
}

/**
 * A circuit for each name, usually an operator. It opens after five calls in a row that ended `unavailable`; ten seconds
 * later one call is let through to try, while others wait for how it ends. Whatever else the other side says is an answer
 * and closes the circuit: an operator that declines is well.
 */
@Injectable()
export class CircuitBreakers {
  private readonly circuits = new Map<string, CircuitBreakerPolicy>();
  private readonly timeoutMs: number;

  constructor(
    private readonly metrics: Metrics,
    @Inject(CONFIG) config: Pick<Config, 'operatorTimeoutMs'>,
  ) {
    this.timeoutMs = config.operatorTimeoutMs * ANSWERS_PER_CALL;
  }

  /**
   * Runs the call, unless its circuit is open: CircuitOpen, nothing was done. A call that outlives its time is abandoned
   * with AnswerLost, because nobody knows how far it came. Everything else it throws passes as it is.
   */
  async execute<T>(name: string, call: () => Promise<T>): Promise<T> {
    try {
      return await this.circuitOf(name).execute(() => this.withinTime(call));
    } catch (error) {
      throw error instanceof BrokenCircuitError ? new CircuitOpen(name) : error;
    }
  }

  /** A timer of our own: the one of cockatiel makes and aborts a signal per call, which took longer than all the rest. */
  private async withinTime<T>(call: () => Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new AnswerLost('timeout')), this.timeoutMs);
    });
    try {
      return await Promise.race([call(), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  private circuitOf(name: string): CircuitBreakerPolicy {
    const known = this.circuits.get(name);
    if (known !== undefined) return known;
    const circuit = circuitBreaker(handleWhen(isOutage), {
      breaker: new ConsecutiveBreaker(CIRCUIT_FAILURES_MAX),
      halfOpenAfter: new OpenTime(),
    });
    const show = (state: CircuitState): void =>
      this.metrics.providerCircuitState.set({ provider: name }, STATE_METRIC[state]);
    circuit.onStateChange(show);
    show(circuit.state);
    this.circuits.set(name, circuit);
    return circuit;
  }
}
