import { DecideDispute, OpenDispute } from '#disputes';
import { LetOrganizationLive, SignIn } from '#identity';
import type { PaymentView } from '#payments';
import { SharedClock } from '#platform';
import { dashboardDoor } from '#surfaces/dashboard';
import { ACTOR_ID } from '../../support/administrator.js';
import { NOWHERE, refusal, startTestDoor, type Answer, type CallPart, type TestDoor } from '../../support/door.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';
import { aPayer, atOnce, paidPayment } from '../../support/payments.js';

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
const PDF = Buffer.from('%PDF-1.7 a delivery note');
const NOTE = { documents: ['https://files.example.cm/proof/note.pdf', 'Delivery note 7'], description: 'Signed' };
const MIB = 1024 * 1024;

describe('dashboard: chargebacks', () => {
  let door: TestDoor;
  let merchant: TestMerchant;
  let token: string;
  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor);
  }, 60_000);
  afterAll(() => door?.close());
  beforeEach(async () => {
    merchant = await aMerchant(door);
    ({ token } = merchant);
  });
  afterEach(async () => expect(await door.findings()).toEqual([]));

  type Headers = Record<string, string>;
  const paid = (amount = '15000') => paidPayment(door, merchant.tenant, { payer: aPayer('91'), amount });
  const opened = async (payment?: PaymentView): Promise<string> => {
    const { id: paymentId } = payment ?? (await paid());
    const request = { paymentId, reason: 'Never arrived', providerReference: null, actorId: ACTOR_ID };
    return (await door.commands.execute(new OpenDispute(request))).id;
  };
  const decide = (disputeId: string, outcome: 'won' | 'lost') =>
    door.commands.execute(new DecideDispute({ disputeId, outcome, note: 'Only staff read this', actorId: ACTOR_ID }));
  const list = (query: Record<string, string | number> = {}, headers: Headers = {}): Promise<Answer> =>
    door.call('listChargebacks', { token, query, headers });
  const get = (chargebackId: string, headers: Headers = {}): Promise<Answer> =>
    door.call('getChargeback', { token, path: { chargebackId }, headers });
  const submit = (chargebackId: string, body: unknown = NOTE, headers: Headers = {}): Promise<Answer> =>
    door.call('submitChargebackEvidence', { token, path: { chargebackId }, body, headers });
  const upload = (chargebackId: string, files: CallPart[], more: CallPart[] = []): Promise<Answer> => {
    const parts = [{ field: 'description', text: 'See the files' }, ...more, ...files];
    return door.call('submitChargebackEvidence', { token, path: { chargebackId }, parts });
  };
  const file = (name: string, content: Buffer): CallPart => ({ field: 'documents', name, content });
  const ids = ({ body }: Answer): string[] => body.data.chargebacks.map(({ id }: { id: string }) => id);
  const audited = (recordId: string) =>
    door.database.query<{ action: string; actor_id: string | null }>(
      'SELECT action, actor_id FROM audit_entries WHERE record_id = $1 ORDER BY id',
      [recordId],
    );
  const pass = async (ms: number): Promise<void> => {
    await door.get(SharedClock).move(ms);
    ({ token } = (await door.commands.execute(new SignIn(merchant.email, merchant.password))).accessToken);
  };

  describe('listChargebacks', () => {
    it('lists those of the organisation, newest first, in pages and by status', async () => {
      const [first, second, third] = [await opened(), await opened(), await opened()];
      await decide(first, 'lost');
      await submit(second);
      const { body } = await list();
      expect(ids(await list())).toEqual([third, second, first]);
      expect(body.data.chargebacks.map(({ status }: { status: string }) => status)).toEqual(['open', 'open', 'lost']);
      expect(body.data.chargebacks[2]).toEqual({
        id: first,
        paymentId: expect.any(String),
        amount: 15000,
        currency: 'XAF',
        status: 'lost',
        reason: 'Never arrived',
        createdAt: expect.any(String),
        evidenceDueBy: expect.stringMatching(/T22:59:59\.999Z$/),
      });
      expect(body.data.pagination).toMatchObject({ page: 1, limit: 20, total: 3, totalPages: 1, hasNext: false });
      expect(ids(await list({ status: 'open' }))).toEqual([third, second]);
      expect(ids(await list({ status: 'won' }))).toEqual([]);
      const page = await list({ page: 2, limit: 2 });
      expect(ids(page)).toEqual([first]);
      expect(page.body.data.pagination).toMatchObject({ total: 3, totalPages: 2, hasNext: false, hasPrev: true });
      expect(ids(await list({ page: 9 }))).toEqual([]);
    });

    it('keeps organisations and modes apart', async () => {
      const own = await opened();
      expect(refusal(await list({}, { 'x-mode': 'LIVE' }))).toMatchObject({ status: 403, code: 'FORBIDDEN' });
      await door.commands.execute(new LetOrganizationLive(merchant.organizationId));
      expect(ids(await list({}, { 'x-mode': 'LIVE' }))).toEqual([]);
      expect(ids(await list({}, { 'x-mode': 'SANDBOX' }))).toEqual([own]);
      ({ token } = await aMerchant(door));
      expect(ids(await list())).toEqual([]);
    });

    it.each([
      [{ limit: 101 }, {}, 'limit'],
      [{ page: 0 }, {}, 'page'],
      [{ status: 'under_review' }, {}, 'status'],
      [{}, { 'x-mode': 'TEST' }, 'x-mode'],
    ] as [Record<string, number>, Headers, string][])('refuses %j %j', async (query, headers, field) => {
      const answer = await list(query, headers);
      expect(refusal(answer)).toMatchObject({ status: 422, code: 'VALIDATION_ERROR' });
      expect(Object.keys(answer.body.error.details)).toEqual([field]);
    });
  });

  describe('getChargeback', () => {
    it('shows it with its evidence and payment, and while it is open the money is held', async () => {
      const payment = await paid();
      const id = await opened(payment);
      const { submittedAt, evidenceId } = (await submit(id, { ...NOTE, additionalInfo: 'Gate 3' })).body.data;
      const { body } = await get(id);
      expect(body.data).toEqual({
        id,
        paymentId: payment.id,
        amount: 15000,
        currency: 'XAF',
        status: 'open',
        reason: 'Never arrived',
        createdAt: expect.any(String),
        evidenceDueBy: expect.any(String),
        evidence: [{ ...NOTE, evidenceId, additionalInfo: 'Gate 3', submittedAt }],
        payment: expect.objectContaining({ id: payment.id, status: 'paid', mode: 'SANDBOX' }),
        providerReference: payment.operatorTransactionId,
        mode: 'SANDBOX',
        resolvedAt: null,
        updatedAt: submittedAt,
      });
      const shown = (await door.call('getPayment', { token, path: { paymentId: payment.id } })).body.data;
      expect(shown).toMatchObject({ disputed: true, chargebackId: id, refundableAmount: 0 });
    });

    it.each([
      ['won', 14625, 'reversed', 15000],
      ['lost', -375, 'completed', 0],
    ] as const)('%s is told with its end, and the balance follows', async (outcome, available, row, refundable) => {
      const payment = await paid();
      const id = await opened(payment);
      await decide(id, outcome);
      const { data } = (await get(id)).body;
      expect(data).toMatchObject({ status: outcome, resolvedAt: data.updatedAt });
      expect(JSON.stringify(data)).not.toContain('Only staff');
      expect((await door.call('getBalance', { token })).body.data).toMatchObject({ available, reserved: 0 });
      const { transactions } = (await door.call('listTransactions', { token, query: { type: 'chargeback' } })).body
        .data;
      expect(transactions).toMatchObject([{ chargebackId: id, paymentId: payment.id, amount: 15000, status: row }]);
      const shown = (await door.call('getPayment', { token, path: { paymentId: payment.id } })).body.data;
      expect(shown).toMatchObject({ disputed: false, chargebackId: id, refundableAmount: refundable });
    });
  });

  describe('submitChargebackEvidence', () => {
    it('adds evidence, five times, and the chargeback stays open', async () => {
      const id = await opened();
      const { status, body } = await submit(id);
      expect(status).toBe(201);
      expect(body.data).toEqual({
        chargebackId: id,
        evidenceId: expect.any(String),
        status: 'open',
        documents: NOTE.documents,
        submissionsLeft: 4,
        evidenceDueBy: expect.any(String),
        submittedAt: expect.any(String),
      });
      const more = await atOnce(6, () => submit(id));
      const codes = more.map((result) => result.status === 'fulfilled' && result.value.status);
      expect(codes.sort()).toEqual([201, 201, 201, 201, 409, 409]);
      const closed = { status: 409, code: 'CHARGEBACK_CLOSED', details: null };
      expect(refusal(await submit(id))).toMatchObject({ ...closed, message: expect.stringContaining('No more') });
      expect((await get(id)).body.data.evidence).toHaveLength(5);
      const action = 'chargeback.evidence_submitted';
      const actor_id = merchant.userId;
      expect((await audited(id)).slice(1)).toEqual(Array(5).fill({ action, actor_id }));
    });

    it('takes none once it is decided, or its deadline has passed', async () => {
      const [decided, late] = [await opened(), await opened()];
      await decide(decided, 'won');
      const closed = { status: 409, code: 'CHARGEBACK_CLOSED' };
      expect(refusal(await submit(decided))).toMatchObject({ ...closed, message: 'This chargeback is decided' });
      const { evidenceDueBy } = (await get(late)).body.data;
      await pass(Date.parse(evidenceDueBy) - door.get(SharedClock).now().getTime() + 1);
      expect(refusal(await submit(late))).toMatchObject({ ...closed, message: expect.stringContaining('deadline') });
      expect(refusal(await upload(late, [file('a.png', PNG)]))).toMatchObject(closed);
      expect((await get(late)).body.data).toMatchObject({ status: 'open', evidence: [] });
    });

    it('takes files, PNG, JPG and PDF by what they are', async () => {
      const id = await opened();
      const jpg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1]);
      const files = [file('reçu 1.png', PNG), file('../photo.txt', jpg), file('note', PDF)];
      const { status, body } = await upload(id, files, [{ field: 'additionalInfo', text: 'Gate 3' }]);
      expect([status, body.data.documents]).toEqual([201, ['reçu 1.png', 'photo.txt', 'note']]);
      const [evidence] = (await get(id)).body.data.evidence;
      expect(evidence).toMatchObject({ documents: body.data.documents, additionalInfo: 'Gate 3' });
    });

    it.each([
      ['what is none of them', [file('a.png', Buffer.from('GIF89a'))]],
      ['an empty file', [file('a.png', Buffer.alloc(0))]],
      ['more than 10 MiB', [file('a.png', Buffer.concat([PNG, Buffer.alloc(10 * MIB)]))]],
      ['six files', Array.from({ length: 6 }, (_, index) => file(`${index}.png`, PNG))],
      ['no file', []],
      ['text instead of a file', [{ field: 'documents', text: 'https://a.example' }]],
    ] as [string, CallPart[]][])('refuses %s', async (_, files) => {
      const answer = await upload(await opened(), files);
      expect(refusal(answer)).toMatchObject({ status: 422, code: 'VALIDATION_ERROR' });
      expect(Object.keys(answer.body.error.details)).toEqual(['documents']);
    });

    it.each([
      ['documents', { documents: ['http://a.example/note.pdf'] }],
      ['documents', { documents: ['ftp://a.example'] }],
      ['documents', { documents: [] }],
      ['documents', { documents: Array.from({ length: 11 }, (_, index) => `Note ${index}`) }],
      ['documents', { documents: ['a', 'a'] }],
      ['description', { description: ' ' }],
      ['status', { status: 'won' }],
    ])('refuses %s in %j', async (field, change) => {
      const answer = await submit(await opened(), { ...NOTE, ...change });
      expect(refusal(answer)).toMatchObject({ status: 422, code: 'VALIDATION_ERROR' });
      expect(Object.keys(answer.body.error.details)).toEqual([field]);
    });

    it.each([
      ['[sim-won]', 'won', 14625],
      ['[sim-lost]', 'lost', -375],
    ])('with %s in the sandbox is %s at once', async (marker, outcome, available) => {
      const id = await opened();
      const { body } = await submit(id, { ...NOTE, description: `Note ${marker}` });
      expect(body.data).toMatchObject({ status: outcome, submissionsLeft: 0 });
      expect((await get(id)).body.data).toMatchObject({
        status: outcome,
        evidence: [{ description: `Note ${marker}` }],
      });
      expect((await door.call('getBalance', { token })).body.data).toMatchObject({ available, reserved: 0 });
      expect((await audited(id)).map(({ action }) => action)).toContain(`chargeback.${outcome}`);
    });
  });

  it('refuses malformed bodies, other credentials, other modes and what is of others', async () => {
    const id = await opened();
    expect(refusal(await submit(id, '{"documents":'))).toMatchObject({ status: 400, code: 'INVALID_JSON' });
    const unknown = { status: 404, code: 'NOT_FOUND', details: null };
    for (const elsewhere of [NOWHERE, 'x', 'é'.repeat(60)]) {
      expect(refusal(await get(elsewhere))).toMatchObject(unknown);
      expect(refusal(await submit(elsewhere))).toMatchObject(unknown);
    }
    expect(refusal(await get(id, { 'x-mode': 'TEST' }))).toMatchObject({ status: 422, code: 'VALIDATION_ERROR' });
    for (const call of [get, (key: string, headers: Headers) => submit(key, NOTE, headers)]) {
      expect(refusal(await call(id, { 'x-mode': 'LIVE' }))).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    }
    await door.commands.execute(new LetOrganizationLive(merchant.organizationId));
    expect(refusal(await get(id, { 'x-mode': 'LIVE' }))).toMatchObject(unknown);
    expect(refusal(await submit(id, NOTE, { 'x-mode': 'LIVE' }))).toMatchObject(unknown);
    ({ token } = await aMerchant(door));
    for (const answer of [await get(id), await submit(id), await upload(id, [file('a.png', PNG)])]) {
      expect(refusal(answer)).toMatchObject(unknown);
    }
    token = '';
    for (const answer of [await list(), await get(id), await submit(id)]) {
      expect(refusal(answer)).toMatchObject({ status: 401, code: 'AUTH_REQUIRED' });
    }
  });
});
