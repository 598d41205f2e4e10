import { dashboardDoor } from '#surfaces/dashboard';
import { anAdministrator, type TestAdministrator } from '../../support/administrator.js';
import { refusal, startTestDoor, type Answer, type TestDoor } from '../../support/door.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';
import { applied, NATIONAL_ID, STAKEHOLDER } from '../../support/onboarding.js';
import { atOnce } from '../../support/payments.js';

const REASON = 'The back of the card cannot be read';

describe('dashboard: applications, as platform staff decide on them', () => {
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

  const get = (organizationId = merchant.organizationId): Promise<Answer> =>
    door.call('adminGetOnboarding', { token: staff.token, path: { organizationId } });
  const seen = async (organizationId?: string) => (await get(organizationId)).body.data;
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

  describe('adminApproveOnboarding', () => {
    it('lets the organisation live, for good', async () => {
      await applied(door, merchant);
      expect(
        refusal(await door.call('getBalance', { token: merchant.token, headers: { 'x-mode': 'LIVE' } })),
      ).toMatchObject({
        code: 'FORBIDDEN',
      });
      const { status, body } = await approve();
      expect([status, body.data]).toEqual([200, await progress()]);
      expect(body.data).toMatchObject({ reviewStatus: 'approved', rejectionReason: null, isComplete: true });
      expect((await door.call('getSettings', { token: merchant.token })).body.data.testMode).toBe(false);
      expect((await door.call('getBalance', { token: merchant.token, headers: { 'x-mode': 'LIVE' } })).status).toBe(
        200,
      );
      const { organizationId } = merchant;
      for (const action of ['onboarding.approved', 'organization.let_live']) {
        expect(await audited(action)).toEqual([{ actor: staff.userId, record: organizationId, details: {} }]);
      }
      expect(await seen()).toMatchObject({ decidedAt: expect.any(String), decidedBy: staff.userId });
      const again = await door.call('submitStakeholder', { token: merchant.token, body: STAKEHOLDER });
      expect(refusal(again)).toMatchObject({ status: 409, code: 'ONBOARDING_LOCKED' });
    });

    it('and rejection at the same moment come to one decision', async () => {
      await applied(door, merchant);
      const { revision } = await seen();
      const answers = await atOnce(8, (turn) =>
        turn % 2 === 0
          ? decide('adminApproveOnboarding', { revision })
          : decide('adminRejectOnboarding', { revision, reason: REASON }),
      );
      const statuses = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.status : 0));
      expect(statuses.sort()).toEqual([200, 409, 409, 409, 409, 409, 409, 409]);
      const { reviewStatus } = await progress();
      const { testMode } = (await door.call('getSettings', { token: merchant.token })).body.data;
      expect(testMode).toBe(reviewStatus !== 'approved');
      expect([...(await audited('onboarding.approved')), ...(await audited('onboarding.rejected'))]).toHaveLength(1);
    });
  });

  describe('adminRejectOnboarding', () => {
    it('tells the reason, until a step is taken again', async () => {
      await applied(door, merchant);
      const { status, body } = await reject(`  ${REASON}\nPlease take another picture. `);
      expect([status, body.data]).toEqual([200, await progress()]);
      expect(body.data).toMatchObject({
        reviewStatus: 'rejected',
        rejectionReason: `${REASON}\nPlease take another picture.`,
        isComplete: true,
      });
      expect((await door.call('getSettings', { token: merchant.token })).body.data.testMode).toBe(true);
      const { organizationId } = merchant;
      expect(await audited('onboarding.rejected')).toEqual([
        { actor: staff.userId, record: organizationId, details: {} },
      ]);
      const again = await door.call('uploadIdDocument', { token: merchant.token, parts: NATIONAL_ID });
      expect(again.body.data).toMatchObject({
        status: 'pending',
        progress: { reviewStatus: 'under_review', rejectionReason: null },
      });
      expect(await seen()).toMatchObject({ decidedAt: null, decidedBy: null });
      expect((await approve()).status).toBe(200);
    });

    it.each(['', '   ', 'x'.repeat(501), null])('refuses the reason %j', async (reason) => {
      await applied(door, merchant);
      const answer = await decide('adminRejectOnboarding', { revision: 4, reason });
      expect(refusal(answer)).toMatchObject({
        status: 422,
        details: { reason: expect.arrayContaining([expect.any(String)]) },
      });
      expect((await progress()).reviewStatus).toBe('under_review');
    });
  });

  describe.each([
    ['adminApproveOnboarding', {}],
    ['adminRejectOnboarding', { reason: REASON }],
  ])('%s', (operation, more) => {
    it('is refused for what was changed since it was looked at', async () => {
      await applied(door, merchant);
      const { revision } = await seen();
      await door.call('uploadIdDocument', { token: merchant.token, parts: NATIONAL_ID });
      expect(refusal(await decide(operation, { revision, ...more }))).toMatchObject({
        status: 409,
        code: 'ONBOARDING_CHANGED',
        details: { revision: revision + 1 },
      });
      expect((await progress()).reviewStatus).toBe('under_review');
    });

    it('is refused for what does not wait', async () => {
      await door.call('submitStakeholder', { token: merchant.token, body: STAKEHOLDER });
      expect(refusal(await decide(operation, { revision: 1, ...more }))).toMatchObject({
        status: 409,
        code: 'ONBOARDING_NOT_UNDER_REVIEW',
        details: { reviewStatus: 'not_submitted' },
      });
      await applied(door, merchant);
      await approve();
      const { revision } = await seen();
      expect(refusal(await decide(operation, { revision, ...more }))).toMatchObject({
        status: 409,
        details: { reviewStatus: 'approved' },
      });
    });
  });
});
