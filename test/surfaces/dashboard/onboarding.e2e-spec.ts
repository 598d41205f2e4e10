import { SetUserSuspension } from '#identity';
import { addDays, doualaDay } from '#kernel';
import { MerchantTermsService } from '#merchants';
import { dashboardDoor } from '#surfaces/dashboard';
import { refusal, startTestDoor, type Answer, type TestDoor } from '../../support/door.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';
import { applied, approvedOutright, BUSINESS, NATIONAL_ID, STAKEHOLDER } from '../../support/onboarding.js';

const STEPS = {
  submitStakeholder: STAKEHOLDER,
  submitBusinessActivity: BUSINESS,
  submitPaymentMethods: { paymentMethods: ['mtn-momo'] },
} as const;

describe('dashboard: onboarding', () => {
  let door: TestDoor;
  let merchant: TestMerchant;
  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor);
  }, 60_000);
  afterAll(() => door?.close());
  beforeEach(async () => {
    merchant = await aMerchant(door);
  });

  const invalid = (field: string) => ({
    status: 422,
    code: 'VALIDATION_ERROR',
    details: { [field]: expect.arrayContaining([expect.any(String)]) },
  });
  const call = (operation: string, body?: unknown, { token } = merchant): Promise<Answer> =>
    door.call(operation, { token, body });
  const progress = async ({ token } = merchant) => (await door.call('getOnboardingProgress', { token })).body.data;
  const organization = async () => (await call('getOrganization')).body.data;
  const stakeholder = (fields: object = {}): Promise<Answer> =>
    call('submitStakeholder', { ...STAKEHOLDER, ...fields });
  const business = (fields: object = {}): Promise<Answer> => call('submitBusinessActivity', { ...BUSINESS, ...fields });
  const yearsAgo = (years: number, days = 0): string => {
    const [year, ...rest] = doualaDay(new Date()).split('-');
    return addDays([Number(year) - years, ...rest].join('-').replace(/-02-29$/, '-03-01'), days);
  };

  describe.each(Object.entries(STEPS))('%s', (operation, body) => {
    it('needs a token, of an account that is not suspended', async () => {
      expect(refusal(await door.call(operation, { body }))).toMatchObject({ status: 401, code: 'AUTH_REQUIRED' });
      await door.commands.execute(new SetUserSuspension(merchant.userId, true));
      expect(refusal(await call(operation, body))).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    });

    it('refuses what is no JSON, and fields that it does not know', async () => {
      expect(refusal(await call(operation, '{"name":'))).toMatchObject({ status: 400, code: 'INVALID_JSON' });
      expect(refusal(await call(operation, { ...body, reviewStatus: 'approved' }))).toMatchObject(
        invalid('reviewStatus'),
      );
      expect((await progress()).completedSteps).toEqual([]);
    });

    it('is taken alone, again, and recorded each time', async () => {
      const first = await call(operation, body);
      expect(first.status).toBe(200);
      const { step, savedAt, progress: shown } = first.body.data;
      expect(shown).toEqual({
        completedSteps: [step],
        currentStep: step === 'stakeholder' ? 'business' : 'stakeholder',
        isComplete: false,
        progressPercentage: 25,
        reviewStatus: 'not_submitted',
        rejectionReason: null,
      });
      expect(await progress()).toEqual(shown);
      const again = (await call(operation, body)).body.data;
      expect(again).toEqual({ step, savedAt: expect.any(String), progress: shown });
      expect(again.savedAt > savedAt).toBe(true);
      const entries = await door.database.query(
        `SELECT action, actor_id, record_id FROM audit_entries WHERE organization_id = $1 AND action LIKE 'onboarding.%'`,
        [merchant.organizationId],
      );
      const action = {
        stakeholder: 'onboarding.stakeholder_submitted',
        business: 'onboarding.business_submitted',
        payment: 'onboarding.payment_methods_submitted',
      }[step as 'stakeholder'];
      const entry = { action, actor_id: merchant.userId, record_id: merchant.organizationId };
      expect(entries).toEqual([entry, entry]);
    });

    it('is refused once the onboarding was approved', async () => {
      await approvedOutright(door, merchant.organizationId);
      expect(refusal(await call(operation, body))).toMatchObject({ status: 409, code: 'ONBOARDING_LOCKED' });
      expect(refusal(await call(operation, {}))).toMatchObject({ status: 422, code: 'VALIDATION_ERROR' });
      expect((await progress()).completedSteps).toEqual([]);
      expect((await organization()).legalForm).toBeNull();
    });
  });

  describe('submitStakeholder', () => {
    it('fills in the address of the organisation where it is empty', async () => {
      await stakeholder();
      expect(await organization()).toMatchObject({
        name: 'Ada Ngo',
        address: 'Rue de la Joie',
        city: 'Douala',
        region: 'Littoral',
        country: 'CM',
      });
      await stakeholder({ address: 'Rue de la Paix', city: 'Edéa', region: 'SU' });
      expect(await organization()).toMatchObject({ address: 'Rue de la Joie', city: 'Douala', region: 'Littoral' });
    });

    it('leaves what is there, and mixes no address of two countries', async () => {
      await call('updateOrganization', { city: 'Yaoundé' });
      await stakeholder({ country: 'FR', city: 'Lyon', region: 'Rhône' });
      expect(await organization()).toMatchObject({ address: null, city: 'Yaoundé', region: null, country: 'CM' });
      await stakeholder({ region: 'CE' });
      expect(await organization()).toMatchObject({ address: 'Rue de la Joie', city: 'Yaoundé', region: 'Centre' });
    });

    it('takes the country along while nothing is known of the address', async () => {
      await stakeholder({ country: 'OTHER', city: 'Dakar', region: null });
      expect(await organization()).toMatchObject({ city: 'Dakar', country: 'OTHER', countryName: 'Other' });
    });

    it('makes the phone the fallback destination of payouts', async () => {
      await stakeholder();
      const terms = () => door.get(MerchantTermsService).of(merchant.organizationId);
      expect((await terms()).payoutMsisdn).toBe('+237671381152');
      await stakeholder({ phone: '6 99 00 11 22' });
      expect((await terms()).payoutMsisdn).toBe('+237699001122');
      // A fixed line has no wallet.
      await stakeholder({ phone: '237 2 33 42 11 55' });
      expect((await terms()).payoutMsisdn).toBeNull();
    });

    it.each([
      [{ region: undefined }, 'region'],
      [{ region: 'Bretagne' }, 'region'],
      [{ dateOfBirth: '1990-02-30' }, 'dateOfBirth'],
      [{ dateOfBirth: '17-05-1990' }, 'dateOfBirth'],
      [{ dateOfBirth: yearsAgo(18, 1) }, 'dateOfBirth'],
      [{ dateOfBirth: yearsAgo(121) }, 'dateOfBirth'],
      [{ dateOfBirth: yearsAgo(-1) }, 'dateOfBirth'],
      [{ phone: '+33 6 12 34 56 78' }, 'phone'],
      [{ nationality: 'XX', email: 'ada' }, 'email'],
      [{ firstName: '  ', city: undefined }, 'city'],
    ])('refuses %j and takes no step', async (fields, field) => {
      expect(refusal(await stakeholder(fields))).toMatchObject(invalid(field));
      expect((await progress()).completedSteps).toEqual([]);
      expect(await organization()).toMatchObject({ address: null });
    });

    it.each([
      [{ dateOfBirth: yearsAgo(18) }],
      [{ dateOfBirth: yearsAgo(121, 1) }],
      [{ region: 'lt' }],
      [{ country: 'FR', region: undefined }],
      [{ country: 'GA', region: 'Estuaire' }],
    ])('takes %j', async (fields) => {
      expect((await stakeholder(fields)).status).toBe(200);
    });
  });

  describe('submitBusinessActivity', () => {
    it.each([
      ['entreprise-individuelle', 'Sole Proprietorship'],
      ['sarl', 'SARL'],
      ['sa', 'SA'],
      ['snc', 'SNC'],
      ['association', 'Association'],
      ['autre', 'Other'],
    ])('makes of %s the legal form %s', async (businessType, legalForm) => {
      await business({ businessType, businessName: ' Boutique Ngo ' });
      expect(await organization()).toMatchObject({
        name: 'Boutique Ngo',
        legalForm,
        registrationNumber: 'RC/DLA/2024/A/12345',
        vatNumber: 'M123456789',
      });
    });

    it('sets the numbers anew each time, also to nothing', async () => {
      await business();
      await business({
        vatNumber: null,
        businessRegistrationNumber: 'RC/YAO/1999/B/7',
        website: null,
        description: '',
      });
      expect(await organization()).toMatchObject({ registrationNumber: 'RC/YAO/1999/B/7', vatNumber: null });
      expect((await business({ vatNumber: undefined, website: undefined })).status).toBe(200);
      expect((await organization()).vatNumber).toBeNull();
    });

    it('takes a number that another organisation has, and says nothing of it', async () => {
      await business();
      const other = await aMerchant(door);
      const answer = await call('submitBusinessActivity', BUSINESS, other);
      expect([answer.status, JSON.stringify(answer.body).includes(merchant.organizationId)]).toEqual([200, false]);
    });

    it('takes a number of this year, and none of the next', async () => {
      const year = Number(doualaDay(new Date()).slice(0, 4));
      const number = (of: number) => ({ businessRegistrationNumber: `RC/DLA/${of}/A/1` });
      expect((await business(number(year))).status).toBe(200);
      expect(refusal(await business(number(year + 1)))).toMatchObject(invalid('businessRegistrationNumber'));
    });

    it.each([
      [{ businessRegistrationNumber: 'RC/DLA/24/A/12345' }, 'businessRegistrationNumber'],
      [{ vatNumber: 'M12345678' }, 'vatNumber'],
      [{ vatNumber: 'P123456789' }, 'vatNumber'],
      [{ businessType: 'gmbh' }, 'businessType'],
      [{ website: 'http://www.exemple.cm' }, 'website'],
      [{ description: undefined }, 'description'],
      [{ businessName: '' }, 'businessName'],
    ])('refuses %j and takes no step', async (fields, field) => {
      expect(refusal(await business(fields))).toMatchObject(invalid(field));
      expect((await progress()).completedSteps).toEqual([]);
      expect((await organization()).legalForm).toBeNull();
    });
  });

  describe('submitPaymentMethods', () => {
    const pay = (provider: string, amount = 5000): Promise<Answer> =>
      call('makePayment', {
        amount,
        currency: 'XAF',
        provider,
        phoneNumber: '+237671381187',
        description: 'Order 7',
      });

    it('lets payments through by what was chosen alone, and before that by both', async () => {
      expect((await pay('mtn-momo', 5001)).status).toBe(201);
      await call('submitPaymentMethods', { paymentMethods: ['orange-money'] });
      expect(refusal(await pay('mtn-momo'))).toMatchObject({ status: 422, code: 'PAYMENT_METHOD_NOT_ENABLED' });
      expect((await pay('orange-money', 5002)).status).toBe(201);
      await call('submitPaymentMethods', { paymentMethods: ['orange-money', 'mtn-momo'] });
      expect((await pay('mtn-momo')).status).toBe(201);
    });

    it.each([[[]], [['mtn-momo', 'mtn-momo']], [['airtel-money']], ['mtn-momo'], [null]])(
      'refuses %j',
      async (paymentMethods) => {
        const refused = refusal(await call('submitPaymentMethods', { paymentMethods }));
        expect(refused).toMatchObject(invalid('paymentMethods'));
        expect((await progress()).completedSteps).toEqual([]);
      },
    );
  });

  describe('getOnboardingProgress', () => {
    it('needs a token, of an account that is not suspended', async () => {
      expect(refusal(await door.call('getOnboardingProgress'))).toMatchObject({ status: 401, code: 'AUTH_REQUIRED' });
      await door.commands.execute(new SetUserSuspension(merchant.userId, true));
      expect(refusal(await call('getOnboardingProgress'))).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    });

    it('shows nothing before the first step', async () => {
      expect(await progress()).toEqual({
        completedSteps: [],
        currentStep: 'stakeholder',
        isComplete: false,
        progressPercentage: 0,
        reviewStatus: 'not_submitted',
        rejectionReason: null,
      });
    });

    it('counts the steps in their order, whatever that of the calls was', async () => {
      await door.call('uploadIdDocument', { token: merchant.token, parts: NATIONAL_ID });
      await business();
      expect(await progress()).toMatchObject({
        completedSteps: ['business', 'document'],
        currentStep: 'stakeholder',
        progressPercentage: 50,
      });
      await stakeholder();
      expect(await progress()).toMatchObject({ currentStep: 'payment', progressPercentage: 75, isComplete: false });
    });

    it('comes under review with the fourth step, and stays there when one is taken again', async () => {
      await applied(door, merchant);
      const whole = {
        completedSteps: ['stakeholder', 'business', 'payment', 'document'],
        currentStep: 'document',
        isComplete: true,
        progressPercentage: 100,
        reviewStatus: 'under_review',
        rejectionReason: null,
      };
      expect(await progress()).toEqual(whole);
      await business({ businessName: 'Boutique Ada' });
      expect(await progress()).toEqual(whole);
      expect((await progress(await aMerchant(door))).completedSteps).toEqual([]);
    });
  });
});
