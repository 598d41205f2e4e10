import { LetOrganizationLive, SetUserSuspension } from '#identity';
import { dashboardDoor } from '#surfaces/dashboard';
import { refusal, startTestDoor, type Answer, type TestDoor } from '../../support/door.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';

describe('dashboard: account settings and organisation', () => {
  let door: TestDoor;
  let merchant: TestMerchant;
  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor);
  }, 60_000);
  afterAll(() => door?.close());
  beforeEach(async () => {
    merchant = await aMerchant(door);
  });

  const call = (operation: string, body?: unknown, { token } = merchant): Promise<Answer> =>
    door.call(operation, { token, body });
  const audited = (action: string) =>
    door.database.query(
      'SELECT actor_id, record_id FROM audit_entries WHERE organization_id = $1 AND action = $2 ORDER BY id',
      [merchant.organizationId, action],
    );

  describe.each([
    ['getSettings', undefined],
    ['updateSettings', { pushNotifications: false }],
    ['getOrganization', undefined],
    ['updateOrganization', { name: 'Boutique' }],
  ])('%s', (operation, body) => {
    it('needs a token, of an account that is not suspended', async () => {
      expect(refusal(await door.call(operation, { body }))).toMatchObject({ status: 401, code: 'AUTH_REQUIRED' });
      await door.commands.execute(new SetUserSuspension(merchant.userId, true));
      expect(refusal(await call(operation, body))).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    });

    if (body === undefined) return;
    it('refuses what is no JSON', async () => {
      expect(refusal(await call(operation, '{"name":'))).toMatchObject({ status: 400, code: 'INVALID_JSON' });
      const asForm = [{ field: 'name', text: 'Boutique' }];
      const { token } = merchant;
      expect(refusal(await door.call(operation, { token, parts: asForm }))).toMatchObject({
        status: 400,
        code: 'INVALID_JSON',
        message: 'The body is not valid JSON',
      });
    });
  });

  describe('getSettings', () => {
    it('shows what a new account has', async () => {
      const { status, body } = await call('getSettings');
      expect([status, body.data]).toEqual([
        200,
        {
          language: 'en',
          timezone: 'Africa/Douala',
          testMode: true,
          emailNotifications: true,
          pushNotifications: true,
          marketingEmails: false,
        },
      ]);
    });

    it('shows the first language of Accept-Language at sign-up that is offered', async () => {
      const { email, password } = { email: 'fr@example.com', password: 'Secret123!' };
      const account = { firstName: 'Ada', lastName: 'Ngo', username: 'francophone', email, password };
      await door.call('signUp', { body: account, headers: { 'accept-language': 'sw, fr-CM;q=0.8, en;q=0.5' } });
      await door.call('verifyOtp', { body: { email, otp: '123456' } });
      const { accessToken } = (await door.call('login', { body: { email, password } })).body.data;
      expect((await call('getSettings', undefined, { ...merchant, token: accessToken })).body.data.language).toBe('fr');
    });

    it('shows that the organisation was let live', async () => {
      await door.commands.execute(new LetOrganizationLive(merchant.organizationId));
      expect((await call('getSettings')).body.data.testMode).toBe(false);
    });
  });

  describe('updateSettings', () => {
    it('changes the switches that are given, leaves the others, and answers with all', async () => {
      const { status, body } = await call('updateSettings', { emailNotifications: false, marketingEmails: true });
      expect([status, body.message]).toEqual([200, 'Settings updated']);
      expect(body.data).toMatchObject({ emailNotifications: false, pushNotifications: true, marketingEmails: true });
      const second = (await call('updateSettings', { pushNotifications: false })).body.data;
      expect(second).toMatchObject({ emailNotifications: false, pushNotifications: false, marketingEmails: true });
      expect((await call('getSettings')).body.data).toEqual(second);
      const { userId } = merchant;
      expect(await audited('user.settings_updated')).toEqual([
        { actor_id: userId, record_id: userId },
        { actor_id: userId, record_id: userId },
      ]);
    });

    it('keeps accounts apart', async () => {
      await call('updateSettings', { marketingEmails: true });
      const other = await aMerchant(door);
      expect((await call('getSettings', undefined, other)).body.data.marketingEmails).toBe(false);
    });

    it.each([
      [{ language: 'fr' }, 'language'],
      [{ timezone: 'Europe/Paris', marketingEmails: true }, 'timezone'],
      [{ testMode: false, marketingEmails: true }, 'testMode'],
      [{ emailNotifications: 'no' }, 'emailNotifications'],
      [{ pushNotifications: null }, 'pushNotifications'],
      [{}, 'body'],
    ])('refuses %j and changes nothing', async (changes, field) => {
      const before = (await call('getSettings')).body.data;
      expect(refusal(await call('updateSettings', changes))).toMatchObject({
        status: 422,
        code: 'VALIDATION_ERROR',
        details: { [field]: [expect.any(String)] },
      });
      expect((await call('getSettings')).body.data).toEqual(before);
      expect(await audited('user.settings_updated')).toEqual([]);
    });
  });

  describe('getOrganization', () => {
    it('shows the caller’s own, with what is not known yet as null', async () => {
      const { status, body } = await call('getOrganization');
      expect([status, body.data]).toEqual([
        200,
        {
          id: merchant.organizationId,
          name: 'Ada Ngo',
          legalForm: null,
          registrationNumber: null,
          vatNumber: null,
          address: null,
          region: null,
          city: null,
          country: 'CM',
          countryName: 'Cameroon',
          feeRate: 2.5,
          timezone: 'Africa/Douala',
        },
      ]);
    });

    it('shows the fee that was agreed', async () => {
      await door.database.query('INSERT INTO merchant_terms (organization_id, fee_percent) VALUES ($1, 1.75)', [
        merchant.organizationId,
      ]);
      expect((await call('getOrganization')).body.data.feeRate).toBe(1.75);
    });
  });

  describe('updateOrganization', () => {
    it('changes what is given and leaves the rest', async () => {
      const { status, body } = await call('updateOrganization', {
        name: ' Boutique Ngo ',
        address: 'Rue de la Joie',
        city: 'Douala',
        region: 'Littoral',
      });
      expect([status, body.message]).toEqual([200, 'Organisation updated']);
      expect(body.data).toMatchObject({
        name: 'Boutique Ngo',
        address: 'Rue de la Joie',
        city: 'Douala',
        region: 'Littoral',
        country: 'CM',
      });
      const second = (await call('updateOrganization', { city: 'Edéa' })).body.data;
      expect(second).toEqual({ ...body.data, city: 'Edéa' });
      expect((await call('getOrganization')).body.data).toEqual(second);
      const entry = { actor_id: merchant.userId, record_id: merchant.organizationId };
      expect(await audited('organization.updated')).toEqual([entry, entry]);
      const other = await aMerchant(door);
      expect((await call('getOrganization', undefined, other)).body.data).toMatchObject({
        name: 'Ada Ngo',
        city: null,
      });
    });

    it.each([
      ['LT', 'Littoral'],
      ['NO', 'Nord'],
      ['EN', 'Extrême-Nord'],
      ['nord-ouest', 'Nord-Ouest'],
    ])('takes the region %s and keeps its name', async (region, name) => {
      expect((await call('updateOrganization', { region })).body.data.region).toBe(name);
    });

    it('takes any region where the organisation is not in Cameroon', async () => {
      await door.database.query(`UPDATE organizations SET country = 'FR' WHERE id = $1`, [merchant.organizationId]);
      const { data } = (await call('updateOrganization', { region: 'Bretagne' })).body;
      expect(data).toMatchObject({ region: 'Bretagne', country: 'FR', countryName: 'France' });
      expect(refusal(await call('updateOrganization', { region: '  ' }))).toMatchObject({
        details: { region: expect.any(Array) },
      });
    });

    it.each([
      [{ region: 'Bretagne' }, 'region'],
      [{ region: 'LTX', name: 'Boutique' }, 'region'],
      [{ region: null }, 'region'],
      [{ legalForm: 'SARL', name: 'Boutique' }, 'legalForm'],
      [{ registrationNumber: 'RC/DLA/2024/A/12345', city: 'Douala' }, 'registrationNumber'],
      [{ country: 'FR' }, 'country'],
      [{ name: '   ' }, 'name'],
      [{ name: 'x'.repeat(151) }, 'name'],
      [{ address: 'x'.repeat(201) }, 'address'],
      [{ city: '' }, 'city'],
      [{}, 'body'],
    ])('refuses %j and changes nothing', async (changes, field) => {
      const before = (await call('getOrganization')).body.data;
      expect(refusal(await call('updateOrganization', changes))).toMatchObject({
        status: 422,
        code: 'VALIDATION_ERROR',
        details: { [field]: expect.arrayContaining([expect.any(String)]) },
      });
      expect((await call('getOrganization')).body.data).toEqual(before);
      expect(await audited('organization.updated')).toEqual([]);
    });
  });
});
