import fc from 'fast-check';
import request from 'supertest';
import { Contract, type ContractOperation, type JsonObject } from '#platform';
import { dashboardDoor } from '#surfaces/dashboard';
import { bodyExample, queryParameters } from '../../support/contract-calls.js';
import { expectContract, NOWHERE, startTestDoor, type CallPart, type TestDoor } from '../../support/door.js';
import {
  hostileBodies,
  hostileForms,
  hostileQueries,
  NASTY_TEXTS,
  type HostileBody,
  type HostileForm,
} from '../../support/hostile.js';
import { aMerchant } from '../../support/merchant.js';

const contract = Contract.of('dashboard');
const OPERATIONS = [...contract.operations.values()].filter(({ method }) => !['HEAD', 'OPTIONS'].includes(method));
const AT_ONCE = 8;
const FORMS = OPERATIONS.filter(({ form }) => form !== null);
/** The fields of forms that are texts, with texts that pass. */
const FORM_TEXTS: Readonly<Record<string, Record<string, string>>> = {
  uploadIdDocument: { documentType: 'National ID' },
  submitChargebackEvidence: { description: 'See the note' },
};

interface Call {
  readonly body?: unknown;
  readonly query?: JsonObject;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly parts?: readonly CallPart[];
  /** As it goes over the line, with the type that the headers say. */
  readonly bytes?: Buffer;
}

describe('dashboard: hostile input', () => {
  let door: TestDoor;

  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor);
  }, 60_000);
  afterAll(() => door?.close());

  /** The answer must be one that the contract describes, and none for which we would be to blame. */
  async function expectHeld(operation: ContractOperation, token: string | null, call: Call): Promise<JsonObject> {
    const path = operation.path.replace(/\{\w+\}/g, call.path ?? NOWHERE);
    const sent = request(door.url)
      [operation.method.toLowerCase() as 'post'](contract.basePath + path)
      .query(call.query ?? {})
      .set({ ...(call.parts ? {} : { 'content-type': 'application/json' }), ...call.headers });
    if (token) void sent.set('authorization', `Bearer ${token}`);
    for (const part of call.parts ?? []) {
      if ('text' in part) void sent.field(part.field, part.text);
      else void sent.attach(part.field, part.content, { filename: part.name, contentType: part.contentType });
    }
    const answer = await (call.body === undefined
      ? call.bytes
        ? sent.send(call.bytes)
        : sent
      : sent.send(JSON.stringify(call.body)));
    const said = `${operation.method} ${path} ${described(call)}: ${answer.status} ${answer.text}`;
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
      const token = operation.takesCredentials ? (await aMerchant(door)).token : null;
      const example = bodyExample(operation);
      await inTurns(example ? hostileBodies(example) : [], async (hostile) => {
        const answer = await expectHeld(operation, token, { body: hostile.body });
        expectNamed(operation, hostile, answer);
      });
      const parameters = queryParameters(contract, operation).map(({ name }) => name);
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

  it.each(FORMS.map((operation) => [operation.id, operation] as const))('%s holds as a form', async (_, operation) => {
    const { form } = operation;
    if (!form) return;
    const { token } = await aMerchant(door);
    const texts = FORM_TEXTS[operation.id];
    if (!texts) throw new Error(`What would a good form of ${operation.id} say?`);
    await inTurns(hostileForms(form, texts), async (hostile) => {
      const answer = await expectHeld(operation, token, { parts: hostile.parts });
      expectFieldNamed(operation, hostile, answer);
    });
    const torn = Buffer.from('--b\r\nContent-Disposition: form-data; name="description"\r\n\r\nSee');
    const types = ['multipart/form-data', 'multipart/form-data; boundary=b', 'multipart/form-data; boundary=other'];
    await inTurns(types, async (type) => {
      const answer = await expectHeld(operation, token, { bytes: torn, headers: { 'content-type': type } });
      expect([type, Number(answer['status']) >= 400]).toEqual([type, true]);
    });
  });

  it('whatever JSON a body is', async () => {
    const { token } = await aMerchant(door);
    const takers = OPERATIONS.filter((operation) => operation.takesJson);
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

/** A field of a form that is wrong is told by its name. */
function expectFieldNamed(operation: ContractOperation, { what, field }: HostileForm, answer: JsonObject): void {
  if (field === null) return;
  const { code, details } = (answer['error'] ?? {}) as { code?: string; details?: Record<string, string[]> | null };
  const named = Object.keys(details ?? {}).map((key) => key.split('.')[0]);
  if (answer['status'] !== 422 || code !== 'VALIDATION_ERROR' || !named.includes(field)) {
    throw new Error(`${operation.id}: ${what}, and the answer is ${JSON.stringify(answer)}`);
  }
}

const described = ({ parts, ...call }: Call): string =>
  (JSON.stringify(call) + (parts ?? []).map((part) => ('text' in part ? part.text : part.name)).join()).slice(0, 300);

/** Some at a time: one after the other would take minutes, and all at once would test the sockets. */
async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const waiting = [...items];
  const one = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}
