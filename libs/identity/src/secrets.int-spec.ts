import { Secret, TOTP } from 'otpauth';
import { Queues } from '#platform';
import { IdentityUnderTest } from '../../../test/support/identity.js';
import { GenerateApiKey } from './api-key/generate-api-key.command.js';
import { RequestPasswordReset } from './password-reset/request-password-reset.command.js';
import { ConfirmSecondFactor } from './second-factor/confirm-second-factor.command.js';
import { EnrolSecondFactor } from './second-factor/enrol-second-factor.command.js';
import { RefreshSession } from './session/refresh-session.command.js';
import { SignUp } from './user/sign-up.command.js';
import { VerifyEmail } from './verification/verify-email.command.js';

const PASSWORD = 'Canary-Passw0rd-7f3c';

describe('secrets', () => {
  let identity: IdentityUnderTest;
  beforeAll(async () => {
    identity = await IdentityUnderTest.start({ OPERATORS: 'real' }, { queueMails: true });
  });
  afterAll(() => identity.stop());

  /** Everything that a dump of the database would hold, the queues of this profile included. */
  const dump = async (): Promise<string> => {
    const tables = await identity.database.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('public', 'bullmq')`,
    );
    const rows = await Promise.all(
      tables.map(({ name }) => identity.database.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`)),
    );
    return rows
      .flat()
      .map(({ row }) => row)
      .join('\n');
  };
  /** As it is, and as it would look in a bytea column. */
  const traces = (secret: string): string[] => [
    secret,
    Buffer.from(secret).toString('hex'),
    Buffer.from(secret).toString('base64'),
  ];

  it('are nowhere in the database: passwords, tokens, keys, codes and mails that carry them', async () => {
    const email = 'canary@example.com';
    const details = { email, username: 'canary', firstName: 'Ada', lastName: 'Ngo', password: PASSWORD } as const;
    await identity.run(new SignUp({ ...details, language: 'en', country: 'CM' }));
    const verificationCode = /\b\d{6}\b/.exec(await identity.queuedMail(0))![0];
    await identity.run(new VerifyEmail(email, verificationCode));
    const { refreshToken, accessToken } = await identity.signIn({ email }, PASSWORD);
    const renewed = await identity.run(new RefreshSession(refreshToken));
    const caller = await identity.authenticate(accessToken.token);
    const { key } = await identity.run(new GenerateApiKey(caller, 'sandbox'));
    const { enrolment } = await identity.run(new EnrolSecondFactor(caller));
    const { secret, recoveryCodes } = enrolment!;
    const totp = new TOTP({ secret: Secret.fromBase32(secret) });
    await identity.run(new ConfirmSecondFactor(caller, totp.generate({ timestamp: identity.now().getTime() })));
    const refusal = (await identity.signIn({ email }, PASSWORD).catch((error: unknown) => error)) as {
      details: object;
    };
    const { challengeToken } = refusal.details as { challengeToken: string };
    await identity.run(new RequestPasswordReset(email));
    const resetToken = /token=(\w+)/.exec(await identity.queuedMail(1))![1]!;

    const everything = await dump();
    // The dump does hold what is no secret, so an absent secret means something.
    expect(everything).toContain(email);
    expect(everything).toContain(Buffer.from('canary').toString());
    const rawSecret = Buffer.from(Secret.fromBase32(secret).bytes);
    const planted = [
      PASSWORD,
      refreshToken,
      renewed.refreshToken,
      accessToken.token,
      key,
      secret,
      challengeToken,
      resetToken,
      ...recoveryCodes,
    ];
    const found = [...planted.flatMap(traces), rawSecret.toString('hex')].filter((trace) => everything.includes(trace));
    expect(found).toEqual([]);
  });

  it('are not in what waits in the queue of mails', async () => {
    const jobs = await identity.get(Queues).queue('mail').getJobs(['waiting']);
    expect(jobs.length).toBeGreaterThan(0);
    expect(JSON.stringify(jobs.map(({ data }) => data))).not.toContain('canary');
  });
});
