import { Contract, type ContractOperation, type JsonObject } from '#platform';
import { paymentLinksDoor } from '#surfaces/payment-links';
import { startTestDoor, type TestDoor } from '../../support/door.js';
import { itHoldsAnyJson, itHoldsByOperation, type HostileStage } from '../../support/hostile-calls.js';
import type { HostileBody } from '../../support/hostile.js';
import { aMerchant } from '../../support/merchant.js';
import { keyOf } from './callers.js';

const UNROUTED = ['Not found', 'Method not allowed'];

describe('payment-links: hostile input', () => {
  let door: TestDoor;

  beforeAll(async () => {
    door = await startTestDoor(paymentLinksDoor);
  }, 60_000);
  afterAll(() => door?.close());

  const stage: HostileStage = {
    contract: Contract.of('payment-links'),
    door: () => door,
    credentials: async () => (await keyOf(door, await aMerchant(door))).headers,
    placeOf: async ({ isPublic }, credentials) => {
      const headers = isPublic ? await stage.credentials() : credentials;
      const { body } = await door.call('createPaymentLink', { headers, body: { amount: 100, max_uses: 100 } });
      return isPublic ? body.data.slug : body.data.id;
    },
    isUnrouted: ({ message }) => UNROUTED.includes(String(message)),
    expectNamed,
  };

  itHoldsByOperation(stage);

  itHoldsAnyJson(stage);
});

/** What the schema refuses is told as such, with the first field that is wrong. */
function expectNamed(operation: ContractOperation, { what, field, body }: HostileBody, answer: JsonObject): void {
  if (operation.validateBody(structuredClone(body)).length === 0) return;
  const message = String(answer['message']);
  const isNamed =
    message.startsWith(field) ||
    message.endsWith('is not a known field') ||
    (field === 'expires_at' && message === 'Invalid expiration date format');
  if (answer['status'] !== 400 || !isNamed) {
    throw new Error(`${operation.id}: ${what}, and the answer is ${JSON.stringify(answer)}`);
  }
}
