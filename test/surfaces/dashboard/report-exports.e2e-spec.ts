import { LetOrganizationLive } from '#identity';
import { JobWorkers } from '#platform';
import { dashboardDoor } from '#surfaces/dashboard';
import { follow } from '../../support/downloads.js';
import { refusal, startTestDoor, type Answer, type TestDoor } from '../../support/door.js';
import { readCsv, readPdf, readXlsx } from '../../support/files.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';
import { insertPayment, insertPayments } from '../../support/reporting.js';

const DAY_MS = 24 * 60 * 60_000;
const NOVEMBER = { startDate: '2025-11-01', endDate: '2025-11-30' };
const ORDER = { reportType: 'payments', format: 'csv', ...NOVEMBER };

describe('dashboard: files of reports', () => {
  let door: TestDoor;
  let merchant: TestMerchant;
  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor, { environment: { EXPORT_ROWS_MAX: '6000' } });
  }, 60_000);
  afterAll(() => door?.close());
  beforeEach(async () => {
    merchant = await aMerchant(door);
  });

  const order = (changes: object = {}, headers: Record<string, string> = {}, { token } = merchant): Promise<Answer> =>
    door.call('exportReport', { token, body: { ...ORDER, ...changes }, headers });
  const ordered = async (changes: object = {}): Promise<string> => (await order(changes)).body.data.reportId;
  const work = () => door.get(JobWorkers).runNow('run-report-exports');
  const get = (reportId: string, { token } = merchant): Promise<Answer> =>
    door.call('getReportExport', { token, path: { reportId } });
  const read = async (reportId: string) => (await get(reportId)).body.data;

  const addressOf = (reportId: string): string => `/api/reports/exports/${reportId}/download`;
  const download = (reportId: string, { token } = merchant) => follow(door, addressOf(reportId), token);
  const made = async (changes: object = {}): Promise<Buffer> => {
    const reportId = await ordered(changes);
    await work();
    return (await download(reportId)).content;
  };
  const pay = (changes: Partial<Parameters<typeof insertPayment>[1]> = {}) => {
    const createdAt = new Date('2025-11-20T09:20:11.000Z');
    const settledAt = new Date('2025-11-20T09:20:48.000Z');
    const { tenant } = merchant;
    return insertPayment(door.database, { tenant, amount: '15000', fee: '375', createdAt, settledAt, ...changes });
  };

  describe('exportReport', () => {
    it('starts the production of a file, which another call shows and a link opens', async () => {
      const id = await pay({ payerName: 'Ada Ngo' });
      const asked = await order();
      const { reportId } = asked.body.data;
      const queued = {
        reportId: expect.any(String),
        status: 'queued',
        reportType: 'payments',
        format: 'csv',
        ...NOVEMBER,
        fileName: null,
        rows: null,
        sizeBytes: null,
        downloadUrl: null,
        failureCode: null,
        createdAt: expect.any(String),
        completedAt: null,
        expiresAt: null,
      };
      expect([asked.status, asked.body.data]).toEqual([201, queued]);
      expect(await read(reportId)).toEqual(queued);
      await work();
      const completed = await read(reportId);
      expect(completed).toEqual({
        ...queued,
        status: 'completed',
        fileName: 'payments-20251101-20251130.csv',
        rows: 1,
        sizeBytes: expect.any(Number),
        downloadUrl: expect.stringContaining(`${addressOf(reportId)}?token=dl_`),
        completedAt: expect.any(String),
        expiresAt: new Date(Date.parse(completed.completedAt) + 7 * DAY_MS).toISOString(),
      });
      const { status, headers, content } = await follow(door, completed.downloadUrl);
      expect(status).toBe(200);
      expect(Object.fromEntries(headers)).toMatchObject({
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="payments-20251101-20251130.csv"',
        'content-length': String(completed.sizeBytes),
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-store',
      });
      expect(content.length).toBe(completed.sizeBytes);
      const [head, row] = await readCsv(content);
      expect(head?.join()).toBe(
        'id,createdAt,paidAt,status,amount,currency,fee,netAmount,refundedAmount,paymentMethod,customerName,' +
          'customerPhone,description,paymentLinkId,invoiceId,orderId,providerReference',
      );
      expect(row?.slice(0, 13)).toEqual([
        id,
        '2025-11-20T09:20:11.000Z',
        '2025-11-20T09:20:48.000Z',
        'paid',
        '15000',
        'XAF',
        '375',
        '14625',
        '0',
        'MTN Mobile Money',
        'Ada Ngo',
        "'+237671234587",
        'Basket',
      ]);
      const audited = await door.database.query(
        'SELECT action, actor_id, record_id FROM audit_entries WHERE organization_id = $1 AND action LIKE $2 ORDER BY id',
        [merchant.organizationId, 'report.%'],
      );
      const entry = { actor_id: merchant.userId, record_id: reportId };
      expect(audited).toEqual([
        { action: 'report.exported', ...entry },
        { action: 'report.downloaded', ...entry },
      ]);
    });

    it('has the rows of the days and filters, of the own organisation and mode, oldest first', async () => {
      const on = (day: string, changes: Partial<Parameters<typeof insertPayment>[1]> = {}) => {
        const at = new Date(day);
        return pay({ createdAt: at, settledAt: at, ...changes });
      };
      await on('2025-10-31T22:59:59.999Z');
      const later = await on('2025-11-30T22:59:59.999Z', { amount: '700', description: '50% off_today' });
      const first = await on('2025-10-31T23:00:00.000Z');
      await on('2025-11-30T23:00:00.000Z');
      const unpaid = await on('2025-11-10T00:00:00.000Z', { settledAt: null });
      await on('2025-11-10T00:00:00.000Z', { tenant: (await aMerchant(door)).tenant });
      await on('2025-11-10T00:00:00.000Z', { tenant: { ...merchant.tenant, mode: 'live' } });
      const ids = async (filters?: object): Promise<unknown[]> =>
        (await readCsv(await made(filters && { filters }))).slice(1).map(([id]) => id);
      expect(await ids()).toEqual([first, unpaid, later]);
      expect(await ids({ status: 'paid' })).toEqual([first, later]);
      expect(await ids({ status: 'expired', search: '', amountMin: null })).toEqual([unpaid]);
      expect(await ids({ amountMin: 700, amountMax: '14999.99' })).toEqual([later]);
      expect(await ids({ search: '50% OFF_' })).toEqual([later]);
      expect(await ids({ period: 'November 2025', nonsense: { a: 1 } })).toEqual([first, unpaid, later]);
      await door.commands.execute(new LetOrganizationLive(merchant.organizationId));
      expect(await ids()).toHaveLength(1);
      const sandbox = await order({}, { 'x-mode': 'SANDBOX' });
      await work();
      expect(await read(sandbox.body.data.reportId)).toMatchObject({ rows: 3 });
    });

    it('lets no spreadsheet run what people typed', async () => {
      const texts = ['=cmd()', '+1', '-1', '@x', '\t=1', '\r=1', 'fine, "really"'];
      for (const [second, description] of texts.entries()) {
        await pay({ description, createdAt: new Date(Date.UTC(2025, 10, 20, 9, 0, second)), payerName: description });
      }
      const records = (await readCsv(await made())).slice(1);
      const written = texts.map((text, index) => (index < 6 ? `'${text}` : text));
      expect(records.map((record) => [record[10], record[12]])).toEqual(written.map((text) => [text, text]));
      const sheet = await readXlsx(await made({ format: 'xlsx' }));
      texts.forEach((text, index) => {
        const cell = sheet.getRow(index + 2).getCell(13);
        expect([cell.formula, cell.value]).toEqual([undefined, text.replace('\r', '\n')]);
      });
    });

    it.each(['payments', 'settlements', 'balance', 'invoices'])('writes %s in every format', async (reportType) => {
      await pay();
      const csv = await readCsv(await made({ reportType }));
      const sheet = await readXlsx(await made({ reportType, format: 'xlsx' }));
      expect(sheet.name).toBe(reportType);
      expect((sheet.getRow(1).values as string[]).slice(1)).toEqual(csv[0]);
      expect(sheet.rowCount).toBe(csv.length);
      const { pages } = await readPdf(await made({ reportType, format: 'pdf' }));
      expect(pages[0]).toEqual(
        expect.arrayContaining(['TEST', 'From 1 November 2025 to 30 November 2025', 'Page 1 of 1']),
      );
    });

    it('writes balances from the opening one over six categories to the closing one', async () => {
      const [head, ...rows] = await readCsv(await made({ reportType: 'balance', filters: { currency: 'USD' } }));
      expect(head).toEqual(['category', 'pending', 'available']);
      const categories = ['payment', 'fee', 'refund', 'chargeback', 'payout', 'settlement'];
      expect(rows).toEqual(
        ['opening balance', ...categories, 'closing balance'].map((category) => [category, '0.00', '0.00']),
      );
    });

    it('prints in the language of whoever asks', async () => {
      await pay();
      // Chosen at sign-up and at no time after.
      await door.database.query(`UPDATE users SET language = 'fr' WHERE id = $1`, [merchant.userId]);
      const { pages } = await readPdf(await made({ format: 'pdf' }));
      expect(pages[0]).toEqual(
        expect.arrayContaining([
          'Paiements',
          'Du 1er novembre 2025 au 30 novembre 2025',
          'Téléphone',
          'Payé',
          '15 000',
          'Total XAF (1 ligne)',
          'Page 1 sur 1',
        ]),
      );
    });

    it.each([
      ['csv', 6000],
      ['pdf', 5000],
    ])('fails a %s of more than %i rows', async (format, limit) => {
      await insertPayments(door.database, merchant.tenant, limit + 1, new Date('2025-11-20T09:00:00Z'));
      const reportId = await ordered({ format });
      await work();
      expect(await read(reportId)).toMatchObject({
        status: 'failed',
        failureCode: 'ROW_LIMIT_EXCEEDED',
        downloadUrl: null,
        fileName: null,
      });
      expect(await download(reportId)).toMatchObject({ status: 409, code: 'EXPORT_NOT_READY' });
    });

    it.each<[object, string]>([
      [{ startDate: '2025-11-21', endDate: '2025-11-20' }, 'startDate'],
      [{ startDate: '2024-01-01', endDate: '2025-01-01' }, 'endDate'],
      [{ startDate: undefined }, 'startDate'],
      [{ reportType: 'customers' }, 'reportType'],
      [{ format: 'docx' }, 'format'],
      [{ filters: [] }, 'filters'],
      [{ colour: 'red' }, 'colour'],
      [{ filters: { status: 'settled' } }, 'filters.status'],
      [{ filters: { status: 7 } }, 'filters.status'],
      [{ filters: { search: ['a'] } }, 'filters.search'],
      [{ filters: { search: 'x'.repeat(201) } }, 'filters.search'],
      [{ filters: { amountMin: 'much' } }, 'filters.amountMin'],
      [{ filters: { amountMin: -1 } }, 'filters.amountMin'],
      [{ filters: { amountMax: {} } }, 'filters.amountMax'],
      [{ filters: { amountMin: 2, amountMax: 1 } }, 'filters.amountMin'],
      [{ reportType: 'settlements', filters: { status: 'released' } }, 'filters.status'],
      [{ reportType: 'balance', filters: { currency: 'EUR' } }, 'filters.currency'],
      [{ reportType: 'invoices', filters: { status: 'open' } }, 'filters.status'],
      [{ reportType: 'invoices', filters: { customerId: 5 } }, 'filters.customerId'],
    ])('refuses %j', async (changes, field) => {
      const { status, body } = await order(changes);
      expect([status, body.error.code]).toEqual([422, 'VALIDATION_ERROR']);
      expect(body.error.details).toEqual({ [field]: expect.arrayContaining([expect.any(String)]) });
    });

    it('refuses what is no JSON', async () => {
      const answer = await door.call('exportReport', { token: merchant.token, body: '{"format":' });
      expect(refusal(answer)).toMatchObject({ status: 400, code: 'INVALID_JSON' });
    });
  });
});
