import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import pg from 'pg';
import { addDays, doualaDay, uuidv7, type Tenant } from '#kernel';
import { projectRoot } from '#platform';
import { startTestCore, type TestCore } from '../support/core.js';
import { fill, uuidOf, vacuumed } from './filled-tables.js';
import { LISTS } from './listed.js';
import { plansOf, sentDuring } from './plans.js';

/** UPDATE_PLANS=1 writes the plans instead of comparing them. */
const isUpdate = process.env['UPDATE_PLANS'] === '1';
const FOLDER = `${projectRoot()}/test/explain/plans`;

const tenant: Tenant = { organizationId: uuidv7(), mode: 'sandbox' };
const [userId, customerId, endpointId, invoiceId] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()];
const lists = LISTS({ tenant, userId, customerId, endpointId, day: addDays(doualaDay(new Date()), -1) });

/** One merchant has one row of ten, a hundred have the rest. */
const spread = (large: string): string =>
  `CASE WHEN n % 10 = 0 THEN '${large}' ELSE ('00000000-0000-4000-8000-' || lpad((n % 97)::text, 12, '0')) END::uuid`;
const OF_ORGANIZATION = { organization_id: spread(tenant.organizationId) };
const OF_TENANT = { ...OF_ORGANIZATION, mode: `'sandbox'` };
/** One in fifty has the other value. */
const rare = (usual: string, other: string): string => `(CASE WHEN n % 50 = 7 THEN '${other}' ELSE '${usual}' END)`;
const currency = `${rare('XAF', 'USD')}::currency`;
const LIST = `(ARRAY['payments', 'refunds', 'statement_lines', 'payouts', 'payment_links', 'orders', 'invoices', 'customers', 'webhook_deliveries', 'api_calls', 'products'])[1 + n % 11]`;
/** Customers belong to no mode, deliveries to a door instead. */
const COUNTED = {
  ...OF_ORGANIZATION,
  list: LIST,
  part: `CASE n % 11 WHEN 7 THEN '' WHEN 8 THEN 'dashboard' WHEN 9 THEN '' WHEN 10 THEN '' ELSE 'sandbox' END`,
  facet: `'settled'`,
};
const WEBHOOKS = { ...OF_ORGANIZATION, dialect: `'dashboard'` };

