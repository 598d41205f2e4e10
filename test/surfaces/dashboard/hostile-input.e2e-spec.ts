import fc from 'fast-check';
import request from 'supertest';
import { Contract, type ContractOperation, type JsonObject } from '#platform';
import { dashboardDoor } from '#surfaces/dashboard';
import { expectContract, startTestDoor, type TestDoor } from '../../support/door.js';
import { hostileBodies, hostileQueries, NASTY_TEXTS, type HostileBody } from '../../support/hostile.js';
import { aMerchant } from '../../support/merchant.js';

const contract = Contract.of('dashboard');
const OPERATIONS = [...contract.operations.values()].filter(({ method }) => !['HEAD', 'OPTIONS'].includes(method));
const NOWHERE = '0193a0b2-5c1e-7c3a-9b1f-2f6f0c7f2a11';
const AT_ONCE = 8;

interface Call {
  readonly body?: unknown;
  readonly query?: JsonObject;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

describe('dashboard: hostile input', () => {
  let door: TestDoor;

  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor);
  }, 60_000);
  afterAll(() => door?.close());

  const isBuilt = ({ method, path }: ContractOperation): boolean =>
    door.door
      .getHttpAdapter()
      .getInstance()
      .hasRoute({ method, url: contract.basePath + path.replace(/\{(\w+)\}/g, ':$1') });

  /** The answer must be one that the contract describes, and none for which we would be to blame. */
  async function expectHeld(operation: ContractOperation, token: string | null, call: Call): Promise<JsonObject> {
    const path = operation.path.replace(/\{\w+\}/g, call.path ?? NOWHERE);
    const sent = request(door.url)
      [operation.method.toLowerCase() as 'post'](contract.basePath + path)
      .query(call.query ?? {})
      .set({ 'content-type': 'application/json', ...call.headers });
    if (token) void sent.set('authorization', `Bearer ${token}`);
    const answer = await (call.body === undefined ? sent : sent.send(JSON.stringify(call.body)));
    const said = `${operation.method} ${path} ${JSON.stringify(call).slice(0, 300)}: ${answer.status} ${answer.text}`;
    if (answer.status >= 500) throw new Error(said);
    // What a proxy would refuse, the door does before it knows the operation: an address or headers beyond all measure.
    if ([413, 414, 431].includes(answer.status) || isUnrouted(answer.body as JsonObject)) return {};
    if (!(String(answer.status) in (operation.definition['responses'] as object))) throw new Error(said);
    if (answer.headers['content-type']?.includes('json')) {
      expectContract(contract, operation.id, answer.status, answer.body);
    }
    return { status: answer.status, ...(answer.body as JsonObject) };
  }

  it.each(OPERATIONS.map((operation) => [operation.id, operation] as const))(
    '%s holds',
    async (_, operation) => {
      if (!isBuilt(operation)) return;
      const token = operation.takesCredentials ? (await aMerchant(door)).token : null;
      const example = bodyExample(operation);
      await inTurns(example ? hostileBodies(example) : [], async (hostile) => {
        const answer = await expectHeld(operation, token, { body: hostile.body });
        expectNamed(operation, hostile, answer);
      });
      const parameters = queryParameters(operation);
      await inTurns(hostileQueries(parameters), (query) => expectHeld(operation, token, { query, body: example }));
      if (operation.path.includes('{')) {
        const texts = NASTY_TEXTS.filter((text) => text.trim() !== '' && text.length < 2000 && text.isWellFormed());
        await inTurns(texts, (text) => expectHeld(operation, token, { path: encodeURIComponent(text), body: example }));
      }
      await inTurns(['', 'x', 'live', 'LIVE;SANDBOX', 'x'.repeat(5000)], (mode) =>
        expectHeld(operation, token, { headers: { 'x-mode': mode }, body: example }),
      );
      if (operation.headers.has('idempotency-key')) {
        await inTurns(['', ' ', 'x'.repeat(5000), "'; --", 'a b'], (key) =>
          expectHeld(operation, token, { headers: { 'idempotency-key': key }, body: example }),
        );
      }
    },
    120_000,
  );

  it('whatever JSON a body is', async () => {
    const { token } = await aMerchant(door);
    const takers = OPERATIONS.filter((operation) => operation.takesJson && isBuilt(operation));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...takers), fc.jsonValue(), async (operation, body) => {
        await expectHeld(operation, operation.takesCredentials ? token : null, { body });
      }),
      { numRuns: 200 },
    );
  }, 120_000);
});

/** An id such as `..` makes another address of it. */
const isUnrouted = ({ error }: JsonObject): boolean =>
  ['NOT_FOUND', 'METHOD_NOT_ALLOWED'].includes((error as { code?: string } | undefined)?.code ?? '');

/** What the schema refuses is told as such, with the field and a sentence. */
function expectNamed(operation: ContractOperation, { what, field, body }: HostileBody, answer: JsonObject): void {
  const status = Number(answer['status']);
  // Notices of operators are kept as they come, whatever they are.
  const isNotice = operation.id.startsWith('receive');
  if (isNotice || operation.validateBody(structuredClone(body)).length === 0 || (status !== 422 && status >= 400))
    return;
  const { code, details } = (answer['error'] ?? {}) as { code?: string; details?: Record<string, string[]> | null };
  const named = Object.keys(details ?? {}).map((key) => key.split('.')[0]);
  if (code !== 'VALIDATION_ERROR' || !(named.includes(field) || named.includes('body'))) {
    throw new Error(`${operation.id}: ${what}, and the answer is ${JSON.stringify(answer)}`);
  }
}

interface Content {
  readonly content?: Record<string, { example?: JsonObject; examples?: Record<string, { value: JsonObject }> }>;
}

function bodyExample({ definition }: ContractOperation): JsonObject | undefined {
  const body = definition['requestBody'] as Content | undefined;
  const json = body?.content?.['application/json'];
  return json?.example ?? Object.values(json?.examples ?? {})[0]?.value;
}

function queryParameters({ definition }: ContractOperation): string[] {
  const parameters = (definition['parameters'] ?? []) as { in?: string; name?: string; $ref?: string }[];
  const components = (contract.document['components'] as { parameters: Record<string, { in: string; name: string }> })
    .parameters;
  return parameters
    .map((parameter) => (parameter.$ref ? components[parameter.$ref.split('/').at(-1) ?? ''] : parameter))
    .flatMap((parameter) => (parameter?.in === 'query' && parameter.name ? [parameter.name] : []));
}

/** Some at a time: one after the other would take minutes, and all at once would test the sockets. */
async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const waiting = [...items];
  const one = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}
