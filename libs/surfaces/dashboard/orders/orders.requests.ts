import type { NewOrder, OrderFilters } from '#billing';
import { Money, type Tenant } from '#kernel';
import { boundedMetadata } from '../dialect/metadata.js';
import type { PageQuery } from '../dialect/pages.js';
import type { Wire } from '../dialect/wire.js';

export interface ListOrdersQuery extends PageQuery {
  readonly status?: Wire<'OrderStatus'>;
  readonly customerId?: string;
}

export const orderFilters = ({ status, customerId }: ListOrdersQuery): OrderFilters => ({
  ...(status === undefined ? {} : { status }),
  ...(customerId === undefined ? {} : { customerId }),
});

export function newOrder(tenant: Tenant, body: Wire<'CreateOrderRequest'>): NewOrder {
  const { customerId, currency, items, description, metadata } = body;
  return {
    tenant,
    customerId,
    currency,
    items: items.map(({ name, quantity, price, productId }, index) => ({
      name,
      quantity,
      price: Money.of(price, currency, `items.${index}.price`),
      productId: productId ?? null,
    })),
    description: description ?? null,
    metadata: boundedMetadata(metadata),
  };
}
