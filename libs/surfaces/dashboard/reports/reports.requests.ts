import { InvalidAmount, Money, type Tenant } from '#kernel';
import { invalidFields } from '#platform';
import type { PaymentFilters } from '#payments';
import type { InvoiceFilters } from '#billing';
import type { NewReportExport, ReportLanguage, ReportName, SettlementFilters } from '#reporting';
import { requireOrder, requireRange, type DayRange } from '../dialect/days.js';
import { amountRange, type PageQuery } from '../dialect/pages.js';
import { CURRENCIES, PAYMENT_STATUS, paymentStatusFrom } from '../dialect/vocabulary.js';
import type { Wire } from '../dialect/wire.js';
import { dashboardReports } from './report-wordings.js';

export interface SettlementsReportQuery extends PageQuery {
  readonly status?: Wire<'SettlementStatus'>;
}

export interface BalanceReportQuery extends DayRange {
  readonly currency: Wire<'Currency'>;
}

export function settlementFilters({ startDate, endDate, status }: SettlementsReportQuery): SettlementFilters {
  requireOrder({ startDate, endDate });
  return {
    ...(startDate === undefined ? {} : { from: startDate }),
    ...(endDate === undefined ? {} : { to: endDate }),
    ...(status === undefined ? {} : { status }),
  };
}

/** Who asks for a file, and in which language files for people are written for him. */
interface Requester {
  readonly tenant: Tenant;
  readonly userId: string;
  readonly organizationName: string;
  readonly language: ReportLanguage;
}

export function exportRequest(requester: Requester, request: Wire<'ExportRequest'>): NewReportExport {
  requireRange(request);
  const { tenant, userId: actorId, organizationName, language } = requester;
  return {
    tenant,
    dialect: dashboardReports.name,
    report: request.reportType,
    format: request.format,
    firstDay: request.startDate,
    lastDay: request.endDate,
    filters: new Filters(request.filters ?? {}).of(request.reportType),
    language,
    organizationName,
    actorId,
  };
}

const SEARCH_MAX_LENGTH = 200;
const CUSTOMER_ID_MAX_LENGTH = 64;
const SETTLEMENT_STATUSES = ['pending', 'paid'] as const;
const INVOICE_STATUSES = ['draft', 'sent', 'paid', 'overdue', 'pending'] as const;

/** The filters of a file, which are those of the matching list. They come unjudged: the contract leaves them open. */
class Filters {
  constructor(private readonly given: Readonly<Record<string, unknown>>) {}

  of(report: ReportName): object {
    switch (report) {
      case 'payments':
        return this.ofPayments();
      case 'settlements':
        return this.word('status', SETTLEMENT_STATUSES, (status): SettlementFilters => ({ status }));
      case 'balance':
        return { currency: 'XAF', ...this.word('currency', CURRENCIES, (currency) => ({ currency })) };
      case 'invoices':
        return this.ofInvoices();
    }
  }

  private ofPayments(): PaymentFilters {
    const statuses = Object.values(PAYMENT_STATUS);
    return {
      ...this.word('status', statuses, (status) => ({ status: paymentStatusFrom(status) })),
      ...this.text('search', SEARCH_MAX_LENGTH),
      ...amountRange(this.amount('amountMin'), this.amount('amountMax'), 'filters.'),
    };
  }

  private ofInvoices(): InvoiceFilters {
    return {
      ...this.word('status', INVOICE_STATUSES, (status) => ({ status: status === 'pending' ? 'unpaid' : status })),
      ...this.text('customerId', CUSTOMER_ID_MAX_LENGTH),
      ...this.text('search', SEARCH_MAX_LENGTH),
    };
  }

  /** Forms send what nobody has chosen as null or as nothing. */
  private chosen(name: string): unknown {
    const value = this.given[name];
    return value === '' ? undefined : (value ?? undefined);
  }

  private word<Word extends string, Filter extends object>(
    name: string,
    words: readonly Word[],
    filter: (word: Word) => Filter,
  ): Filter | Record<string, never> {
    const value = this.chosen(name);
    if (value === undefined) return {};
    const known = words.find((word) => word === value);
    if (known === undefined) throw refused(name, `must be one of ${words.join(', ')}`);
    return filter(known);
  }

  private text<Name extends string>(name: Name, maxLength: number): { [key in Name]?: string } {
    const value = this.chosen(name);
    if (value === undefined) return {};
    if (typeof value !== 'string') throw refused(name, 'must be text');
    const text = value.trim();
    if (text.length > maxLength) throw refused(name, `must have at most ${maxLength} characters`);
    return text === '' ? {} : ({ [name]: text } as { [key in Name]?: string });
  }

  private amount(name: string): string | undefined {
    const value = this.chosen(name);
    if (value === undefined) return undefined;
    const text = typeof value === 'number' ? value : typeof value === 'string' ? value.trim() : '';
    const amount = amountFrom(text);
    if (!amount || amount.isNegative()) throw refused(name, 'must be an amount such as 15000');
    return amount.toDecimal();
  }
}

/** In whichever currency: dollars have the most decimals. */
function amountFrom(value: string | number): Money | null {
  try {
    return Money.of(value, 'USD');
  } catch (error) {
    if (error instanceof InvalidAmount) return null;
    throw error;
  }
}

const refused = (name: string, message: string): Error => invalidFields({ field: `filters.${name}`, message });
