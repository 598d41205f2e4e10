import { viewOf, type Currency, type Mode } from '#kernel';
import { customerReferenceOf, type CustomerReference } from '../customer/customer-view.js';

export type OrderStatus = 'pending' | 'paid' | 'shipped' | 'cancelled';

/** A line of an order; quantity and price of one are decimal text. */
export interface OrderItem {
  readonly name: string;
  readonly quantity: string;
  readonly price: string;
  readonly productId: string | null;
}

interface StoredOrder {
  readonly id: string;
  readonly organizationId: string;
  readonly mode: Mode;
  readonly status: OrderStatus;
  readonly amount: string;
  readonly currency: Currency;
  readonly items: readonly OrderItem[];
  readonly description: string | null;
  readonly metadata: Record<string, unknown>;
  readonly paymentId: string | null;
  readonly paidAt: string | null;
  readonly shippedAt: string | null;
  readonly cancelledAt: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** An order as the house tells it: plain JSON, instants in ISO 8601, amounts as decimal text in major units. */
export interface OrderView extends StoredOrder {
  readonly customer: CustomerReference;
}

const VIEW_FIELDS: Readonly<Record<keyof StoredOrder, true>> = {
  id: true,
  organizationId: true,
  mode: true,
  status: true,
  amount: true,
  currency: true,
  items: true,
  description: true,
  metadata: true,
  paymentId: true,
  paidAt: true,
  shippedAt: true,
  cancelledAt: true,
  createdAt: true,
  updatedAt: true,
};

const stored = viewOf<StoredOrder>(VIEW_FIELDS);

export const ORDER_COLUMNS = `${stored.columns}, ${customerReferenceOf('orders')}`;

/** Of an aggregate, or of a row with ORDER_COLUMNS. */
export const orderView = (source: object, customer: CustomerReference): OrderView => ({
  ...stored.view(source),
  customer,
});
