export { BillingModule } from './billing.module.js';
export { CreateCreditNote } from './credit-note/create-credit-note.command.js';
export type { CreditNoteRequest } from './credit-note/create-credit-note.command.js';
export type { CreditNoteView } from './credit-note/credit-note-view.js';
export { ListCreditNotes } from './credit-note/list-credit-notes.query.js';
export { CreateCustomer } from './customer/create-customer.command.js';
export type { CustomerDetails } from './customer/create-customer.command.js';
export type { CustomerFigures } from './customer/customer-figures.service.js';
export { CustomerExists, CustomerNotFound } from './customer/customer.errors.js';
export type { CustomerReference, CustomerView } from './customer/customer-view.js';
export { GetCustomer } from './customer/get-customer.query.js';
export type { CustomerRecord } from './customer/get-customer.query.js';
export { ListCustomers } from './customer/list-customers.query.js';
export type { CustomerFilters, ListedCustomer } from './customer/list-customers.query.js';
export { CreateInvoice } from './invoice/create-invoice.command.js';
export { DrawInvoice } from './invoice/draw-invoice.query.js';
export { GetInvoice } from './invoice/get-invoice.query.js';
export type {
  InvoiceLine,
  InvoiceTerms,
  NewDiscount,
  NewInvoiceItem,
  VatDisplay,
  VatGroup,
} from './invoice/invoice-figures.js';
export type { InvoiceRequest } from './invoice/invoice-issuing.service.js';
export {
  CreditNoteExceedsInvoice,
  InvoiceAlreadyPaid,
  InvoiceNotFound,
  InvoiceNotSent,
} from './invoice/invoice.errors.js';
export type { InvoiceOverdue, InvoicePaid } from './invoice/invoice.events.js';
export { judged as judgedInvoice } from './invoice/invoice-view.js';
export type {
  InvoiceDiscount,
  InvoiceStatus,
  InvoiceSummary,
  InvoiceType,
  InvoiceView,
} from './invoice/invoice-view.js';
export { invoicesMatching, ListInvoices } from './invoice/list-invoices.query.js';
export type { InvoiceFilters } from './invoice/list-invoices.query.js';
export { SendInvoice } from './invoice/send-invoice.command.js';
export type { SentInvoice } from './invoice/send-invoice.command.js';
export { CancelOrder } from './order/cancel-order.command.js';
export { CreateOrder } from './order/create-order.command.js';
export { GetOrder } from './order/get-order.query.js';
export { ListOrders } from './order/list-orders.query.js';
export type { ListedOrders, OrderFilters, OrderSummary } from './order/list-orders.query.js';
export type { NewOrder, NewOrderItem } from './order/order.aggregate.js';
export { OrderNotFound, OrderStateConflict } from './order/order.errors.js';
export type { OrderItem, OrderStatus, OrderView } from './order/order-view.js';
export { ShipOrder } from './order/ship-order.command.js';
export { CreateProduct } from './product/create-product.command.js';
export type { ProductDetails } from './product/create-product.command.js';
export { ListProducts } from './product/list-products.query.js';
export type { ListedProduct } from './product/list-products.query.js';
export type { ProductView } from './product/product-view.js';
export type { InvoiceDocument } from './invoice-document/invoice-document.js';
export { CancelRecurringInvoice } from './recurring-invoice/cancel-recurring-invoice.command.js';
export { CreateRecurringInvoice } from './recurring-invoice/create-recurring-invoice.command.js';
export { ListRecurringInvoices } from './recurring-invoice/list-recurring-invoices.query.js';
export type { NewRecurringInvoice } from './recurring-invoice/recurring-invoice.aggregate.js';
export { RecurringInvoiceEnded, RecurringInvoiceNotFound } from './recurring-invoice/recurring-invoice.errors.js';
export type { RecurringInvoiceView } from './recurring-invoice/recurring-invoice-view.js';
