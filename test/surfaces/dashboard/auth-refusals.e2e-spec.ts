import { dashboardDoor } from '#surfaces/dashboard';
import { refusal, startTestDoor, type TestDoor } from '../../support/door.js';

const BODIES: Readonly<Record<string, object>> = {
  signUp: { username: 'ada.ngo', firstName: 'Ada', lastName: 'Ngo', email: 'ada@example.com', password: 'Secret123!' },
  login: { email: 'ada@example.com', password: 'Secret123!' },
  loginWithTwoFactor: { challengeToken: 'ch_nobodyWasEverGivenThis', code: '123456' },
  sendVerificationOtp: { email: 'ada@example.com' },
  verifyOtp: { email: 'ada@example.com', otp: '123456' },
  refreshSession: { refreshToken: 'rt_nobodyWasEverGivenThis' },
  forgotPassword: { email: 'ada@example.com' },
  resetPassword: { token: 'rp_nobodyWasEverGivenThis', newPassword: 'Secret123!', confirmPassword: 'Secret123!' },
};
const OPERATIONS = Object.keys(BODIES);

describe('dashboard: what every public operation refuses alike', () => {
  let door: TestDoor;
  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor);
  });
  afterAll(() => door?.close());

  it.each(OPERATIONS)('%s: a body that is no JSON, or not sent as such', async (operation) => {
    const cut = await door.call(operation, { body: '{"email": "ada@exam' });
    expect(refusal(cut)).toMatchObject({ status: 400, code: 'INVALID_JSON', details: null });
    const form = await door.call(operation, { body: 'email=ada', headers: { 'content-type': 'text/plain' } });
    expect(refusal(form)).toMatchObject({ status: 400, code: 'INVALID_JSON' });
  });

  it.each(OPERATIONS)('%s: no body, a body of another type, and a field that is not known', async (operation) => {
    for (const body of [undefined, [], { ...BODIES[operation], surplus: 1 }]) {
      const answer = await door.call(operation, { body });
      expect(refusal(answer)).toMatchObject({ status: 422, code: 'VALIDATION_ERROR', details: expect.any(Object) });
    }
  });

  it.each(OPERATIONS)(
    '%s: tells the caller where it stands and how to find the call in the logs',
    async (operation) => {
      const { headers } = await door.call(operation, { body: {} });
      expect(headers['x-request-id']).toMatch(/^\S{1,64}$/);
      for (const name of ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset']) {
        expect(Number(headers[name])).toBeGreaterThanOrEqual(0);
      }
    },
  );
});

describe('dashboard: public operations beyond their limit', () => {
  it('are refused, all from one count per address', async () => {
    const door = await startTestDoor(dashboardDoor, {
      environment: { RATE_LIMIT_PER_ADDRESS: String(OPERATIONS.length) },
    });
    try {
      for (const operation of OPERATIONS) expect((await door.call(operation, { body: {} })).status).toBe(422);
      for (const operation of OPERATIONS) {
        const limited = await door.call(operation, { body: BODIES[operation] });
        expect(refusal(limited)).toMatchObject({ status: 429, code: 'RATE_LIMIT_EXCEEDED' });
        expect(limited.headers['retry-after']).toBe(String(limited.body.error.details.retryAfterSeconds));
      }
    } finally {
      await door.close();
    }
  });
});

describe('dashboard: public operations when we are at fault', () => {
  it('say nothing of the cause', async () => {
    const door = await startTestDoor(dashboardDoor);
    try {
      for (const table of [
        'guess_limits',
        'sign_in_challenges',
        'one_time_codes',
        'refresh_tokens',
        'password_resets',
        'api_keys',
      ]) {
        await door.database.query(`ALTER TABLE ${table} RENAME TO gone_${table}`);
      }
      for (const operation of OPERATIONS) {
        const answer = await door.call(operation, { body: BODIES[operation] });
        expect(refusal(answer)).toEqual({
          status: 500,
          code: 'SERVER_ERROR',
          message: 'Something went wrong on our side',
          details: null,
        });
      }
    } finally {
      await door.close();
    }
  });
});
