import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { uuidv7 } from '#kernel';
import { Metrics } from '#platform';
import { eventually } from '../../../../test/support/eventually.js';
import type { PaymentChecks } from '../payment/payment-checks.service.js';
import { DueChecks } from './due-checks.service.js';
import type { Due, DueClaims } from './due-claims.service.js';

const LOOK_MS = 30;

const FOUND = 8;

interface Looked {
  readonly from: number;
  readonly to: number;
}

const aCheck = (): Due => ({ kind: 'payment', id: uuidv7(), provider: 'mtn-momo' });

/** Takes its time, as the database does where the machine is busy, and finds one check at the first look. */
class SlowClaims implements Pick<DueClaims, 'take'> {
  readonly looks: Looked[] = [];

  async take(): Promise<Due[]> {
    const from = performance.now();
    await delay(LOOK_MS);
    this.looks.push({ from, to: performance.now() });
    return this.looks.length === 1 ? [aCheck()] : [];
  }
}

/** Takes no time and finds some at every look. */
class ManyClaims implements Pick<DueClaims, 'take'> {
  readonly looks: Looked[] = [];

  take(): Promise<Due[]> {
    this.looks.push({ from: performance.now(), to: performance.now() });
    return Promise.resolve(Array.from({ length: FOUND }, aCheck));
  }
}

/** The shortest time between two of the first three looks. */
async function shortestRest(claims: SlowClaims | ManyClaims): Promise<number> {
  const payments = { check: () => Promise.resolve() } as unknown as PaymentChecks;
  const checks = new DueChecks(claims as never, payments, {} as never, {} as never, new Metrics());
  await checks.setOut();
  try {
    await eventually(() => claims.looks.length >= 3);
  } finally {
    await checks.beforeApplicationShutdown();
  }
  return Math.min(...claims.looks.slice(1).map(({ from }, at) => from - claims.looks[at]!.to));
}

describe('looks for what is due', () => {
  it('leave four times as long between them as they take', async () => {
    expect(await shortestRest(new SlowClaims())).toBeGreaterThanOrEqual(3 * LOOK_MS);
  });

  it('wait for more where they find much', async () => {
    expect(await shortestRest(new ManyClaims())).toBeGreaterThanOrEqual(9 * FOUND);
  });
});
