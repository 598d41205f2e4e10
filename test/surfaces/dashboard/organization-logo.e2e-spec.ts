import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { SetUserSuspension } from '#identity';
import { ObjectStorage } from '#platform';
import { dashboardDoor } from '#surfaces/dashboard';
import {
  expectContract,
  refusal,
  startTestDoor,
  type Answer,
  type CallPart,
  type TestDoor,
} from '../../support/door.js';
import { eventually } from '../../support/eventually.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';
import { aPng, JPG_PICTURE, LOGO } from '../../support/pictures.js';

const OPERATIONS = ['getOrganizationLogo', 'setOrganizationLogo', 'deleteOrganizationLogo'];
const LIMIT = 524_288;

describe('dashboard: the logo of an organisation', () => {
  let door: TestDoor;
  let merchant: TestMerchant;
  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor);
  }, 60_000);
  afterAll(() => door?.close());
  beforeEach(async () => {
    merchant = await aMerchant(door);
  });

  const file = (content: Buffer, name = 'logo.png'): CallPart => ({ ...LOGO, content, name });
  const set = (...parts: readonly CallPart[]): Promise<Answer> =>
    door.call('setOrganizationLogo', { token: merchant.token, parts });
  const remove = (): Promise<Answer> => door.call('deleteOrganizationLogo', { token: merchant.token });
  const shown = async ({ token } = merchant) => {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${door.url}${door.contract.basePath}/organization/logo`, { headers });
    const content = Buffer.from(await answer.arrayBuffer());
    const isPicture = answer.status === 200;
    const body: unknown = isPicture ? content.toString('latin1') : JSON.parse(content.toString());
    expectContract(door.contract, 'getOrganizationLogo', answer.status, body);
    return { status: answer.status, type: answer.headers.get('content-type'), headers: answer.headers, content };
  };
  const stored = async (): Promise<string[]> => {
    const names = await readdir(join(door.config.dataDirectory, 'objects'), { recursive: true });
    return names.filter((name) => name.includes('organization-logos%') || name.startsWith('.incoming/'));
  };
  /** Files go after the answer. */
  const nothingLoose = () =>
    eventually(
      () => door.database.query('SELECT key FROM loose_objects'),
      (keys) => keys.length === 0,
    );
  const logos = () =>
    door.database.query<{ id: string }>('SELECT id FROM organization_logos WHERE organization_id = $1', [
      merchant.organizationId,
    ]);

  it('is set by a file, shown as it is printed, and taken away', async () => {
    expect((await shown()).status).toBe(404);
    const { status, body } = await set(LOGO);
    const { data: organization } = (await door.call('getOrganization', { token: merchant.token })).body;
    expect([status, body.data]).toEqual([200, organization]);
    const { type, headers, content } = await shown();
    expect([type, headers.get('content-disposition'), headers.get('x-content-type-options')]).toEqual([
      'image/png',
      'attachment; filename="logo.png"',
      'nosniff',
    ]);
    // Colour type 2: on white, without transparency.
    expect([content.subarray(1, 4).toString(), content[25]]).toEqual(['PNG', 2]);
    const [{ id } = { id: '' }] = await logos();
    expect((await remove()).body.data).toEqual({ id, deleted: true });
    expect((await shown()).status).toBe(404);
    expect(refusal(await remove())).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    const entries = await door.database.query(
      `SELECT action, actor_id, record_id FROM audit_entries
       WHERE organization_id = $1 AND action LIKE 'organization.logo%' ORDER BY id`,
      [merchant.organizationId],
    );
    const entry = { actor_id: merchant.userId, record_id: id };
    expect(entries).toEqual([
      { action: 'organization.logo_set', ...entry },
      { action: 'organization.logo_removed', ...entry },
    ]);
  });

  it('is of its kind by its content, and lies encrypted', async () => {
    await set(file(JPG_PICTURE, '../../logo.png'));
    const { type, headers, content } = await shown();
    expect([type, headers.get('content-disposition')]).toEqual(['image/jpeg', 'attachment; filename="logo.jpg"']);
    expect(content.equals(JPG_PICTURE)).toBe(true);
    const [{ id } = { id: '' }] = await logos();
    const { stream } = await door.get(ObjectStorage).get(`organization-logos/${id}`);
    expect((await buffer(stream)).includes(JPG_PICTURE.subarray(0, 20))).toBe(false);
  });

  it('is replaced whole: one row and one file are left, however many are set at once', async () => {
    const before = (await stored()).length;
    const pictures = [16, 17, 18, 19, 20, 21].map((width) => aPng({ width }));
    const answers = await Promise.all(pictures.map((content) => set(file(content))));
    expect(answers.map(({ status }) => status)).toEqual(pictures.map(() => 200));
    await nothingLoose();
    expect([(await logos()).length, (await stored()).length - before]).toEqual([1, 1]);
    expect((await shown()).status).toBe(200);
    await remove();
    await nothingLoose();
    expect([(await logos()).length, (await stored()).length - before]).toEqual([0, 0]);
  });

  it.each<[string, readonly CallPart[], string]>([
    ['nothing', [{ field: 'logo', text: 'logo.png' }], 'must be a file'],
    ['a document', [file(Buffer.from('%PDF-1.7'))], 'must be a file of the kind PNG or JPG'],
    ['half a picture', [file(aPng().subarray(0, 80))], 'must be a picture that is whole: save it anew as PNG or JPG'],
    ['a tiny picture', [file(aPng({ width: 8 }))], 'must be 16 to 1500 pixels wide and high'],
    ['a heavy one', [file(Buffer.concat([aPng(), Buffer.alloc(LIMIT)]))], 'must have at most 524288 bytes'],
    ['two', [LOGO, LOGO], 'must be sent once'],
  ])('is not taken from %s, and the one before stays', async (_, parts, sentence) => {
    await set(LOGO);
    const before = [await logos(), (await shown()).content];
    expect(refusal(await set(...parts))).toMatchObject({
      status: 422,
      code: 'VALIDATION_ERROR',
      details: { logo: expect.arrayContaining([sentence]) },
    });
    expect([await logos(), (await shown()).content]).toEqual(before);
  });

  it('is a form with one file and nothing else', async () => {
    const empty = await door.call('setOrganizationLogo', { token: merchant.token, body: { logo: 'x' } });
    expect(refusal(empty)).toMatchObject({ status: 400, code: 'INVALID_JSON' });
    expect(refusal(await set(LOGO, { field: 'name', text: 'x' }))).toMatchObject({
      status: 422,
      details: { name: expect.any(Array) },
    });
  });

  it('belongs to one organisation', async () => {
    await set(LOGO);
    const other = await aMerchant(door);
    expect((await shown(other)).status).toBe(404);
    expect((await door.call('deleteOrganizationLogo', { token: other.token })).status).toBe(404);
    expect((await shown()).status).toBe(200);
  });

  it.each(OPERATIONS)('%s needs a token, of an account that is not suspended', async (operation) => {
    const parts = operation === 'setOrganizationLogo' ? [LOGO] : undefined;
    expect(refusal(await door.call(operation, { parts }))).toMatchObject({ status: 401, code: 'AUTH_REQUIRED' });
    await door.commands.execute(new SetUserSuspension(merchant.userId, true));
    const answer = await door.call(operation, { token: merchant.token, parts });
    expect(refusal(answer)).toMatchObject({ status: 403, code: 'FORBIDDEN' });
  });
});
