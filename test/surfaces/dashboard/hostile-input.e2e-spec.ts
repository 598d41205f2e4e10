import { ApiCallLog } from '#identity';
import { Contract, type ContractOperation, type JsonObject } from '#platform';
import { dashboardDoor } from '#surfaces/dashboard';
import { cardsIn, someCards, writings } from '../../support/cards.js';
import { bodyExample } from '../../support/contract-calls.js';
import { startTestDoor, type TestDoor } from '../../support/door.js';
import {
  expectHeld,
  inTurns,
  itHoldsAnyJson,
  itHoldsByOperation,
  operationsOf,
  type HostileStage,
} from '../../support/hostile-calls.js';
import { bodiesWithText, hostileForms, type HostileBody, type HostileForm } from '../../support/hostile.js';
import { aMerchant } from '../../support/merchant.js';

const contract = Contract.of('dashboard');
const FORMS = operationsOf(contract).filter(({ form }) => form !== null);
/** The fields of forms that are texts, with texts that pass. */
const FORM_TEXTS: Readonly<Record<string, Record<string, string>>> = {
  setOrganizationLogo: {},
  uploadIdDocument: { documentType: 'National ID' },
  submitChargebackEvidence: { description: 'See the note' },
};

describe('dashboard: hostile input', () => {
  let door: TestDoor;

  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor);
  }, 60_000);
  afterAll(() => door?.close());

  const stage: HostileStage = {
    contract,
    door: () => door,
    credentials: async () => ({ authorization: `Bearer ${(await aMerchant(door)).token}` }),
    isUnrouted,
    expectNamed,
  };

  itHoldsByOperation(stage);

  it.each(FORMS.map((operation) => [operation.id, operation] as const))('%s holds as a form', async (_, operation) => {
    const { form } = operation;
    if (!form) return;
    const credentials = await stage.credentials();
    const texts = FORM_TEXTS[operation.id];
    if (!texts) throw new Error(`What would a good form of ${operation.id} say?`);
    await inTurns(hostileForms(form, texts), async (hostile) => {
      const answer = await expectHeld(stage, operation, credentials, { parts: hostile.parts });
      expectFieldNamed(operation, hostile, answer);
    });
    const torn = Buffer.from('--b\r\nContent-Disposition: form-data; name="description"\r\n\r\nSee');
    const types = ['multipart/form-data', 'multipart/form-data; boundary=b', 'multipart/form-data; boundary=other'];
    await inTurns(types, async (type) => {
      const answer = await expectHeld(stage, operation, credentials, {
        bytes: torn,
        headers: { 'content-type': type },
      });
      expect([type, Number(answer['status']) >= 400]).toEqual([type, true]);
    });
  });

  itHoldsAnyJson(stage);

  describe('the number of a card', () => {
    const cards = someCards(2000);
    const PROGRAM = { name: 'Books', scopes: ['payments:read'] };
    const aCard = (): string => cards.shift() ?? '';
    /** Everything that is kept of what was sent, what is written behind the answers included. */
    const everything = async (): Promise<string> => {
      await door.get(ApiCallLog).flush();
      const tables = await door.database.query<{ name: string }>(
        `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('public', 'bullmq')`,
      );
      const rows = await Promise.all(
        tables.map(({ name }) => door.database.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`)),
      );
      return JSON.stringify(rows);
    };

    it('is kept by no operation, in whichever text it comes', async () => {
      const credentials = await stage.credentials();
      await inTurns(operationsOf(contract), async (operation) => {
        const taken = operation.takesCredentials && operation.id !== 'logout' ? credentials : {};
        for (const body of bodiesWithText(bodyExample(operation) ?? {}, aCard())) {
          await expectHeld(stage, operation, taken, { body });
        }
        const headers = { 'idempotency-key': aCard(), 'x-request-id': aCard(), 'user-agent': `shop/1 ${aCard()}` };
        await expectHeld(stage, operation, taken, { path: aCard(), headers, body: bodyExample(operation) });
      });
      const { body } = await door.call('createAccessToken', { headers: credentials, body: PROGRAM });
      const program = { authorization: `Bearer ${body.data.token}`, 'user-agent': `shop/1 ${aCard()}` };
      await door.call('getPayment', { path: { paymentId: aCard() }, headers: program });
      const kept = await everything();
      expect(cardsIn(kept)).toEqual([]);
      // What is no card is kept: that none was found means something.
      expect(kept).toContain('shop/1 [card]');
    }, 120_000);

    it.each(writings(someCards(1)[0] ?? ''))('is refused in the words of a field: %s', async (text) => {
      const operation = contract.operations.get('createProduct') as ContractOperation;
      const credentials = await stage.credentials();
      const whole = { name: 'Coffee', price: 3500, currency: 'XAF', vatRate: 0 };
      for (const body of [
        { ...whole, description: text },
        { ...whole, metadata: { a: [text] } },
      ]) {
        const answer = await expectHeld(stage, operation, credentials, { body });
        expect(answer).toMatchObject({ status: 422, error: { code: 'VALIDATION_ERROR' } });
        expect(JSON.stringify(answer)).toContain('must not contain the number of a card');
      }
    });
  });

  // Each of these kept the whole door busy for seconds, the first for a minute and a half.
  it.each([
    ['createOrder', { currency: 'XAF', items: Array.from({ length: 80_000 }, () => ({})) }, 'items'],
    ['createPaymentLink', { paymentMethods: Array.from({ length: 40_000 }, (_, index) => index) }, 'paymentMethods'],
    ['createProduct', Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`f${index}`, 0])), 'f0'],
    ['createProduct', { metadata: Array.from({ length: 20_000 }, () => '\u0000') }, 'metadata'],
  ])('%s refuses what has tens of thousands of mistakes at once, and in few words', async (id, body, named) => {
    const operation = contract.operations.get(id) as ContractOperation;
    const began = performance.now();
    const answer = await expectHeld(stage, operation, await stage.credentials(), { body });
    expect(performance.now() - began).toBeLessThan(2000);
    expect(JSON.stringify(answer).length).toBeLessThan(20_000);
    expect(answer).toMatchObject({ status: 422, error: { details: { [named]: expect.any(Array) } } });
  });
});

/** An id such as `..` makes another address of it. */
function isUnrouted({ error }: JsonObject): boolean {
  return ['NOT_FOUND', 'METHOD_NOT_ALLOWED'].includes((error as { code?: string } | undefined)?.code ?? '');
}

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
