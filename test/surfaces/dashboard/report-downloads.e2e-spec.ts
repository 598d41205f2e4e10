import { SetUserSuspension, SignIn } from '#identity';
import { uuidv4 } from '#kernel';
import { JobWorkers, SharedClock } from '#platform';
import { dashboardDoor } from '#surfaces/dashboard';
import { anAdministrator } from '../../support/administrator.js';
import { follow, type Download } from '../../support/downloads.js';
import { refusal, startTestDoor, type Answer, type TestDoor } from '../../support/door.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const ORDER = { reportType: 'payments', format: 'csv', startDate: '2025-11-01', endDate: '2025-11-30' };

describe('dashboard: downloads of reports', () => {
  let door: TestDoor;
  let merchant: TestMerchant;
  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor);
  }, 60_000);
  afterAll(() => door?.close());
  beforeEach(async () => {
    merchant = await aMerchant(door);
  });

  const ordered = async (): Promise<string> =>
    (await door.call('exportReport', { token: merchant.token, body: ORDER })).body.data.reportId;
  const work = () => door.get(JobWorkers).runNow('run-report-exports');
  const get = (reportId: string, { token } = merchant): Promise<Answer> =>
    door.call('getReportExport', { token, path: { reportId } });
  const read = async (reportId: string) => (await get(reportId)).body.data;
  const pass = (ms: number) => door.get(SharedClock).move(ms);

  const addressOf = (reportId: string): string => `/api/reports/exports/${reportId}/download`;
  const download = (reportId: string, { token } = merchant): Promise<Download> =>
    follow(door, addressOf(reportId), token);

  describe('getReportExport and downloadReport', () => {
    it('know nothing of an export of somebody else, or of none', async () => {
      const reportId = await ordered();
      await work();
      const other = await aMerchant(door);
      for (const [id, who] of [
        [reportId, other],
        [uuidv4(), merchant],
        ['nothing', merchant],
      ] as const) {
        expect(refusal(await get(id, who))).toMatchObject({ status: 404, code: 'NOT_FOUND', details: null });
        expect(await download(id, who)).toMatchObject({ status: 404, code: 'NOT_FOUND' });
      }
    });

    it('refuse a file that is not there: not yet, and not any more', async () => {
      const reportId = await ordered();
      expect(await download(reportId)).toMatchObject({ status: 409, code: 'EXPORT_NOT_READY' });
      await work();
      const { downloadUrl } = await read(reportId);
      expect((await follow(door, downloadUrl)).status).toBe(200);
      await pass(7 * DAY_MS);
      const { accessToken } = await door.commands.execute(new SignIn(merchant.email, merchant.password));
      merchant = { ...merchant, token: accessToken.token };
      expect(await read(reportId)).toMatchObject({ status: 'expired', downloadUrl: null });
      expect(await download(reportId)).toMatchObject({ status: 409, code: 'EXPORT_NOT_READY' });
      await door.get(JobWorkers).runNow('expire-report-exports');
      expect(await read(reportId)).toMatchObject({ status: 'expired', fileName: 'payments-20251101-20251130.csv' });
      expect(await download(reportId)).toMatchObject({ status: 409, code: 'EXPORT_NOT_READY' });
    });

    it('open a file by a link for a quarter of an hour, for its own export alone', async () => {
      const [reportId, otherId] = [await ordered(), await ordered()];
      await work();
      const { downloadUrl } = await read(reportId);
      const { downloadUrl: fresh } = await read(reportId);
      expect((await follow(door, fresh)).status).toBe(200);
      const token = new URL(downloadUrl, door.url).searchParams.get('token') ?? '';
      const withToken = (text: string, id = reportId) => follow(door, `${addressOf(id)}?token=${text}`);
      expect(await withToken(token, otherId)).toMatchObject({ status: 401, code: 'AUTH_INVALID' });
      for (const wrong of ['dl_', 'x', `${token.slice(0, -4)}AAAA`, merchant.token]) {
        expect(await withToken(wrong)).toMatchObject({ status: 401, code: 'AUTH_INVALID' });
      }
      expect(await withToken('')).toMatchObject({ status: 401, code: 'AUTH_REQUIRED' });
      expect(await follow(door, `${addressOf(reportId)}?token=${token}&token=${token}`)).toMatchObject({ status: 401 });
      // It opens nothing else.
      const elsewhere = await fetch(`${door.url}/api/reports/exports/${reportId}?token=${token}`);
      expect(elsewhere.status).toBe(401);
      await pass(14 * MINUTE_MS);
      expect((await follow(door, downloadUrl)).status).toBe(200);
      await pass(MINUTE_MS);
      expect(await follow(door, downloadUrl)).toMatchObject({ status: 401, code: 'AUTH_EXPIRED' });
    });

    it('let nobody follow a link whose account was suspended since', async () => {
      const reportId = await ordered();
      await work();
      const { downloadUrl } = await read(reportId);
      await door.commands.execute(new SetUserSuspension(merchant.userId, true, null));
      expect(await follow(door, downloadUrl)).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    });
  });

  it.each(['exportReport', 'getReportExport', 'downloadReport'])('%s lets in nobody else', async (operation) => {
    const called = async (token: string | null, headers: Record<string, string> = {}): Promise<object> => {
      const path = { reportId: uuidv4() };
      const body = operation === 'exportReport' ? ORDER : undefined;
      return refusal(await door.call(operation, { token, headers, path, body }));
    };
    const hasMode = operation === 'exportReport';
    const staff = await called((await anAdministrator(door)).token, hasMode ? { 'x-mode': 'SANDBOX' } : {});
    expect(staff).toMatchObject({ status: hasMode ? 201 : 404 });
    if (hasMode) {
      expect(await called(merchant.token, { 'x-mode': 'LIVE' })).toMatchObject({ status: 403, code: 'FORBIDDEN' });
      expect(await called(merchant.token, { 'x-mode': 'live' })).toMatchObject({ status: 422 });
    }
    expect(await called(null)).toMatchObject({ status: 401, code: 'AUTH_REQUIRED' });
    expect(await called('a.b.c')).toMatchObject({ status: 401, code: 'AUTH_INVALID' });
    const lapsed = await aMerchant(door);
    await door.commands.execute(new SetUserSuspension(merchant.userId, true, null));
    expect(await called(merchant.token)).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    await pass(3_601_000);
    expect(await called(lapsed.token)).toMatchObject({ status: 401, code: 'AUTH_EXPIRED' });
  });
});
