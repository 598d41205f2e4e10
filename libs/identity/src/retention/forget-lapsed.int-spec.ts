import { JobWorkers } from '#platform';
import { IdentityUnderTest } from '../../../../test/support/identity.js';
import { ApiCallLog } from '../api-key/api-call-log.service.js';
import { EnrolSecondFactor } from '../second-factor/enrol-second-factor.command.js';
import { RequestPasswordReset } from '../password-reset/request-password-reset.command.js';
import { RefreshSession } from '../session/refresh-session.command.js';
import { TokenExpired } from '../session/session.errors.js';
import { SendVerificationCode } from '../verification/send-verification-code.command.js';
import { FORGET_LAPSED } from './forget-lapsed.job.js';

const TABLES = [
  'sessions',
  'refresh_tokens',
  'one_time_codes',
  'password_resets',
  'guess_limits',
  'second_factors',
  'recovery_codes',
  'api_calls',
];

describe('what has lapsed', () => {
  let identity: IdentityUnderTest;
  beforeAll(async () => {
    identity = await IdentityUnderTest.start();
  });
  afterAll(() => identity.stop());

  const counts = async (): Promise<Record<string, number>> => {
    const columns = TABLES.map((table) => `(SELECT count(*)::int FROM ${table}) AS ${table}`);
    return (await identity.database.first<Record<string, number>>(`SELECT ${columns.join(', ')}`))!;
  };
  const forget = () => identity.get(JobWorkers).runNow(FORGET_LAPSED.name);

  it('stays while it may be asked for and goes afterwards', async () => {
    const person = await identity.person();
    const signedIn = await identity.signIn(person);
    const caller = await identity.authenticate(signedIn.accessToken.token);
    await identity.signIn(person, 'Wrong123!').catch(() => undefined);
    await identity.run(new RequestPasswordReset(person.email));
    await identity.run(new SendVerificationCode('no.account@example.com'));
    await identity.run(new EnrolSecondFactor(caller));
    const { organizationId } = person;
    const call = {
      organizationId,
      credential: { type: 'api_key', id: caller.userId },
      mode: 'sandbox',
      method: 'GET',
      endpoint: '/',
      status: 200,
    } as const;
    identity
      .get(ApiCallLog)
      .record({ ...call, durationMs: 1, requestId: 'r', ipAddress: '::1', userAgent: null, errorMessage: null });
    await identity.get(ApiCallLog).flush();

    const before = await counts();
    expect(Object.entries(before).filter(([, count]) => count === 0)).toEqual([]);
    await forget();
    await expect(counts()).resolves.toEqual(before);

    await identity.pass({ days: 2 });
    await forget();
    await expect(counts()).resolves.toEqual({
      ...before,
      one_time_codes: 0,
      password_resets: 0,
      guess_limits: 0,
      second_factors: 0,
      recovery_codes: 0,
    });

    await identity.pass({ days: 29 });
    await forget();
    await expect(identity.run(new RefreshSession(signedIn.refreshToken))).rejects.toThrow(TokenExpired);
    await expect(counts()).resolves.toMatchObject({ api_calls: 0, sessions: before['sessions'] });

    await identity.pass({ days: 60 });
    await forget();
    await expect(counts()).resolves.toMatchObject({ sessions: 0, refresh_tokens: 0 });
  });
});
