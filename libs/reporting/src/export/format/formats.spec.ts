import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { PassThrough, Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { salesDocument, sale, type Sale } from '../../../../../test/support/sales-report.js';
import { REPORT_FORMATS } from './report-formats.js';

describe.each(['csv', 'xlsx', 'pdf'] as const)('every format (%s)', (format) => {
  it('fails when its rows do', async () => {
    const broken = async function* (): AsyncGenerator<readonly Sale[]> {
      yield [sale()];
      throw new Error('connection lost');
    };
    const sink = new PassThrough().on('error', () => undefined);
    sink.resume();
    await expect(REPORT_FORMATS[format].write(salesDocument({ batches: broken() }), sink)).rejects.toThrow(
      'connection lost',
    );
  });

  it('fails when whoever takes the file does, and asks for no more rows', async () => {
    let batches = 0;
    const endless = async function* (): AsyncGenerator<readonly Sale[]> {
      for (; batches < 400; batches += 1) {
        await setImmediate();
        yield Array.from({ length: 20 }, () => sale({ buyer: randomBytes(100).toString('hex') }));
      }
    };
    const full = new Writable({ write: (_chunk, _encoding, done) => done(new Error('disk full')) });
    full.on('error', () => undefined);
    const writing = REPORT_FORMATS[format].write(salesDocument({ batches: endless() }), full);
    await expect(writing).rejects.toThrow('disk full');
    expect(batches).toBeLessThan(400);
  });
});

// A PDF is held until its pages are counted; that is what it has fewer rows for.
it.each(['csv', 'xlsx'] as const)('%s waits for whoever takes the file', async (format) => {
  const rows = 20_000;
  let [made, taken] = [0, 0];
  const sales = async function* (): AsyncGenerator<readonly Sale[]> {
    while (made < rows) {
      made += 100;
      // Texts that no compression makes short.
      yield Array.from({ length: 100 }, () => sale({ buyer: randomBytes(100).toString('hex') }));
    }
  };
  const progress: [made: number, taken: number][] = [];
  const slow = new Writable({
    highWaterMark: 16 * 1024,
    write: (chunk: Buffer, _, done) => {
      taken += chunk.length;
      progress.push([made, taken]);
      setTimeout(done, 1);
    },
  });
  const whole = once(slow, 'finish');
  await Promise.all([REPORT_FORMATS[format].write(salesDocument({ batches: sales() }), slow), whole]);
  expect(taken).toBeGreaterThan(rows * 100);
  const [madeByThen] = progress.find(([, sofar]) => sofar > taken / 4) ?? [rows];
  expect(madeByThen).toBeLessThan(rows * 0.85);
});
