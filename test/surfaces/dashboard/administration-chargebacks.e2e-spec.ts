import { LetOrganizationLive } from '#identity';
import { uuidv7 } from '#kernel';
import { RequestRefund } from '#payments';
import { dashboardDoor } from '#surfaces/dashboard';
import { anAdministrator, type TestAdministrator } from '../../support/administrator.js';
import { refusal, startTestDoor, type Answer, type TestDoor } from '../../support/door.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';
import { aPayer, atOnce, outcomes, paidPayment, startPayment } from '../../support/payments.js';

const PDF = Buffer.from('%PDF-1.7 a delivery note');
const SANDBOX = { mode: 'SANDBOX' };

describe('dashboard: chargebacks and organisations, as platform staff see them', () => {
  let door: TestDoor;
  let staff: TestAdministrator;
  let merchant: TestMerchant;
  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor);
    staff = await anAdministrator(door);
  }, 60_000);
  afterAll(() => door?.close());
  beforeEach(async () => {
    merchant = await aMerchant(door);
  });
  afterEach(async () => expect(await door.findings()).toEqual([]));

  type Query = Record<string, string | number>;
  const paid = (amount = '15000', { tenant } = merchant) => paidPayment(door, tenant, { payer: aPayer('91'), amount });
  const list = (query: Query = SANDBOX): Promise<Answer> =>
    door.call('adminListChargebacks', { token: staff.token, query });
  const open = (paymentId: string, more: object = {}): Promise<Answer> =>
    door.call('adminOpenChargeback', { token: staff.token, body: { paymentId, reason: 'Never arrived', ...more } });
  const opened = async (): Promise<string> => (await open((await paid()).id)).body.data.id;
  const get = (chargebackId: string): Promise<Answer> =>
    door.call('adminGetChargeback', { token: staff.token, path: { chargebackId } });
  const decide = (chargebackId: string, body: unknown): Promise<Answer> =>
    door.call('adminDecideChargeback', { token: staff.token, path: { chargebackId }, body });
  const download = (chargebackId: string, fileId: string): Promise<Answer> =>
    door.call('adminDownloadEvidence', { token: staff.token, path: { chargebackId, fileId } });
  const look = (organizationId: string, query: Query = SANDBOX): Promise<Answer> =>
    door.call('adminGetMerchant', { token: staff.token, path: { organizationId }, query });
  const submit = (chargebackId: string, name: string) =>
    door.call('submitChargebackEvidence', {
      token: merchant.token,
      path: { chargebackId },
      parts: [
        { field: 'description', text: 'See the note' },
        { field: 'documents', name, content: PDF },
      ],
    });
  const ids = ({ body }: Answer): string[] => body.data.chargebacks.map(({ id }: { id: string }) => id);
  const audited = (recordId: string) =>
    door.database.query<object>(
      `SELECT action, actor_id AS actor, organization_id AS organization FROM audit_entries
       WHERE record_id = $1 ORDER BY id`,
      [recordId],
    );
  const byStaff = (action: string) => ({
    action,
    actor: staff.userId,
    organization: merchant.organizationId,
  });

  describe('adminOpenChargeback', () => {
    it('opens one over what refunds have left, and holds the money', async () => {
      const payment = await paid();
      const refund = { tenant: merchant.tenant, amount: 5000, description: null, reason: null, actorId: null };
      await door.commands.execute(new RequestRefund({ ...refund, paymentId: payment.id }, null));
      const { status, body } = await open(payment.id, { reason: ' Never arrived ', providerReference: 'CASE 17' });
      expect(status).toBe(201);
      expect(body.data).toEqual({
        id: expect.any(String),
        organizationId: merchant.organizationId,
        paymentId: payment.id,
        amount: 10000,
        currency: 'XAF',
        status: 'open',
        reason: 'Never arrived',
        providerReference: 'CASE 17',
        mode: 'SANDBOX',
        createdAt: expect.any(String),
        evidenceDueBy: expect.stringMatching(/T22:59:59\.999Z$/),
        submissions: 0,
        resolvedAt: null,
        resolvedBy: null,
        resolutionNote: null,
        updatedAt: body.data.createdAt,
      });
      const { data } = (await door.call('getBalance', { token: merchant.token })).body;
      expect(data).toMatchObject({ available: 14625 - 4875 - 10000, reserved: 4875 + 10000 });
      expect(await audited(body.data.id)).toEqual([byStaff('chargeback.opened')]);
      const shown = await door.call('getChargeback', { token: merchant.token, path: { chargebackId: body.data.id } });
      expect(shown.body.data).toMatchObject({ providerReference: 'CASE 17', reason: 'Never arrived' });
    });

    it('is refused where there is nothing to charge back, and for what is no payment', async () => {
      const code = 'CHARGEBACK_NOT_POSSIBLE';
      const whole = await paid();
      const refund = { tenant: merchant.tenant, description: null, reason: null, actorId: null };
      await door.commands.execute(new RequestRefund({ ...refund, paymentId: whole.id, amount: 15000 }, null));
      const nothing = { hindrance: 'nothing_left', chargebackId: null };
      expect(refusal(await open(whole.id))).toMatchObject({ status: 409, code, details: nothing });
      const payment = await paid();
      await atOnce(3, () => open(payment.id));
      const [chargebackId, ...more] = ids(await list({ ...SANDBOX, organizationId: merchant.organizationId }));
      expect(more).toEqual([]);
      const details = { hindrance: 'disputed_before', chargebackId };
      expect(refusal(await open(payment.id))).toMatchObject({ status: 409, code, details });
      const unpaid = await startPayment(door, merchant.tenant, { payer: aPayer('97') });
      const notPaid = { hindrance: 'not_paid', chargebackId: null };
      expect(refusal(await open(unpaid.id))).toMatchObject({ status: 409, code, details: notPaid });
      for (const unknown of [uuidv7(), 'x']) {
        expect(refusal(await open(unknown))).toMatchObject({ status: 404, code: 'NOT_FOUND' });
      }
    });

    it.each([
      ['reason', { reason: ' ' }],
      ['reason', { reason: 'x'.repeat(501) }],
      ['paymentId', { paymentId: '' }],
      ['providerReference', { providerReference: '' }],
      ['amount', { amount: 5 }],
    ])('refuses %s in %j', async (field, change) => {
      const answer = await open(uuidv7(), change);
      expect(refusal(answer)).toMatchObject({ status: 422, code: 'VALIDATION_ERROR' });
      expect(Object.keys(answer.body.error.details)).toEqual([field]);
    });
  });

  describe('adminListChargebacks', () => {
    it('lists those of all organisations, by organisation, status and mode, in pages', async () => {
      const [first, second] = [await opened(), await opened()];
      await submit(first, 'note.pdf');
      const { organizationId } = merchant;
      merchant = await aMerchant(door);
      const other = await opened();
      expect(ids(await list()).slice(0, 3)).toEqual([other, second, first]);
      const own = { ...SANDBOX, organizationId };
      expect(ids(await list(own))).toEqual([second, first]);
      expect(ids(await list({ ...own, status: 'under_review' }))).toEqual([first]);
      expect(ids(await list({ ...own, status: 'open' }))).toEqual([second]);
      const page = await list({ ...own, page: 2, limit: 1 });
      expect(ids(page)).toEqual([first]);
      expect(page.body.data.pagination).toMatchObject({ total: 2, totalPages: 2, hasPrev: true });
      expect(ids(await list({ organizationId }))).toEqual([]);
      for (const unknown of [uuidv7(), 'x'])
        expect(ids(await list({ ...SANDBOX, organizationId: unknown }))).toEqual([]);
    });

    it.each([{ limit: 101 }, { status: 'closed' }, { mode: 'TEST' }] as Query[])('refuses %j', async (query) => {
      const answer = await list(query);
      expect(refusal(answer)).toMatchObject({ status: 422, code: 'VALIDATION_ERROR' });
      expect(Object.keys(answer.body.error.details)).toEqual(Object.keys(query));
    });
  });

  it('adminGetChargeback and adminDownloadEvidence show what the merchant has submitted', async () => {
    const id = await opened();
    await submit(id, 'reçu d’Édéa.pdf');
    const { body } = await get(id);
    expect(body.data).toMatchObject({ id, status: 'under_review', submissions: 1, payment: { status: 'paid' } });
    const [evidence] = body.data.evidence;
    expect(evidence).toMatchObject({ documents: ['reçu d’Édéa.pdf'], description: 'See the note' });
    const { fileId, ...file } = evidence.files[0];
    expect(file).toEqual({ name: 'reçu d’Édéa.pdf', contentType: 'application/pdf', sizeBytes: PDF.length });
    const answer = await download(id, fileId);
    expect([answer.status, answer.body.equals(PDF)]).toEqual([200, true]);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="re_u d__d_a.pdf"; filename*=UTF-8''re%C3%A7u%20d%E2%80%99%C3%89d%C3%A9a.pdf`,
      'x-content-type-options': 'nosniff',
    });
    const seen = ['chargeback.viewed', 'chargeback.evidence_viewed'].map(byStaff);
    expect((await audited(id)).slice(-2)).toEqual(seen);
    const other = await opened();
    for (const [chargebackId, named] of [
      [other, fileId],
      [id, uuidv7()],
      ['x', fileId],
      [id, '\u0000'],
    ]) {
      expect(refusal(await download(chargebackId, named))).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    }
    for (const unknown of [uuidv7(), 'x']) {
      expect(refusal(await get(unknown))).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    }
  });

  describe('adminDecideChargeback', () => {
    it.each([
      ['won', 14625],
      ['lost', -375],
    ])('%s ends it with its money, once', async (outcome, available) => {
      const id = await opened();
      const decided = await decide(id, { outcome, note: 'Letter of 1 December' });
      expect(decided.status).toBe(200);
      const { resolvedAt } = decided.body.data;
      const end = { status: outcome, resolvedBy: 'staff', resolutionNote: 'Letter of 1 December', resolvedAt };
      expect(decided.body.data).toMatchObject({ ...end, updatedAt: resolvedAt });
      expect((await door.call('getBalance', { token: merchant.token })).body.data).toMatchObject({
        available,
        reserved: 0,
      });
      expect((await audited(id)).slice(-1)).toEqual([byStaff(`chargeback.${outcome}`)]);
      for (const other of ['won', 'lost']) {
        const again = refusal(await decide(id, { outcome: other }));
        expect(again).toMatchObject({ status: 409, code: 'CHARGEBACK_CLOSED', details: null });
      }
    });

    it('by two at the same moment happens once', async () => {
      const id = await opened();
      const results = await atOnce(6, async (turn) => {
        const { status } = await decide(id, { outcome: turn % 2 ? 'won' : 'lost' });
        if (status !== 200) throw Object.assign(new Error(), { code: String(status) });
      });
      expect(outcomes(results)).toEqual({ done: 1, '409': 5 });
    });

    it('is refused for what is unknown, and without a proper outcome', async () => {
      const id = await opened();
      for (const unknown of [uuidv7(), 'x']) {
        expect(refusal(await decide(unknown, { outcome: 'won' }))).toMatchObject({ status: 404, code: 'NOT_FOUND' });
      }
      for (const body of [
        {},
        { outcome: 'open' },
        { outcome: 'won', note: 'x'.repeat(1001) },
        { outcome: 'won', by: 1 },
      ]) {
        expect(refusal(await decide(id, body))).toMatchObject({ status: 422, code: 'VALIDATION_ERROR' });
      }
    });
  });

  describe('adminGetMerchant', () => {
    it('shows an organisation with its balances, latest payments and undecided chargebacks', async () => {
      const { organizationId } = merchant;
      const [first, second] = [await opened(), await opened()];
      await decide(first, { outcome: 'lost' });
      for (let turn = 0; turn < 9; turn += 1) await paid('100');
      const answer = await look(organizationId);
      const { status, body } = answer;
      expect(status).toBe(200);
      expect(body.data.organization).toEqual({
        id: organizationId,
        name: 'Ada Ngo',
        country: 'CM',
        liveAt: null,
        suspendedAt: null,
        createdAt: expect.any(String),
        owner: { id: merchant.userId, name: 'Ada Ngo', email: merchant.email },
      });
      const available = 2 * 14625 - 2 * 15000 + 9 * 97;
      expect(body.data.balances).toMatchObject([
        { currency: 'XAF', available, pending: 0, reserved: 15000 },
        { currency: 'USD', available: 0, lastUpdated: body.data.organization.createdAt },
      ]);
      expect(body.data.payments).toHaveLength(10);
      expect(ids(answer)).toEqual([second]);
      expect(await audited(organizationId)).toEqual([byStaff('organization.viewed')]);
    });

    it('shows live records unless asked for others, and knows nobody else', async () => {
      const { organizationId } = merchant;
      await opened();
      await door.commands.execute(new LetOrganizationLive(organizationId));
      const { data } = (await look(organizationId, {})).body;
      expect(data).toMatchObject({ mode: 'LIVE', payments: [], chargebacks: [] });
      expect(data.organization.liveAt).toEqual(expect.any(String));
      expect(refusal(await look(organizationId, { mode: 'TEST' }))).toMatchObject({ status: 422 });
      for (const unknown of [uuidv7(), 'x']) {
        expect(refusal(await look(unknown))).toMatchObject({ status: 404, code: 'NOT_FOUND' });
      }
    });
  });

  it('is for staff alone', async () => {
    const id = await opened();
    const path = { chargebackId: id, fileId: uuidv7(), organizationId: merchant.organizationId };
    const bodies: Record<string, unknown> = {
      adminOpenChargeback: { paymentId: uuidv7(), reason: 'x' },
      adminDecideChargeback: { outcome: 'won' },
    };
    const operations = [...door.contract.operations.values()].filter(({ path: at }) =>
      /^\/admin\/(charge|merch)/.test(at),
    );
    expect(operations).toHaveLength(6);
    for (const { id: operation } of operations) {
      const call = (token: string | null, body = bodies[operation]) =>
        door.call(operation, { token, path, ...(body === undefined ? {} : { body }) });
      expect(refusal(await call(merchant.token))).toMatchObject({ status: 403, code: 'FORBIDDEN' });
      expect(refusal(await call(null))).toMatchObject({ status: 401, code: 'AUTH_REQUIRED' });
      if (!(operation in bodies)) continue;
      expect(refusal(await call(staff.token, '{"outcome":'))).toMatchObject({ status: 400, code: 'INVALID_JSON' });
    }
    expect((await get(id)).body.data.status).toBe('open');
  });
});
