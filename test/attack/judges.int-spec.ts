import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Contract } from '#platform';
import { SeededRandom } from '../chaos/seeded-random.js';
import { Assault } from './assault.js';
import { forgedLinesIn, formulasIn, repeatsAmiss, streamAmiss, toldApart, toldIn } from './judges.js';
import { Merchants } from './merchants.js';
import { sendWithoutEnd } from './parts/endless-uploads.js';
import { Canary, insideUrls } from './parts/receivers.js';
import { curlOf, Gun, type Reply, type Shot } from './shot.js';
import { SpoiltCalls } from './spoilt-calls.js';
import type { Target } from './stage.js';

const REFUSAL = { success: false, error: { code: 'NOT_FOUND', message: 'There is nothing', details: null } };

/** A server that does everything wrong that a judge should see, by the path that it is asked for. */
const WRONGS: Readonly<Record<string, (response: ServerResponse, request: IncomingMessage) => void>> = {
  well: (response) => answer(response, 404, REFUSAL),
  /** Quick, so that what is slow is not the machine. */
  nowhere: (response) => answer(response, 404, REFUSAL),
  broken: (response) => answer(response, 500, REFUSAL),
  stack: (response) => answer(response, 400, refusalOf('Error\n    at Handler.run (/srv/libs/a.ts:1:2)')),
  sql: (response) => answer(response, 400, refusalOf('invalid input syntax for type uuid: "x"')),
  language: (response) =>
    answer(response, 400, refusalOf("TypeError: Cannot read properties of undefined (reading 'a')")),
  path: (response) => answer(response, 400, refusalOf('ENOENT: /home/platform/.data/x')),
  inside: (response) => answer(response, 400, refusalOf('connect ECONNREFUSED 10.0.0.7:5432')),
  slow: (response) => void setTimeout(() => answer(response, 404, REFUSAL), 1100),
  silent: (response) => response.destroy(),
  dialect: (response) => answer(response, 404, { statusCode: 404, message: 'Not Found' }),
  unparsable: (response) => response.writeHead(404, { 'content-type': 'application/json' }).end('{"success":'),
  page: (response) => response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not found</h1>'),
  injected: (response) =>
    response.writeHead(404, { 'content-type': 'application/json', 'X-Injected': 'yes' }).end(JSON.stringify(REFUSAL)),
  undocumented: (response) => answer(response, 418, REFUSAL),
  swallowed: (response, request) => void request.resume().on('end', () => answer(response, 200, {})),
  unlike: (response) => answer(response, 200, { success: true, data: { nothing: 'of it' } }),
};

const refusalOf = (message: string): object => ({ ...REFUSAL, error: { ...REFUSAL.error, message } });

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

