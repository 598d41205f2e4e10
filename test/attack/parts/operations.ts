import { randomBytes } from 'node:crypto';
import { Contract, type ContractOperation, type JsonObject, type Surface } from '#platform';
import { bodyExample } from '../../support/contract-calls.js';
import type { Assault } from '../assault.js';
import type { Merchant } from '../merchants.js';
import { countCreated, expectRows } from '../made-rows.js';
import type { Shot } from '../shot.js';
import { SpoiltCalls, type Spoilt } from '../spoilt-calls.js';

/** Doors that take calls; of the others it is known that there is nothing yet. */
const OPEN: readonly Surface[] = ['dashboard', 'payment-links'];
const CLOSED: readonly Surface[] = ['merchant', 'wallet'];
/** Ends the session that it is called with, and all calls after it would say nothing more: that it does, the tokens' part sees. */
const ENDS_SESSIONS = 'logout';
/** A payer who never answers keeps an operator's thread, and the caller, for seconds: one that answers is as good. */
const PAYER_ENDING = '91';

interface Volley {
  readonly door: Surface;
  readonly calls: SpoiltCalls;
}

/** Every operation of every contract, spoilt in every way that was thought of, as long as there are requests left. */
export async function attackOperations(assault: Assault): Promise<void> {
  const volleys = OPEN.flatMap((door) => callsOf(door, assault));
  const before = await countCreated(assault.target.databaseUrl);
  await assault.inTurns(chosen(volleys, assault), async ({ door, calls, spoilt }) => {
    const merchant = await assault.merchants.next();
    await assault.fire(shotOf(assault, merchant, door, calls.operation, spoilt));
  });
  await Promise.all(CLOSED.map((door) => attackClosed(assault, door)));
  await expectRows(assault, before);
}

const callsOf = (door: Surface, assault: Assault): Volley[] => {
  const contract = Contract.of(door);
  return [...contract.operations.values()].map((operation) => ({
    door,
    calls: new SpoiltCalls(contract, operation, (wanted) => bodyFor(wanted, assault)),
  }));
};

interface Chosen {
  readonly door: Surface;
  readonly calls: SpoiltCalls;
  readonly spoilt: Spoilt;
}

/** Of every operation the same share, in an order that the seed decides; what is left is spoilt in several ways at once. */
function* chosen(volleys: readonly Volley[], { random, plan }: Assault): Generator<Chosen> {
  const all = volleys.flatMap(({ door, calls }) => [...calls.singles()].map((spoilt) => ({ door, calls, spoilt })));
  for (let index = all.length - 1; index > 0; index -= 1) {
    const other = random.between(0, index);
    [all[index], all[other]] = [all[other] as Chosen, all[index] as Chosen];
  }
  const takers = volleys.filter(({ calls }) => calls.takesJson);
  // Half of the requests at the least are spoilt in one way: then it is known what was wrong.
  const singles = all.slice(0, Math.max(plan.requests * 0.8, plan.requests - 2000));
  yield* singles;
  for (let count = singles.length; count < plan.requests; count += 1) {
    const { door, calls } = random.pick(takers);
    yield { door, calls, spoilt: calls.double(random) };
  }
}

function shotOf(
  assault: Assault,
  merchant: Merchant,
  door: Surface,
  operation: ContractOperation,
  spoilt: Spoilt,
): Shot {
  const { merchants } = assault;
  const method = spoilt.method ?? operation.method;
  const where = operation.path.replace(
    /\{(\w+)\}/g,
    (_, name: string) => spoilt.path?.[name] ?? merchant.holdings[name] ?? '0193a0b2-5c1e-7c3a-9b1f-2f6f0c7f2a11',
  );
  const contract = Contract.of(door);
  const body =
    spoilt.raw?.body ??
    spoilt.json ??
    (operation.takesJson ? JSON.stringify(withHoldings(bodyFor(operation, assault) ?? {}, merchant)) : undefined);
  const carries = body !== undefined && !['GET', 'HEAD', 'TRACE', 'OPTIONS'].includes(method);
  const isLost = spoilt.anonymous === true || operation.id === ENDS_SESSIONS;
  return {
    what: `${operation.id}: ${spoilt.what}`,
    door,
    ...(method === operation.method ? { operation } : {}),
    method,
    url: `${assault.target.doors[door]}${contract.basePath}${where}${spoilt.query ?? ''}`,
    headers: {
      'x-forwarded-for': merchants.address(),
      ...(carries ? { 'content-type': spoilt.raw?.type ?? 'application/json' } : {}),
      ...(isLost || !operation.takesCredentials ? {} : { authorization: `Bearer ${merchant.token}` }),
      ...spoilt.headers,
    },
    ...(carries ? { body: typeof body === 'string' ? withIds(body, merchant) : body } : {}),
  };
}

/** A right body, so that what is spoilt is all that is wrong: names that may be used once are new each time. */
function bodyFor(operation: ContractOperation, { random, merchants }: Assault): JsonObject | undefined {
  const example = bodyExample(operation);
  if (!example) return undefined;
  const body = structuredClone(example);
  const unique = randomBytes(5).toString('hex');
  if (operation.id === 'signUp') Object.assign(body, { email: `s${unique}@example.com`, username: `s${unique}` });
  if (operation.id === 'createCustomer') body['email'] = `c${unique}@example.com`;
  if ('phoneNumber' in body && operation.id === 'makePayment') body['phoneNumber'] = merchants.payer(PAYER_ENDING);
  if ('phone_number' in body) body['phone_number'] = Number(`67${random.between(10_000, 99_999)}${PAYER_ENDING}`);
  for (const name of Object.keys(body)) if (/Id$/.test(name) && name !== 'taxId') body[name] = `@${name}`;
  return body;
}

const withIds = (json: string, { holdings }: Merchant): string =>
  json.replace(/"@(\w+)"/g, (_, name: string) =>
    holdings[name] === undefined ? 'null' : JSON.stringify(holdings[name]),
  );

const withHoldings = (body: JsonObject, merchant: Merchant): JsonObject =>
  JSON.parse(withIds(JSON.stringify(body), merchant)) as JsonObject;

/** What a contract promises and nobody has built is not there, whatever is sent. */
async function attackClosed(assault: Assault, door: Surface): Promise<void> {
  const contract = Contract.of(door);
  const { merchants, target } = assault;
  await assault.inTurns(contract.operations.values(), async (operation) => {
    const path = operation.path.replace(/\{\w+\}/g, 'x');
    const headers = { 'x-forwarded-for': merchants.address(), 'content-type': 'application/json' };
    const url = `${target.doors[door]}${contract.basePath}${path}`;
    const body = ['GET', 'HEAD'].includes(operation.method) ? {} : { body: '{"a":' };
    await assault.fire({ what: `${door} ${operation.id}`, door, method: operation.method, url, headers, ...body });
  });
}
