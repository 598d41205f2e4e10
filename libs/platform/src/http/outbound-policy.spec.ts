import { jest } from '@jest/globals';
import { DomainError } from '#kernel';
import { Metrics } from '../metrics/metrics.js';
import { CIRCUIT_FAILURES_MAX, CIRCUIT_OPEN_MS, CircuitBreakers } from './outbound-policy.js';
import { AnswerLost, CircuitOpen, NotSent } from './outbound.errors.js';

class Declined extends DomainError<'declined'> {
  readonly kind = 'declined';
  readonly code = 'declined';
}

const metrics = new Metrics();
let circuits: CircuitBreakers;

beforeEach(() => {
  jest.useFakeTimers();
  circuits = new CircuitBreakers(metrics, { operatorTimeoutMs: 8000 });
});

afterEach(() => {
  jest.useRealTimers();
});

const fails = (error: Error) => (): Promise<never> => Promise.reject(error);
const works = (): Promise<string> => Promise.resolve('settled');

async function failTimes(times: number, error: Error, name = 'mtn-momo'): Promise<void> {
  for (let count = 0; count < times; count += 1) await expect(circuits.execute(name, fails(error))).rejects.toBe(error);
}

async function stateShown(name = 'mtn-momo'): Promise<string | undefined> {
  return new RegExp(`provider_circuit_state\\{provider="${name}"\\} (\\d)`).exec(await metrics.render())?.[1];
}

describe('a closed circuit', () => {
  it('passes on what a call gives and throws', async () => {
    expect(await circuits.execute('mtn-momo', works)).toBe('settled');
    const error = new TypeError('a bug');
    await expect(circuits.execute('mtn-momo', fails(error))).rejects.toBe(error);
    expect(await stateShown()).toBe('0');
  });

  it('opens after so many failures in a row that the other side is unavailable', async () => {
    await failTimes(CIRCUIT_FAILURES_MAX - 1, new NotSent('ECONNREFUSED'));
    expect(await stateShown()).toBe('0');
    await failTimes(1, new AnswerLost('timeout'));
    expect(await stateShown()).toBe('2');
    let calls = 0;
    const refused = circuits.execute('mtn-momo', () => Promise.resolve((calls += 1)));
    await expect(refused).rejects.toThrow(CircuitOpen);
    await expect(refused).rejects.toMatchObject({ kind: 'unavailable', circuit: 'mtn-momo' });
    expect(calls).toBe(0);
  });

  it.each([
    ['an answer', works],
    ['a refusal', () => circuits.execute('mtn-momo', fails(new Declined('no'))).catch(() => 'declined')],
  ])('counts from the beginning after %s', async (_, answered) => {
    await failTimes(CIRCUIT_FAILURES_MAX - 1, new NotSent('ECONNREFUSED'));
    await circuits.execute('mtn-momo', answered);
    await failTimes(CIRCUIT_FAILURES_MAX - 1, new NotSent('ECONNREFUSED'));
    expect(await stateShown()).toBe('0');
  });

  it('does not open because the other side declines, or because we err', async () => {
    await failTimes(20, new Declined('no'));
    await failTimes(20, new TypeError('a bug'));
    expect(await circuits.execute('mtn-momo', works)).toBe('settled');
  });

  it('is one of its own for each name', async () => {
    await failTimes(CIRCUIT_FAILURES_MAX, new NotSent('ECONNREFUSED'));
    expect(await circuits.execute('orange-money', works)).toBe('settled');
    expect(await stateShown('orange-money')).toBe('0');
  });
});

describe('an open circuit', () => {
  beforeEach(() => failTimes(CIRCUIT_FAILURES_MAX, new NotSent('ECONNREFUSED')));

  it('stays open for its time', async () => {
    await jest.advanceTimersByTimeAsync(CIRCUIT_OPEN_MS - 1);
    await expect(circuits.execute('mtn-momo', works)).rejects.toThrow(CircuitOpen);
  });

  it.each([
    ['back', -3_600_000],
    ['forward', 3_600_000],
  ])('stays open for its time when a clock is set %s', async (_, byMs) => {
    const set = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + byMs);
    try {
      await expect(circuits.execute('mtn-momo', works)).rejects.toThrow(CircuitOpen);
      await jest.advanceTimersByTimeAsync(CIRCUIT_OPEN_MS);
      expect(await circuits.execute('mtn-momo', works)).toBe('settled');
    } finally {
      set.mockRestore();
    }
  });

  it('lets one call try while others wait, and closes when it is answered', async () => {
    await jest.advanceTimersByTimeAsync(CIRCUIT_OPEN_MS);
    const started: string[] = [];
    let answer: (text: string) => void = () => undefined;
    const probe = circuits.execute('mtn-momo', () => {
      started.push('probe');
      return new Promise<string>((resolve) => (answer = resolve));
    });
    const waiting = circuits.execute('mtn-momo', () => {
      started.push('waiting');
      return works();
    });
    await jest.advanceTimersByTimeAsync(0);
    expect(started).toEqual(['probe']);
    expect(await stateShown()).toBe('1');
    answer('pending');
    expect(await Promise.all([probe, waiting])).toEqual(['pending', 'settled']);
    expect(await stateShown()).toBe('0');
  });

  it('closes too when the call that tries is declined', async () => {
    await jest.advanceTimersByTimeAsync(CIRCUIT_OPEN_MS);
    await failTimes(1, new Declined('no'));
    expect(await stateShown()).toBe('0');
  });

  it('opens again when the call that tries fails, also for those that waited', async () => {
    await jest.advanceTimersByTimeAsync(CIRCUIT_OPEN_MS);
    const error = new NotSent('ECONNREFUSED');
    const outcomes = await Promise.allSettled([
      circuits.execute('mtn-momo', fails(error)),
      circuits.execute('mtn-momo', works),
    ]);
    expect(outcomes).toEqual([
      { status: 'rejected', reason: error },
      { status: 'rejected', reason: expect.any(CircuitOpen) },
    ]);
    expect(await stateShown()).toBe('2');
  });
});

describe('a call that outlives its time', () => {
  it('is abandoned, with its outcome unknown, and counts as a failure', async () => {
    for (let count = 0; count < CIRCUIT_FAILURES_MAX; count += 1) {
      const call = circuits.execute('mtn-momo', () => new Promise(() => undefined)).catch((error: unknown) => error);
      await jest.advanceTimersByTimeAsync(15_999);
      expect(await Promise.race([call, Promise.resolve('under way')])).toBe('under way');
      await jest.advanceTimersByTimeAsync(1);
      expect(await call).toMatchObject({ name: 'AnswerLost', reason: 'timeout' });
    }
    expect(await stateShown()).toBe('2');
  });

  it('leaves no timer behind when it ends in time', async () => {
    await circuits.execute('mtn-momo', works);
    expect(jest.getTimerCount()).toBe(0);
  });
});
