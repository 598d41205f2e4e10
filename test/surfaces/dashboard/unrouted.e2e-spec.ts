import type { Server } from 'node:http';
import request from 'supertest';
import { dashboardDoor } from '#surfaces/dashboard';
import { someAddress } from '../../support/dialect.js';
import { startTestDoor, type TestDoor } from '../../support/door.js';

describe('dashboard: calls that no operation sees', () => {
  let door: TestDoor;
  const LIMIT = 4;

  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor, {
      environment: { RATE_LIMIT_PER_ACCOUNT: String(LIMIT), TRUSTED_PROXIES: '127.0.0.1' },
    });
  }, 60_000);
  afterAll(() => door?.close());

  const send = (method: 'get' | 'post' | 'delete' | 'options', path: string, address = someAddress()): request.Test =>
    request(door.url)[method](`/api${path}`).set('x-forwarded-for', address);

  it.each([
    ['an unknown address', () => send('get', '/nowhere'), 404, 'NOT_FOUND'],
    ['an address that is no valid encoding', () => send('get', '/nowhere/%E0%A4%A'), 404, 'NOT_FOUND'],
    ['a method that the address lacks', () => send('delete', '/auth/login'), 405, 'METHOD_NOT_ALLOWED'],
    ['OPTIONS that is no preflight', () => send('options', '/auth/login'), 405, 'METHOD_NOT_ALLOWED'],
    [
      'a body that is too large',
      () => send('post', '/auth/login').send({ email: 'x'.repeat(256 * 1024) }),
      413,
      'PAYLOAD_TOO_LARGE',
    ],
  ])('%s is refused in the envelope and says where its caller stands', async (_, act, status, code) => {
    const answer = await act();
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
    expect(answer.headers).toMatchObject({
      'x-ratelimit-limit': String(LIMIT),
      'x-ratelimit-remaining': String(LIMIT - 1),
      'x-ratelimit-reset': expect.stringMatching(/^\d{10}$/),
    });
  });

  it('are not waited for without end, however slowly they come', () => {
    const { requestTimeout, headersTimeout }: Server = door.door.getHttpServer();
    expect(headersTimeout).toBe(60_000);
    expect(requestTimeout).toBe(300_000);
  });

  it('count with refused tokens, by address, and are refused beyond the limit', async () => {
    const address = someAddress();
    for (let turn = 0; turn < LIMIT / 2; turn += 1) {
      expect((await send('get', '/nowhere', address)).status).toBe(404);
      expect((await send('get', '/balance', address).set('authorization', 'Bearer a.b.c')).status).toBe(401);
    }
    const limited = await send('get', '/nowhere', address);
    expect([limited.status, limited.body.error.code]).toEqual([429, 'RATE_LIMIT_EXCEEDED']);
    expect(limited.headers['retry-after']).toBe(String(limited.body.error.details.retryAfterSeconds));
    expect((await send('get', '/nowhere')).status).toBe(404);
  });
});
