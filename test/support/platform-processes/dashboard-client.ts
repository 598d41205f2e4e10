import { randomBytes } from 'node:crypto';
import { Pool } from 'undici';

/** What every mailed code is where operators are simulated. */
const MAILED_CODE = '123456';

export interface Answer {
  readonly status: number;
  /** Bodies are read by whoever knows the operation. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

/** A client of the dashboard door over connections that are kept. Rejects when the connection fails; never repeats. */
export class DashboardClient {
  private readonly pool: Pool;

  constructor(origin: string, connections: number) {
    this.pool = new Pool(origin, { connections });
  }

  async call(
    method: 'GET' | 'POST',
    path: string,
    options: { token?: string; body?: object; headers?: Readonly<Record<string, string>> } = {},
  ): Promise<Answer> {
    const { token, body, headers } = options;
    const answer = await this.pool.request({
      method,
      path: `/api${path}`,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
    return { status: answer.statusCode, body: await answer.body.json() };
  }

  /** Opens an account, verifies it and signs in. Returns the access token. */
  async signUp(): Promise<string> {
    const name = `m${randomBytes(6).toString('hex')}`;
    const email = `${name}@example.com`;
    const password = 'Secret123!';
    const person = { username: name, firstName: 'Ada', lastName: 'Ngo', email, password };
    await this.expect(201, '/auth/signup', { body: person });
    await this.expect(200, '/auth/verify-otp', { body: { email, otp: MAILED_CODE } });
    const { body } = await this.expect(200, '/auth/login', { body: { email, password } });
    return (body as { data: { accessToken: string } }).data.accessToken;
  }

  /** Registers a receiver of every event. Returns its id. */
  async createWebhook(token: string, url: string): Promise<string> {
    const { body } = await this.expect(201, '/webhooks', { token, body: { url, events: ['*'] } });
    return (body as { data: { id: string } }).data.id;
  }

  close(): Promise<void> {
    return this.pool.destroy();
  }

  private async expect(status: number, path: string, options: { token?: string; body: object }): Promise<Answer> {
    const answer = await this.call('POST', path, options);
    if (answer.status !== status) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer;
  }
}
