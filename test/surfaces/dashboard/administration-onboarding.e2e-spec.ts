import { SetUserSuspension } from '#identity';
import { dashboardDoor } from '#surfaces/dashboard';
import { anAdministrator, type TestAdministrator } from '../../support/administrator.js';
import { NOWHERE, refusal, startTestDoor, type Answer, type TestDoor } from '../../support/door.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';
import { applied, BUSINESS, JPG, NATIONAL_ID, PNG, STAKEHOLDER } from '../../support/onboarding.js';

const REASON = 'The back of the card cannot be read';

describe('dashboard: applications, as platform staff review them', () => {
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

  type Path = Record<string, string>;
  const list = (query: Record<string, string | number> = {}): Promise<Answer> =>
    door.call('adminListOnboardings', { token: staff.token, query });
  const get = (organizationId = merchant.organizationId): Promise<Answer> =>
    door.call('adminGetOnboarding', { token: staff.token, path: { organizationId } });
  const seen = async (organizationId?: string) => (await get(organizationId)).body.data;
  const download = (path: Path): Promise<Answer> =>
    door.call('adminDownloadIdDocument', {
      token: staff.token,
      path: { organizationId: merchant.organizationId, side: 'front', ...path },
    });
  const decide = (operation: string, body: unknown, organizationId = merchant.organizationId): Promise<Answer> =>
    door.call(operation, { token: staff.token, path: { organizationId }, body });
  const approve = async () => decide('adminApproveOnboarding', { revision: (await seen()).revision });
  const reject = async (reason = REASON) =>
    decide('adminRejectOnboarding', { revision: (await seen()).revision, reason });
  const progress = async () => (await door.call('getOnboardingProgress', { token: merchant.token })).body.data;
  const audited = (action: string) =>
    door.database.query(
      `SELECT actor_id AS actor, record_id AS record, details FROM audit_entries
        WHERE organization_id = $1 AND action = $2 ORDER BY id`,
      [merchant.organizationId, action],
    );

  describe.each<[string, Path, unknown]>([
    ['adminListOnboardings', {}, undefined],
    ['adminGetOnboarding', { organizationId: NOWHERE }, undefined],
    ['adminDownloadIdDocument', { organizationId: NOWHERE, documentId: NOWHERE, side: 'front' }, undefined],
    ['adminApproveOnboarding', { organizationId: NOWHERE }, { revision: 4 }],
    ['adminRejectOnboarding', { organizationId: NOWHERE }, { revision: 4, reason: REASON }],
  ])('%s', (operation, path, body) => {
    it('is for platform staff alone, signed in and not suspended', async () => {
      expect(refusal(await door.call(operation, { path, body }))).toMatchObject({ status: 401, code: 'AUTH_REQUIRED' });
      const { token } = merchant;
      expect(refusal(await door.call(operation, { path, body, token }))).toMatchObject({
        status: 403,
        code: 'FORBIDDEN',
        message: 'This is for platform staff alone',
      });
      const suspended = await anAdministrator(door);
      await door.commands.execute(new SetUserSuspension(suspended.userId, true));
      const answer = await door.call(operation, { path, body, token: suspended.token });
      expect(refusal(answer)).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    });

    if (operation === 'adminListOnboardings') return;
    it.each([NOWHERE, 'nowhere'])('does not find %s', async (organizationId) => {
      const given = { path: { ...path, organizationId }, body, token: staff.token };
      expect(refusal(await door.call(operation, given))).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    });

    if (body === undefined) return;
    it('refuses what is no JSON, and what breaks the contract', async () => {
      const call = (wrong: unknown): Promise<Answer> => door.call(operation, { path, body: wrong, token: staff.token });
      expect(refusal(await call('{"revision":'))).toMatchObject({ status: 400, code: 'INVALID_JSON' });
      for (const [wrong, field] of [
        [{ ...(body as object), revision: undefined }, 'revision'],
        [{ ...(body as object), revision: '4' }, 'revision'],
        [{ ...(body as object), live: true }, 'live'],
      ] as const) {
        expect(refusal(await call(wrong))).toMatchObject({
          status: 422,
          code: 'VALIDATION_ERROR',
          details: { [field]: [expect.any(String)] },
        });
      }
    });
  });

  describe('adminListOnboardings', () => {
    const organizations = ({ body }: Answer): string[] =>
      body.data.onboardings.map(({ organizationId }: { organizationId: string }) => organizationId);
    const everything = async (reviewStatus?: string): Promise<string[]> =>
      organizations(await list({ limit: 100, ...(reviewStatus ? { reviewStatus } : {}) }));

    it('shows what waits, longest waiting first, a page at a time', async () => {
      const others = [merchant, await aMerchant(door), await aMerchant(door)];
      for (const other of others) await applied(door, other);
      const waiting = await everything();
      expect(waiting.slice(-3)).toEqual(others.map(({ organizationId }) => organizationId));
      const pages = [];
      for (let page = 1; page <= waiting.length; page += 1)
        pages.push(...organizations(await list({ page, limit: 1 })));
      expect(pages).toEqual(waiting);
      const { body } = await list({ page: waiting.length, limit: 1 });
      expect(body.data.onboardings[0]).toEqual({
        organizationId: others[2]!.organizationId,
        businessName: 'Boutique Ngo',
        businessRegistrationNumber: 'RC/DLA/2024/A/12345',
        stakeholderName: 'Ada Ngo',
        reviewStatus: 'under_review',
        submittedAt: expect.any(String),
        decidedAt: null,
      });
      expect(body.data.pagination).toEqual({
        page: waiting.length,
        limit: 1,
        total: waiting.length,
        totalPages: waiting.length,
        hasNext: false,
        hasPrev: true,
      });
      expect((await list({ page: 99 })).body.data.onboardings).toEqual([]);
    });

    it('shows what was decided when asked for it, and nothing that is not whole', async () => {
      await door.call('submitStakeholder', { token: merchant.token, body: STAKEHOLDER });
      expect(await everything()).not.toContain(merchant.organizationId);
      await applied(door, merchant);
      await reject();
      expect(await everything()).not.toContain(merchant.organizationId);
      expect(await everything('rejected')).toContain(merchant.organizationId);
      await door.call('submitStakeholder', { token: merchant.token, body: STAKEHOLDER });
      await approve();
      expect(await everything('rejected')).not.toContain(merchant.organizationId);
      expect(await everything('approved')).toContain(merchant.organizationId);
    });

    it.each([
      [{ reviewStatus: 'not_submitted' }, 'reviewStatus'],
      [{ limit: 101 }, 'limit'],
      [{ page: 0 }, 'page'],
    ])('refuses %j', async (query, field) => {
      expect(refusal(await list(query))).toMatchObject({ status: 422, details: { [field]: [expect.any(String)] } });
    });
  });

  describe('adminGetOnboarding', () => {
    it('shows all that was submitted, and is recorded', async () => {
      await applied(door, merchant);
      const { status, body } = await get();
      expect([status, body.data]).toEqual([
        200,
        {
          organizationId: merchant.organizationId,
          revision: 4,
          progress: await progress(),
          submittedAt: expect.any(String),
          decidedAt: null,
          decidedBy: null,
          stakeholder: { ...STAKEHOLDER, email: 'ada.ngo@example.com', phone: '+237671381152' },
          business: BUSINESS,
          paymentMethods: ['mtn-momo'],
          document: {
            documentId: expect.any(String),
            documentType: 'National ID',
            files: [
              { side: 'front', fileName: 'cni-front.png', mimeType: 'image/png', sizeBytes: PNG.length },
              { side: 'back', fileName: 'cni-back.jpg', mimeType: 'image/jpeg', sizeBytes: JPG.length },
            ],
            uploadedAt: expect.any(String),
          },
          sameRegistrationNumber: expect.any(Array),
        },
      ]);
      const { organizationId } = merchant;
      expect(await audited('onboarding.viewed')).toEqual([
        { actor: staff.userId, record: organizationId, details: {} },
      ]);
    });

    it('shows what is there of one that is not whole', async () => {
      await door.call('submitPaymentMethods', { token: merchant.token, body: { paymentMethods: ['orange-money'] } });
      expect(await seen()).toMatchObject({
        revision: 1,
        progress: { completedSteps: ['payment'], reviewStatus: 'not_submitted' },
        submittedAt: null,
        stakeholder: null,
        business: null,
        paymentMethods: ['orange-money'],
        document: null,
        sameRegistrationNumber: [],
      });
    });

    it('names others with the same registration number', async () => {
      const businessRegistrationNumber = 'RC/GAR/2001/C/77';
      const other = await aMerchant(door);
      for (const one of [merchant, other]) await applied(door, one, { businessRegistrationNumber });
      expect((await seen()).sameRegistrationNumber).toEqual([other.organizationId]);
      expect((await seen(other.organizationId)).sameRegistrationNumber).toEqual([merchant.organizationId]);
    });
  });

  describe('adminDownloadIdDocument', () => {
    it('sends each side as it was uploaded, to be saved and not shown, and is recorded', async () => {
      await applied(door, merchant);
      const { documentId } = (await seen()).document;
      const front = await download({ documentId });
      expect([front.status, front.body]).toEqual([200, PNG]);
      expect(front.headers).toMatchObject({
        'content-type': 'image/png',
        'content-disposition': 'attachment; filename="cni-front.png"',
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-store',
      });
      const back = await download({ documentId, side: 'back' });
      expect([back.body, back.headers['content-type']]).toEqual([JPG, 'image/jpeg']);
      const views = ['front', 'back'].map((side) => ({ actor: staff.userId, record: documentId, details: { side } }));
      expect(await audited('onboarding.document_viewed')).toEqual(views);
    });

    it('does not find what was replaced, another organisation’s, or a side that is not there', async () => {
      await applied(door, merchant);
      const { documentId } = (await seen()).document;
      const elsewhere: Path[] = [
        { documentId: NOWHERE },
        { documentId, organizationId: staff.organizationId },
        { documentId, side: 'left' },
        { documentId, side: '__proto__' },
      ];
      for (const path of elsewhere) {
        expect(refusal(await download(path))).toMatchObject({ status: 404, code: 'NOT_FOUND' });
      }
      const parts = [{ field: 'documentType', text: 'Passport' }, NATIONAL_ID[1]!];
      await door.call('uploadIdDocument', { token: merchant.token, parts });
      expect(refusal(await download({ documentId }))).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    });
  });
});
