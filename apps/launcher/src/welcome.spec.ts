import { describe, expect, it } from '@jest/globals';
import type { PlatformFile } from './platform-file.js';
import { welcome } from './welcome.js';

const platform: PlatformFile = {
  startedAt: '2026-01-01T00:00:00.000Z',
  readyInMs: 3210,
  doors: {
    dashboard: { url: 'http://127.0.0.1:3000/api', docs: 'http://127.0.0.1:3000/docs' },
    merchant: { url: 'http://127.0.0.1:3002/api/v1', docs: 'http://127.0.0.1:3002/docs' },
  },
  ops: 'http://127.0.0.1:3010',
  simulator: null,
  mailbox: 'http://127.0.0.1:3026',
  credentials: {
    demo: { email: 'demo@payments.example', password: 'one' },
    admin: { email: 'admin@payments.example', password: 'two' },
    testApiKey: 'app_test_key',
  },
  databaseUrl: 'postgres://platform@127.0.0.1:3032/platform',
  logs: `${process.cwd()}/.data/logs`,
  processes: null,
};

describe('the screen that a start ends with', () => {
  it('says where everything is, in columns', () => {
    expect(welcome(platform, `${process.cwd()}/.data/platform.json`)).toBe(`

  The platform is ready in 3.2 s. Ctrl-C stops it.

  dashboard   http://127.0.0.1:3000/api      http://127.0.0.1:3000/docs
  merchant    http://127.0.0.1:3002/api/v1   http://127.0.0.1:3002/docs
  mailbox     http://127.0.0.1:3026          every mail that was sent
  ops         http://127.0.0.1:3010          queues, metrics, health

  demo merchant   demo@payments.example    one
  administrator   admin@payments.example   two
  test API key    app_test_key

  database      postgres://platform@127.0.0.1:3032/platform
  logs          .data/logs
  all of this   .data/platform.json

`);
  });

  it('leaves out who can log in where nobody was made', () => {
    const text = welcome({ ...platform, credentials: null }, 'platform.json');
    expect(text).not.toMatch(/demo|administrator|API key/);
  });
});
