import type { ApplicationChanges } from '#identity';
import type { Wire } from '../dialect/wire.js';

/** The four fields that can be changed; clients send the whole application back. */
export function changesOf(request: Wire<'UpdateAppRequest'>): ApplicationChanges {
  const { name, description, redirectUri, status } = request;
  return {
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...(redirectUri === undefined ? {} : { redirectUri }),
    ...(status === undefined ? {} : { active: status === 'active' }),
  };
}
