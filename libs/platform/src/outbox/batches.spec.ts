import { describe, expect, it } from '@jest/globals';
import type { Transaction } from '../database/transaction.js';
import { Batches, type Checkpoint } from './batches.js';

const at = (position: string): Checkpoint => ({ transactionId: '7', position });

/** Answers each reading with what the test has ready, and counts them. */
class Outbox {
  readings = 0;
  answer: () => Promise<object[]> = () => Promise.resolve([{ id: 'event' }]);
  readonly tx = {
    query: () => {
      this.readings += 1;
      return this.answer();
    },
  } as unknown as Transaction;
}

describe('what lies behind a checkpoint', () => {
  it('is read once for all who stand there, while it is read and afterwards', async () => {
    const [outbox, batches] = [new Outbox(), new Batches(10)];
    const first = await Promise.all([batches.behind(at('1'), outbox.tx), batches.behind(at('1'), outbox.tx)]);
    expect(await batches.behind(at('1'), outbox.tx)).toBe(first[0]);
    expect(first[1]).toBe(first[0]);
    expect(outbox.readings).toBe(1);
    await batches.behind(at('2'), outbox.tx);
    expect(outbox.readings).toBe(2);
  });

  it('is read again when nothing was there, when it could not be read, and when it was forgotten', async () => {
    const [outbox, batches] = [new Outbox(), new Batches(10)];
    const { answer } = outbox;
    outbox.answer = () => Promise.resolve([]);
    expect(await batches.behind(at('1'), outbox.tx)).toEqual([]);
    outbox.answer = () => Promise.reject(new Error('away'));
    await expect(batches.behind(at('1'), outbox.tx)).rejects.toThrow('away');
    outbox.answer = answer;
    expect(await batches.behind(at('1'), outbox.tx)).toHaveLength(1);
    batches.forget();
    await batches.behind(at('1'), outbox.tx);
    expect(outbox.readings).toBe(4);
  });

  it('is kept of a few places alone', async () => {
    const [outbox, batches] = [new Outbox(), new Batches(10)];
    for (let position = 1; position <= 100; position += 1) await batches.behind(at(String(position)), outbox.tx);
    await batches.behind(at('100'), outbox.tx);
    expect(outbox.readings).toBe(100);
    await batches.behind(at('1'), outbox.tx);
    expect(outbox.readings).toBe(101);
  });
});