const TABLES: Readonly<Record<string, readonly [rows: number, given: Readonly<Record<string, string>>]>> = {
  payments: [
    40_000,
    {
      ...OF_TENANT,
      // A large merchant: only for one is a search more than a walk.
      organization_id: `CASE WHEN n % 10 < 8 THEN '${tenant.organizationId}' ELSE ${uuidOf('organization')} END`,
      currency,
      status: `${rare('settled', 'failed')}::payment_status`,
      amount: 'n * 3',
      description: `'Basket ' || n`,
      available_at: `now() + interval '7 days' - n * interval '1 minute'`,
      released_at: 'CASE WHEN n % 50 <> 7 THEN now() END',
    },
  ],
  payment_texts: [
    40_000,
    {
      ...OF_TENANT,
      organization_id: `CASE WHEN n % 10 < 8 THEN '${tenant.organizationId}' ELSE ${uuidOf('organization')} END`,
      search_text: `'basket ' || n || '   text ' || n`,
    },
  ],
  refunds: [6000, { ...OF_TENANT, currency, status: `${rare('completed', 'failed')}::refund_status` }],
  payouts: [6000, { ...OF_TENANT, currency, status: `${rare('completed', 'failed')}::payout_status` }],
  disputes: [
    6000,
    {
      ...OF_TENANT,
      reason: `repeat('long ', 200)`,
      mode: `(CASE WHEN n % 5 = 0 THEN 'sandbox' ELSE 'live' END)::mode`,
      status: `${rare('won', 'open')}::dispute_status`,
      resolved_at: 'CASE WHEN n % 50 <> 7 THEN now() END',
    },
  ],
  statement_lines: [12_000, { ...OF_TENANT, currency, type: `${rare('payment', 'payout')}::statement_line_type` }],
  settlements: [6000, { ...OF_TENANT, currency }],
  list_counts: [9000, { ...COUNTED, day: 'current_date - n', rows: '100' }],
  list_count_changes: [9000, COUNTED],
  customers: [6000, { ...OF_ORGANIZATION, id: `CASE n WHEN 1 THEN '${customerId}' ELSE ${uuidOf('id')} END` }],
  products: [6000, OF_ORGANIZATION],
  orders: [
    6000,
    {
      ...OF_TENANT,
      status: `${rare('pending', 'cancelled')}::order_status`,
      cancelled_at: 'CASE WHEN n % 50 = 7 THEN now() END',
    },
  ],
  invoices: [
    6000,
    {
      ...OF_TENANT,
      id: `CASE n WHEN 1 THEN '${invoiceId}' ELSE ${uuidOf('id')} END`,
      customer_id: `CASE WHEN n % 500 = 7 THEN '${customerId}' ELSE ${uuidOf('customer')} END`,
      status: `${rare('paid', 'sent')}::invoice_status`,
      type: `'one-off'`,
      vat_display: `'including'`,
      credit_notes_amount: '0',
      credited_amount: '0',
      amount_paid: `CASE WHEN n % 50 = 7 THEN 0 ELSE 1 END`,
      sent_at: 'now()',
      paid_at: 'CASE WHEN n % 50 <> 7 THEN now() END',
      payment_link_id: uuidOf('payment_link'),
    },
  ],
  invoice_lines: [
    18_000,
    {
      invoice_id: `md5('id ' || 1 + n % 6000)::uuid`,
      product_id: `md5('id ' || 1 + n * 7 % 6000)::uuid`,
      position: '1 + n / 6000',
    },
  ],
  credit_notes: [6000, { ...OF_TENANT, invoice_id: `'${invoiceId}'` }],
  recurring_invoices: [6000, { ...OF_TENANT, vat_display: `'including'` }],
  payment_links: [
    6000,
    {
      ...OF_TENANT,
      cancelled_at: 'CASE WHEN n % 50 = 7 THEN now() END',
      expires_at: `now() + (1000 - n) * interval '1 minute'`,
      expiry_seen_at: 'now()',
    },
  ],
  notifications: [
    6000,
    { ...OF_ORGANIZATION, user_id: spread(userId), read_at: 'CASE WHEN n % 50 <> 7 THEN now() END' },
  ],
  notification_counts: [3000, { total: '1', unread: '1' }],
  webhook_endpoints: [6000, { ...WEBHOOKS, id: `CASE n WHEN 1 THEN '${endpointId}' ELSE ${uuidOf('id')} END` }],
  webhook_deliveries: [
    6000,
    {
      ...WEBHOOKS,
      endpoint_id: spread(endpointId),
      status: `${rare('delivered', 'dead')}::webhook_delivery_status`,
      completed_at: 'now()',
      dead_lettered_at: 'CASE WHEN n % 50 = 7 THEN now() END',
    },
  ],
  bank_accounts: [6000, OF_TENANT],
  applications: [3000, {}],
  api_calls: [6000, { ...OF_ORGANIZATION, api_key_id: uuidOf('api_key') }],
  onboarding_businesses: [3000, {}],
  onboarding_stakeholders: [3000, { phone: `'+237670000000'` }],
  onboardings: [
    6000,
    {
      status: `${rare('approved', 'under_review')}::onboarding_status`,
      decided_at: 'CASE WHEN n % 50 <> 7 THEN now() END',
      ...{
        stakeholder_at: 'now()',
        business_at: 'now()',
        payment_at: 'now()',
        document_at: 'now()',
        submitted_at: 'now()',
      },
    },
  ],
};

describe('lists read what an index finds', () => {
  let core: TestCore;
  let client: pg.Client;

  beforeAll(async () => {
    core = await startTestCore();
    client = new pg.Client(core.config.databaseUrl ?? '');
    await client.connect();
    // As on disks that seek as fast as they read, and as in tables that are much larger than these.
    await client.query('SET random_page_cost = 1.1');
    // The rows of a commit that is not on disk yet count as unseen when the table is vacuumed.
    await client.query('SET synchronous_commit = on');
    for (const [table, [rows, given]] of Object.entries(TABLES)) {
      await fill(client, table, rows, given);
      await vacuumed(client, table);
    }
  }, 60_000);
  afterAll(async () => {
    await client?.end();
    await core?.close();
  });

  it.each(Object.entries(lists))('%s', async (list, queries) => {
    const told: string[] = [];
    for (const [name, query] of Object.entries(queries)) {
      told.push(`# ${name}`);
      const sent = await sentDuring(core.database, () => core.queries.execute(query));
      for (const statement of sent) told.push(await plansOf(client, statement), '');
    }
    const plans = told.join('\n');
    expect(plans).not.toContain('Seq Scan');
    const file = `${FOLDER}/${list}.txt`;
    if (isUpdate) {
      await mkdir(FOLDER, { recursive: true });
      await writeFile(file, plans);
    }
    expect(plans).toBe(await readFile(file, 'utf8'));
  });
});