describe('the judges of the attack, before a server that does everything wrong', () => {
  let server: Server;
  let gun: Gun;
  let assault: Assault;
  const operation = Contract.of('dashboard').operations.get('getBalance');

  beforeAll(async () => {
    server = createServer((request, response) => WRONGS[request.url?.slice(1) ?? '']?.(response, request));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    gun = new Gun();
  });
  afterAll(async () => {
    await gun.close();
    server.close();
  });
  beforeEach(() => {
    const random = new SeededRandom(1);
    const target = {} as Target;
    assault = new Assault(target, gun, new Merchants(target, gun, random), random, {
      seed: 1,
      requests: 0,
      short: true,
      slowMs: 1000,
    });
  });

  const shotAt = (path: string, more: Partial<Shot> = {}): Shot => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/${path}`;
    return {
      what: path,
      door: 'dashboard',
      ...(operation ? { operation } : {}),
      method: 'GET',
      url,
      headers: {},
      ...more,
    };
  };

  it('find nothing in an answer that is right', async () => {
    await assault.fire(shotAt('well'));
    expect(assault.findings).toEqual([]);
  });

  it.each([
    ['broken', 'it was answered with 500'],
    ['stack', 'the answer shows a stack trace'],
    ['sql', 'the answer shows SQL'],
    ['language', 'the answer shows an error of the language'],
    ['path', 'the answer shows a path of the server'],
    ['inside', 'the answer shows an address inside'],
    ['slow', 'it took'],
    ['silent', 'it was not answered'],
    ['dialect', 'the refusal is not in the dialect of its door'],
    ['unparsable', 'the answer says that it is JSON and is not'],
    ['page', 'a refusal of the type text/html'],
    ['injected', 'the answer has the header x-injected'],
    ['undocumented', 'the contract knows no 418 here'],
    ['unlike', 'the answer breaks the contract'],
  ])(
    'see what is %s',
    async (path, fault) => {
      await assault.fire(shotAt(path));
      expect(assault.findings.map(({ what }) => what)).toContainEqual(expect.stringContaining(`${path}: ${fault}`));
      expect(assault.findings[0]?.how).toContain(`curl`);
    },
    15_000,
  );

  it('see a visit to the canary, by whichever address', async () => {
    const canary = await Canary.start();
    try {
      for (const url of insideUrls(canary.port).filter((text) =>
        /^https:\/\/(?:127\.1|2130706433|0x7f\.1|\[::ffff:7f00:1\]):/.test(text),
      )) {
        // What a careless platform would do with the address of a webhook.
        await fetch(new URL(url).href.replace('https:', 'http:')).catch(() => undefined);
      }
      expect(canary.visits).toBeGreaterThanOrEqual(4);
    } finally {
      canary.stop();
    }
  });

  it('know a cell that a spreadsheet would run', () => {
    const csv =
      '\uFEFFid,text\r\n1,=1+1\r\n2,"+cmd|""x"""\r\n3,"a,\n=2"\r\n4, =1\r\n5,＝1\r\n6,-12.50\r\n7,\'=1+1\r\n8,a=1\r\n';
    expect(formulasIn(csv)).toEqual(['=1+1', '+cmd|"x"', '＝1']);
  });

  it('know a line of a log that is none of ours', () => {
    const ours = '{"level":"info","msg":"a\\r\\n{\\"level\\":\\"mark\\"}"}';
    const log = [ours, '{"level":"mark","msg":"x"}', 'mark: x', '{"level":"info","forged":"mark"}', ''].join('\n');
    expect(forgedLinesIn(log, 'mark')).toEqual(log.split('\n').slice(1, 4));
  });

  it('know what a log tells of people and secrets', () => {
    const ours =
      '{"level":"info","time":"2026-11-22T08:00:00.123456Z","requestId":"0193a0b2-5c1e-7c3a-9b1f-2f6f0c123456","msg":"a"}';
    expect(toldIn(ours, ['123456', 'rt_a.b'])).toEqual([]);
    const told = [
      '{"msg":"code 123456"}',
      '{"body":{"code":"123456"}}',
      '{"msg":"rt_a.b"}',
      '{"msg":"ada@example.com"}',
      '{"err":"+237670000001"}',
    ];
    expect(told.map((line) => toldIn([ours, line].join('\n'), ['123456', 'rt_a.b']).length)).toEqual([1, 1, 1, 1, 1]);
  });

  it('see a body without end that is taken, and what it is kept in', async () => {
    const { status, sentBytes } = await sendWithoutEnd(shotAt('swallowed', { method: 'POST' }));
    expect(streamAmiss({ status, sentBytes, grownMegabytes: 200 })).toEqual([
      'it was answered with 200',
      '1024 MiB of it were taken',
      'the process has grown by 200 MB',
    ]);
    const refused = await sendWithoutEnd(shotAt('well', { method: 'POST' }));
    expect(streamAmiss({ ...refused, grownMegabytes: Number.NaN })).toEqual([]);
  }, 60_000);

  it('know what repeats of a payment may not be answered', () => {
    const made = (id: string, replayed: boolean): Reply => ({
      status: 201,
      headers: replayed ? { 'idempotency-replayed': 'true' } : {},
      text: `{"data":{"transactionId":"${id}"}}`,
      ms: 1,
    });
    const busy: Reply = { status: 409, headers: {}, text: '{"error":{"code":"IDEMPOTENCY_IN_PROGRESS"}}', ms: 1 };
    const [first, again] = [made('a', false), made('a', true)];
    expect(repeatsAmiss([again, busy, first, again], null)).toEqual([]);
    expect(repeatsAmiss([again], 'a')).toEqual([]);
    const wrongs = [
      repeatsAmiss([first, made('b', false)], null),
      repeatsAmiss([first, first], null),
      repeatsAmiss([first, { ...busy, status: 500, text: '' }], null),
      repeatsAmiss([busy], null),
      repeatsAmiss([first], 'a'),
      repeatsAmiss([again], 'b'),
    ];
    expect(wrongs.map((problems) => problems.length > 0)).toEqual(wrongs.map(() => true));
  });

  it('tell two times apart that are, and no others', () => {
    const around = (middle: number): number[] => Array.from({ length: 30 }, (_, index) => middle + (index % 3) / 2);
    expect(toldApart(around(10), around(60))).toContain('ms');
    expect(toldApart(around(10), around(10.4))).toBeNull();
    expect(toldApart([1, 50, 100, 20], [2, 60, 90, 30])).toBeNull();
  });

  it('write a request so that it can be sent again', () => {
    const shot = shotAt('well', { method: 'POST', headers: { 'x-a': "it's" }, body: '{"a":"é"}' });
    expect(curlOf(shot)).toMatch(/-X POST -H 'x-a: it'\\''s' --data-binary "\$\(echo eyJh\S+ \| base64 -d\)" 'http/);
  });
});

describe('spoilt calls', () => {
  const contract = Contract.of('dashboard');

  it('are many for every operation, and those of its fields are JSON', () => {
    for (const operation of contract.operations.values()) {
      const calls = new SpoiltCalls(contract, operation, () => undefined);
      const spoilt = [...calls.singles()];
      expect([operation.id, spoilt.length > 60]).toEqual([operation.id, true]);
      if (!operation.takesJson) continue;
      const bodies = spoilt.flatMap(({ json }) => (json === undefined || json.length > 5000 ? [] : [json]));
      const parsed = bodies.flatMap((text) => {
        try {
          return [JSON.parse(text) as unknown];
        } catch {
          return [];
        }
      });
      // Numbers such as 1e309 are JSON as well; what is no JSON comes as a body of its own.
      expect([operation.id, parsed.length]).toEqual([operation.id, bodies.length]);
    }
  });
});
