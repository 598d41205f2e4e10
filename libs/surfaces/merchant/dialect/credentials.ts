import { bearerToken, type DoorRequest } from '#platform';

const AUTH_COOKIE = /(?:^|;) *auth_token=([^;]*)/;

/** The JWT of a request: an Authorization header wins over the cookie `auth_token`. Null without either. */
export function tokenOf(request: Pick<DoorRequest, 'headers'>): string | null {
  const { authorization, cookie } = request.headers;
  if (authorization !== undefined) return bearerToken(request);
  return AUTH_COOKIE.exec(cookie ?? '')?.[1]?.trim() || null;
}
