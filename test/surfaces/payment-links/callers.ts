import { Authenticator, GenerateApiKey } from '#identity';
import type { Mode } from '#kernel';
import type { TestCore } from '../../support/core.js';
import type { Answer } from '../../support/door.js';
import type { TestMerchant } from '../../support/merchant.js';

/** A fresh key of a merchant, as the header that carries it. */
export async function keyOf(core: TestCore, merchant: TestMerchant, mode: Mode = 'sandbox') {
  const principal = await core.get(Authenticator).authenticate(merchant.token);
  const { id, key } = await core.commands.execute(new GenerateApiKey(principal, mode));
  return { id, headers: { 'x-api-key': key } };
}

/** A refusal of this door in short. */
export const refusal = ({ status, body }: Answer): unknown[] => [status, body.message];
