import { InvalidInput, type Tenant } from '#kernel';
import { JobWorkers, SharedClock, UnitOfWork, type MailMessage } from '#platform';
import { startTestCore, type TestCore } from '../../../../test/support/core.js';
import { TestInvoices } from '../../../../test/support/invoices.js';
import { mailsTo } from '../../../../test/support/mails.js';
import { aMerchant } from '../../../../test/support/merchant.js';
import { atOnce, outcomes } from '../../../../test/support/payments.js';
import { CreateCustomer } from '../customer/create-customer.command.js';
import { InvoiceDocuments } from './invoice-documents.service.js';
import { InvoiceIssuing } from './invoice-issuing.service.js';
import { MARK_INVOICES_OVERDUE } from './mark-invoices-overdue.job.js';
import { SEND_INVOICE_MAILS } from './send-invoice-mails.job.js';

const DAY_MS = 24 * 3_600_000;

describe('invoices', () => {
  let core: TestCore;
  let tenant: Tenant;
  let invoices: TestInvoices;

  beforeAll(async () => {
    core = await startTestCore();
  }, 60_000);
  afterAll(() => core?.close());
  beforeEach(async () => {
    ({ tenant } = await aMerchant(core));
    invoices = await TestInvoices.of(core, tenant);
  });

  const run = (job: { readonly name: string }): Promise<void> => core.get(JobWorkers).runNow(job.name, {});
  const numbered = (series: string, count: number): string[] =>
    Array.from({ length: count }, (_, index) => `${series}-${String(index + 1).padStart(6, '0')}`);
  const year = (): string => String(core.get(SharedClock).now().getUTCFullYear());

  describe('have numbers', () => {
    const stored = (of = tenant) =>
      core.database.query<{ number: string }>(
        'SELECT number FROM invoices WHERE organization_id = $1 AND mode = $2 ORDER BY created_at, id',
        [of.organizationId, of.mode],
      );

    it('without gaps and in the order of their creation, however many are made and refused at once', async () => {
      const results = await atOnce(40, (turn) =>
        turn % 4 === 3 ? invoices.drafted({ price: '0' }) : invoices.drafted({ memo: `${turn}` }),
      );
      expect(outcomes(results)).toEqual({ done: 30, invalid_input: 10 });
      expect((await stored()).map(({ number }) => number)).toEqual(numbered(`INV-${year()}`, 30));
    });

    it('that are given back when the transaction that took them fails', async () => {
      const issuing = core.get(InvoiceIssuing);
      const failing = core.get(UnitOfWork).run(async (tx) => {
        await issuing.issue(tx, invoices.request());
        throw new InvalidInput({ memo: ['is not liked'] });
      });
      await expect(failing).rejects.toThrow();
      expect((await invoices.drafted()).number).toBe(`INV-${year()}-000001`);
    });

    it('of their own in each organisation, mode and year', async () => {
      await invoices.drafted();
      const live = { ...tenant, mode: 'live' as const };
      expect((await invoices.drafted({ tenant: live })).number).toBe(`INV-${year()}-000001`);
      const others = await TestInvoices.of(core, (await aMerchant(core)).tenant);
      expect((await others.drafted()).number).toBe(`INV-${year()}-000001`);
      const now = core.get(SharedClock).now();
      // The last minute of the year in Greenwich belongs to the next one in Douala.
      await core.get(SharedClock).move(Date.UTC(now.getUTCFullYear(), 11, 31, 23, 30) - now.getTime());
      expect((await invoices.drafted()).number).toBe(`INV-${now.getUTCFullYear() + 1}-000001`);
      expect((await invoices.drafted()).number).toBe(`INV-${now.getUTCFullYear() + 1}-000002`);
    });

    it('of six digits or more', async () => {
      await invoices.drafted();
      await core.database.query('UPDATE invoice_counters SET last_number = 999999 WHERE organization_id = $1', [
        tenant.organizationId,
      ]);
      expect((await invoices.drafted()).number).toMatch(/-1000000$/);
    });
  });

  describe('are mailed', () => {
    const owed = () => core.database.query('SELECT id FROM owed_invoice_mails');
    beforeEach(() => core.database.query('DELETE FROM owed_invoice_mails'));

    it('once, with the file, whoever works at it', async () => {
      const sent = await Promise.all([invoices.sent(), invoices.sent(), invoices.sent()]);
      await Promise.all([run(SEND_INVOICE_MAILS), run(SEND_INVOICE_MAILS)]);
      await run(SEND_INVOICE_MAILS);
      expect(await owed()).toEqual([]);
      const mails: readonly Partial<MailMessage>[] = await mailsTo(core, invoices.email);
      const files = mails.flatMap(({ attachments = [] }) => attachments);
      expect(files.map(({ fileName }) => fileName).sort()).toEqual(sent.map(({ number }) => `${number}.pdf`).sort());
      for (const { content } of files) expect(Buffer.from(content, 'base64').toString('latin1')).toMatch(/^%PDF-/);
    });

    it('again, as a reminder, without another date, status or link', async () => {
      const first = await invoices.sent();
      await core.get(SharedClock).move(DAY_MS);
      const again = await invoices.send(first);
      expect(again.invoice).toEqual(first);
      expect(Date.parse(again.mailedAt)).toBeGreaterThanOrEqual(Date.parse(first.sentAt ?? '') + DAY_MS);
      expect(await invoices.links(first)).toHaveLength(1);
      expect(await owed()).toHaveLength(2);
    });

    it('not at all when sending is refused, and not when what was sent is rolled back', async () => {
      const paid = await invoices.sent();
      await invoices.credit(paid, '50000');
      await core.database.query('DELETE FROM owed_invoice_mails');
      await expect(invoices.send(paid)).rejects.toMatchObject({ code: 'invoice_already_paid' });
      const failing = core.get(UnitOfWork).run(async (tx) => {
        await core.get(InvoiceIssuing).issueAndSend(tx, invoices.request());
        await tx.query('SELECT 1/0');
      });
      await expect(failing).rejects.toThrow(/division/);
      expect(await owed()).toEqual([]);
    });

    it('later, when they cannot be drawn now, and the others meanwhile', async () => {
      const lost = await invoices.sent();
      const others = await TestInvoices.of(core, (await aMerchant(core)).tenant);
      await others.sent();
      const documents = core.get(InvoiceDocuments);
      const { of: drawn } = documents;
      documents.of = (id) => (id === lost.id ? Promise.reject(new Error('no ink')) : drawn.call(documents, id));
      await run(SEND_INVOICE_MAILS);
      documents.of = drawn;
      const received = async () => [await mailsTo(core, invoices.email), await mailsTo(core, others.email)];
      expect((await received()).map(({ length }) => length)).toEqual([0, 1]);
      // Whoever had it in its hands keeps it for a minute.
      await run(SEND_INVOICE_MAILS);
      expect(await owed()).toHaveLength(1);
      await core.get(SharedClock).move(60_001);
      await run(SEND_INVOICE_MAILS);
      expect((await received()).map(({ length }) => length)).toEqual([1, 1]);
    });
  });

  it('print the address of the buyer from the street to the country, and then what else it says', async () => {
    const details = { name: 'Ada', email: 'ada@example.cm', phone: null, taxId: null };
    const address = {
      country: 'CM',
      zip: '4711',
      city: 'Douala',
      floor: 3,
      street: 'Rue de la Joie',
      region: 'Littoral',
    };
    const { organizationId } = tenant;
    const { id } = await core.commands.execute(new CreateCustomer(organizationId, { ...details, address }, null));
    const { buyer } = await core.get(InvoiceDocuments).of((await invoices.drafted({ customerId: id })).id);
    expect(buyer.address).toEqual(['Rue de la Joie', 'Douala', 'Littoral', 'CM', '4711']);
  });

  it('are made and sent in one transaction, with a link over what is due', async () => {
    const issued = await core
      .get(UnitOfWork)
      .run((tx) => core.get(InvoiceIssuing).issueAndSend(tx, invoices.request({ type: 'recurring' })));
    expect(issued).toMatchObject({ status: 'sent', type: 'recurring', paidAt: null });
    expect(await invoices.read(issued)).toEqual({
      ...issued,
      amount: expect.stringMatching(/^50000/),
      ...Object.fromEntries(
        ['subtotal', 'discountAmount', 'vatAmount', 'creditedAmount', 'creditNotesAmount', 'amountPaid'].map((name) => [
          name,
          expect.any(String),
        ]),
      ),
    });
    const [link, ...others] = await invoices.links(issued);
    expect(others).toEqual([]);
    expect(link).toMatchObject({ url: issued.paymentUrl, type: 'fixed', maxUses: 1, expiresAt: null });
    expect(Number(link?.amount)).toBe(50000);
  });

  describe('become overdue', () => {
    it('by the instant, to whoever reads them, and are told of once by the job', async () => {
      const invoice = await invoices.sent({ paymentTerm: 'immediate' });
      const draft = await invoices.drafted({ paymentTerm: 'immediate' });
      const later = await invoices.sent({ paymentTerm: 'net 1' });
      const clock = core.get(SharedClock);
      await clock.move(Date.parse(invoice.dueAt) - clock.now().getTime() - 2000);
      await run(MARK_INVOICES_OVERDUE);
      expect((await invoices.read(invoice)).status).toBe('sent');
      await clock.move(4000);
      expect((await invoices.read(invoice)).status).toBe('overdue');
      expect(await invoices.told(invoice)).toEqual([]);
      await Promise.all([run(MARK_INVOICES_OVERDUE), run(MARK_INVOICES_OVERDUE)]);
      await run(MARK_INVOICES_OVERDUE);
      expect(await invoices.told(invoice)).toEqual([{ type: 'invoice.overdue', status: 'overdue', paymentId: null }]);
      for (const other of [draft, later]) expect(await invoices.told(other)).toEqual([]);
      const again = await invoices.send(invoice);
      expect(again.invoice).toMatchObject({ status: 'overdue', issuedOn: invoice.issuedOn, dueAt: invoice.dueAt });
    });
  });
});
