import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, uuidv7 } from '#kernel';
import { Audit, ConstraintViolation, Database, UnitOfWork } from '#platform';
import { NO_FIGURES } from './customer-figures.service.js';
import { CustomerExists } from './customer.errors.js';
import { customerView } from './customer-view.js';
import type { CustomerRecord } from './get-customer.query.js';

export interface CustomerDetails {
  readonly name: string;
  /** Compared and kept in lower case. */
  readonly email: string;
  /** E.164. */
  readonly phone: string | null;
  readonly address: Record<string, unknown> | null;
  readonly taxId: string | null;
}

/** Adds a customer of an organisation, for both modes. Throws CustomerExists; so also when it is repeated. */
export class CreateCustomer extends Command<CustomerRecord> {
  constructor(
    readonly organizationId: string,
    readonly details: CustomerDetails,
    readonly actorId: string | null,
  ) {
    super();
  }
}

const EMAIL_TAKEN = 'customers_email_key';
const INSERT = `INSERT INTO customers (id, organization_id, name, email, phone, address, tax_id, created_at, updated_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)`;
const FIND = 'SELECT id FROM customers WHERE organization_id = $1 AND email = $2';

@CommandHandler(CreateCustomer)
export class CreateCustomerHandler implements ICommandHandler<CreateCustomer> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async execute({ organizationId, details, actorId }: CreateCustomer): Promise<CustomerRecord> {
    const { name, phone, address, taxId } = details;
    const now = this.clock.now();
    const id = uuidv7(now);
    const email = details.email.toLowerCase();
    const values = [id, organizationId, name, email, phone, address && JSON.stringify(address), taxId, now];
    try {
      await this.unitOfWork.run(async (tx) => {
        tx.write(INSERT, values);
        this.audit.record(tx, { action: 'customer.created', organizationId, actorId, recordId: id });
      });
    } catch (error) {
      throw await this.translated(error, organizationId, email);
    }
    const customer = customerView({ ...details, id, organizationId, email, createdAt: now, updatedAt: now });
    return { ...customer, figures: NO_FIGURES, recentInvoices: [] };
  }

  private async translated(error: unknown, organizationId: string, email: string): Promise<unknown> {
    if (!(error instanceof ConstraintViolation) || error.constraint !== EMAIL_TAKEN) return error;
    const holder = await this.database.first<{ id: string }>(FIND, [organizationId, email]);
    return holder ? new CustomerExists(holder.id) : error;
  }
}
