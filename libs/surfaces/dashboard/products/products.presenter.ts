import type { ListedProduct } from '#billing';
import type { Page } from '#kernel';
import { pagination } from '../dialect/pages.js';
import { amount } from '../dialect/vocabulary.js';
import type { Wire } from '../dialect/wire.js';

export function presentProduct(product: ListedProduct): Wire<'Product'> {
  return { ...presentProductRow(product), productId: product.id };
}

export function presentProducts(page: Page<ListedProduct>): Wire<'ProductList'> {
  return { products: page.items.map(presentProductRow), pagination: pagination(page) };
}

const presentProductRow = (product: ListedProduct): Required<Wire<'ProductListItem'>> => ({
  id: product.id,
  name: product.name,
  description: product.description,
  price: amount(product.price, product.currency),
  currency: product.currency as Wire<'Currency'>,
  vatRate: Number(product.vatRate),
  usedIn: product.usedIn,
  createdAt: product.createdAt,
});
