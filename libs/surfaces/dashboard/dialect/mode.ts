import type { Mode } from '#kernel';
import type { Principal } from '#identity';
import type { DoorRequest } from '#platform';

/** The mode that a call asks for, by X-Mode or by the default of its organisation. */
export function modeAsked({ testMode }: Principal, { headers }: Pick<DoorRequest, 'headers'>): Mode {
  const asked = headers['x-mode'];
  if (asked === 'LIVE') return 'live';
  return asked === 'SANDBOX' || testMode ? 'sandbox' : 'live';
}
