import type { Assault } from '../assault.js';
import type { Shot } from '../shot.js';

/** Guessing at what is secret, from as many addresses as one likes. */
export async function attackGuesses(assault: Assault): Promise<void> {
  await guessMailedCodes(assault);
  await guessPasswords(assault);
  await guessSecondFactors(assault);
  await guessKeys(assault);
  await guessAddresses(assault);
}

const digits = (value: number): string => String(value).padStart(6, '0');
const CODES_COMPARED = 5;

/** Half of the guesses at once: a count that is read before it is written would not see them. */
async function guessMailedCodes(assault: Assault): Promise<void> {
  const { merchants } = assault;
  const email = `g${Date.now()}@example.com`;
  await merchants.data('signUp', {
    body: { username: email.split('@')[0], firstName: 'Ada', lastName: 'Ngo', email, password: 'Secret123!' },
  });
  const guess = (otp: string): Shot => merchants.shot('verifyOtp', { body: { email, otp } });
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, index) => assault.ask(guess(digits(200_000 + index)))),
  );
  const compared = answers.filter(({ body }) => body?.error?.details?.attemptsLeft !== undefined).length;
  if (compared > CODES_COMPARED) assault.blame(`${compared} mailed codes were compared`, guess('200000'));
  const right = await assault.ask(guess('123456'));
  if (right.status === 200)
    assault.blame('the right code was taken after sixty wrong ones', guess('123456'), right.reply);
}

async function guessPasswords(assault: Assault): Promise<void> {
  const { merchants } = assault;
  const { email, password } = await merchants.fresh();
  const guess = (attempt: string): Shot => merchants.shot('login', { body: { email, password: attempt } });
  const answers = await Promise.all(Array.from({ length: 40 }, (_, index) => assault.ask(guess(`Wrong${index}!aA1`))));
  const compared = answers.filter(({ status }) => status === 401).length;
  if (compared > 5) assault.blame(`${compared} passwords were compared`, guess('Wrong1!aA1'));
  const variants = [
    email.toUpperCase(),
    ` ${email}`,
    email.replace('@', '@ '),
    `${email}\u0000`,
    email.normalize('NFD'),
    `"${email.split('@')[0]}"@example.com`,
  ];
  for (const written of variants) {
    const shot = merchants.shot('login', { body: { email: written, password } });
    const reply = await assault.fire(shot);
    if (reply.status === 200)
      assault.blame(`an address that is locked opens when it is written ${JSON.stringify(written)}`, shot, reply);
  }
}

const SECOND_FACTOR_GUESSES = 20;

async function guessSecondFactors(assault: Assault): Promise<void> {
  const { merchants } = assault;
  const { Secret, TOTP } = await import('otpauth');
  const { email, password, token } = await merchants.fresh();
  const enrolled = await merchants.data('setTwoFactor', { token, body: { enabled: true } });
  const code = new TOTP({ secret: Secret.fromBase32(enrolled.secret) }).generate();
  await merchants.data('confirmTwoFactor', { token, body: { code } });
  let compared = 0;
  for (let turn = 0; turn < 8; turn += 1) {
    const signIn = await assault.ask(merchants.shot('login', { body: { email, password } }));
    const challengeToken = String(
      signIn.body?.error?.details?.challengeToken ?? signIn.body?.data?.challengeToken ?? '',
    );
    const guess = (attempt: string): Shot =>
      merchants.shot('loginWithTwoFactor', { body: { challengeToken, code: attempt } });
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => assault.ask(guess(digits(turn * 100 + index)))),
    );
    compared += answers.filter(({ body }) => body?.error?.details?.attemptsLeft !== undefined).length;
    const replayed = await assault.ask(guess(code));
    if (replayed.status === 200)
      assault.blame('a code of the authenticator was taken a second time', guess(code), replayed.reply);
  }
  if (compared > SECOND_FACTOR_GUESSES) assault.blame(`${compared} codes of an authenticator were compared`);
  if (compared === 0)
    assault.blame('no code of an authenticator was compared: the attack does not know the way any more');
}

/** Keys, tokens and unknown addresses count by address, and headers that name another address change nothing. */
async function guessKeys(assault: Assault): Promise<void> {
  const { merchants } = assault;
  const address = merchants.address();
  const guess = (turn: number): Shot => {
    const shot = merchants.shot('listPaymentLinks', {
      door: 'payment-links',
      apiKey: `app_test_${'a'.repeat(28)}${String(turn).padStart(4, '0')}`,
      address,
    });
    // Whoever comes through the proxy may put in front what he likes.
    return {
      ...shot,
      what: 'a guessed key',
      headers: {
        ...shot.headers,
        'x-forwarded-for': `10.0.0.${turn % 250}, ${address}`,
        'x-real-ip': `10.1.0.${turn % 250}`,
        forwarded: `for=10.2.0.${turn % 250}`,
      },
    };
  };
  const statuses = new Map<number, number>();
  const limit = assault.target.config.rateLimitPerAccount;
  await assault.inTurns(
    Array.from({ length: limit + 50 }, (_, turn) => turn),
    async (turn) => {
      const { status } = await assault.send(guess(turn));
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    },
  );
  const refused = statuses.get(401) ?? 0;
  if (refused > limit) assault.blame(`${refused} keys were compared for one address within a minute`, guess(1));
}

/** Links are public to whoever has their address, and to nobody who tries addresses. */
async function guessAddresses(assault: Assault): Promise<void> {
  const { merchants, target, plan } = assault;
  const address = merchants.address();
  const ask = (turn: number): Shot => ({
    what: 'a guessed page',
    door: null,
    method: 'GET',
    url: `${target.doors['payment-links']}/pay/AAAA${String(turn).padStart(4, '0')}`,
    headers: { 'x-forwarded-for': address },
  });
  let unknown = 0;
  for (let turn = 0; turn < (plan.short ? 60 : 200); turn += 1)
    if ((await assault.fire(ask(turn))).status === 404) unknown += 1;
  if (unknown > 30)
    assault.blame(`${unknown} addresses of pages were tried from one address within ten minutes`, ask(0));
}
