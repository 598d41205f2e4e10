import { Injectable } from '@nestjs/common';
import { Clock, uuidv7 } from '#kernel';
import { PaymentLinkIssuing, type PaymentLinkView } from '#payments';
import { Audit, Queues, type Transaction } from '#platform';
import type { CustomerReference } from '../customer/customer-view.js';
import type { Invoice } from './invoice.aggregate.js';
import { Letterheads } from './letterheads.service.js';
import { SEND_INVOICE_MAILS } from './send-invoice-mails.job.js';

const OWE_MAIL = `INSERT INTO owed_invoice_mails (id, invoice_id, recipient, is_reminder, owed_at, due_at)
  VALUES ($1, $2, $3, $4, $5, $5)`;

/** Sends invoices to whom they are for. */
@Injectable()
export class InvoiceSending {
  constructor(
    private readonly links: PaymentLinkIssuing,
    private readonly letterheads: Letterheads,
    private readonly queues: Queues,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /**
   * Sends an invoice, new or loaded, that the caller saves afterwards: it has a link to pay what is due, and its mail is
   * owed together with that. Later times remind of it. Throws InvoiceAlreadyPaid.
   */
  async send(
    tx: Transaction,
    invoice: Invoice,
    customer: CustomerReference,
    actorId: string | null,
  ): Promise<{ paymentUrl: string }> {
    invoice.requireUnpaid();
    const isReminder = invoice.status !== 'draft';
    if (!isReminder) invoice.letterhead = await this.letterheads.issue(tx, invoice.organizationId);
    const link = await this.linkTo(tx, invoice, actorId);
    const now = this.clock.now();
    invoice.send(link.id, now);
    tx.write(OWE_MAIL, [uuidv7(now), invoice.id, customer.email, isReminder, now]);
    tx.onCommit(() => this.queues.ring(SEND_INVOICE_MAILS));
    const { id: recordId, organizationId } = invoice;
    this.audit.record(tx, { action: 'invoice.sent', organizationId, actorId, recordId });
    return { paymentUrl: link.url };
  }

  /** The link that it has, unless that was withdrawn or has expired: a later end would open it beside the new one. */
  private async linkTo(tx: Transaction, invoice: Invoice, actorId: string | null): Promise<PaymentLinkView> {
    const known = invoice.paymentLinkId === null ? null : await this.links.find(tx, invoice.paymentLinkId);
    if (known?.status === 'active' || known?.status === 'used') return known;
    if (known?.status === 'expired') await this.links.withdraw(tx, known.id);
    return this.links.issue(tx, {
      tenant: invoice.tenant,
      type: 'fixed',
      amount: invoice.balanceDue,
      description: invoice.number,
      metadata: { invoiceId: invoice.id },
      providers: null,
      redirectUrl: undefined,
      keepRedirectUrl: false,
      maxUses: 1,
      expiresAt: null,
      invoiceId: invoice.id,
      actorId,
    });
  }
}
