import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { IdentityModule } from '#identity';
import { PaymentPurposes, PaymentsModule } from '#payments';
import { CreateCreditNoteHandler } from './credit-note/create-credit-note.command.js';
import { ListCreditNotesHandler } from './credit-note/list-credit-notes.query.js';
import { CreateCustomerHandler } from './customer/create-customer.command.js';
import { CustomerFiguresReader } from './customer/customer-figures.service.js';
import { GetCustomerHandler } from './customer/get-customer.query.js';
import { ListCustomersHandler } from './customer/list-customers.query.js';
import { CreateInvoiceHandler } from './invoice/create-invoice.command.js';
import { DrawInvoiceHandler } from './invoice/draw-invoice.query.js';
import { GetInvoiceHandler } from './invoice/get-invoice.query.js';
import { InvoiceDocuments } from './invoice/invoice-documents.service.js';
import { InvoiceIssuing } from './invoice/invoice-issuing.service.js';
import { InvoiceNumbers } from './invoice/invoice-numbers.service.js';
import { InvoiceSending } from './invoice/invoice-sending.service.js';
import { InvoiceViews } from './invoice/invoice-views.service.js';
import { Invoice } from './invoice/invoice.aggregate.js';
import { Letterheads } from './invoice/letterheads.service.js';
import { ListInvoicesHandler } from './invoice/list-invoices.query.js';
import { MarkInvoicesOverdueJob } from './invoice/mark-invoices-overdue.job.js';
import { PayInvoicesWhenPaymentsArePaid } from './invoice/pay-invoices-when-payments-are-paid.policy.js';
import { SendInvoiceMailsJob } from './invoice/send-invoice-mails.job.js';
import { SendInvoiceHandler } from './invoice/send-invoice.command.js';
import { CancelOrderHandler } from './order/cancel-order.command.js';
import { CreateOrderHandler } from './order/create-order.command.js';
import { GetOrderHandler } from './order/get-order.query.js';
import { ListOrdersHandler } from './order/list-orders.query.js';
import { MoveOrdersWhenPaymentsMove } from './order/move-orders-when-payments-move.policy.js';
import { OrderPurposes } from './order/order-purposes.service.js';
import { Order } from './order/order.aggregate.js';
import { OrdersUnderLock } from './order/orders-under-lock.service.js';
import { ShipOrderHandler } from './order/ship-order.command.js';
import { CreateProductHandler } from './product/create-product.command.js';
import { ListProductsHandler } from './product/list-products.query.js';
import { CancelRecurringInvoiceHandler } from './recurring-invoice/cancel-recurring-invoice.command.js';
import { CreateRecurringInvoiceHandler } from './recurring-invoice/create-recurring-invoice.command.js';
import { IssueRecurringInvoicesJob } from './recurring-invoice/issue-recurring-invoices.job.js';
import { ListRecurringInvoicesHandler } from './recurring-invoice/list-recurring-invoices.query.js';
import { RecurringInvoice } from './recurring-invoice/recurring-invoice.aggregate.js';

const customer = [CustomerFiguresReader, CreateCustomerHandler, GetCustomerHandler, ListCustomersHandler];
const product = [CreateProductHandler, ListProductsHandler];
const order = [
  OrdersUnderLock,
  CreateOrderHandler,
  ShipOrderHandler,
  CancelOrderHandler,
  GetOrderHandler,
  ListOrdersHandler,
  MoveOrdersWhenPaymentsMove,
];

const invoice = [
  InvoiceDocuments,
  InvoiceIssuing,
  InvoiceNumbers,
  InvoiceSending,
  InvoiceViews,
  Letterheads,
  CreateInvoiceHandler,
  SendInvoiceHandler,
  GetInvoiceHandler,
  ListInvoicesHandler,
  DrawInvoiceHandler,
  PayInvoicesWhenPaymentsArePaid,
  MarkInvoicesOverdueJob,
  SendInvoiceMailsJob,
];
const creditNote = [CreateCreditNoteHandler, ListCreditNotesHandler];
const recurringInvoice = [
  CreateRecurringInvoiceHandler,
  CancelRecurringInvoiceHandler,
  ListRecurringInvoicesHandler,
  IssueRecurringInvoicesJob,
];

/** Global for the sake of PaymentPurposes: payments ask for it and may not import this module. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature([Order, Invoice, RecurringInvoice]), IdentityModule, PaymentsModule],
  providers: [
    ...customer,
    ...product,
    ...order,
    ...invoice,
    ...creditNote,
    ...recurringInvoice,
    { provide: PaymentPurposes, useClass: OrderPurposes },
  ],
  exports: [PaymentPurposes],
})
export class BillingModule {}
