import assert from 'node:assert/strict';

export async function hasCustomers(visit) {
  const { walker } = visit;
  const address = { street: 'Rue de la Joie', city: 'Douala', region: 'Littoral', country: 'CM' };
  const email = `contact@${visit.run}.example.cm`;
  const body = { name: 'Tech Solutions Ltd', email, phone: '+237 6 71 38 11 52', address, taxId: 'M123456789' };
  visit.customer = await walker.call('createCustomer', { body });
  await walker.refused('createCustomer', 409, 'CUSTOMER_EXISTS', { body });
  const { customers } = await walker.call('listCustomers', { query: { search: 'tech' } });
  assert.deepEqual(
    customers.map(({ id }) => id),
    [visit.customer.id],
  );
  const { totalInvoices } = await walker.call('getCustomer', { path: { customerId: visit.customer.id } });
  assert.equal(totalInvoices, 0);
  return visit.customer.name;
}

export async function hasProducts(visit) {
  const { walker } = visit;
  const body = { name: 'Maintenance hour', description: null, price: 25000, currency: 'XAF', vatRate: 19.25 };
  visit.product = await walker.call('createProduct', { body });
  const { products } = await walker.call('listProducts');
  return products.map(({ name, price }) => `${name} at ${price.toFixed(2)}`).join(', ');
}

export async function takesOrders(visit) {
  const { walker, customer } = visit;
  const items = [{ name: 'Coffee 500 g', quantity: 2, price: 3500 }];
  const body = { customerId: customer.id, currency: 'XAF', items };
  const headers = { 'idempotency-key': `order-${visit.run}` };
  const order = await walker.call('createOrder', { body, headers });
  const { headers: replayed, body: again } = await walker.call('createOrder', { body, headers, whole: true });
  assert.deepEqual([again.data.id, replayed['idempotency-replayed']], [order.id, 'true']);
  // The page has not read this one before, so that the browser asks whether it may use PATCH on it.
  const other = await walker.call('createOrder', { body });
  await walker.call('updateOrder', { path: { orderId: other.id }, body: { status: 'cancelled' } });
  await visit.pays({ amount: 7000, orderId: order.id });
  const path = { orderId: order.id };
  await walker.until(
    'the order',
    () => walker.call('getOrder', { path }),
    ({ status }) => status === 'paid',
  );
  const { status } = await walker.call('updateOrder', { path, body: { status: 'shipped' } });
  const { body: list } = await walker.call('listOrders', { whole: true });
  assert.equal(list.summary.totalRevenue, 7000);
  return `${order.amount} XAF, ${status}`;
}

export async function offersLinks({ walker }) {
  const body = {
    type: 'Fixed',
    amount: 15000,
    currency: 'XAF',
    description: 'Invoice 42',
    expiryDate: '31-12-2099',
    redirectUrl: 'https://shop.example.cm/thanks',
    reusable: false,
    paymentMethods: ['MTN Mobile Money'],
    saveUrl: false,
  };
  const link = await walker.call('createPaymentLink', { body });
  assert.equal(link.paymentLinkId, link.id);
  const { paymentLinks } = await walker.call('listPaymentLinks', { query: { status: 'active' } });
  assert.equal(paymentLinks.length, 1);
  const { expiryDate } = await walker.call('getPaymentLink', { path: { linkId: link.id } });
  assert.equal(expiryDate, '2099-12-31');
  return link.url;
}

export async function sendsInvoices({ walker, customer, product }) {
  const item = { productId: product.id, name: product.name, quantity: 2, price: 25000, vatRate: 19.25 };
  const one = { type: 'one-off', customerId: customer.name, items: [item], vatDisplay: 'excluding', memo: 'Thank you' };
  const invoice = await walker.call('createInvoice', { body: one });
  assert.deepEqual([invoice.invoiceId, invoice.amount], [invoice.id, 59625]);
  const path = { invoiceId: invoice.id };
  await walker.call('sendInvoice', { path });
  const { paymentUrl } = await walker.call('sendInvoice', { path });
  await walker.mailed(customer.email, new RegExp(paymentUrl.replace(/[.?]/g, '\\$&')));
  const note = await walker.call('createCreditNote', {
    path,
    body: { amount: 10000, reason: 'Half an hour less', items: [] },
  });
  assert.equal((await walker.call('getInvoice', { path })).balanceDue, 49625);
  const file = await walker.download('downloadInvoice', { path });
  assert.equal(file.content.subarray(0, 5).toString(), '%PDF-');
  assert.equal((await walker.call('listInvoices', { query: { search: 'INV' } })).invoices.length, 1);
  assert.equal((await walker.call('listCreditNotes')).creditNotes[0].id, note.id);
  const schedule = {
    customerId: customer.id,
    frequency: 'monthly',
    startDate: '2099-12-01',
    endDate: null,
    items: [item],
  };
  const { id } = await walker.call('createRecurringInvoice', { body: schedule });
  assert.equal((await walker.call('listRecurringInvoices')).recurringInvoices[0].id, id);
  await walker.call('cancelRecurringInvoice', { path: { recurringInvoiceId: id } });
  return `${invoice.invoiceNumber} as ${file.name}, ${note.creditNoteNumber}`;
}
