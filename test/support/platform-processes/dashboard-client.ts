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

type Method = 'GET' | 'POST' | 'PUT';

interface CallOptions {
  readonly token?: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Login {
  readonly email: string;
  readonly password: string;
}

export interface SignedIn {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** A client of the dashboard door over connections that are kept. Rejects when the connection fails; never repeats. */
export class DashboardClient {
  private readonly pool: Pool;

  constructor(
    readonly origin: string,
    connections: number,
  ) {
    this.pool = new Pool(origin, { connections });
  }

  async call(method: Method, path: string, options: CallOptions = {}): Promise<Answer> {
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
    const login = await this.openAccount();
    await this.verify(login);
    return (await this.signIn(login)).accessToken;
  }

  /** Opens an account, whose address is not verified yet. */
  async openAccount(): Promise<Login> {
    const name = `m${randomBytes(6).toString('hex')}`;
    const login = { email: `${name}@example.com`, password: 'Secret123!' };
    await this.expect(201, '/auth/signup', { body: { username: name, firstName: 'Ada', lastName: 'Ngo', ...login } });
    return login;
  }

  async verify({ email }: Login): Promise<void> {
    await this.expect(200, '/auth/verify-otp', { body: { email, otp: MAILED_CODE } });
  }

  async signIn(login: Login): Promise<SignedIn> {
    const { body } = await this.expect(200, '/auth/login', { body: login });
    return (body as { data: SignedIn }).data;
  }

  /** Registers a receiver of webhooks. Returns its id. */
  async createWebhook(token: string, url: string, events: readonly string[] = ['*']): Promise<string> {
    const { body } = await this.expect(201, '/webhooks', { token, body: { url, events } });
    return (body as { data: { id: string } }).data.id;
  }

  close(): Promise<void> {
    return this.pool.destroy();
  }

  /** `call`, for an answer that can only be this one. */
  async expect(status: number, path: string, options: CallOptions, method: Method = 'POST'): Promise<Answer> {
    const answer = await this.call(method, path, options);
    if (answer.status !== status) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer;
  }
}
