import assert from 'node:assert/strict';
import { Secret, TOTP } from 'otpauth';

export async function signsUp(visit) {
  const { walker, person } = visit;
  await walker.call('signUp', { body: person });
  const { email, password } = person;
  await walker.refused('login', 403, 'ACCOUNT_NOT_VERIFIED', { body: { email, password } });
  // Forms ask for the same code several times within a second.
  await Promise.all([1, 2, 3].map(() => walker.call('sendVerificationOtp', { body: { email } })));
  const otp = await walker.mailed(email, /\b\d{6}\b/);
  await walker.call('verifyOtp', { body: { email, otp } });
  await walker.call('sendVerificationOtp', { body: { email } });
  const session = await walker.call('login', { body: { email, password } });
  const fresh = await walker.call('refreshSession', { body: { refreshToken: session.refreshToken } });
  walker.token = fresh.accessToken;
  return `${email} is verified and signed in`;
}

export async function keepsItsProfile(visit) {
  const { walker, person } = visit;
  const user = await walker.call('getCurrentUser');
  // Forms send the whole account back.
  const body = { ...user, firstName: 'Adaeze', phone: '+237 6 71 38 11 52', role: 'admin', isVerified: false };
  const changed = await walker.call('updateCurrentUser', { body });
  assert.deepEqual([changed.firstName, changed.role, changed.isVerified], ['Adaeze', 'customer', true]);
  const newPassword = `${person.password}4`;
  const passwords = { currentPassword: person.password, newPassword, confirmPassword: newPassword };
  await walker.call('changePassword', { body: passwords });
  person.password = newPassword;
  return `${changed.firstName} ${changed.lastName}, with another password`;
}

export async function signsInWithTwoFactors(visit) {
  const { walker, person } = visit;
  const { email, password } = person;
  const { secret, recoveryCodes } = await walker.call('setTwoFactor', { body: { enabled: true } });
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
  await walker.call('confirmTwoFactor', { body: { code } });
  const challenge = await walker.refused('login', 401, 'TWO_FACTOR_REQUIRED', { body: { email, password } });
  const { challengeToken } = challenge.details;
  const session = await walker.call('loginWithTwoFactor', { body: { challengeToken, code: recoveryCodes[0] } });
  walker.token = session.accessToken;
  await walker.call('setTwoFactor', { body: { enabled: false, code: recoveryCodes[1] } });
  return `${recoveryCodes.length} recovery codes, two of them used`;
}

export async function forgetsItsPassword(visit) {
  const { walker, person } = visit;
  const { email } = person;
  await walker.call('forgotPassword', { body: { email } });
  const token = await walker.mailed(email, /reset-password\?token=(\w+)/);
  const newPassword = 'NewSecret456!';
  await walker.call('resetPassword', { body: { token, newPassword, confirmPassword: newPassword } });
  person.password = newPassword;
  await walker.refused('getCurrentUser', 401, 'AUTH_INVALID');
  walker.token = (await walker.call('login', { body: { email, password: newPassword } })).accessToken;
  return 'a new one by the link of a mail; the old session is over';
}

export async function keepsItsSettings({ walker }) {
  const settings = await walker.call('getSettings');
  // Approval has let the organisation live; without operators the walk goes on in the sandbox.
  assert.equal(settings.testMode, false);
  walker.mode = 'SANDBOX';
  const changed = await walker.call('updateSettings', { body: { pushNotifications: false } });
  assert.equal(changed.pushNotifications, false);
  const name = 'Boutique Ngo';
  const { region } = await walker.call('updateOrganization', { body: { name, region: 'LT' } });
  assert.equal(region, 'Littoral');
  assert.equal((await walker.call('getOrganization')).name, name);
  return `${changed.timezone}; ${name} in ${region}`;
}

export async function hasALogo({ walker }) {
  const form = [{ field: 'logo', base64: await walker.painted(320, 80), name: 'logo.png', type: 'image/png' }];
  assert.equal((await walker.call('setOrganizationLogo', { form })).name, 'Boutique Ngo');
  const { content } = await walker.download('getOrganizationLogo');
  assert.equal(content.subarray(1, 4).toString(), 'PNG');
  await walker.call('deleteOrganizationLogo');
  await walker.refused('getOrganizationLogo', 404, 'NOT_FOUND');
  const photo = [{ ...form[0], base64: await walker.painted(320, 80, 'image/jpeg'), name: 'logo.jpg' }];
  await walker.call('setOrganizationLogo', { form: photo });
  return 'painted on a canvas, taken away, and another one';
}

export async function asksForHelp({ walker }) {
  const body = { subject: 'Payout late', category: 'payouts', message: 'It has not arrived.', priority: 'high' };
  const { ticketNumber } = await walker.call('submitSupportRequest', { body });
  const feedback = { type: 'feature', rating: 4, title: 'Dark theme', message: 'Please.', contact: true, email: null };
  await walker.call('submitFeedback', { body: feedback });
  return ticketNumber;
}

export async function readsItsNotifications({ walker }) {
  const { notifications } = await walker.until(
    'notifications',
    () => walker.call('listNotifications', { query: { limit: 50 } }),
    (list) => list.notifications.length > 3,
  );
  const notificationId = notifications.find(({ read }) => !read).id;
  const { read } = await walker.call('markNotificationRead', { path: { notificationId } });
  assert.equal(read, true);
  await walker.call('markAllNotificationsRead', { body: {} });
  const { unreadCount } = await walker.call('listNotifications');
  assert.deepEqual(unreadCount, { primary: 0, notification: 0 });
  return `${notifications.length}, all read`;
}

export async function signsOut({ walker }) {
  await walker.call('logout');
  await walker.refused('getCurrentUser', 401, 'AUTH_INVALID');
  return 'the token is worth nothing any more';
}
