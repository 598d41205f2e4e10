import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { GuardedOutbound, type ResolveHost } from './guarded-outbound.js';
import { AddressNotAllowed, NotSent } from './outbound.errors.js';

/** Hosts that are this machine: unguarded, each of them reaches the canary. */
const LOOPBACK_IPV4 = [
  '127.0.0.1',
  '127.0.0.1.',
  '127.1',
  '127.0.1',
  '127.127.127.127',
  '2130706433',
  '017700000001',
  '0x7f000001',
  '0x7F.1',
  '0177.0.0.1',
  '0177.0.0.0x1',
  '00000177.0.0.1',
  '127.0.0.0x01',
  '0',
  '0.0.0.0',
  '0x0',
  '%31%32%37.0.0.1',
  '127%2e0%2e0%2e1',
  '①②⑦.⓪.⓪.①',
  '１２７．０．０．１',
  '127。0。0。1',
  '127.0.\u00ad0.1',
  '127.\t0.0.1',
  '12\n7.0.0.1',
];
const LOOPBACK_IPV6 = [
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[0000::0001]',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[0:0:0:0:0:ffff:127.0.0.1]',
];
/** Names that lead to this machine in the DNS of this test. */
const LOOPBACK_NAMES: Readonly<Record<string, readonly string[]>> = {
  localhost: ['127.0.0.1'],
  'localhost.': ['127.0.0.1'],
  'LOCALHOST.localdomain': ['127.0.0.1'],
  'spoofed.burpcollaborator.example': ['127.0.0.1'],
  '127.0.0.1.nip.example': ['127.0.0.1'],
  'ip6-localhost': ['::1'],
  'mapped.example': ['::ffff:127.0.0.1'],
  'mixed.example': ['93.184.216.34', '127.0.0.1'],
  'mixed6.example': ['2606:2800:220:1::1', '::1'],
  'xn--bcher-kva.example': ['127.0.0.1'],
};
/** Places that must not be asked, whether or not something listens there. */
const INNER_HOSTS = [
  '10.0.0.1',
  '10.255.255.255',
  '172.16.0.1',
  '172.31.255.254',
  '192.168.1.1',
  '3232235777',
  '0xC0A80101',
  '100.64.0.1',
  '100.100.100.200',
  '169.254.169.254',
  '169.254.170.2',
  '2852039166',
  '0xA9FEA9FE',
  '0251.0376.0251.0376',
  '169.254.43518',
  '168.63.129.16',
  '192.0.0.192',
  '192.0.2.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '[::127.0.0.1]',
  '[::ffff:169.254.169.254]',
  '[::ffff:0:127.0.0.1]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b::a9fe:a9fe]',
  '[64:ff9b:1::7f00:1]',
  '[2002:7f00:1::]',
  '[2002:a9fe:a9fe::1]',
  '[2001:0:4136:e378:8000:63bf:3fff:fdd2]',
  '[fd00::1]',
  '[fd00:ec2::254]',
  '[fd20:ce::254]',
  '[fe80::1]',
  '[fec0::1]',
  '[ff02::1]',
  '[100::1]',
  '[2001:db8::1]',
];
const INNER_NAMES: Readonly<Record<string, readonly string[]>> = {
  'metadata.google.internal': ['169.254.169.254'],
  'database.internal': ['10.0.0.5'],
  'six.internal': ['fd00::5'],
  'nat64.example': ['64:ff9b::7f00:1'],
  'nothing.example': [],
};
/** Whole URLs: other schemes, credentials, and ways to make a parser and a reader disagree about the host. */
const URLS = [
  'http://127.0.0.1:PORT/',
  'http://93.184.216.34/',
  'ftp://127.0.0.1:PORT/',
  'file:///etc/passwd',
  'gopher://127.0.0.1:PORT/_GET',
  'dict://127.0.0.1:PORT/info',
  'ldap://127.0.0.1:PORT/',
  'ws://127.0.0.1:PORT/',
  'wss://127.0.0.1:PORT/',
  'data:text/plain,x',
  'javascript:alert(1)',
  'blob:https://127.0.0.1:PORT/x',
  '//127.0.0.1:PORT/',
  '/relative',
  '127.0.0.1:PORT',
  '',
  'https://',
  'https:///',
  'https:127.0.0.1:PORT/',
  'https:\\\\127.0.0.1:PORT\\',
  ' https://127.0.0.1:PORT/',
  'https://user:pass@127.0.0.1:PORT/',
  'https://user@93.184.216.34/',
  'https://:pass@93.184.216.34/',
  'https://93.184.216.34@127.0.0.1:PORT/',
  'https://93.184.216.34%40127.0.0.1:PORT/',
  'https://192.168.0.1\\@127.0.0.1:PORT/',
  'https://127.0.0.1:PORT#@93.184.216.34/',
  'https://127.0.0.1:PORT?@93.184.216.34/',
  'https://127.0.0.1:PORT\\@93.184.216.34/',
  'https://127.0.0.1:PORT:443/',
  'https://[::1%25lo]:PORT/',
  'https://127.0.0.1\u0000.example:PORT/',
  'https://256.256.256.256:PORT/',
  'https://1.2.3.4.5:PORT/',
];

