import { randomBytes } from 'node:crypto';
import { SignIn, SignUp, VerifyEmail } from '#identity';
import type { Tenant } from '#kernel';
import type { TestCore } from './core.js';

/** An organisation with its owner signed in. */
export interface TestMerchant {
  readonly email: string;
  readonly password: string;
  readonly token: string;
  readonly refreshToken: string;
  readonly userId: string;
  readonly organizationId: string;
  readonly tenant: Tenant;
}

export async function aMerchant({ commands }: Pick<TestCore, 'commands'>): Promise<TestMerchant> {
  const name = `m${randomBytes(6).toString('hex')}`;
  const email = `${name}@example.com`;
  const password = 'Secret123!';
  const { userId, organizationId } = await commands.execute(
    new SignUp({ username: name, firstName: 'Ada', lastName: 'Ngo', email, password, language: 'en', country: 'CM' }),
  );
  await commands.execute(new VerifyEmail(email, '123456'));
  const { accessToken, refreshToken } = await commands.execute(new SignIn(email, password));
  const tenant = { organizationId, mode: 'sandbox' } as const;
  return { email, password, token: accessToken.token, refreshToken, userId, organizationId, tenant };
}
