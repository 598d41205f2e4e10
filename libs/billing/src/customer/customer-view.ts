import { viewOf } from '#kernel';

/** A customer as the house tells it: plain JSON, instants in ISO 8601. */
export interface CustomerView {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  /** Lower case. */
  readonly email: string;
  /** E.164. */
  readonly phone: string | null;
  /** Free-form, as it was given. */
  readonly address: Record<string, unknown> | null;
  readonly taxId: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

const VIEW_FIELDS: Readonly<Record<keyof CustomerView, true>> = {
  id: true,
  organizationId: true,
  name: true,
  email: true,
  phone: true,
  address: true,
  taxId: true,
  createdAt: true,
  updatedAt: true,
};

export const { columns: CUSTOMER_COLUMNS, view: customerView } = viewOf<CustomerView>(VIEW_FIELDS);

/** A customer in short, where something of it is shown. */
export type CustomerReference = Pick<CustomerView, 'id' | 'name' | 'email'>;

/** SQL of a CustomerReference beside a row that has a customer_id. */
export const customerReferenceOf = (table: string): string =>
  `(SELECT jsonb_build_object('id', c.id, 'name', c.name, 'email', c.email) FROM customers c
    WHERE c.id = ${table}.customer_id) AS customer`;
