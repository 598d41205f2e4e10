import { randomBytes } from 'node:crypto';
import type { Assault } from '../assault.js';
import { toldApart } from '../judges.js';
import type { Json, Shot } from '../shot.js';

const TURNS = 40;
const TURNS_SHORT = 15;
/** Of the middle of many calls over a quiet line; with less, nobody far away tells two apart. */
const APART_MS = 4;

interface Question {
  readonly what: string;
  /** About somebody who is there, and about nobody. Both anew for each call, so that nothing is locked. */
  readonly known: () => Promise<Shot>;
  readonly unknown: () => Promise<Shot>;
}

/** What answers, and the time that they take, tell of what is not the caller's: who has an account, which keys exist. */
export async function attackOracles(assault: Assault): Promise<void> {
  for (const question of await questions(assault)) await ask(assault, question);
}

async function ask(assault: Assault, { what, known, unknown }: Question): Promise<void> {
  const times = { known: [] as number[], unknown: [] as number[] };
  for (let turn = 0; turn < (assault.plan.short ? TURNS_SHORT : TURNS); turn += 1) {
    const shots = { known: await known(), unknown: await unknown() };
    // In turns, and first the one and then the other: a machine that becomes busy is busy for both.
    const order = turn % 2 === 0 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const);
    const said: Partial<Record<'known' | 'unknown', string>> = {};
    for (const which of order) {
      const { status, body, reply } = await assault.ask(shots[which]);
      times[which].push(reply.ms);
      said[which] = `${status} ${withoutOwn(body, shots[which])}`;
    }
    if (turn === 0 && said.known !== said.unknown) {
      assault.blame(`${what}: the answers differ\n      ${said.known}\n      ${said.unknown}`, shots.known);
    }
  }
  const apart = toldApart(times.known.slice(3), times.unknown.slice(3), APART_MS);
  if (apart) assault.blame(`${what}: the times differ, ${apart}`, await known());
}

/** What was sent, and instants, differ in every answer. */
function withoutOwn(body: Json, { body: sent = '', url }: Shot): string {
  const own = [...String(sent).matchAll(/"([^"]{6,})"/g)].map(([, text]) => text ?? '');
  const path = /[^/]+$/.exec(url)?.[0] ?? '';
  return [...own, path]
    .filter((text) => text !== '')
    .reduce((text, mine) => text.replaceAll(mine, '…'), JSON.stringify(body) ?? '')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '…');
}

async function questions({ merchants, plan }: Assault): Promise<Question[]> {
  const count = (plan.short ? TURNS_SHORT : TURNS) + 1;
  // Locked after five guesses, so that each is asked about twice at most.
  const people = await Promise.all(Array.from({ length: Math.ceil(count / 2) }, () => merchants.fresh()));
  const unverified = await Promise.all(Array.from({ length: Math.ceil(count / 2) }, () => signedUp(merchants)));
  const askedAbout = unverified.map(() => nobody());
  for (const email of askedAbout) await merchants.data('sendVerificationOtp', { body: { email } });
  let turn = 0;
  const one = <T>(of: readonly T[]): T => of[Math.floor(turn++ / 2) % of.length] as T;
  const call = (id: string, body: object): Promise<Shot> => Promise.resolve(merchants.shot(id, { body }));
  const login = (email: string): Promise<Shot> => call('login', { email, password: 'Wrong123!aA' });
  const [mine] = people;
  const link = await merchants.furnished();
  const read = (token: string | undefined, paymentId: string): Promise<Shot> =>
    Promise.resolve(merchants.shot('getPayment', { token: token ?? '', path: { paymentId } }));
  const uuid = (): string =>
    `01a200b0-${randomBytes(2).toString('hex')}-7${randomBytes(2).toString('hex').slice(1)}-8${randomBytes(2).toString('hex').slice(1)}-${randomBytes(6).toString('hex')}`;
  return [
    {
      what: 'whether an address has an account, asked with a wrong password',
      known: () => login(one(people).email),
      unknown: () => login(nobody()),
    },
    {
      what: 'whether an address has an account, asked for a new password',
      known: () => call('forgotPassword', { email: one(people).email }),
      unknown: () => call('forgotPassword', { email: nobody() }),
    },
    // An address that was asked about a moment ago is told so, whether it has an account or not.
    {
      what: 'whether an address waits for its code, asked for another',
      known: () => call('sendVerificationOtp', { email: one(unverified) }),
      unknown: () => call('sendVerificationOtp', { email: one(askedAbout) }),
    },
    {
      what: 'whether a payment of somebody else exists',
      known: () => read(mine?.token, link.holdings['paymentId'] ?? ''),
      unknown: () => read(mine?.token, uuid()),
    },
    {
      what: 'whether a key begins like one that exists',
      known: () =>
        Promise.resolve(
          merchants.shot('listPaymentLinks', {
            door: 'payment-links',
            apiKey: `${link.apiKey.slice(0, -4)}${randomBytes(2).toString('hex')}`,
          }),
        ),
      unknown: () =>
        Promise.resolve(
          merchants.shot('listPaymentLinks', {
            door: 'payment-links',
            apiKey: `app_test_${randomBytes(24)
              .toString('hex')
              .slice(0, link.apiKey.length - 9)}`,
          }),
        ),
    },
    {
      what: 'whether a token for a new password exists',
      known: () =>
        call('resetPassword', { token: `rp_${randomBytes(32).toString('base64url')}`, newPassword: 'Secret456!' }),
      unknown: () => call('resetPassword', { token: randomBytes(34).toString('base64url'), newPassword: 'Secret456!' }),
    },
  ];
}

const nobody = (): string => `n${randomBytes(6).toString('hex')}@example.com`;

async function signedUp(merchants: Assault['merchants']): Promise<string> {
  const username = `u${randomBytes(6).toString('hex')}`;
  const email = `${username}@example.com`;
  await merchants.data('signUp', {
    body: { username, firstName: 'Ada', lastName: 'Ngo', email, password: 'Secret123!' },
  });
  return email;
}
