import { Injectable } from '@nestjs/common';
import { HandlesJob, jobType, MailDebts, type JobHandler, type MailMessage } from '#platform';
import { invoiceMail } from '../invoice-document/invoice-mail.presenter.js';
import { drawInvoice } from '../invoice-document/invoice-pdf.js';
import { InvoiceDocuments } from './invoice-documents.service.js';

/** A bell and nothing more: what is owed lies in the database, so that no queue can lose it. */
export const SEND_INVOICE_MAILS = jobType<Record<string, never>>('mail', 'send-invoice-mails', { attemptsMax: 1 });

const EVERY_MS = 10_000;

interface OwedRow {
  readonly invoiceId: string;
  readonly recipient: string;
  readonly isReminder: boolean;
}

/** Draws invoices that are to be mailed and sends them. One that cannot be drawn holds up no other. */
@Injectable()
@HandlesJob(SEND_INVOICE_MAILS, { everyMs: EVERY_MS })
export class SendInvoiceMailsJob implements JobHandler<Record<string, never>> {
  private readonly owed = {
    table: 'owed_invoice_mails',
    columns: 'invoice_id AS "invoiceId", recipient, is_reminder AS "isReminder"',
    compose: (row: OwedRow) => this.compose(row),
  };

  constructor(
    private readonly documents: InvoiceDocuments,
    private readonly debts: MailDebts,
  ) {}

  run(): Promise<void> {
    return this.debts.pay(this.owed);
  }

  interrupt(): void {
    this.debts.interrupt(this.owed);
  }

  private async compose({ invoiceId, recipient, isReminder }: OwedRow): Promise<MailMessage> {
    const document = await this.documents.of(invoiceId);
    return invoiceMail(recipient, document, await drawInvoice(document), isReminder);
  }
}
