import { Injectable } from '@nestjs/common';
import { isUuid, type Currency, type Tenant } from '#kernel';
import { Database, type Transaction } from '#platform';
import { labelOf } from './bank-account-view.js';

/** A bank account that a payout may go to. */
export interface PayoutAccount {
  readonly id: string;
  /** Bank and end of the number, for people. */
  readonly label: string;
}

interface AccountRow {
  readonly id: string;
  readonly bankName: string;
  readonly lastFour: string;
  readonly usable: boolean;
}

const COLUMNS = `id, bank_name AS "bankName", last_four AS "lastFour", status = 'verified' AS usable`;
const READ = `SELECT ${COLUMNS} FROM bank_accounts
  WHERE id = $4 AND organization_id = $1 AND mode = $2 AND currency = $3 AND deleted_at IS NULL`;
const READ_DEFAULT = `SELECT ${COLUMNS} FROM bank_accounts
  WHERE organization_id = $1 AND mode = $2 AND currency = $3 AND deleted_at IS NULL ORDER BY created_at, id LIMIT 1`;
const TAKE = `UPDATE bank_accounts SET open_payouts = open_payouts + 1
  WHERE id = $1 AND status = 'verified' AND deleted_at IS NULL RETURNING id`;
const GIVE_BACK = 'UPDATE bank_accounts SET open_payouts = open_payouts - 1 WHERE id = $1';

/** Bank accounts as those see them who pay out. What is verified stays so, as long as it is not removed. */
@Injectable()
export class PayoutAccounts {
  constructor(private readonly database: Database) {}

  /** The account, or null when it is not the tenant's, in another currency, removed or not verified. */
  async find(tenant: Tenant, currency: Currency, id: string): Promise<PayoutAccount | null> {
    return isUuid(id) ? this.usable(READ, tenant, currency, id) : null;
  }

  /** The default account of a currency, or null when there is none or it is not verified. */
  async findDefault(tenant: Tenant, currency: Currency): Promise<PayoutAccount | null> {
    return this.usable(READ_DEFAULT, tenant, currency);
  }

  /** Keeps the account from being removed until the payout has ended. False when it was removed meanwhile. */
  async take(tx: Transaction, id: string): Promise<boolean> {
    return (await tx.query(TAKE, [id])).length > 0;
  }

  /** A payout to the account has ended. Once for each `take`. */
  giveBack(tx: Transaction, id: string): void {
    tx.write(GIVE_BACK, [id]);
  }

  private async usable(sql: string, tenant: Tenant, ...values: string[]): Promise<PayoutAccount | null> {
    const row = await this.database.first<AccountRow>(sql, [tenant.organizationId, tenant.mode, ...values]);
    return row?.usable ? { id: row.id, label: labelOf(row) } : null;
  }
}
