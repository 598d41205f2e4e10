import { doualaDay, Money, uuidv7, type Tenant } from '#kernel';
import { CreatePaymentLink } from '#payments';
import { SharedClock } from '#platform';
import { startTestCore, type TestCore } from '../../../../test/support/core.js';
import { atOnce, outcomes } from '../../../../test/support/payments.js';
import { CreateProduct } from '../product/create-product.command.js';
import { ListProducts } from '../product/list-products.query.js';
import { CreateCustomer } from './create-customer.command.js';
import { GetCustomer } from './get-customer.query.js';
import { ListCustomers } from './list-customers.query.js';

const PAGE = { page: 1, limit: 20 };
const HOUR_MS = 3_600_000;

interface InvoiceWish {
  readonly tenant?: Tenant;
  readonly currency?: string;
  readonly status?: string;
  readonly amount?: number;
  readonly credited?: number;
  readonly paid?: number;
  readonly dueInMs?: number;
  readonly productIds?: readonly string[];
}

describe('figures of customers and products', () => {
  let core: TestCore;
  let tenant: Tenant;
  let numbers = 0;

  beforeAll(async () => {
    core = await startTestCore();
  }, 60_000);
  afterAll(() => core?.close());
  beforeEach(() => {
    tenant = { organizationId: uuidv7(), mode: 'sandbox' };
  });

  const aCustomer = async (email: string, { organizationId } = tenant): Promise<string> => {
    const details = { name: 'Ada', email, phone: null, address: null, taxId: null };
    return (await core.commands.execute(new CreateCustomer(organizationId, details, null))).id;
  };
  const aProduct = async (): Promise<string> => {
    const details = { name: 'Hour', description: null, price: Money.of('1', 'XAF'), vatRate: 0 };
    return (await core.commands.execute(new CreateProduct(tenant.organizationId, details, null))).id;
  };
  const aLink = async (of: Tenant): Promise<string> => {
    const request = {
      ...{ tenant: of, type: 'fixed' as const, amount: Money.of('1', 'XAF'), description: null, metadata: {} },
      ...{ providers: null, redirectUrl: null, keepRedirectUrl: false, maxUses: 1, expiresAt: null, actorId: null },
    };
    return (await core.commands.execute(new CreatePaymentLink(request, null))).result.id;
  };
  const anInvoice = async (customerId: string, wish: InvoiceWish = {}): Promise<string> => {
    const { currency = 'XAF', status = 'sent', amount = 1000, credited = 0, paid = 0, dueInMs = HOUR_MS } = wish;
    const { organizationId, mode } = wish.tenant ?? tenant;
    const number = `INV-2025-${String((numbers += 1)).padStart(6, '0')}`;
    const now = core.get(SharedClock).now();
    const id = uuidv7(now);
    const link = status === 'draft' ? null : await aLink({ organizationId, mode });
    // By hand, because due days in the past and partial payments do not come about within a test.
    await core.database.query(
      `INSERT INTO invoices (id, organization_id, mode, customer_id, customer_name, customer_email, number, type,
         profile_id, payment_term, vat_display, vat_breakdown, status, subtotal, discount_amount, vat_amount, amount,
         credited_amount, credit_notes_amount, amount_paid, currency, payment_link_id, issued_on, due_at, sent_at, paid_at,
         created_at, updated_at)
       VALUES ($1, $2, $3, $4, 'Ada', 'ada@example.cm', $5, 'one-off', 'default', 'net-30', 'including', '[]', $6, $7, 0, 0,
         $7, $8, $8, $9, $10, $11, douala_day($13), $12, CASE WHEN $6::invoice_status <> 'draft' THEN $13::timestamptz END,
         CASE WHEN $6::invoice_status = 'paid' THEN $13::timestamptz END, $13, $13)`,
      [
        ...[id, organizationId, mode, customerId, number, status, amount, credited, paid, currency, link],
        ...[new Date(now.getTime() + dueInMs), now],
      ],
    );
    for (const [position, productId] of (wish.productIds ?? []).entries()) {
      await core.database.query(
        `INSERT INTO invoice_lines (invoice_id, position, product_id, name, quantity, price, vat_rate, line_amount)
         VALUES ($1, $2, $3, 'Hour', 1, 1, 0, 1)`,
        [id, position, productId],
      );
    }
    return number;
  };
  const read = (customerId: string, of = tenant) => core.queries.execute(new GetCustomer(of, customerId));
  const listed = async () => (await core.queries.execute(new ListCustomers(tenant, {}, PAGE))).items;

  it('are nothing, in francs, without invoices', async () => {
    const { figures, recentInvoices } = await read(await aCustomer('ada@example.cm'));
    expect(figures).toEqual({ currency: 'XAF', invoices: 0, invoiced: '0', paid: '0', outstanding: '0' });
    expect(recentInvoices).toEqual([]);
  });

  it('sum what was invoiced, paid and is due, drafts included but not due', async () => {
    const customerId = await aCustomer('ada@example.cm');
    await anInvoice(customerId, { status: 'draft', amount: 7 });
    await anInvoice(customerId, { amount: 1000, credited: 100, paid: 300 });
    await anInvoice(customerId, { status: 'overdue', amount: 50 });
    await anInvoice(customerId, { status: 'paid', amount: 400, paid: 400 });
    const [customer] = await listed();
    expect(Object.entries(customer?.figures ?? {}).map(([name, value]) => [name, Number(value) || value])).toEqual([
      ['currency', 'XAF'],
      ['invoices', 4],
      ['invoiced', 1457],
      ['paid', 700],
      ['outstanding', 650],
    ]);
    expect((await read(customerId)).figures).toEqual(customer?.figures);
  });

  it('are in the currency of the latest invoice, and count all', async () => {
    const customerId = await aCustomer('ada@example.cm');
    await anInvoice(customerId, { currency: 'XAF', amount: 1000 });
    await anInvoice(customerId, { currency: 'USD', amount: 12.5 });
    const { figures } = await read(customerId);
    expect([figures.currency, figures.invoices, Number(figures.invoiced), Number(figures.outstanding)]).toEqual([
      'USD',
      2,
      12.5,
      12.5,
    ]);
  });

  it('are those of one mode, and of each customer by itself', async () => {
    const [first, second] = [await aCustomer('a@example.cm'), await aCustomer('b@example.cm')];
    await anInvoice(first, { amount: 1 });
    await anInvoice(first, { amount: 100, tenant: { ...tenant, mode: 'live' } });
    await anInvoice(second, { amount: 20 });
    expect((await listed()).map(({ id, figures }) => [id, Number(figures.invoiced)])).toEqual([
      [second, 20],
      [first, 1],
    ]);
    const { figures, recentInvoices } = await read(first, { ...tenant, mode: 'live' });
    expect([Number(figures.invoiced), recentInvoices.length]).toEqual([100, 1]);
  });

  it('come with the latest ten invoices, of which a day that has passed makes one overdue', async () => {
    const customerId = await aCustomer('ada@example.cm');
    await anInvoice(customerId, { amount: 1 });
    const numbered: string[] = [];
    for (let turn = 0; turn < 9; turn += 1)
      numbered.unshift(await anInvoice(customerId, { status: 'draft', dueInMs: -1 }));
    numbered.unshift(await anInvoice(customerId, { dueInMs: -1, amount: 900, paid: 200 }));
    const { recentInvoices } = await read(customerId);
    expect(recentInvoices.map(({ number }) => number)).toEqual(numbered);
    expect(recentInvoices[0]).toMatchObject({
      status: 'overdue',
      balanceDue: '700.0000',
      issuedOn: doualaDay(core.get(SharedClock).now()),
      customer: { id: customerId, name: 'Ada', email: 'ada@example.cm' },
    });
    expect(recentInvoices[1]).toMatchObject({ status: 'draft' });
  });

  it('count an invoice once for a product, however many of its lines are of it', async () => {
    const customerId = await aCustomer('ada@example.cm');
    const [used, unused] = [await aProduct(), await aProduct()];
    await anInvoice(customerId, { productIds: [used, used], status: 'draft' });
    await anInvoice(customerId, { productIds: [used] });
    await anInvoice(customerId, { productIds: [used], tenant: { ...tenant, mode: 'live' } });
    const { items } = await core.queries.execute(new ListProducts(tenant, PAGE));
    expect(items.map(({ id, usedIn }) => [id, usedIn])).toEqual([
      [unused, 0],
      [used, 2],
    ]);
  });

  it('know one customer for each address, however many add it at once', async () => {
    const results = await atOnce(10, (turn) => aCustomer(turn % 2 ? 'Ada@Example.cm' : 'ada@example.cm'));
    expect(outcomes(results)).toEqual({ done: 1, customer_exists: 9 });
    const [known] = await listed();
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ details: { customerId: known?.id } });
    }
    await expect(aCustomer('ada@example.cm', { ...tenant, organizationId: uuidv7() })).resolves.toEqual(
      expect.any(String),
    );
  });
});
