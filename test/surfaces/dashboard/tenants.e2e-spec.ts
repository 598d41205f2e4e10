import { Contract, SharedClock, type ContractOperation } from '#platform';
import { dashboardDoor } from '#surfaces/dashboard';
import { anAdministrator, type TestAdministrator } from '../../support/administrator.js';
import { bodyExample, bodyFields, pathParameters, queryParameters } from '../../support/contract-calls.js';
import { NOWHERE, startTestDoor, type Answer, type CallOptions, type TestDoor } from '../../support/door.js';
import { forgetTenants } from '../../support/forgetful-reads.js';
import { aFurnishedTenant, KINDS, type Furnished, type RecordKind, type Records } from '../../support/furnished.js';
import { aMerchant } from '../../support/merchant.js';
import { aPayer } from '../../support/payments.js';
import { rowsOf } from '../../support/rows.js';

/** Parts of paths that name no record. */
const NO_IDS: Readonly<Record<string, string>> = { side: 'front' };
/** Fields of bodies that end like ids and name no record of ours. */
const FOREIGN_IDS = ['taxId', 'profileId'];
/** Belong to the organisation, in whichever mode it acts. */
const WITHOUT_MODE: readonly RecordKind[] = ['app', 'customer', 'product'];
/** Cannot be found in any list, but by staff. */
const UNLISTED: readonly RecordKind[] = ['export', 'evidenceFile', 'identityDocument', 'organization'];

const ITEMS = [{ name: 'Coffee 500 g', quantity: 2, price: 3500 }];
/** Bodies that pass their constraints, where the example of the contract does not or names a record. */
const BODIES: Readonly<Record<string, (ids: Records) => Record<string, unknown>>> = {
  createOrder: ({ customer: [customerId], product: [productId] }) => ({
    customerId,
    currency: 'XAF',
    items: ITEMS.map((item) => ({ ...item, productId })),
  }),
  createInvoice: ({ customer: [customerId], product: [productId] }) => ({
    type: 'one-off',
    vatDisplay: 'excluding',
    customerId,
    items: ITEMS.map((item) => ({ ...item, productId, vatRate: 0 })),
  }),
  createRecurringInvoice: ({ customer: [customerId], product: [productId] }) => ({
    frequency: 'monthly',
    startDate: '2999-01-01',
    customerId,
    items: ITEMS.map((item) => ({ ...item, productId, vatRate: 0 })),
  }),
  createCreditNote: ({ product: [productId] }) => ({
    amount: 3500,
    reason: 'Half of it',
    items: ITEMS.map((item) => ({ ...item, quantity: 1, productId, vatRate: 0 })),
  }),
  makePayment: ({ customer: [customerId], order: [orderId] }) => ({
    amount: 7000,
    currency: 'XAF',
    provider: 'mtn-momo',
    phoneNumber: aPayer(),
    customerId,
    orderId,
  }),
  requestPayout: ({ bankAccount: [bankAccountId] }) => ({ amount: 500, currency: 'XAF', bankAccountId }),
};
const QUERIES: Readonly<Record<string, Record<string, string>>> = {
  getStatistics: { period: 'months', value: 'November 2025' },
  getDailyStatistics: { startDate: '2025-11-01', endDate: '2025-11-30' },
  getBalanceReport: { startDate: '2025-11-01', endDate: '2025-11-30' },
  verifyAccountHolder: { phoneNumber: '+237 6 71 38 11 52' },
};

const MALFORMED = ['x', `${NOWHERE}x`, `${NOWHERE} `, '%', "' OR '1'='1", '..;', 'x'.repeat(64)];
const MODES = ['LIVE', 'SANDBOX'] as const;

const contract = Contract.of('dashboard');
const guarded = [...contract.operations.values()].filter(({ isPublic }) => !isPublic);
const isStaffs = ({ path }: ContractOperation): boolean => path.startsWith('/admin/');
const named = (operation: ContractOperation): [string, ContractOperation] => [operation.id, operation];
const byId = guarded.filter(({ path }) => path.includes('{'));
/** Shows what the operator says of a number, and no rows. */
const ROWLESS = 'verifyAccountHolder';
const reads = guarded.filter(({ id, method, path }) => method === 'GET' && !path.includes('{') && id !== ROWLESS);
const namesRecords = (operation: ContractOperation): string[] =>
  [...bodyFields(contract, operation)].filter((field) => /Id$/.test(field) && !FOREIGN_IDS.includes(field));

