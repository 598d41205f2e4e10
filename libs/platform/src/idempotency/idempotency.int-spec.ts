import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DomainError, uuidv7, type Tenant } from '#kernel';
import { startTestPlatform, type TestPlatform } from '../../../../test/support/platform.js';
import { SharedClock } from '../clock/shared-clock.js';
import {
  fingerprint,
  Idempotency,
  IdempotencyInProgress,
  IdempotencyMismatch,
  isTaken,
  type IdempotencyRequest,
  type Once,
} from './idempotency.js';

interface Answer {
  readonly effectId: string;
}

class Refused extends DomainError {
  readonly kind = 'declined';
  readonly code = 'refused';
}

describe('idempotency', () => {
  let platform: TestPlatform;
  let idempotency: Idempotency;

  beforeAll(async () => {
    platform = await startTestPlatform({ environment: { IDEMPOTENCY_HOURS: '24' } });
    idempotency = platform.get(Idempotency);
    await platform.database.query('CREATE TABLE effects (id uuid, key text)');
  });
  afterAll(() => platform?.close());

  const tenant: Tenant = { organizationId: uuidv7(), mode: 'sandbox' };
  const asked = (change: Partial<IdempotencyRequest> = {}): IdempotencyRequest => ({
    tenant,
    operation: 'payment.initiate',
    key: uuidv7(),
    fingerprint: fingerprint({ amount: 100 }),
    ...change,
  });
  /** A command with one effect, answered with the effect's id. */
  const command = (request: IdempotencyRequest | null): Promise<Once<Answer>> =>
    idempotency.once<Answer>(request, (record) =>
      platform.unitOfWork.run(async (tx) => {
        const answer = { effectId: uuidv7() };
        tx.write('INSERT INTO effects (id, key) VALUES ($1, $2)', [answer.effectId, request?.key ?? null]);
        record(tx, answer);
        return answer;
      }),
    );
  const effectsOf = async (key: string): Promise<string[]> => {
    const rows = await platform.database.query<{ id: string }>('SELECT id FROM effects WHERE key = $1', [key]);
    return rows.map(({ id }) => id);
  };

  it('gives fifty calls at once one effect, and all of them its answer', async () => {
    const request = asked();
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => command(request)));
    const effects = await effectsOf(request.key);
    expect(effects).toHaveLength(1);
    expect(outcomes.map(({ result }) => result.effectId)).toEqual(Array(50).fill(effects[0]));
    expect(outcomes.filter(({ replayed }) => !replayed)).toHaveLength(1);
  });

  it('refuses the key for another request, also when both come at once', async () => {
    const request = asked();
    const other = { ...request, fingerprint: fingerprint({ amount: 101 }) };
    const outcomes = await Promise.allSettled([command(request), command(other)]);
    const refusals = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refusals).toHaveLength(1);
    expect(refusals[0]?.reason).toBeInstanceOf(IdempotencyMismatch);
    expect(await effectsOf(request.key)).toHaveLength(1);
    const first = outcomes[0]?.status === 'fulfilled' ? request : other;
    await expect(command(first === request ? other : request)).rejects.toThrow(IdempotencyMismatch);
    await expect(command(first)).resolves.toMatchObject({ replayed: true });
  });

  it.each<[string, Partial<IdempotencyRequest>]>([
    ['another tenant', { tenant: { ...tenant, organizationId: uuidv7() } }],
    ['another mode', { tenant: { ...tenant, mode: 'live' } }],
    ['another operation', { operation: 'refund.request' }],
  ])('lets %s use the same key independently', async (_, change) => {
    const request = asked();
    const first = await command(request);
    const second = await command({ ...request, ...change, fingerprint: fingerprint({ amount: 7 }) });
    expect(second.replayed).toBe(false);
    expect(second.result).not.toEqual(first.result);
    await expect(command(request)).resolves.toEqual({ result: first.result, replayed: true });
    expect(await effectsOf(request.key)).toHaveLength(2);
  });

  it('frees a key when its time is over, for exactly one of those who use it anew', async () => {
    const request = asked();
    const first = await command(request);
    await platform.get(SharedClock).move(24 * 3_600_000 - 60_000);
    await expect(command(request)).resolves.toEqual({ result: first.result, replayed: true });
    await platform.get(SharedClock).move(120_000);
    const changed = { ...request, fingerprint: fingerprint({ amount: 5 }) };
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => command(changed)));
    expect(outcomes.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(await effectsOf(request.key)).toHaveLength(2);
  });

  it('keeps nothing of a call that failed: neither the effect nor the key', async () => {
    const request = asked();
    const failing = idempotency.once<Answer>(request, (record) =>
      platform.unitOfWork.run(async (tx) => {
        tx.write('INSERT INTO effects (id, key) VALUES ($1, $2)', [uuidv7(), request.key]);
        record(tx, { effectId: 'none' });
        await tx.query('SELECT 1');
        throw new Refused('The operator refused');
      }),
    );
    await expect(failing).rejects.toThrow(Refused);
    expect(await effectsOf(request.key)).toEqual([]);
    await expect(command(request)).resolves.toMatchObject({ replayed: false });
  });

  it('works without a key, each time anew', async () => {
    const [first, second] = [await command(null), await command(null)];
    expect([first.replayed, second.replayed]).toEqual([false, false]);
    expect(first.result).not.toEqual(second.result);
  });

  describe('of a call whose answer comes later', () => {
    it('holds the key, names what the call made, and gives the answer once there is one', async () => {
      const request = asked();
      const paymentId = uuidv7();
      await platform.unitOfWork.run(async (tx) => idempotency.claim(tx, request, paymentId));
      await expect(command(request)).rejects.toThrow(IdempotencyInProgress);
      await expect(idempotency.find(request)).resolves.toMatchObject({ answered: false, resourceId: paymentId });
      const second = platform.unitOfWork.run(async (tx) => idempotency.claim(tx, request, uuidv7()));
      expect(isTaken(await second.catch((error: unknown) => error))).toBe(true);

      await platform.unitOfWork.run(async (tx) => idempotency.answer(tx, request, { effectId: paymentId }));
      await expect(command(request)).resolves.toEqual({ result: { effectId: paymentId }, replayed: true });
    });
  });
});

describe('the fingerprint of a request', () => {
  it('does not depend on the order of its fields, or on fields that are not there', () => {
    const one = fingerprint({ a: 1, b: { c: [1, 2], d: null }, e: undefined });
    expect(fingerprint({ b: { d: null, c: [1, 2] }, a: 1 }).equals(one)).toBe(true);
  });

  it.each([
    [
      { a: 1, b: 2 },
      { a: 2, b: 1 },
    ],
    [{ a: [1, 2] }, { a: [2, 1] }],
    [{ a: '1' }, { a: 1 }],
    [{ a: null }, {}],
    [{ a: 'x","b":"y' }, { a: 'x', b: 'y' }],
  ])('tells %j from %j', (left, right) => {
    expect(fingerprint(left).equals(fingerprint(right))).toBe(false);
  });
});
