import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Tenant } from '#kernel';
import { drawInvoice } from '../invoice-document/invoice-pdf.js';
import { InvoiceDocuments } from './invoice-documents.service.js';

export interface InvoiceFile {
  readonly name: string;
  readonly contentType: string;
  readonly content: Buffer;
}

/** An invoice of the tenant as it is printed now. Throws InvoiceNotFound, also for an invoice of another tenant. */
export class DrawInvoice extends Query<InvoiceFile> {
  constructor(
    readonly tenant: Tenant,
    readonly invoiceId: string,
  ) {
    super();
  }
}

@QueryHandler(DrawInvoice)
export class DrawInvoiceHandler implements IQueryHandler<DrawInvoice> {
  constructor(private readonly documents: InvoiceDocuments) {}

  async execute({ tenant, invoiceId }: DrawInvoice): Promise<InvoiceFile> {
    const document = await this.documents.ofTenant(tenant, invoiceId);
    return { name: `${document.number}.pdf`, contentType: 'application/pdf', content: await drawInvoice(document) };
  }
}
