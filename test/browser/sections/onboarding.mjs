import assert from 'node:assert/strict';

/** The smallest picture there is: one transparent point. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

const picture = (field) => ({ field, base64: PNG, name: `${field}.png`, type: 'image/png' });

export async function applies({ walker }) {
  const stakeholder = {
    firstName: 'Ada',
    lastName: 'Ngo',
    email: 'ada.ngo@example.com',
    phone: '+237 6 71 38 11 52',
    dateOfBirth: '1990-05-17',
    nationality: 'CM',
    address: 'Rue de la Joie',
    city: 'Douala',
    region: 'LT',
    country: 'CM',
  };
  await walker.call('submitStakeholder', { body: stakeholder });
  const business = {
    businessName: 'Boutique Ngo',
    businessType: 'sarl',
    industry: 'commerce',
    businessRegistrationNumber: 'RC/DLA/2024/A/12345',
    vatNumber: 'M123456789',
    website: 'https://www.exemple.cm',
    description: 'Clothes, sold online and in the shop',
  };
  await walker.call('submitBusinessActivity', { body: business });
  await walker.call('submitPaymentMethods', { body: { paymentMethods: ['mtn-momo'] } });
  const form = [{ field: 'documentType', text: 'National ID' }, picture('frontImage')];
  const { details } = await walker.refused('uploadIdDocument', 422, 'VALIDATION_ERROR', { form });
  assert.deepEqual(Object.keys(details), ['backImage']);
  const { files } = await walker.call('uploadIdDocument', { form: [...form, picture('backImage')] });
  const { reviewStatus } = await walker.call('getOnboardingProgress');
  assert.equal(reviewStatus, 'under_review');
  return `${files.length} pictures uploaded, ${reviewStatus}`;
}

export async function isApproved(visit) {
  const { walker, administrator } = visit;
  const { organizationId } = await walker.call('getCurrentUser');
  await walker.refused('adminListOnboardings', 403, 'FORBIDDEN');
  const { accessToken: token } = await walker.call('login', { body: administrator, token: null });
  visit.staffToken = token;
  const { onboardings } = await walker.call('adminListOnboardings', { token, query: { reviewStatus: 'under_review' } });
  assert.ok(onboardings.some((one) => one.organizationId === organizationId));
  const path = { organizationId };
  const { revision, document } = await walker.call('adminGetOnboarding', { token, path });
  const scan = { ...path, documentId: document.documentId, side: 'front' };
  const { content } = await walker.download('adminDownloadIdDocument', { token, path: scan });
  assert.equal(content.toString('base64'), PNG);
  const reason = 'The back of the identity card cannot be read';
  await walker.call('adminRejectOnboarding', { token, path, body: { revision, reason } });
  assert.equal((await walker.call('getOnboardingProgress')).rejectionReason, reason);
  const form = [{ field: 'documentType', text: 'Passport' }, picture('frontImage')];
  await walker.call('uploadIdDocument', { form });
  const again = await walker.call('adminGetOnboarding', { token, path });
  await walker.call('adminApproveOnboarding', { token, path, body: { revision: again.revision } });
  const { reviewStatus } = await walker.call('getOnboardingProgress');
  assert.equal(reviewStatus, 'approved');
  const { organization } = await walker.call('adminGetMerchant', { token, path, query: { mode: 'SANDBOX' } });
  assert.equal(organization.id, organizationId);
  return 'rejected with a reason, mended, approved';
}
