import { viewOf, type Currency } from '#kernel';

/** A product as the house tells it: plain JSON, instants in ISO 8601, price and rate as decimal text. */
export interface ProductView {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  readonly description: string | null;
  readonly price: string;
  readonly currency: Currency;
  /** Percent. */
  readonly vatRate: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

const VIEW_FIELDS: Readonly<Record<keyof ProductView, true>> = {
  id: true,
  organizationId: true,
  name: true,
  description: true,
  price: true,
  currency: true,
  vatRate: true,
  createdAt: true,
  updatedAt: true,
};

export const { columns: PRODUCT_COLUMNS, view: productView } = viewOf<ProductView>(VIEW_FIELDS);
