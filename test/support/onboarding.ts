import type { CallPart, TestDoor } from './door.js';

/** Files of the three kinds, as far as anybody looks at them. */
export const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from('a picture')]);
export const JPG = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.from('a photo')]);
export const PDF = Buffer.from('%PDF-1.7 a scan');

export const STAKEHOLDER = {
  firstName: 'Ada',
  lastName: 'Ngo',
  email: 'Ada.Ngo@example.com',
  phone: '+237 6 71 38 11 52',
  dateOfBirth: '1990-05-17',
  nationality: 'CM',
  address: 'Rue de la Joie',
  city: 'Douala',
  region: 'Littoral',
  country: 'CM',
};

export const BUSINESS = {
  businessName: 'Boutique Ngo',
  businessType: 'sarl',
  industry: 'commerce',
  businessRegistrationNumber: 'RC/DLA/2024/A/12345',
  vatNumber: 'M123456789',
  website: 'https://www.exemple.cm',
  description: 'Clothes, sold online and in the shop',
};

export const NATIONAL_ID: readonly CallPart[] = [
  { field: 'documentType', text: 'National ID' },
  { field: 'frontImage', name: 'cni-front.png', content: PNG },
  { field: 'backImage', name: 'cni-back.jpg', content: JPG },
];

export const BANK_ACCOUNT = {
  accountHolderName: 'Boutique Ngo SARL',
  accountNumber: '37428506789',
  routingNumber: '10005-00012',
  bankName: 'Afriland First Bank',
  accountType: 'checking',
  country: 'CM',
  currency: 'XAF',
};

/** As if an operations command had let the organisation live. */
export async function approvedOutright(
  { database }: Pick<TestDoor, 'database'>,
  organizationId: string,
): Promise<void> {
  await database.query(
    `INSERT INTO onboardings (organization_id, status, revision, decided_at, created_at, updated_at)
      VALUES ($1, 'approved', 0, now(), now(), now())`,
    [organizationId],
  );
}

/** Takes all four steps, after which the application waits for staff. */
export async function applied(door: TestDoor, { token }: { token: string }, business: object = {}): Promise<void> {
  await door.call('submitStakeholder', { token, body: STAKEHOLDER });
  await door.call('submitBusinessActivity', { token, body: { ...BUSINESS, ...business } });
  await door.call('submitPaymentMethods', { token, body: { paymentMethods: ['mtn-momo'] } });
  const { body } = await door.call('uploadIdDocument', { token, parts: NATIONAL_ID });
  if (body.data?.progress.reviewStatus !== 'under_review') throw new Error(`Not applied: ${JSON.stringify(body)}`);
}
