import request from 'supertest';
import type { JsonObject } from '#platform';
import { dashboardDoor } from '#surfaces/dashboard';
import { startTestDoor, type TestDoor } from '../../support/door.js';

interface Operation extends JsonObject {
  readonly operationId: string;
  readonly tags: string[];
  readonly parameters?: unknown;
  readonly requestBody?: unknown;
  readonly responses: Record<string, unknown>;
}

function operationsOf(document: JsonObject): Map<string, { at: string; operation: Operation }> {
  const found = new Map<string, { at: string; operation: Operation }>();
  for (const [path, item] of Object.entries(document['paths'] as Record<string, Record<string, Operation>>)) {
    for (const [method, operation] of Object.entries(item))
      found.set(operation.operationId, { at: `${method} ${path}`, operation });
  }
  return found;
}

describe('the documentation of the dashboard door', () => {
  let door: TestDoor;
  let served: JsonObject;

  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor);
    served = (await request(door.url).get('/docs/openapi.json').expect(200)).body as JsonObject;
  }, 60_000);
  afterAll(() => door?.close());

  it('has every operation of the contract, and no other', () => {
    const expected = [...operationsOf(door.contract.document).keys()];
    expect([...operationsOf(served).keys()].sort()).toEqual(expected.sort());
  });

  it('agrees with the contract in paths, parameters, bodies and codes', () => {
    const contract = operationsOf(door.contract.document);
    for (const [id, { at, operation }] of operationsOf(served)) {
      const wanted = contract.get(id);
      expect([id, at]).toEqual([id, wanted?.at]);
      expect(operation.parameters).toEqual(wanted?.operation.parameters);
      expect(operation.requestBody).toEqual(wanted?.operation.requestBody);
      expect(operation.responses).toEqual(wanted?.operation.responses);
    }
    expect(served['components']).toEqual(door.contract.document['components']);
  });

  it('is reached by the routes that it lists: none answers as unknown', async () => {
    for (const { at } of operationsOf(served).values()) {
      const [method = '', path = ''] = at.split(' ');
      const answer = await request(door.url)[method as 'get'](`/api${path.replace(/\{\w+\}/g, '0')}`);
      const code = (answer.body as { error?: { code?: string; message?: string } }).error;
      expect([at, code?.message]).not.toEqual([at, 'There is nothing at this address']);
      expect([at, answer.status]).not.toEqual([at, 405]);
    }
  });

  it('is shown in Swagger UI', async () => {
    const page = await request(door.url).get('/docs').redirects(1).expect(200);
    expect(page.text).toContain('swagger-ui');
  });
});
