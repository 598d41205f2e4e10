import fc from 'fast-check';
import request from 'supertest';
import type { Contract } from '#platform';
import { type ContractOperation, type JsonObject } from '#platform';
import { bodyExample, queryParameters } from './contract-calls.js';
import { expectContract, NOWHERE, type CallPart, type TestDoor } from './door.js';
import { hostileBodies, hostileQueries, NASTY_TEXTS, type HostileBody } from './hostile.js';

export interface HostileCall {
  readonly body?: unknown;
  readonly query?: JsonObject;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly parts?: readonly CallPart[];
  /** As it goes over the line, with the type that the headers say. */
  readonly bytes?: Buffer;
}

/** What doors do each in their own way. */
export interface HostileStage {
  readonly contract: Contract;
  readonly door: () => TestDoor;
  /** The headers by which somebody is known who may call every operation; of another organisation each time. */
  readonly credentials: () => Promise<Record<string, string>>;
  /** What stands for the ids in an operation's address: a record that is there; else one that is not. */
  readonly placeOf?: (operation: ContractOperation, credentials: Readonly<Record<string, string>>) => Promise<string>;
  /** Whether an answer is one to an address that leads nowhere. */
  readonly isUnrouted: (body: JsonObject) => boolean;
  /** Throws unless the answer to a body names what was wrong with it. */
  readonly expectNamed: (operation: ContractOperation, hostile: HostileBody, answer: JsonObject) => void;
}

const AT_ONCE = 8;

export const operationsOf = (contract: Contract): ContractOperation[] =>
  [...contract.operations.values()].filter(({ method }) => !['HEAD', 'OPTIONS'].includes(method));

const credentialsFor = (stage: HostileStage, operation: ContractOperation): Promise<Record<string, string>> =>
  operation.takesCredentials ? stage.credentials() : Promise.resolve({});

/** The answer must be one that the contract describes, and none for which we would be to blame. */
export async function expectHeld(
  { door, contract, isUnrouted }: HostileStage,
  operation: ContractOperation,
  credentials: Readonly<Record<string, string>>,
  call: HostileCall,
): Promise<JsonObject> {
  const path = operation.path.replace(/\{\w+\}/g, call.path ?? NOWHERE);
  const sent = request(door().url)
    [operation.method.toLowerCase() as 'post'](contract.basePath + path)
    .query(call.query ?? {})
    .set({ ...(call.parts ? {} : { 'content-type': 'application/json' }), ...credentials, ...call.headers });
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
  return { ...(answer.body as JsonObject), status: answer.status };
}

/** Specs for every operation: hostile bodies, queries, ids and headers. */
export function itHoldsByOperation(stage: HostileStage): void {
  const { contract } = stage;
  it.each(operationsOf(contract).map((operation) => [operation.id, operation] as const))(
    '%s holds',
    async (_, operation) => {
      const credentials = await credentialsFor(stage, operation);
      const path = (await stage.placeOf?.(operation, credentials)) ?? NOWHERE;
      const held = (call: HostileCall): Promise<JsonObject> =>
        expectHeld(stage, operation, credentials, { path, ...call });
      const example = bodyExample(operation);
      await inTurns(example ? hostileBodies(example) : [], async (hostile) => {
        stage.expectNamed(operation, hostile, await held({ body: hostile.body }));
      });
      const parameters = queryParameters(contract, operation).map(({ name }) => name);
      await inTurns(hostileQueries(parameters), (query) => held({ query, body: example }));
      if (operation.path.includes('{')) {
        const texts = NASTY_TEXTS.filter((text) => text.trim() !== '' && text.length < 2000 && text.isWellFormed());
        await inTurns(texts, (text) => held({ path: encodeURIComponent(text), body: example }));
      }
      await inTurns(['', 'x', 'live', 'LIVE;SANDBOX', 'x'.repeat(5000)], (mode) =>
        held({ headers: { 'x-mode': mode }, body: example }),
      );
      if (operation.headers.has('idempotency-key')) {
        await inTurns(['', ' ', 'x'.repeat(5000), "'; --", 'a b'], (key) =>
          held({ headers: { 'idempotency-key': key }, body: example }),
        );
      }
    },
    120_000,
  );
}

/** A spec that sends any JSON at all to whatever takes JSON. */
export function itHoldsAnyJson(stage: HostileStage): void {
  it('whatever JSON a body is', async () => {
    const credentials = await stage.credentials();
    const takers = operationsOf(stage.contract).filter((operation) => operation.takesJson);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...takers), fc.jsonValue(), async (operation, body) => {
        await expectHeld(stage, operation, operation.takesCredentials ? credentials : {}, { body });
      }),
      { numRuns: 200 },
    );
  }, 120_000);
}

const described = ({ parts, ...call }: HostileCall): string =>
  (JSON.stringify(call) + (parts ?? []).map((part) => ('text' in part ? part.text : part.name)).join()).slice(0, 300);

/** Some at a time: one after the other would take minutes, and all at once would test the sockets. */
export async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const waiting = [...items];
  const one = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}
