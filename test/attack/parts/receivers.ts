import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { AddressInfo } from 'node:net';
import { GuardedOutbound } from '#platform';
import type { Assault } from '../assault.js';

/** Counts whoever comes: nobody may. */
export class Canary {
  visits = 0;

  private constructor(
    private readonly servers: readonly Server[],
    readonly port: number,
  ) {}

  static async start(): Promise<Canary> {
    const first = createServer();
    first.listen(0, '127.0.0.1');
    await once(first, 'listening');
    const { port } = first.address() as AddressInfo;
    const second = createServer();
    second.on('error', () => undefined).listen(port, '::1');
    const canary = new Canary([first, second], port);
    for (const server of [first, second]) {
      server.on('connection', (socket) => {
        canary.visits += 1;
        socket.destroy();
      });
    }
    return canary;
  }

  stop(): void {
    for (const server of this.servers) server.close();
  }
}

/** Every way that was thought of to write an address inside. `port` is where the canary sits. */
export function insideUrls(port: number): string[] {
  const hosts = [
    '127.0.0.1',
    '127.1',
    '127.0.1',
    '127.127.127.127',
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '0177.0.0.1',
    '017700000001',
    '0x7f.0x0.0x0.0x1',
    '0177.0.0.0x1',
    '127.0.0.1.',
    '１２７.０.０.１',
    '①②⑦.⓪.⓪.①',
    '127。0。0。1',
    '%31%32%37.0.0.1',
    '127.0.0.01',
    '0',
    '0.0.0.0',
    '0x0',
    '00000',
    'localhost',
    'LOCALHOST',
    'localhost.',
    'localhost.localdomain',
    'a.localhost',
    'ip6-localhost',
    'ip6-loopback',
    'ｌｏｃａｌｈｏｓｔ',
    'loc\u00adalhost',
    '[::1]',
    '[::]',
    '[0:0:0:0:0:0:0:1]',
    '[0000::0001]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
    '[::ffff:0:127.0.0.1]',
    '[64:ff9b::127.0.0.1]',
    '[64:ff9b:1::7f00:1]',
    '[2002:7f00:1::]',
    '[2001:0:7f00:1::]',
    '[fe80::1]',
    '[fe80::1%25lo]',
    '[fec0::1]',
    '[fc00::1]',
    '[fd00:ec2::254]',
    '[ff02::1]',
    '[100::1]',
    '[2001:db8::1]',
    '[3fff::1]',
    '[5f00::1]',
    '[::ffff:169.254.169.254]',
    '10.0.0.1',
    '10.255.255.255',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.1',
    '192.168.255.255',
    '169.254.169.254',
    '169.254.170.2',
    '100.64.0.1',
    '100.100.100.200',
    '100.127.255.254',
    '192.0.0.1',
    '192.0.0.192',
    '192.0.2.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '192.88.99.1',
    '224.0.0.1',
    '239.255.255.255',
    '240.0.0.1',
    '255.255.255.255',
    '168.63.129.16',
    '2852039166',
    '0xa9fea9fe',
    '0251.0376.0251.0376',
    '0xa9.0xfe.0xa9.0xfe',
    '169.16689662',
    '3232235521',
    '167772161',
    '0300.0250.0.1',
    'metadata.google.internal',
    'metadata',
    'instance-data',
    'kubernetes.default.svc',
    'host.docker.internal',
    'postgres',
    'redis',
    'router.local',
    'intranet',
    'localtest.me',
    '127.0.0.1.nip.io',
    'a.127.0.0.1.sslip.io',
    'spoofed.burpcollaborator.net',
    'xn--.example',
    'a..b',
    '-a.example',
    '',
    ' ',
    '*',
    'example.invalid',
    'example.test',
    'example.onion',
  ];
  const https = hosts.flatMap((host) => [`https://${host}:${port}/hook`, `https://${host}/`]);
  const written = [
    `https://a.example@127.0.0.1:${port}/`,
    `https://127.0.0.1:${port}@a.example/`,
    `https://a.example:b@127.0.0.1:${port}/`,
    `https://a.example#@127.0.0.1:${port}/`,
    `https://a.example\\@127.0.0.1:${port}/`,
    `https:\\\\127.0.0.1:${port}/`,
    `https:/127.0.0.1:${port}/`,
    `https:127.0.0.1:${port}/`,
    `///127.0.0.1:${port}/`,
    `//127.0.0.1:${port}/`,
    `http://127.0.0.1:${port}/`,
    `http://93.184.215.14/`,
    `HTTP://localhost:${port}/`,
    `ftp://127.0.0.1:${port}/`,
    `file:///etc/passwd`,
    `gopher://127.0.0.1:${port}/_x`,
    `dict://127.0.0.1:${port}/`,
    `ldap://127.0.0.1:${port}/`,
    `javascript:fetch('http://127.0.0.1:${port}')`,
    `data:text/plain,x`,
    `unix:///var/run/docker.sock`,
    `blob:https://127.0.0.1:${port}/x`,
    `ws://127.0.0.1:${port}/`,
    `https+unix://x/`,
    ` https://127.0.0.1:${port}/`,
    `https://127.0.0.1:${port}/ `,
    `\thttps://127.0.0.1:${port}/`,
    `ht\ntps://127.0.0.1:${port}/`,
    `https://127.0.0.1\t:${port}/`,
    `https://[::1]:${port}`,
    `https://[::1%2525lo]:${port}/`,
    `https://127.0.0.1:99999/`,
    `https://127.0.0.1:-1/`,
    `https://127.0.0.1:${port}\u0000.example/`,
    `https://127.0.0.1:${port}\r\nX-Injected: yes/`,
  ];
  return [...https, ...written];
}

