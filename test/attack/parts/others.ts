import { Contract, type ContractOperation, type Surface } from '#platform';
import { bodyExample, pathParameters } from '../../support/contract-calls.js';
import type { Assault } from '../assault.js';
import { rowsAsText } from '../made-rows.js';
import type { Merchant } from '../merchants.js';
import type { Shot } from '../shot.js';

const NOWHERE = '01a200b0-5c1e-7c3a-9b1f-2f6f0c7f2a11';

/** Everything that somebody has, by everybody else; and fields that nobody may set, set. */
export async function attackOthers(assault: Assault): Promise<void> {
  const owner = await assault.merchants.furnished();
  const stranger = await assault.merchants.furnished();
  const before = await rowsNaming(assault, owner);
  await attackHoldings(assault, owner, stranger);
  await attackBodies(assault, owner, stranger);
  const after = await rowsNaming(assault, owner);
  if (before !== after)
    assault.blame(`what belongs to one merchant was changed by another\n      ${before}\n      ${after}`);
  await attackReadOnlyFields(assault);
}

/** An id of somebody else is answered as one that nobody has, with and without a token. */
async function attackHoldings(assault: Assault, owner: Merchant, stranger: Merchant): Promise<void> {
  const { merchants } = assault;
  for (const [door, operation] of operationsByName()) {
    const names = pathParameters(operation).filter((name) => owner.holdings[name]);
    if (names.length === 0 || operation.isPublic) continue;
    const call = (path: Readonly<Record<string, string>>, token: string | undefined): Shot => ({
      ...merchants.shot(operation.id, {
        door,
        path,
        ...(token === undefined ? {} : { token }),
        body: bodyExample(operation),
      }),
      what: `${operation.id} of somebody else`,
    });
    const theirs = Object.fromEntries(pathParameters(operation).map((name) => [name, owner.holdings[name] ?? NOWHERE]));
    const nobodys = Object.fromEntries(Object.keys(theirs).map((name) => [name, NOWHERE]));
    const [one, other, nobody] = [
      await assault.ask(call(theirs, stranger.token)),
      await assault.ask(call(nobodys, stranger.token)),
      await assault.ask(call(theirs, undefined)),
    ];
    if (one.status < 400 || one.status === 401)
      assault.blame(`${operation.id}: it was answered with ${one.status}`, call(theirs, stranger.token), one.reply);
    if (one.status !== other.status || JSON.stringify(one.body) !== JSON.stringify(other.body)) {
      assault.blame(
        `${operation.id}: what is somebody else's is told from what is nobody's`,
        call(theirs, stranger.token),
        one.reply,
      );
    }
    if (nobody.status !== 401)
      assault.blame(`${operation.id} without a token: ${nobody.status}`, call(theirs, undefined), nobody.reply);
  }
}

const operationsByName = (): (readonly [Surface, ContractOperation])[] =>
  (['dashboard', 'payment-links'] as const).flatMap((door) =>
    [...Contract.of(door).operations.values()].map((operation) => [door, operation] as const),
  );

/** A record of somebody else, named in a body. */
async function attackBodies(assault: Assault, owner: Merchant, stranger: Merchant): Promise<void> {
  const { merchants } = assault;
  const { customerId, productId, orderId, bankAccountId } = owner.holdings;
  const own = stranger.holdings;
  const line = { name: 'Coffee', quantity: 1, price: 100 };
  const phoneNumber = merchants.payer('91');
  const bodies: readonly (readonly [id: string, body: object])[] = [
    ['createOrder', { customerId, currency: 'XAF', items: [line] }],
    ['createOrder', { customerId: own['customerId'], currency: 'XAF', items: [{ ...line, productId }] }],
    ['createInvoice', { type: 'one-off', customerId, items: [{ ...line, vatRate: 0 }], vatDisplay: 'excluding' }],
    [
      'createInvoice',
      {
        type: 'one-off',
        customerId: own['customerId'],
        items: [{ ...line, vatRate: 0, productId }],
        vatDisplay: 'excluding',
      },
    ],
    [
      'createRecurringInvoice',
      { customerId, frequency: 'monthly', startDate: '2999-01-01', items: [{ ...line, vatRate: 0 }] },
    ],
    ['makePayment', { amount: 100, currency: 'XAF', provider: 'mtn-momo', phoneNumber, orderId }],
    ['makePayment', { amount: 100, currency: 'XAF', provider: 'mtn-momo', phoneNumber, customerId }],
    ['requestPayout', { amount: 100, currency: 'XAF', bankAccountId }],
  ];
  for (const [id, body] of bodies) {
    const shot = {
      ...merchants.shot(id, { token: stranger.token, body }),
      what: `${id} that names a record of somebody else`,
    };
    const reply = await assault.fire(shot);
    if (reply.status !== 422) assault.blame(`${shot.what}: it was answered with ${reply.status}`, shot, reply);
  }
}

