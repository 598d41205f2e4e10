import assert from 'node:assert/strict';

const over = ({ status }) => !['pending', 'processing'].includes(status);

export async function asksForPayments(visit) {
  const { walker } = visit;
  const holder = await walker.call('verifyAccountHolder', { query: { phoneNumber: '+237 6 71 38 11 91' } });
  assert.equal(holder.isActive, true);
  visit.payment = await visit.pays({ amount: 15000, description: 'Invoice 42' });
  const payment = await walker.call('getPayment', { path: { paymentId: visit.payment.id } });
  assert.deepEqual([payment.status, payment.fee.toFixed(2)], ['paid', '375.00']);
  const body = { amount: 900, currency: 'XAF', provider: 'mtn-momo', phoneNumber: 237671381197 };
  await walker.refused('makePayment', 422, 'VALIDATION_ERROR', { body });
  const waiting = await walker.call('makePayment', { body: { ...body, phoneNumber: '671 38 11 97' } });
  const path = { paymentId: waiting.transactionId };
  assert.equal((await walker.call('cancelPayment', { path })).status, 'cancelled');
  await walker.refused('cancelPayment', 409, 'PAYMENT_NOT_CANCELLABLE', { path });
  const { payments, pagination } = await walker.call('listPayments', { query: { page: 1, limit: 1 } });
  assert.equal(payments.length, 1);
  return `${pagination.total} of them, ${holder.name} has paid ${payment.amount} ${payment.currency}`;
}

export async function refunds({ walker, payment }) {
  const body = { amount: 5000, description: 'One item missing', reason: 'Stock' };
  const headers = { 'idempotency-key': `refund-${payment.id}` };
  const { refundId, id } = await walker.call('createRefund', { path: { paymentId: payment.id }, body, headers });
  assert.equal(id, refundId);
  const path = { refundId };
  const { status, amount } = await walker.until('the refund', () => walker.call('getRefund', { path }), over);
  assert.equal(status, 'completed');
  const { refunds: list } = await walker.call('listRefunds', { query: { paymentId: payment.id } });
  assert.deepEqual(
    list.map((refund) => refund.id),
    [id],
  );
  return `${amount} XAF, ${status}`;
}

export async function hasBankAccounts(visit) {
  const { walker } = visit;
  const body = {
    accountHolderName: 'Boutique Ngo SARL',
    accountNumber: '37428506789',
    routingNumber: '10005-00012',
    bankName: 'Afriland First Bank',
    accountType: 'checking',
    country: 'CM',
    currency: 'XAF',
  };
  const { id } = await walker.call('addBankAccount', { body });
  const other = await walker.call('addBankAccount', { body: { ...body, accountNumber: '55555555555' } });
  await walker.call('deleteBankAccount', { path: { bankAccountId: other.id } });
  const verified = ({ bankAccounts }) => bankAccounts[0]?.verificationStatus === 'verified';
  const { bankAccounts } = await walker.until('the account', () => walker.call('listBankAccounts'), verified);
  assert.deepEqual(
    bankAccounts.map((account) => account.id),
    [id],
  );
  return `${bankAccounts[0].bankName} ${bankAccounts[0].accountNumber}`;
}

export async function isPaidOut({ walker }) {
  const { payoutId } = await walker.call('requestPayout', { body: { amount: 5000, currency: 'XAF' } });
  const path = { payoutId };
  const payout = await walker.until('the payout', () => walker.call('getPayout', { path }), over);
  assert.equal(payout.status, 'completed');
  const { payouts } = await walker.call('listPayouts');
  assert.equal(payouts.length, 1);
  return `${payout.amount} XAF to ${payout.destination.label}`;
}

export async function hasABalance({ walker }) {
  const { available, pending, reserved } = await walker.call('getBalance', { query: { currency: 'XAF' } });
  const { transactions } = await walker.call('listTransactions', { query: { limit: 100 } });
  const sum = transactions
    .filter(({ status }) => status === 'completed')
    .reduce((total, { direction, amount }) => total + (direction === 'credit' ? amount : -amount), 0);
  assert.equal(available + pending + reserved, sum);
  return `${available.toFixed(2)} XAF available, from ${transactions.length} transactions`;
}

export async function disputes(visit) {
  const { walker, staffToken: token } = visit;
  const disputed = await visit.pays({ amount: 3000 });
  const body = { paymentId: disputed.id, reason: 'The order never came', providerReference: 'CASE 17' };
  const { id: chargebackId } = await walker.call('adminOpenChargeback', { token, body });
  const path = { chargebackId };
  const { chargebacks } = await walker.call('listChargebacks');
  assert.deepEqual(
    chargebacks.map(({ id }) => id),
    [chargebackId],
  );
  const note = Buffer.from('%PDF-1.7 a delivery note').toString('base64');
  const form = [
    { field: 'description', text: 'Signed delivery note' },
    { field: 'documents', base64: note, name: 'note.pdf', type: 'application/pdf' },
  ];
  await walker.call('submitChargebackEvidence', { path, form });
  await walker.call('adminListChargebacks', { token, query: { mode: 'SANDBOX' } });
  const { evidence } = await walker.call('adminGetChargeback', { token, path });
  const scan = { ...path, fileId: evidence[0].files[0].fileId };
  const { name, content } = await walker.download('adminDownloadEvidence', { token, path: scan });
  assert.equal(content.toString('base64'), note);
  await walker.call('adminDecideChargeback', { token, path, body: { outcome: 'won', note: 'Accepted' } });
  const { status } = await walker.call('getChargeback', { path });
  assert.equal(status, 'won');
  return `${name} was enough: ${status}`;
}

export async function looksAtFigures({ walker }) {
  const today = new Date(Date.now() + 3_600_000).toISOString().slice(0, 10);
  const month = new Date(`${today}T12:00:00Z`).toLocaleString('en', {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const query = { period: 'quarters', value: month, comparePrevious: 'true' };
  const figures = await walker.call('getStatistics', { query });
  assert.equal(figures.dataPoints.length, 3);
  const range = { startDate: '2020-11-01', endDate: '2020-11-30' };
  const { data: points } = await walker.call('getDailyStatistics', { query: range });
  assert.equal(points.length, 30);
  await walker.call('getSettlementsReport');
  await walker.call('getBalanceReport', { query: { startDate: `${today.slice(0, 7)}-01`, endDate: today } });
  const unclear = { period: 'months', value: 'soon' };
  const { details } = await walker.refused('getStatistics', 422, 'VALIDATION_ERROR', { query: unclear });
  return `${month} in its quarter; "soon" ${details.value[0]}`;
}

export async function exports({ walker }) {
  const today = new Date(Date.now() + 3_600_000).toISOString().slice(0, 10);
  const names = [];
  for (const format of ['csv', 'xlsx', 'pdf']) {
    const body = { reportType: 'payments', format, startDate: today, endDate: today, filters: { period: 'today' } };
    const { reportId } = await walker.call('exportReport', { body });
    const path = { reportId };
    const made = ({ status }) => !['queued', 'processing'].includes(status);
    const report = await walker.until('the export', () => walker.call('getReportExport', { path }), made);
    assert.equal(report.status, 'completed');
    await walker.download('downloadReport', { path });
    // A plain link carries a token of its own.
    const link = { path, url: report.downloadUrl, token: null };
    const { name, content } = await walker.download('downloadReport', link);
    assert.deepEqual([name, content.length], [report.fileName, report.sizeBytes]);
    names.push(name);
  }
  return names.join(', ');
}
