import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '#kernel';
import { Database, HandlesJob, jobType, MailQueue, type JobHandler } from '#platform';
import { invoiceMail } from '../invoice-document/invoice-mail.presenter.js';
import { drawInvoice } from '../invoice-document/invoice-pdf.js';
import { InvoiceDocuments } from './invoice-documents.service.js';

/** A bell and nothing more: what is owed lies in the database, so that no queue can lose it. */
export const SEND_INVOICE_MAILS = jobType<Record<string, never>>('mail', 'send-invoice-mails', { attemptsMax: 1 });

const EVERY_MS = 10_000;
/** Drawing takes a second at most; a worker that died in the middle of it gives the mail back after this. */
const LEASE_MS = 60_000;

interface OwedRow {
  readonly id: string;
  readonly invoiceId: string;
  readonly recipient: string;
  readonly isReminder: boolean;
}

const CLAIM = `UPDATE owed_invoice_mails SET claimed_until = $2 WHERE id = (
    SELECT id FROM owed_invoice_mails WHERE claimed_until IS NULL OR claimed_until <= $1
    ORDER BY owed_at LIMIT 1 FOR UPDATE SKIP LOCKED
  ) RETURNING id, invoice_id AS "invoiceId", recipient, is_reminder AS "isReminder"`;
const SETTLE = 'DELETE FROM owed_invoice_mails WHERE id = $1';

/**
 * Draws invoices that are to be mailed and moves them into the queue of mails, from where they are sent and tried again.
 * A crash in between queues a mail twice, under the same message id, rather than never. One by one, so that one that
 * cannot be drawn holds up no other; it is tried again whenever its lease is over.
 */
@Injectable()
@HandlesJob(SEND_INVOICE_MAILS, { everyMs: EVERY_MS })
export class SendInvoiceMailsJob implements JobHandler<Record<string, never>> {
  private readonly logger = new Logger('Invoices');
  private isInterrupted = false;

  constructor(
    private readonly database: Database,
    private readonly documents: InvoiceDocuments,
    private readonly mails: MailQueue,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    this.isInterrupted = false;
    while (!this.isInterrupted) {
      const now = this.clock.now();
      const claim = [now, new Date(now.getTime() + LEASE_MS)];
      const owed = await this.database.first<OwedRow>(CLAIM, claim);
      if (!owed) return;
      try {
        await this.send(owed);
      } catch (error) {
        this.logger.error(`invoice ${owed.invoiceId} was not mailed: ${(error as Error).message}`);
      }
    }
  }

  interrupt(): void {
    this.isInterrupted = true;
  }

  private async send({ id, invoiceId, recipient, isReminder }: OwedRow): Promise<void> {
    const document = await this.documents.of(invoiceId);
    const message = invoiceMail(recipient, document, await drawInvoice(document), isReminder);
    await this.mails.addAll([{ id, message }]);
    await this.database.query(SETTLE, [id]);
  }
}
