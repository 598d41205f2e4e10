import type { CreditNoteView } from '#billing';
import type { Page } from '#kernel';
import { pagination } from '../dialect/pages.js';
import { amount, MODE } from '../dialect/vocabulary.js';
import type { Wire } from '../dialect/wire.js';
import { presentLines } from './invoices.presenter.js';

export function presentCreditNote(note: CreditNoteView): Wire<'CreditNote'> {
  const { currency } = note;
  return {
    id: note.id,
    creditNoteId: note.id,
    creditNoteNumber: note.number,
    invoiceId: note.invoiceId,
    invoiceNumber: note.invoiceNumber,
    amount: amount(note.amount, currency),
    currency: currency as Wire<'Currency'>,
    reason: note.reason,
    items: presentLines(note.items, currency),
    status: 'issued',
    invoiceBalanceDue: amount(note.invoiceBalanceDue, currency),
    remainingCreditable: amount(note.remainingCreditable, currency),
    mode: MODE[note.mode],
    createdAt: note.createdAt,
  };
}

export function presentCreditNotes(page: Page<CreditNoteView>): Wire<'CreditNoteList'> {
  return { creditNotes: page.items.map(presentCreditNote), pagination: pagination(page) };
}
