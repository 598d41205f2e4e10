import type { Enrolment, Profile, SecondFactorStatus } from '#identity';
import type { Wire } from '../dialect/wire.js';

export const presentProfile = (profile: Profile): Wire<'UserProfile'> => ({
  id: profile.id,
  email: profile.email,
  username: profile.username,
  firstName: profile.firstName,
  lastName: profile.lastName,
  phone: profile.phone,
  isVerified: profile.emailVerified,
  role: profile.role,
  twoFactorEnabled: profile.secondFactorEnabled,
  organizationId: profile.organizationId,
  createdAt: profile.createdAt.toISOString(),
});

/** Key and recovery codes are in the answer that starts an enrolment, and null in every other. */
export const presentTwoFactor = (
  status: SecondFactorStatus,
  enrolment: Enrolment | null = null,
): Wire<'TwoFactorState'> => ({
  enabled: status === 'enabled',
  status,
  secret: enrolment?.secret ?? null,
  otpauthUrl: enrolment?.otpauthUrl ?? null,
  qrCode: enrolment?.qrCode ?? null,
  recoveryCodes: enrolment ? [...enrolment.recoveryCodes] : null,
});
