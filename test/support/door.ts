import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { Contract, openDoor, type Door } from '#platform';
import { noteAnswer } from './contract-coverage.js';
import { startTestCore, type TestCore, type TestCoreOptions } from './core.js';

export interface TestDoor extends TestCore {
  readonly door: NestFastifyApplication;
  readonly contract: Contract;
  /** Origin of the door: http://127.0.0.1:port. */
  readonly url: string;
  /** Calls an operation by its id, with its path filled in; the answer is judged by the contract. */
  call(operationId: string, options?: CallOptions): Promise<Answer>;
}

export interface CallOptions {
  readonly token?: string | null;
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** A multipart/form-data body instead, its parts in their order. */
  readonly parts?: readonly CallPart[];
}

/** A field of a form, or with `content` a file. */
export type CallPart =
  | { readonly field: string; readonly text: string }
  | { readonly field: string; readonly content: Buffer; readonly name: string; readonly contentType?: string };

export interface Answer {
  readonly status: number;
  // Bodies are judged by the contract before a test reads them.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
  readonly headers: Readonly<Record<string, string>>;
}

/** An id that no record has. */
export const NOWHERE = '0193a0b2-5c1e-7c3a-9b1f-2f6f0c7f2a11';

/** A refusal of the dashboard door in one object: the status beside code, message and details. */
export const refusal = ({ status, body }: Answer): object => ({ status, ...body.error });

/** Boots a core with one door on a free port. */
export async function startTestDoor(door: Door, options: TestCoreOptions = {}): Promise<TestDoor> {
  const core = await startTestCore(options);
  const app = await openDoor(door, core.app);
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const contract = Contract.of(door.dialect.surface);
  return {
    ...core,
    door: app,
    contract,
    url,
    call: (operationId, callOptions = {}) => call(url, contract, operationId, callOptions),
    close: async () => {
      await app.close();
      await core.close();
    },
  };
}

async function call(url: string, contract: Contract, operationId: string, options: CallOptions): Promise<Answer> {
  const operation = contract.operations.get(operationId);
  if (!operation) throw new Error(`No operation ${operationId}`);
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(options.path?.[name] ?? ''),
  );
  let sent = request(url)
    [operation.method.toLowerCase() as 'get'](contract.basePath + path)
    .query({ ...options.query })
    .set(options.parts ? {} : { 'content-type': 'application/json' })
    .set({ ...options.headers });
  if (options.token) sent = sent.set('authorization', `Bearer ${options.token}`);
  for (const part of options.parts ?? []) {
    sent =
      'text' in part
        ? sent.field(part.field, part.text)
        : sent.attach(part.field, part.content, { filename: part.name, contentType: part.contentType });
  }
  const answer = await (options.body === undefined ? sent : sent.send(options.body as object));
  expectContract(contract, operationId, answer.status, answer.body);
  return { status: answer.status, body: answer.body, headers: answer.headers };
}

/** Fails when an answer is not one that the contract describes. */
export function expectContract(contract: Contract, operationId: string, status: number, body: unknown): void {
  noteAnswer(contract.surface, operationId, status);
  const operation = contract.operations.get(operationId);
  if (operation?.method === 'HEAD') return;
  const problems = operation?.validateAnswer(status, body) ?? [];
  if (problems.length > 0) {
    const listed = problems.map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
    throw new Error(
      `${operationId} ${status} breaks the contract: ${listed.join('; ')}\n${JSON.stringify(body, null, 1)}`,
    );
  }
}
