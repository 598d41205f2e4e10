import { randomBytes } from 'node:crypto';
import { AppointAdministrator } from '#identity';
import { registerWorkerChecks } from '../../apps/ops/health-checks.js';
import type { OpsServer } from '../../apps/ops/ops-server.js';
import { openWorkerOps } from '../../apps/worker/src/ops/worker-ops.js';
import { startTestCore, type TestCore, type TestCoreOptions } from './core.js';

export interface TestAdministrator extends Readonly<Record<string, string>> {
  readonly email: string;
  readonly password: string;
}

export interface TestOps extends TestCore {
  readonly ops: OpsServer;
  /** Somebody whom no other test knows. */
  administrator(): Promise<TestAdministrator>;
  /** Somebody who opens the pages, with cookies of their own and, unless it is given, an address of their own. */
  browser(address?: string): OpsBrowser;
}

/** Boots a core with the worker's ops server on a free port. */
export async function startTestOps(options: TestCoreOptions = {}): Promise<TestOps> {
  // The tests are a proxy of ours: it says which address each browser has.
  const environment = { TRUSTED_PROXIES: '127.0.0.1', ...options.environment };
  const core = await startTestCore({ ...options, environment });
  registerWorkerChecks(core.app);
  const ops = await openWorkerOps(core.app, 0);
  return {
    ...core,
    ops,
    administrator: async () => {
      const username = `a${randomBytes(6).toString('hex')}`;
      const login = { email: `${username}@example.com`, password: 'Secret123!' };
      const person = { username, firstName: 'Ada', lastName: 'Ngo', country: 'CM' };
      await core.commands.execute(new AppointAdministrator({ ...person, ...login }));
      return login;
    },
    browser: (address) => new OpsBrowser(ops.url, address),
    close: async () => {
      await ops.close();
      await core.close();
    },
  };
}

export interface PageAnswer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

let addresses = 0;

function nextAddress(): string {
  addresses += 1;
  return `198.51.100.${addresses}`;
}

/** What a browser does with these pages: sends forms with its origin, keeps cookies, is told where to go. */
export class OpsBrowser {
  private cookies = new Map<string, string>();

  constructor(
    private readonly url: string,
    private readonly address = nextAddress(),
  ) {}

  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<PageAnswer> {
    return this.send(path, { headers: { accept: 'text/html,*/*', ...headers } });
  }

  post(
    path: string,
    fields: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<PageAnswer> {
    const body = new URLSearchParams(fields);
    return this.send(path, { method: 'POST', body, headers: { origin: this.url, ...headers } });
  }

  postJson(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<PageAnswer> {
    const json = { 'content-type': 'application/json', ...headers };
    return this.send(path, { method: 'POST', body: JSON.stringify(body), headers: json });
  }

  async logIn(administrator: TestAdministrator): Promise<void> {
    const { status } = await this.post('/log-in', administrator);
    if (status !== 303) throw new Error(`The administrator was not let in: ${status}`);
  }

  private async send(path: string, init: RequestInit): Promise<PageAnswer> {
    const own = { 'x-forwarded-for': this.address, ...(this.cookie ? { cookie: this.cookie } : {}) };
    const headers = { ...(init.headers as Record<string, string>), ...own };
    const response = await fetch(new URL(path, this.url), { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) this.keep(line);
    return { status: response.status, text: await response.text(), headers: response.headers };
  }

  private keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (/Max-Age=0/.test(line)) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}
