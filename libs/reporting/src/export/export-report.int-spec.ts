import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { uuidv4 } from '#kernel';
import { ObjectStorage, SealedFiles, SharedClock } from '#platform';
import { startTestCore, type TestCore } from '../../../../test/support/core.js';
import { eventually } from '../../../../test/support/eventually.js';
import { DAY_MS, gate, MINUTE_MS, TestReportExports } from '../../../../test/support/report-exports.js';
import { newTenant } from '../../../../test/support/reporting.js';
import type { ReportExportView } from './report-export-view.js';

const ROWS_MAX = 6000;
const PDF_ROWS_MAX = 5000;

describe('files of reports', () => {
  let core: TestCore;
  let exports: TestReportExports;

  beforeAll(async () => {
    core = await startTestCore({ environment: { EXPORT_ROWS_MAX: String(ROWS_MAX) } });
  }, 60_000);
  afterAll(() => core?.close());
  beforeEach(() => {
    exports = new TestReportExports(core);
  });

  it('are asked for at once and made by a worker', async () => {
    await exports.sell(1203);
    const asked = await exports.order();
    expect(asked).toMatchObject({ status: 'queued', fileName: null, rows: null, sizeBytes: null, expiresAt: null });
    expect((await exports.look(asked)).downloadToken).toBeNull();
    await exports.run();
    const { export: made, downloadToken } = await exports.look(asked);
    expect(made).toMatchObject({ status: 'completed', fileName: 'payments-20251101-20251130.csv', rows: 1203 });
    expect(Date.parse(made.completedAt ?? '')).toBeLessThanOrEqual(core.get(SharedClock).now().getTime());
    expect(Date.parse(made.expiresAt ?? '')).toBe(Date.parse(made.completedAt ?? '') + 7 * DAY_MS);
    expect(downloadToken).toMatch(/^dl_/);
    const file = await exports.open(asked);
    expect(file).toMatchObject({ name: made.fileName, contentType: 'text/csv; charset=utf-8' });
    expect((await buffer(file.stream)).length).toBe(made.sizeBytes);
    expect(await exports.linesOf(asked)).toBe(1204);
  });

  it('say how far they are while they are made', async () => {
    await exports.sell(ROWS_MAX);
    const asked = await exports.order();
    const { opened, open } = gate();
    // A storage that takes a piece of the file every now and then, and ends when it is told to.
    const slowly =
      (put: ObjectStorage['put']): ObjectStorage['put'] =>
      (key, body, options) => {
        const pieces = async function* (): AsyncGenerator<Buffer> {
          for await (const piece of body as AsyncIterable<Buffer>) {
            yield piece;
            await new Promise((resolve) => setTimeout(resolve, 200));
          }
          await opened;
        };
        return put(key, Readable.from(pieces()), options);
      };
    await exports.withPut(slowly, async () => {
      const running = exports.run();
      const seen: number[] = [];
      const isOnItsWay = ({ rows }: ReportExportView): boolean => {
        if (rows !== null && rows !== seen.at(-1)) seen.push(rows);
        return (rows ?? 0) > 0;
      };
      expect((await eventually(() => exports.read(asked), isOnItsWay)).status).toBe('processing');
      expect(seen).toEqual([...seen].sort((a, b) => a - b));
      expect((await exports.look(asked)).downloadToken).toBeNull();
      await expect(exports.open(asked)).rejects.toMatchObject({ code: 'report_export_not_ready' });
      open();
      await running;
    });
    expect(await exports.read(asked)).toMatchObject({ status: 'completed', rows: ROWS_MAX });
  }, 20_000);

  it.each([
    ['csv', ROWS_MAX],
    ['xlsx', ROWS_MAX],
    ['pdf', PDF_ROWS_MAX],
  ] as const)(
    'have so many rows and no more: %s',
    async (format, limit) => {
      await exports.sell(limit);
      const most = await exports.order({ format });
      await exports.run();
      expect(await exports.read(most)).toMatchObject({ status: 'completed', rows: limit });
      await exports.sell(1);
      const more = await exports.order({ format });
      await exports.run();
      expect(await exports.read(more)).toMatchObject({ status: 'failed', failure: 'row_limit_exceeded', rows: null });
      expect([await exports.attemptsOf(more), await exports.filesOf(more, format)]).toEqual([1, []]);
    },
    60_000,
  );

  it('are made in turns by organisation, whoever asks for how many', async () => {
    const [greedy, modest] = [newTenant(), newTenant()];
    const asked: ReportExportView[] = [];
    for (const tenant of [greedy, greedy, greedy, modest]) asked.push(await exports.order({ tenant }));
    await exports.run();
    const started = await core.database.query<{ id: string }>(
      'SELECT id FROM report_exports WHERE id = ANY($1) ORDER BY started_at, id',
      [asked.map(({ id }) => id)],
    );
    const [first, second, third, other] = asked.map(({ id }) => id);
    expect(started.map(({ id }) => id)).toEqual([first, other, second, third]);
  });

  it('are made once each, however many workers there are', async () => {
    await exports.sell(50);
    const asked: ReportExportView[] = [];
    for (let turn = 0; turn < 8; turn += 1) asked.push(await exports.order());
    await Promise.all(Array.from({ length: 4 }, () => exports.run()));
    for (const each of asked) {
      expect(await exports.read(each)).toMatchObject({ status: 'completed', rows: 50 });
      expect(await exports.attemptsOf(each)).toBe(1);
    }
  });

  it('are gone after seven days, to the second, and removed soon after', async () => {
    await exports.sell(3);
    const [asked, other] = [await exports.order(), await exports.order()];
    await exports.run();
    await exports.pass(7 * DAY_MS - MINUTE_MS);
    await exports.expire();
    expect([(await exports.read(asked)).status, await exports.filesOf(asked)]).toEqual(['completed', [1]]);
    await exports.pass(MINUTE_MS);
    const { export: lapsed, downloadToken } = await exports.look(asked);
    expect([lapsed.status, downloadToken, await exports.filesOf(asked)]).toEqual(['expired', null, [1]]);
    expect(lapsed).toMatchObject({ fileName: 'payments-20251101-20251130.csv', rows: 3 });
    const gone = { code: 'report_export_not_ready', details: { status: 'expired' } };
    await expect(exports.open(asked)).rejects.toMatchObject(gone);

    // One file that cannot be removed keeps no other.
    const storage = core.get(ObjectStorage);
    const remove = storage.delete.bind(storage);
    storage.delete = (key) => (key.includes(asked.id) ? Promise.reject(new Error('storage is away')) : remove(key));
    await exports.expire();
    await eventually(
      () => exports.filesOf(other),
      (files) => files.length === 0,
    );
    expect(await exports.filesOf(asked)).toEqual([1]);
    storage.delete = remove;
    await core.get(SealedFiles).removeLoose();
    expect(await exports.filesOf(asked)).toEqual([]);
    const ids = [asked.id, other.id];
    const kept = await core.database.query('SELECT status FROM report_exports WHERE id = ANY($1)', [ids]);
    expect(kept).toEqual([{ status: 'expired' }, { status: 'expired' }]);
    await exports.expire();
  });

  it('are not there for anybody else, nor under an id that cannot be', async () => {
    const asked = await exports.order();
    await exports.run();
    const stranger = new TestReportExports(core);
    const notFound = { code: 'report_export_not_found' };
    await expect(stranger.look(asked)).rejects.toMatchObject(notFound);
    await expect(stranger.open(asked)).rejects.toMatchObject(notFound);
    for (const id of [uuidv4(), 'x', '']) await expect(exports.look({ id })).rejects.toMatchObject(notFound);
  });

  it('leave a trace of whoever asked', async () => {
    const { id } = await exports.order({ format: 'pdf' });
    const [entry, ...none] = await core.database.query(
      'SELECT action, actor_id, organization_id, details FROM audit_entries WHERE record_id = $1',
      [id],
    );
    expect([entry, none]).toEqual([
      {
        action: 'report.exported',
        actor_id: exports.actorId,
        organization_id: exports.tenant.organizationId,
        details: { report: 'payments', format: 'pdf' },
      },
      [],
    ]);
  });

  it('that a door asks for without having their words fail, and keep nobody waiting', async () => {
    const [wordless, other] = [await exports.order({ dialect: 'nowhere' }), await exports.order()];
    await exports.run();
    expect(await exports.read(other)).toMatchObject({ status: 'completed' });
    for (let attempt = 1; attempt < 5; attempt += 1) {
      await exports.pass(MINUTE_MS);
      await exports.run();
    }
    expect(await exports.read(wordless)).toMatchObject({ status: 'failed', failure: 'internal' });
  });
});
