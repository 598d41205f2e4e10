import { randomBytes } from 'node:crypto';
import { AppointAdministrator, SignIn } from '#identity';
import { uuidv7 } from '#kernel';
import type { TestCore } from './core.js';

/** Somebody who acts in core alone, where nobody asks who it is. */
export const ACTOR_ID = uuidv7();

/** Platform staff, signed in. */
export interface TestAdministrator {
  readonly token: string;
  readonly userId: string;
  readonly organizationId: string;
}

export async function anAdministrator({ commands }: Pick<TestCore, 'commands'>): Promise<TestAdministrator> {
  const username = `s${randomBytes(6).toString('hex')}`;
  const email = `${username}@example.com`;
  const password = 'Secret123!';
  const details = { email, password, username, firstName: 'Grace', lastName: 'Eto', country: 'CM' };
  const { userId, organizationId } = await commands.execute(new AppointAdministrator(details));
  const { accessToken } = await commands.execute(new SignIn(email, password));
  return { token: accessToken.token, userId, organizationId };
}