/** Webhooks that would make the platform call what lies beside it. */
export async function attackReceivers(assault: Assault): Promise<void> {
  const canary = await Canary.start();
  try {
    await registerInside(assault, canary);
    await resolveInside(assault, canary);
  } finally {
    canary.stop();
  }
}

async function registerInside(assault: Assault, canary: Canary): Promise<void> {
  const { merchants } = assault;
  const urls = insideUrls(canary.port);
  const { token } = await merchants.furnished();
  const good = await merchants.data('createWebhook', {
    token,
    body: { url: 'https://93.184.215.15/hook', events: ['payment.*'] },
  });
  await assault.inTurns(urls, async (url) => {
    const body = { url, events: ['payment.*'] };
    for (const shot of [
      merchants.shot('createWebhook', { token, body }),
      merchants.shot('updateWebhook', { token, path: { webhookId: good.id }, body: { url } }),
    ]) {
      const reply = await assault.fire({ ...shot, what: `a webhook to ${JSON.stringify(url)}` });
      if (reply.status < 300) assault.blame(`a webhook may go to ${JSON.stringify(url)}`, shot, reply);
    }
  });
  // Whatever was taken is called when something happens.
  await merchants.data('makePayment', {
    token,
    body: { amount: 100, currency: 'XAF', provider: 'mtn-momo', phoneNumber: merchants.payer('91') },
  });
  await delay(assault.plan.short ? 2000 : 5000);
  if (canary.visits > 0)
    assault.blame(`the platform came ${canary.visits} times to an address inside, after ${urls.length} addresses`);
}

/** Names that lead outside when they are looked at and inside when they are called, and answers that lead elsewhere. */
async function resolveInside(assault: Assault, canary: Canary): Promise<void> {
  const turns = new Map<string, number>();
  const answers: Readonly<Record<string, readonly (readonly string[])[]>> = {
    'rebinds.example': [['93.184.215.14'], ['127.0.0.1']],
    'both.example': [['93.184.215.14', '127.0.0.1']],
    'mapped.example': [['::ffff:127.0.0.1']],
    'late.example': [['93.184.215.14'], ['93.184.215.14'], ['127.0.0.1']],
    'nothing.example': [[]],
    'words.example': [['localhost']],
  };
  const resolve = (host: string): Promise<readonly string[]> => {
    const turn = turns.get(host) ?? 0;
    turns.set(host, turn + 1);
    const said = answers[host] ?? [];
    return Promise.resolve(said[Math.min(turn, said.length - 1)] ?? []);
  };
  const outbound = new GuardedOutbound({ webhookPrivateHosts: false }, resolve);
  for (const host of Object.keys(answers)) {
    for (let turn = 0; turn < 3; turn += 1) {
      const url = `https://${host}:${canary.port}/`;
      await outbound.checkUrl(url).catch(() => undefined);
      await outbound
        .post({ url, headers: {}, body: '{}', timeoutMs: 300, maxResponseBytes: 100 })
        .catch(() => undefined);
    }
  }
  await outbound.onApplicationShutdown();
  if (canary.visits > 0) assault.blame(`names that change led ${canary.visits} times inside`);
}
