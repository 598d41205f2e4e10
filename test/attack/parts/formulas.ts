import { setTimeout as delay } from 'node:timers/promises';
import { addDays, doualaDay } from '#kernel';
import type { Assault } from '../assault.js';
import { formulasIn } from '../judges.js';

/** Beginnings that a spreadsheet takes for a formula, now and in the versions of other countries. */
const FORMULAS = [
  '=1+1',
  '+1+1',
  '-1+1',
  '@SUM(1)',
  '\t=1+1',
  ' =1+1',
  "'=1+1",
  '"=1+1"',
  '=cmd|" /C calc"!A0',
  '=HYPERLINK("https://evil.example","a")',
  '＝1+1',
  '；=1+1',
  ',=1+1',
  '\u200b=1+1',
  '=1+1\n=2+2',
  'a\n=1+1',
  'a\r=1+1',
  '"\n=1+1',
] as const;
const REPORTS = ['payments', 'invoices', 'settlements', 'balance'] as const;
const PATIENCE_MS = 30_000;

/** Texts of customers and merchants that a spreadsheet would run, in what the merchant downloads. */
export async function attackFormulas(assault: Assault): Promise<void> {
  const { merchants } = assault;
  const { token } = await merchants.fresh();
  await assault.inTurns(FORMULAS, async (text) => {
    const suffix = Math.random().toString(36).slice(2);
    const customer = await assault.ask(
      merchants.shot('createCustomer', { token, body: { name: text, email: `c${suffix}@example.cm` } }),
    );
    const payment = {
      amount: 100,
      currency: 'XAF',
      provider: 'mtn-momo',
      phoneNumber: merchants.payer('91'),
      description: text,
    };
    await assault.fire(merchants.shot('makePayment', { token, body: payment }));
    if (customer.status !== 201) return;
    const items = [{ name: text, quantity: 1, price: 100, vatRate: 0 }];
    await assault.fire(
      merchants.shot('createInvoice', {
        token,
        body: { type: 'one-off', customerId: customer.body.data.id, items, vatDisplay: 'excluding' },
      }),
    );
  });
  await delay(1500);
  for (const reportType of REPORTS)
    for (const format of ['csv', 'xlsx']) await exported(assault, token, reportType, format);
}

async function exported(assault: Assault, token: string, reportType: string, format: string): Promise<void> {
  const { merchants, target } = assault;
  const today = doualaDay(new Date());
  const made = await merchants.data('exportReport', {
    token,
    body: { reportType, format, startDate: addDays(today, -3), endDate: today },
  });
  const path = { reportId: made.reportId };
  const deadline = Date.now() + PATIENCE_MS;
  let report = await merchants.data('getReportExport', { token, path });
  while (Date.now() < deadline && !report.downloadUrl) {
    await delay(300);
    report = await merchants.data('getReportExport', { token, path });
  }
  if (!report.downloadUrl) return assault.blame(`no ${format} of ${reportType} was made`);
  const answer = await fetch(new URL(String(report.downloadUrl), target.doors.dashboard), {
    headers: { 'x-forwarded-for': merchants.address() },
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const how = `the ${format} of ${reportType} that has ${FORMULAS.length} texts like formulas`;
  if (!/^attachment;/.test(answer.headers.get('content-disposition') ?? ''))
    assault.blame(`${how} is shown and not saved`);
  const found = format === 'csv' ? formulasIn(bytes.toString()) : await formulasInWorkbook(bytes);
  for (const cell of found) assault.blame(`${how} has the cell ${JSON.stringify(cell)}`);
  if (format === 'csv' && ['payments', 'invoices'].includes(reportType) && !bytes.toString().includes('1+1'))
    assault.blame(`${how} has none of them: the attack does not know the way any more`);
}

/** Cells that are formulas, or links. */
async function formulasInWorkbook(bytes: Buffer): Promise<string[]> {
  const { default: ExcelJS } = await import('exceljs');
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(bytes as unknown as ArrayBuffer);
  const found: string[] = [];
  workbook.eachSheet((sheet) =>
    sheet.eachRow((row) =>
      row.eachCell((cell) => {
        if (cell.formula !== undefined || cell.hyperlink !== undefined) found.push(String(cell.text));
      }),
    ),
  );
  return found;
}
