import pg from 'pg';
import type { Assault } from './assault.js';

/** Operations that make one row of a table that nothing else makes while operations are attacked. */
const MAKES: Readonly<Record<string, string>> = {
  createCustomer: 'customers',
  createProduct: 'products',
  createOrder: 'orders',
  createRecurringInvoice: 'recurring_invoices',
  createWebhook: 'webhook_endpoints',
  createAccessToken: 'personal_access_tokens',
  addBankAccount: 'bank_accounts',
  submitSupportRequest: 'support_tickets',
  submitFeedback: 'feedback',
  exportReport: 'report_exports',
  signUp: 'users',
};

export type Counts = Readonly<Record<string, number>>;

export async function countCreated(databaseUrl: string): Promise<Counts> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    const known = await client.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relname = ANY($1)`,
      [Object.values(MAKES)],
    );
    const counts: Record<string, number> = {};
    for (const { name } of known.rows) {
      const { rows } = await client.query<{ count: string }>(`SELECT count(*) FROM ${name}`);
      counts[name] = Number(rows[0]?.count);
    }
    return counts;
  } finally {
    await client.end();
  }
}

/** A refused call has made nothing, and one that was told to have made something has. */
export async function expectRows(assault: Assault, before: Counts): Promise<void> {
  const after = await countCreated(assault.target.databaseUrl);
  const furnished = assault.merchants.count;
  for (const [operation, table] of Object.entries(MAKES)) {
    if (!(table in after)) continue;
    const told = assault.made.get(operation) ?? 0;
    const there = (after[table] ?? 0) - (before[table] ?? 0) - furnished * (FURNISHED.has(table) ? 1 : 0);
    if (there !== told)
      assault.blame(`${operation} was answered with 201 ${told} times, and made ${there} rows of ${table}`);
  }
}

/** Of these every merchant of the attack has one to begin with. */
const FURNISHED: ReadonlySet<string> = new Set(
  Object.values(MAKES).filter((table) => !['support_tickets', 'feedback'].includes(table)),
);

/** What a question to the database is answered with, as one text that can be compared. */
export async function rowsAsText(databaseUrl: string, text: string, values: unknown[]): Promise<string> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    return JSON.stringify((await client.query(text, values)).rows);
  } finally {
    await client.end();
  }
}
