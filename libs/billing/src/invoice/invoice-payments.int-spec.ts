import type { Tenant } from '#kernel';
import { CancelPaymentLink, UpdatePaymentLink, type PaymentLinkChanges, type PaymentView } from '#payments';
import { JobWorkers, SharedClock, UnitOfWork } from '#platform';
import { startTestCore, type TestCore } from '../../../../test/support/core.js';
import { eventually } from '../../../../test/support/eventually.js';
import { TestInvoices } from '../../../../test/support/invoices.js';
import { aMerchant } from '../../../../test/support/merchant.js';
import { aPayer, atOnce, outcomes } from '../../../../test/support/payments.js';
import type { CreditNoteView } from '../credit-note/credit-note-view.js';
import { Invoice } from './invoice.aggregate.js';
import type { InvoiceView } from './invoice-view.js';
import { MARK_INVOICES_OVERDUE } from './mark-invoices-overdue.job.js';

describe('what is due on an invoice', () => {
  let core: TestCore;
  let tenant: Tenant;
  let invoices: TestInvoices;

  beforeAll(async () => {
    core = await startTestCore({ simulator: { approveAfterMs: 1 } });
  }, 60_000);
  afterAll(() => core?.close());
  beforeEach(async () => {
    ({ tenant } = await aMerchant(core));
    invoices = await TestInvoices.of(core, tenant);
  });
  afterEach(async () => expect(await core.findings()).toEqual([]));

  const figures = ({ creditedAmount, creditNotesAmount, amountPaid, balanceDue }: InvoiceView): number[] =>
    [creditedAmount, creditNotesAmount, amountPaid, balanceDue].map(Number);
  const linkOf = async (invoice: InvoiceView) => (await invoices.links(invoice))[0];
  const paid = (paymentId: string | null) => ({ type: 'invoice.paid', status: 'paid', paymentId });

  it('is paid by the first payment of its link, once, which is told', async () => {
    const invoice = await invoices.sent();
    const payment = await invoices.paying(invoice);
    expect(payment).toMatchObject({ invoiceId: invoice.id });
    const { settledAt } = await invoices.confirmed(payment);
    await invoices.hear();
    const read = await invoices.read(invoice);
    expect(read).toMatchObject({ status: 'paid', paymentId: payment.id, paidAt: settledAt });
    expect(figures(read)).toEqual([0, 0, 50000, 0]);
    expect(await invoices.told(invoice)).toEqual([paid(payment.id)]);
    expect(await linkOf(invoice)).toMatchObject({ status: 'used' });
    await expect(invoices.send(invoice)).rejects.toMatchObject({ code: 'invoice_already_paid' });
    await expect(invoices.paying(invoice)).rejects.toMatchObject({ code: 'payment_link_closed' });
  });

  it('stays due when payments end without money, and is paid though it was overdue', async () => {
    const invoice = await invoices.sent({ paymentTerm: 'immediate' });
    await invoices.confirmed(await invoices.paying(invoice, aPayer('99')));
    expect(await invoices.read(invoice)).toMatchObject({ status: 'sent', paymentId: null });
    const clock = core.get(SharedClock);
    await clock.move(Date.parse(invoice.dueAt) + 1000 - clock.now().getTime());
    await core.get(JobWorkers).runNow(MARK_INVOICES_OVERDUE.name, {});
    const payment = await invoices.confirmed(await invoices.paying(invoice));
    expect(await invoices.read(invoice)).toMatchObject({ status: 'paid', paymentId: payment.id });
    expect((await invoices.told(invoice)).map(({ type }) => type)).toEqual(['invoice.overdue', 'invoice.paid']);
  });

  it('sinks with credit notes, and the link with it; a payment that has begun brings what is left', async () => {
    const invoice = await invoices.sent();
    const begun = await invoices.paying(invoice);
    expect(await invoices.credit(invoice, '10000')).toMatchObject({
      invoiceNumber: invoice.number,
      invoiceBalanceDue: '40000',
      remainingCreditable: '40000',
    });
    expect(Number((await linkOf(invoice))?.amount)).toBe(40000);
    await invoices.confirmed(begun);
    expect(figures(await invoices.read(invoice))).toEqual([10000, 10000, 40000, 0]);
    // What was paid is given back by refunds: credit notes afterwards move nothing.
    expect(await invoices.credit(invoice, '15000')).toMatchObject({
      invoiceBalanceDue: '0',
      remainingCreditable: '25000',
    });
    expect(figures(await invoices.read(invoice))).toEqual([10000, 25000, 40000, 0]);
    await expect(invoices.credit(invoice, '25001')).rejects.toMatchObject({
      code: 'credit_note_exceeds_invoice',
      details: { remainingCreditable: 25000 },
    });
    expect(await invoices.told(invoice)).toEqual([paid(begun.id)]);
  });

  it('is paid by credit notes alone, and the link withdrawn; what comes in afterwards is the payer’s', async () => {
    const invoice = await invoices.sent();
    const begun = await invoices.paying(invoice);
    await invoices.credit(invoice, '20000');
    await invoices.credit(invoice, '30000');
    expect(await invoices.read(invoice)).toMatchObject({
      status: 'paid',
      paymentId: null,
      paidAt: expect.any(String),
    });
    expect(await linkOf(invoice)).toMatchObject({ status: 'cancelled' });
    await invoices.confirmed(begun);
    expect(figures(await invoices.read(invoice))).toEqual([50000, 50000, 0, 0]);
    expect(await invoices.told(invoice)).toEqual([paid(null)]);
  });

  it('has a new link when the one before was withdrawn, of which either payment may pay it', async () => {
    const invoice = await invoices.sent();
    const begun = await invoices.paying(invoice, aPayer('92'));
    const old = await linkOf(invoice);
    // While a payment is under way its only use is taken: the link closes by being withdrawn.
    await core.database.query('UPDATE payment_links SET cancelled_at = now() WHERE id = $1', [old?.id]);
    await invoices.credit(invoice, '10000');
    expect(Number((await linkOf(invoice))?.amount)).toBe(50000);
    const { paymentUrl } = await invoices.send(invoice);
    const [renewed, ...others] = await invoices.links(invoice);
    expect([renewed?.url, Number(renewed?.amount), others.length]).toEqual([paymentUrl, 40000, 1]);
    expect((await invoices.read(invoice)).paymentUrl).toBe(paymentUrl);
    // The old payment lapses, and is confirmed all the same.
    await core.get(SharedClock).move(3_600_000);
    for (let check = 0; check < 3; check += 1) await invoices.confirmed(begun);
    expect(await invoices.read(invoice)).toMatchObject({ status: 'paid', paymentId: begun.id });
    expect(await linkOf(invoice)).toMatchObject({ id: renewed?.id, status: 'cancelled' });
  });

  it('closes its link though that could be paid once more', async () => {
    const invoice = await invoices.sent();
    const link = await linkOf(invoice);
    // As links were that had been given more uses before that was refused.
    await core.database.query('UPDATE payment_links SET max_uses = 5 WHERE id = $1', [link?.id]);
    await invoices.confirmed(await invoices.paying(invoice));
    expect(await linkOf(invoice)).toMatchObject({ status: 'cancelled', currentUses: 1 });
    await expect(invoices.paying(invoice)).rejects.toMatchObject({ code: 'payment_link_closed' });
  });

  it('keeps its link as long as that is open', async () => {
    const invoice = await invoices.sent();
    const first = await linkOf(invoice);
    await core.commands.execute(new CancelPaymentLink(tenant, first?.id ?? '', null));
    await invoices.send(invoice);
    await invoices.send(invoice);
    expect((await invoices.links(invoice)).map(({ status }) => status)).toEqual(['active', 'cancelled']);
  });

  it('is mailed with a link that can be paid: one that has expired makes room for a new one', async () => {
    const invoice = await invoices.sent();
    const first = await linkOf(invoice);
    const change = (changes: PaymentLinkChanges) =>
      core.commands.execute(new UpdatePaymentLink(tenant, first?.id ?? '', changes, null));
    await change({ status: 'expired' });
    const { paymentUrl } = await invoices.send(invoice);
    expect((await invoices.links(invoice)).map(({ status, url }) => [status, url === paymentUrl])).toEqual([
      ['active', true],
      ['cancelled', false],
    ]);
    expect((await invoices.read(invoice)).paymentUrl).toBe(paymentUrl);
    // It cannot come back and be paid beside the new one.
    await expect(change({ expiresAt: null })).rejects.toMatchObject({ code: 'payment_link_not_updatable' });
  });

  describe('and what credit notes may take', () => {
    it('is never more than the invoice, however many ask at once, and numbers have no gaps', async () => {
      const invoice = await invoices.sent();
      const results = await atOnce(12, () => invoices.credit(invoice, '15000'));
      expect(outcomes(results)).toEqual({ done: 3, credit_note_exceeds_invoice: 9 });
      const notes = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
      const left = notes.map(({ remainingCreditable }) => Number(remainingCreditable));
      expect(left.sort((a, b) => a - b)).toEqual([5000, 20000, 35000]);
      const numbers = notes.map(({ number }: CreditNoteView) => number.slice(-6));
      expect(numbers.sort()).toEqual(['000001', '000002', '000003']);
      expect(figures(await invoices.read(invoice))).toEqual([45000, 45000, 0, 5000]);
      expect(Number((await linkOf(invoice))?.amount)).toBe(5000);
    });

    it('and a payment take no more than what is due, whichever is first', async () => {
      const invoice = await invoices.sent();
      const begun = await invoices.paying(invoice);
      await Promise.all([
        invoices.confirmed(begun),
        ...Array.from({ length: 4 }, () => invoices.credit(invoice, '5000')),
      ]);
      const read = await invoices.read(invoice);
      const [credited = 0, notes, amountPaid = 0, due] = figures(read);
      expect([read.status, notes, due, credited + amountPaid]).toEqual(['paid', 20000, 0, 50000]);
      expect(await invoices.told(invoice)).toEqual([paid(begun.id)]);
    });

    it('is judged while payments begin: they hold the link that the credit note wants, and must not wait for it', async () => {
      const invoice = await invoices.sent();
      const link = await linkOf(invoice);
      const begun = () => core.database.query('SELECT FROM payments WHERE payment_link_id = $1', [link?.id]);
      let payment: Promise<PaymentView> | undefined;
      await core.get(UnitOfWork).run(async (tx) => {
        await tx.load(Invoice, { id: invoice.id });
        payment = invoices.paying(invoice);
        await eventually(begun, ({ length }) => length === 1, 3000);
      });
      expect(await payment).toMatchObject({ invoiceId: invoice.id });
    });

    it('is nothing of a draft', async () => {
      await expect(invoices.credit(await invoices.drafted(), '1')).rejects.toMatchObject({ code: 'invoice_not_sent' });
    });

    it('stands: a credit note is neither changed nor removed', async () => {
      const { id } = await invoices.credit(await invoices.sent(), '1');
      for (const change of ['UPDATE credit_notes SET amount = 2', 'DELETE FROM credit_notes']) {
        await expect(core.database.query(`${change} WHERE id = $1`, [id])).rejects.toThrow();
      }
    });
  });
});
