import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { HandlesJob, jobType, UnitOfWork, type JobHandler } from '#platform';
import { Invoice } from './invoice.aggregate.js';
import { InvoiceViews } from './invoice-views.service.js';

export const MARK_INVOICES_OVERDUE = jobType<object>('maintenance', 'mark-invoices-overdue', { attemptsMax: 1 });

const EVERY_MS = 60_000;
// One that is being changed right now is looked at again the next time.
const DUE = `SELECT id FROM invoices WHERE status = 'sent' AND due_at < $1
  ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED`;

/**
 * Tells of invoices whose last day has passed. Whoever reads one judges by the time and does not wait for this. One by
 * one: each is a transaction of its own, as short as can be, because payments wait for its lock.
 */
@Injectable()
@HandlesJob(MARK_INVOICES_OVERDUE, { everyMs: EVERY_MS })
export class MarkInvoicesOverdueJob implements JobHandler<object> {
  private isInterrupted = false;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly views: InvoiceViews,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    this.isInterrupted = false;
    let more = true;
    while (more && !this.isInterrupted) more = await this.markNext();
  }

  interrupt(): void {
    this.isInterrupted = true;
  }

  private markNext(): Promise<boolean> {
    const now = this.clock.now();
    return this.unitOfWork.run(async (tx) => {
      const [due] = await tx.query<{ id: string }>(DUE, [now]);
      const invoice = due ? await tx.load(Invoice, due) : null;
      if (!invoice?.becomeOverdue(now)) return false;
      invoice.tellOverdue(await this.views.changed(tx, invoice), now);
      tx.save(invoice);
      return true;
    });
  }
}
