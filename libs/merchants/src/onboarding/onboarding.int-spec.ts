import { LetOrganizationLive } from '#identity';
import { ObjectStorage, SealBroken } from '#platform';
import { startTestCore, type TestCore } from '../../../../test/support/core.js';
import { eventually } from '../../../../test/support/eventually.js';
import { aMerchant, type TestMerchant } from '../../../../test/support/merchant.js';
import { atOnce, outcomes } from '../../../../test/support/payments.js';
import { ApproveOnboarding } from './approve-onboarding.command.js';
import { GetOnboardingProgress } from './get-onboarding-progress.query.js';
import { fileKey } from './identity-document-files.js';
import { OpenIdentityDocument } from './open-identity-document.command.js';
import { RejectOnboarding } from './reject-onboarding.command.js';
import { ReviewOnboarding } from './review-onboarding.command.js';
import { SubmitBusinessActivity } from './submit-business-activity.command.js';
import { SubmitIdentityDocument, type SubmittedDocument } from './submit-identity-document.command.js';
import { SubmitPaymentMethods } from './submit-payment-methods.command.js';
import { SubmitStakeholder } from './submit-stakeholder.command.js';

const STAFF = '0193a0b2-5c1e-7c3a-9b1f-2f6f0c7f2a11';
const FRONT = {
  side: 'front',
  name: 'f.png',
  contentType: 'image/png',
  content: Buffer.from('front of a card'),
} as const;
const BACK = { side: 'back', name: 'b.png', contentType: 'image/png', content: Buffer.from('back of a card') } as const;

describe('onboarding', () => {
  let core: TestCore;
  let merchant: TestMerchant;
  beforeAll(async () => {
    core = await startTestCore({ worker: true });
  }, 60_000);
  afterAll(() => core?.close());
  beforeEach(async () => {
    merchant = await aMerchant(core);
  });

  const stakeholder = () => {
    const person = { firstName: 'Ada', lastName: 'Ngo', email: 'ada@example.com', phone: '671381152' };
    const place = { address: 'Rue de la Joie', city: 'Douala', region: 'Littoral', country: 'CM' };
    const details = { ...person, ...place, dateOfBirth: '1990-05-17', nationality: 'CM' };
    return core.commands.execute(new SubmitStakeholder(merchant, details, 'CM'));
  };
  const business = () => {
    const numbers = { businessRegistrationNumber: 'RC/DLA/2024/A/1', vatNumber: null, website: null };
    const details = {
      businessName: 'Boutique',
      legalForm: 'sarl',
      industry: 'commerce',
      description: '',
      ...numbers,
    } as const;
    return core.commands.execute(new SubmitBusinessActivity(merchant, details));
  };
  const methods = () => core.commands.execute(new SubmitPaymentMethods(merchant, ['mtn-momo']));
  const upload = (): Promise<SubmittedDocument> =>
    core.commands.execute(new SubmitIdentityDocument(merchant, 'national_id', [FRONT, BACK]));
  const applied = async (): Promise<number> => {
    await Promise.all([stakeholder(), business(), methods(), upload()]);
    return (await seen()).revision;
  };
  const seen = () => core.commands.execute(new ReviewOnboarding(merchant.organizationId, STAFF));
  const approve = (revision: number) =>
    core.commands.execute(new ApproveOnboarding(merchant.organizationId, { revision, actorId: STAFF }));
  const reject = (revision: number, reason = 'Unreadable') =>
    core.commands.execute(new RejectOnboarding(merchant.organizationId, { revision, actorId: STAFF }, reason));
  const progress = () => core.queries.execute(new GetOnboardingProgress(merchant.organizationId));
  const isLive = async (): Promise<boolean> => {
    const [row] = await core.database.query<{ live: boolean }>(
      'SELECT live_at IS NOT NULL AND NOT test_mode AS live FROM organizations WHERE id = $1',
      [merchant.organizationId],
    );
    return row!.live;
  };
  const open = (documentId: string) =>
    core.commands.execute(new OpenIdentityDocument(merchant.organizationId, documentId, 'back', STAFF));

  it('takes steps that come at the same moment one after the other', async () => {
    expect(outcomes(await atOnce(12, (turn) => [stakeholder, business, methods][turn % 3]!()))).toEqual({ done: 12 });
    expect((await progress()).completedSteps).toEqual(['stakeholder', 'business', 'payment']);
    expect((await seen()).revision).toBe(12);
  });

  it('is decided once, whoever comes first, and lets live exactly when it was approved', async () => {
    const revision = await applied();
    const results = await atOnce(10, (turn) => (turn % 2 === 0 ? approve(revision) : reject(revision)));
    expect(outcomes(results)).toEqual({ done: 1, onboarding_not_under_review: 9 });
    expect(await isLive()).toBe((await progress()).status === 'approved');
  });

  it('is not decided on a document that came in at the same moment', async () => {
    const revision = await applied();
    const [decided, uploaded] = await Promise.allSettled([approve(revision), upload()]);
    if (decided.status === 'fulfilled') {
      expect(outcomes([uploaded])).toEqual({ onboarding_locked: 1 });
    } else {
      expect(outcomes([decided, uploaded])).toEqual({ onboarding_changed: 1, done: 1 });
    }
    // Whichever came first, what is named is there, and nothing else is.
    const { document } = await seen();
    expect((await open(document!.id)).content).toEqual(BACK.content);
    expect(await core.database.query('SELECT key FROM loose_objects')).toEqual([]);
  });

  it('keeps documents encrypted, and tells one from another’s', async () => {
    const { document } = await upload();
    const storage = core.get(ObjectStorage);
    const { stream } = await storage.get(fileKey(document.id, 'back'));
    const lies = Buffer.concat(await stream.toArray());
    expect(lies.toString('latin1')).not.toContain('card');
    const changed = Buffer.concat([lies.subarray(0, -1), Buffer.of((lies.at(-1) ?? 0) ^ 1)]);
    await storage.put(fileKey(document.id, 'back'), changed, { contentType: 'application/octet-stream' });
    await expect(open(document.id)).rejects.toThrow(SealBroken);
  });

  describe('once it is decided', () => {
    const owed = () =>
      core.database.query<{ kind: string; detail: string | null }>(
        'SELECT kind, detail FROM security_notices WHERE user_id = $1 ORDER BY occurred_at',
        [merchant.userId],
      );

    it('owes the owner a mail, with the reason of a rejection', async () => {
      await reject(await applied(), 'Unreadable');
      await methods();
      await approve((await seen()).revision);
      expect(await eventually(owed, (notices) => notices.length === 2)).toEqual([
        { kind: 'onboarding_rejected', detail: 'Unreadable' },
        { kind: 'organization_let_live', detail: null },
      ]);
    });

    it('follows an operations command that lets the organisation live without a review', async () => {
      await business();
      await core.commands.execute(new LetOrganizationLive(merchant.organizationId));
      const settled = await eventually(progress, ({ status }) => status === 'approved');
      expect(settled).toEqual({ completedSteps: ['business'], status: 'approved', rejectionReason: null });
      await expect(business()).rejects.toThrow(/approved/);
    });
  });
});