const NAMES = { ...LOOPBACK_NAMES, ...INNER_NAMES };
const HOSTS = [...LOOPBACK_IPV4, ...LOOPBACK_IPV6, ...Object.keys(NAMES), ...INNER_HOSTS];
const CORPUS = [...HOSTS.map((host) => `https://${host}:PORT/hook`), ...URLS];

const resolve: ResolveHost = (hostname) => {
  const found = Object.entries(NAMES).find(([name]) => name.toLowerCase() === hostname.toLowerCase())?.[1];
  return found
    ? Promise.resolve(found)
    : Promise.reject(Object.assign(new Error('no such host'), { code: 'ENOTFOUND' }));
};

let canary: Server;
let hasIpv6 = true;
let port: number;
let connections = 0;
const opened: GuardedOutbound[] = [];

function outbound(webhookPrivateHosts: boolean, resolveHost = resolve): GuardedOutbound {
  const made = new GuardedOutbound({ webhookPrivateHosts }, resolveHost);
  opened.push(made);
  return made;
}

const post = (through: GuardedOutbound, url: string): Promise<unknown> =>
  through.post({ url, headers: {}, body: '{}', timeoutMs: 5000, maxResponseBytes: 1024 });
const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no failure',
    (error: unknown) => error,
  );
const atCanary = (url: string): string => url.replaceAll('PORT', String(port));

beforeAll(async () => {
  canary = createServer((socket: Socket) => {
    connections += 1;
    socket.on('error', () => undefined).destroy();
  });
  canary.listen(0, '::').on('error', () => {
    hasIpv6 = false;
    canary.listen(0, '0.0.0.0');
  });
  await once(canary, 'listening');
  port = (canary.address() as AddressInfo).port;
});

beforeEach(() => {
  connections = 0;
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((made) => made.onApplicationShutdown()));
});

afterAll(() => new Promise((done) => canary.close(done)));

describe('the corpus', () => {
  it('is large', () => {
    expect(new Set(CORPUS).size).toBeGreaterThanOrEqual(100);
  });

  it('is refused in full, when a URL is saved and when it is used, with 0 connections', async () => {
    const guarded = outbound(false);
    const passed: string[] = [];
    for (const url of CORPUS.map(atCanary)) {
      if (!((await failureOf(guarded.checkUrl(url))) instanceof AddressNotAllowed)) passed.push(`checkUrl ${url}`);
      const failure = await failureOf(post(guarded, url));
      if (!(failure instanceof AddressNotAllowed || (failure instanceof NotSent && failure.reason === 'ENOTFOUND'))) {
        passed.push(`post ${url} ${String(failure)}`);
      }
    }
    expect(passed).toEqual([]);
    expect(connections).toBe(0);
  });

  // The control: without it, a canary that nobody can reach would prove anything.
  it('reaches the canary when the guard is off', async () => {
    const unguarded = outbound(true);
    const names = Object.entries(LOOPBACK_NAMES).filter(([, addresses]) => addresses[0] === '127.0.0.1');
    const hosts = [...LOOPBACK_IPV4, ...(hasIpv6 ? LOOPBACK_IPV6 : []), ...names.map(([name]) => name)];
    const missed: string[] = [];
    for (const host of hosts) {
      const before = connections;
      await failureOf(post(unguarded, `https://${host}:${port}/hook`));
      if (connections === before) missed.push(host);
    }
    expect(missed).toEqual([]);
  });
});

describe('a name that changes', () => {
  const answers = (...each: string[][]): ResolveHost => {
    let asked = 0;
    return () => Promise.resolve(each[Math.min(asked++, each.length - 1)] as string[]);
  };

  it('is refused at the moment of the connection, although it was allowed when it was saved', async () => {
    const guarded = outbound(false, answers(['93.184.216.34'], ['127.0.0.1']));
    await guarded.checkUrl(`https://rebind.example:${port}/`);
    const failure = await failureOf(post(guarded, `https://rebind.example:${port}/`));
    expect(failure).toMatchObject({ name: 'AddressNotAllowed', reason: 'no_public_address' });
    expect(connections).toBe(0);
  });

  it('is asked once for a connection, so there is no moment between check and use', async () => {
    let asked = 0;
    const unguarded = outbound(true, () => Promise.resolve([asked++ === 0 ? '127.0.0.1' : '192.0.2.1']));
    await failureOf(post(unguarded, `https://rebind.example:${port}/`));
    expect([asked, connections]).toEqual([1, 1]);
  });
});

describe('names in the real DNS', () => {
  it.each(['localhost', 'localhost.', 'ip6-localhost', 'no-such-host.invalid'])(
    'such as %s lead nowhere',
    async (name) => {
      const guarded = new GuardedOutbound({ webhookPrivateHosts: false });
      opened.push(guarded);
      const failure = await failureOf(post(guarded, `https://${name}:${port}/`));
      expect(failure instanceof AddressNotAllowed || failure instanceof NotSent).toBe(true);
      expect(connections).toBe(0);
    },
  );
});
