import type { ListedOrders, OrderItem, OrderView } from '#billing';
import type { Currency } from '#kernel';
import { Accompanied } from '../dialect/envelope.interceptor.js';
import { pagination } from '../dialect/pages.js';
import { amount, MODE } from '../dialect/vocabulary.js';
import type { Wire } from '../dialect/wire.js';

export function presentOrder(order: OrderView): Wire<'Order'> {
  return {
    ...presentOrderRow(order),
    orderId: order.id,
    paymentId: order.paymentId,
    description: order.description,
    metadata: order.metadata,
    mode: MODE[order.mode],
    paidAt: order.paidAt,
    shippedAt: order.shippedAt,
    cancelledAt: order.cancelledAt,
    updatedAt: order.updatedAt,
  };
}

export type AccompaniedOrders = Accompanied<Wire<'OrderList'>, { summary: Required<Wire<'OrderSummary'>> }>;

/** The one list with figures beside its data. */
export function presentOrders({ page, summary }: ListedOrders): AccompaniedOrders {
  return new Accompanied(
    { orders: page.items.map(presentOrderRow), pagination: pagination(page) },
    {
      summary: {
        totalOrders: summary.orders,
        paid: summary.paid,
        pending: summary.pending,
        totalRevenue: amount(summary.revenueXaf, 'XAF'),
        totalRevenueUsd: amount(summary.revenueUsd, 'USD'),
      },
    },
  );
}

const presentOrderRow = (order: OrderView): Wire<'OrderListItem'> => ({
  id: order.id,
  customer: order.customer,
  amount: amount(order.amount, order.currency),
  currency: order.currency as Wire<'Currency'>,
  items: order.items.map((item) => presentItem(item, order.currency)),
  status: order.status,
  createdAt: order.createdAt,
});

const presentItem = ({ name, quantity, price, productId }: OrderItem, currency: Currency): Wire<'OrderItem'> => ({
  name,
  quantity: Number(quantity),
  price: amount(price, currency),
  productId,
});
