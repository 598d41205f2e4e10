import type { AccountSummary, SignedIn, VerificationCodeSent } from '#identity';
import type { Wire } from '../dialect/wire.js';

export const presentSession = ({ accessToken, refreshToken, account }: SignedIn): Wire<'Session'> => ({
  accessToken: accessToken.token,
  refreshToken,
  user: presentSessionUser(account),
  tokenType: 'Bearer',
  expiresIn: accessToken.expiresInSeconds,
});

const presentSessionUser = (account: AccountSummary): Wire<'SessionUser'> => ({
  id: account.id,
  email: account.email,
  username: account.username,
  firstName: account.firstName,
  lastName: account.lastName,
  isVerified: account.emailVerified,
  role: account.role,
});

export const presentCodeSent = (code: VerificationCodeSent): Wire<'OtpSent'> => ({
  email: code.email,
  sent: code.sent,
  expiresAt: code.expiresAt.toISOString(),
  resendAvailableAt: code.resendAvailableAt.toISOString(),
});
