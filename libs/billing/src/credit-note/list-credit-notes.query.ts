import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { pageOf, type Page, type PageRequest, type Tenant } from '#kernel';
import { Database, filtered } from '#platform';
import { CREDIT_NOTE_COLUMNS, creditNoteOfRow, type CreditNoteRow, type CreditNoteView } from './credit-note-view.js';

/** Lists a tenant's credit notes, newest first. */
export class ListCreditNotes extends Query<Page<CreditNoteView>> {
  constructor(
    readonly tenant: Tenant,
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListCreditNotes)
export class ListCreditNotesHandler implements IQueryHandler<ListCreditNotes> {
  constructor(private readonly database: Database) {}

  async execute({ tenant, page }: ListCreditNotes): Promise<Page<CreditNoteView>> {
    const list = filtered('credit_notes', tenant);
    const { items, total } = await list.newestFirst<CreditNoteRow>(this.database, CREDIT_NOTE_COLUMNS, page);
    return pageOf(items.map(creditNoteOfRow), page, total);
  }
}