/** Names of fields that only the platform writes, in whatever spelling. */
const READ_ONLY: Readonly<Record<string, unknown>> = {
  id: NOWHERE,
  userId: NOWHERE,
  user_id: NOWHERE,
  organizationId: NOWHERE,
  organization_id: NOWHERE,
  role: 'admin',
  roles: ['admin'],
  isAdmin: true,
  scopes: ['*'],
  status: 'approved',
  verified: true,
  emailVerified: true,
  email_verified_at: '2020-01-01',
  live: true,
  liveAllowed: true,
  live_at: '2020-01-01',
  testMode: false,
  mode: 'live',
  balance: 1e9,
  available: 1e9,
  fee: 0,
  fees: 0,
  feeRate: 0,
  net: 1e9,
  paid: true,
  paidAt: '2020-01-01',
  settled_at: '2020-01-01',
  current_uses: 0,
  createdAt: '2020-01-01',
  created_at: '2020-01-01',
  deletedAt: null,
  suspended: false,
  suspended_at: null,
  passwordHash: 'x',
  secret: 'x',
  ownerId: NOWHERE,
  version: 99,
  kycStatus: 'approved',
  number: 'INV-2020-000001',
};

async function attackReadOnlyFields(assault: Assault): Promise<void> {
  const { merchants, target } = assault;
  const standing = (): Promise<string> =>
    rowsAsText(
      target.databaseUrl,
      `SELECT (SELECT count(*) FROM users WHERE role <> 'customer') AS staff, (SELECT count(*) FROM organizations WHERE live_at IS NOT NULL) AS live,
      (SELECT count(*) FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.role <> 'owner') AS others`,
      [],
    );
  await requireSeen(assault, standing);
  const before = await standing();
  const shots = operationsByName().flatMap(([door, operation]) => {
    if (!operation.takesJson || operation.id === 'logout' || operation.path.startsWith('/admin/')) return [];
    const example = bodyExample(operation) ?? {};
    const fields = Object.entries(READ_ONLY).filter(([name]) => !(name in example));
    return fields.map(([name, value]) => ({ door, id: operation.id, name, body: { ...example, [name]: value } }));
  });
  await assault.inTurns(shots, async ({ door, id, name, body }) => {
    const { token, holdings } = await merchants.next();
    await assault.fire({ ...merchants.shot(id, { door, token, path: holdings, body }), what: `${id} with ${name}` });
  });
  const after = await standing();
  if (before !== after) assault.blame(`fields that nobody may set were set\n      ${before}\n      ${after}`);
}

/** Where one field that nobody may set is set by hand, and nothing is seen, nothing that the attack does would be. */
async function requireSeen(assault: Assault, standing: () => Promise<string>): Promise<void> {
  const before = await standing();
  const [{ id } = { id: NOWHERE }] = JSON.parse(
    await rowsAsText(
      assault.target.databaseUrl,
      `UPDATE organizations SET live_at = now() WHERE id = (SELECT id FROM organizations WHERE live_at IS NULL LIMIT 1) RETURNING id`,
      [],
    ),
  ) as { id: string }[];
  const isSeen = (await standing()) !== before;
  await rowsAsText(assault.target.databaseUrl, 'UPDATE organizations SET live_at = NULL WHERE id = $1', [id]);
  if (!isSeen) assault.blame('a field that was set by hand was not seen');
}

/** All rows that have the id of one of a merchant's records in them, as one fingerprint for each table. */
async function rowsNaming({ target }: Assault, { holdings }: Merchant): Promise<string> {
  const tables = [
    'customers',
    'products',
    'orders',
    'invoices',
    'recurring_invoices',
    'payment_links',
    'applications',
    'personal_access_tokens',
    'bank_accounts',
    'api_keys',
    'refunds',
    'payouts',
    'credit_notes',
  ];
  const ids = Object.values(holdings).join('|');
  const parts = tables.map(
    (name) =>
      `SELECT '${name}' AS name, count(*) || md5(coalesce(string_agg(t::text, ' ' ORDER BY t::text), '')) AS rows FROM ${name} t WHERE t::text ~ $1`,
  );
  return rowsAsText(target.databaseUrl, parts.join(' UNION ALL '), [ids]);
}
