import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, InvalidInput, uuidv7, type Money } from '#kernel';
import { Audit, UnitOfWork } from '#platform';
import { vatRateOf } from '../item-rules.js';
import type { ListedProduct } from './list-products.query.js';
import { productView } from './product-view.js';

export interface ProductDetails {
  readonly name: string;
  readonly description: string | null;
  /** Not below nothing. */
  readonly price: Money;
  /** Percent from 0 to 100, at most two decimals. */
  readonly vatRate: number;
}

/** Adds a product of an organisation, for both modes. Throws InvalidInput. A repeat makes another product. */
export class CreateProduct extends Command<ListedProduct> {
  constructor(
    readonly organizationId: string,
    readonly details: ProductDetails,
    readonly actorId: string | null,
  ) {
    super();
  }
}

const INSERT = `INSERT INTO products
  (id, organization_id, name, description, price, currency, vat_rate, created_at, updated_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)`;

@CommandHandler(CreateProduct)
export class CreateProductHandler implements ICommandHandler<CreateProduct> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async execute({ organizationId, details, actorId }: CreateProduct): Promise<ListedProduct> {
    const { name, description, price } = details;
    const vatRate = String(details.vatRate);
    if (vatRateOf(vatRate) === null)
      throw new InvalidInput({ vatRate: ['must be from 0 to 100, with at most two decimals'] });
    const { currency } = price;
    const now = this.clock.now();
    const id = uuidv7(now);
    const values = [id, organizationId, name, description, price.toDecimal(), currency, vatRate, now];
    await this.unitOfWork.run(async (tx) => {
      tx.write(INSERT, values);
      this.audit.record(tx, { action: 'product.created', organizationId, actorId, recordId: id });
    });
    const kept = { id, organizationId, name, description, price: price.toDecimal(), currency, vatRate };
    return { ...productView({ ...kept, createdAt: now, updatedAt: now }), usedIn: 0 };
  }
}
