import { Money, type Currency, type Page } from '#kernel';
import type { BalanceMovement, BalanceParts, ReadReportExport, ReportExportView, SettlementDay } from '#reporting';
import type { DayRange } from '../dialect/days.js';
import { pagination } from '../dialect/pages.js';
import { amount, failureCode } from '../dialect/vocabulary.js';
import type { Wire } from '../dialect/wire.js';

function presentSettlement(settlement: SettlementDay): Wire<'Settlement'> {
  const { currency } = settlement;
  return {
    id: settlement.id,
    date: settlement.day,
    amount: amount(settlement.net, currency),
    currency: currency as Wire<'Currency'>,
    status: settlement.status,
    grossAmount: amount(settlement.gross, currency),
    fees: amount(settlement.fees, currency),
    deductions: amount(settlement.deductions, currency),
    paymentCount: settlement.payments,
  };
}

export function presentSettlements(page: Page<SettlementDay>): Wire<'SettlementsReport'> {
  return { settlements: page.items.map(presentSettlement), pagination: pagination(page) };
}

export function presentBalanceMovement(
  { startDate, endDate }: DayRange,
  { currency, opening, categories, closing }: BalanceMovement,
): Wire<'BalanceReport'> {
  return {
    startDate,
    endDate,
    openingBalance: whole(opening, currency),
    closingBalance: whole(closing, currency),
    categories: categories.map(({ category, pending, available }) => ({
      category,
      pending: amount(pending, currency),
      available: amount(available, currency),
    })),
    currency: currency as Wire<'Currency'>,
  };
}

const whole = ({ pending, available }: BalanceParts, currency: Currency): number =>
  Money.ofSum(pending, currency).plus(Money.ofSum(available, currency)).toNumber();

/** The address of a file is relative to whatever host serves this door. */
export function presentReadExport(
  { export: found, downloadToken }: ReadReportExport,
  basePath: string,
): Wire<'ReportExport'> {
  const downloadUrl =
    downloadToken === null ? null : `${basePath}/reports/exports/${found.id}/download?token=${downloadToken}`;
  return { ...presentExport(found), downloadUrl };
}

export function presentExport(found: ReportExportView): Wire<'ReportExport'> {
  return {
    reportId: found.id,
    status: found.status,
    reportType: found.report,
    format: found.format,
    startDate: found.firstDay,
    endDate: found.lastDay,
    fileName: found.fileName,
    rows: found.rows,
    sizeBytes: found.sizeBytes,
    downloadUrl: null,
    failureCode: failureCode(found.failure) as Wire<'ReportExport'>['failureCode'],
    createdAt: found.createdAt,
    completedAt: found.completedAt,
    expiresAt: found.expiresAt,
  };
}