describe('dashboard: nobody reaches what belongs to another organisation', () => {
  let door: TestDoor;
  let staff: TestAdministrator;
  let neighbour: Furnished;
  let stranger: Furnished;
  let before: Record<string, string>;

  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor);
    staff = await anAdministrator(door);
    neighbour = await aFurnishedTenant(door, staff);
    stranger = await aFurnishedTenant(door, staff);
    before = await neighboursRows();
  }, 120_000);
  afterAll(() => door?.close());
  afterEach(async () => {
    const was = before;
    before = await neighboursRows();
    expect(before).toEqual(was);
  });

  const idsOf = ({ sandbox, live }: Furnished): string[] => [
    ...new Set([...Object.values(sandbox), ...Object.values(live)].flat()),
  ];
  const neighboursRows = () =>
    rowsOf(door.database, neighbour.merchant.organizationId, [neighbour.merchant.userId, ...idsOf(neighbour)]);
  const outcome = ({ status, body }: Answer): object => ({ status, code: body.error?.code });
  const refused = (status: number, code: string): object => ({ status, code });

  /** Calls with every id of the path that the records have, the parts of one path of the same turn. */
  function pathsOf(operation: ContractOperation, records: Records): Record<string, string>[] {
    const names = pathParameters(operation);
    const turns = Math.max(...names.map((name) => records[KINDS[name] ?? 'app'].length));
    return Array.from({ length: turns }, (_, turn) =>
      Object.fromEntries(
        names.map((name) => [name, NO_IDS[name] ?? records[KINDS[name] ?? 'app'].at(turn % turns) ?? '']),
      ),
    ).filter((path) => Object.values(path).every((id) => id !== ''));
  }

  function call(operation: ContractOperation, token: string | null, options: CallOptions = {}): Promise<Answer> {
    const body = BODIES[operation.id]?.(stranger.sandbox) ?? bodyExample(operation);
    const headers = { 'x-mode': 'SANDBOX' };
    return door.call(operation.id, { token, query: QUERIES[operation.id], body, headers, ...options });
  }

  async function expectAll(
    operation: ContractOperation,
    token: string | null,
    calls: readonly CallOptions[],
    expected: object,
  ): Promise<void> {
    for (const options of calls) {
      const answer = await call(operation, token, options);
      expect({ ...options, ...outcome(answer) }).toEqual({ ...options, ...expected });
    }
  }

  it('names what every id in a path and in a body is the id of', () => {
    const unnamed = byId.flatMap((operation) =>
      pathParameters(operation).filter((name) => !(name in KINDS) && !(name in NO_IDS)),
    );
    const bodies = guarded.flatMap((operation) => namesRecords(operation).filter((field) => !(field in KINDS)));
    expect([unnamed, bodies]).toEqual([[], []]);
  });

  it('has a neighbour with something of every kind that a path names', () => {
    const missing = byId.filter((operation) => pathsOf(operation, neighbour.sandbox).length === 0).map(({ id }) => id);
    expect(missing).toEqual([]);
  });

  describe.each(byId.map(named))('%s', (_, operation) => {
    it('finds what is its own: the neighbour is real', async () => {
      if (operation.method !== 'GET' || isStaffs(operation)) return;
      // Not of the neighbour, of whom nothing may change.
      const calls = pathsOf(operation, stranger.sandbox).map((path) => ({ path }));
      for (const options of calls) expect((await call(operation, stranger.merchant.token, options)).status).toBe(200);
    });

    it('does not find what is another’s, what is not, and what is no id', async () => {
      const theirs = [neighbour.sandbox, neighbour.live].flatMap((records) => pathsOf(operation, records));
      const [own = {}] = pathsOf(operation, stranger.sandbox);
      const wrong = pathParameters(operation).filter((name) => !(name in NO_IDS));
      const never = [NOWHERE, ...MALFORMED].flatMap((id) => wrong.map((name) => ({ ...own, [name]: id })));
      if (!isStaffs(operation)) {
        const paths = [...theirs, ...never].map((path) => ({ path }));
        await expectAll(operation, stranger.merchant.token, paths, refused(404, 'NOT_FOUND'));
        return;
      }
      // To staff both organisations are open, but a part of the one is not to be had through the other.
      const [first = {}] = theirs;
      const crossed = wrong.length < 2 ? [] : wrong.map((name) => ({ ...own, [name]: first[name] ?? '' }));
      const paths = [...never, ...crossed].map((path) => ({ path }));
      await expectAll(operation, staff.token, paths, refused(404, 'NOT_FOUND'));
    });

    it('does not find in one mode what belongs to the other', async () => {
      const kinds = pathParameters(operation).map((name) => KINDS[name] ?? 'app');
      const hasModes = operation.headers.has('x-mode') && !kinds.some((kind) => WITHOUT_MODE.includes(kind));
      if (!hasModes) return;
      const inMode = (records: Records, mode: string): CallOptions[] =>
        pathsOf(operation, records).map((path) => ({ path, headers: { 'x-mode': mode } }));
      const calls = [...inMode(neighbour.sandbox, 'LIVE'), ...inMode(neighbour.live, 'SANDBOX')];
      await expectAll(operation, neighbour.merchant.token, calls, refused(404, 'NOT_FOUND'));
    });
  });

  it('would see a door that reads without regard to the tenant', async () => {
    const finds = byId.filter((operation) => operation.method === 'GET' && !isStaffs(operation));
    const judge = (operation: ContractOperation): Promise<void> => {
      const paths = pathsOf(operation, neighbour.sandbox).map((path) => ({ path }));
      return expectAll(operation, stranger.merchant.token, paths, refused(404, 'NOT_FOUND'));
    };
    const remember = forgetTenants(door.database);
    const outcomes = await Promise.allSettled(finds.map(judge)).finally(remember);
    // Who reads an open refund has the operator asked about it.
    before = await neighboursRows();
    const unseen = finds.filter((_, index) => outcomes[index]?.status === 'fulfilled').map(({ id }) => id);
    expect(unseen).toEqual([]);
  });

  it.each(reads.filter((operation) => !isStaffs(operation)).map(named))(
    '%s shows its own rows',
    async (_, operation) => {
      const { organizationId, userId, email } = neighbour.merchant;
      const theirs = [...idsOf(neighbour), organizationId, userId, email];
      const [own] = QUERIES[operation.id] ? [QUERIES[operation.id]] : [{}];
      const filters = queryParameters(contract, operation).flatMap(({ name }) => {
        if (name === 'search') return [{ search: organizationId }];
        const kind = KINDS[name];
        return kind ? neighbour.sandbox[kind].map((id) => ({ [name]: id })) : [];
      });
      for (const query of [{}, ...filters]) {
        for (const mode of MODES) {
          const options = { query: { ...own, ...query }, headers: { 'x-mode': mode } };
          const { status, body } = await call(operation, stranger.merchant.token, options);
          const text = JSON.stringify(body);
          const shown = theirs.filter((id) => text.includes(id));
          expect({ ...options, status, shown }).toEqual({ ...options, status: 200, shown: [] });
        }
      }
    },
  );

  it('lists everything to its owner', async () => {
    const texts: string[] = [];
    for (const operation of reads.filter((one) => !isStaffs(one))) {
      for (const mode of MODES) {
        const options = { headers: { 'x-mode': mode } };
        texts.push(JSON.stringify((await call(operation, stranger.merchant.token, options)).body));
      }
    }
    const unlisted = UNLISTED.flatMap((kind) => stranger.sandbox[kind]);
    const missing = idsOf(stranger).filter((id) => !unlisted.includes(id) && !texts.some((text) => text.includes(id)));
    expect(missing).toEqual([]);
  });

  it.each(guarded.filter((operation) => !isStaffs(operation) && namesRecords(operation).length > 0).map(named))(
    '%s takes no record of another by its body',
    async (_, operation) => {
      const good = BODIES[operation.id]?.(stranger.sandbox) ?? {};
      const bad = BODIES[operation.id]?.(neighbour.sandbox) ?? {};
      const [path = {}] = operation.path.includes('{') ? pathsOf(operation, stranger.sandbox).slice(-1) : [];
      for (const field of Object.keys(good).filter(
        (name) => JSON.stringify(good[name]) !== JSON.stringify(bad[name]),
      )) {
        if (field === 'phoneNumber') continue;
        const body = { ...good, [field]: bad[field] };
        const answer = await call(operation, stranger.merchant.token, { path, body });
        const told = Object.keys(answer.body.error?.details ?? {}).map((name) => name.split('.')[0]);
        expect({ field, ...outcome(answer), told }).toEqual({
          field,
          ...refused(422, 'VALIDATION_ERROR'),
          told: [field],
        });
      }
    },
  );

  it.each(guarded.filter(isStaffs).map(named))('%s is for staff alone', async (_, operation) => {
    const [path = {}] = pathParameters(operation).length > 0 ? pathsOf(operation, neighbour.sandbox) : [];
    for (const { merchant } of [neighbour, stranger]) {
      await expectAll(operation, merchant.token, [{ path }], refused(403, 'FORBIDDEN'));
    }
    const paths = pathParameters(operation).length > 0 ? [NOWHERE, 'x'].map((id) => fill(operation, id)) : [];
    await expectAll(operation, stranger.merchant.token, paths, refused(403, 'FORBIDDEN'));
  });

  const fill = (operation: ContractOperation, id: string): CallOptions => ({
    path: Object.fromEntries(pathParameters(operation).map((name) => [name, id])),
  });

  it.each(guarded.map(named))('%s wants a token that holds', async (_, operation) => {
    const [path = {}] = pathParameters(operation).length > 0 ? pathsOf(operation, neighbour.sandbox) : [];
    await expectAll(operation, null, [{ path }], refused(401, 'AUTH_REQUIRED'));
    await expectAll(operation, `${neighbour.merchant.token}x`, [{ path }], refused(401, 'AUTH_INVALID'));
  });

  it('takes a token no longer once it has lapsed, whatever is asked for', async () => {
    const { token } = await aMerchant(door);
    await door.get(SharedClock).move(3_600_000 + 1000);
    for (const operation of guarded) {
      const [path = {}] = pathParameters(operation).length > 0 ? pathsOf(operation, neighbour.sandbox) : [];
      const answer = await call(operation, token, { path });
      expect([operation.id, outcome(answer)]).toEqual([operation.id, refused(401, 'AUTH_EXPIRED')]);
    }
  });
});
