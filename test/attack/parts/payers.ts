import { randomBytes } from 'node:crypto';
import type { Assault } from '../assault.js';
import type { Merchant } from '../merchants.js';
import type { Json, Shot } from '../shot.js';

/** The pay page and the calls that need no key: prompts on strangers' telephones, uses of links, what a page shows. */
export async function attackPayers(assault: Assault): Promise<void> {
  const merchant = await assault.merchants.fresh();
  await ringStrangers(assault, merchant);
  await takeMoreThanThereIs(assault, merchant);
  await readOtherPayments(assault, merchant);
  await spoilForms(assault, merchant);
  await writeIntoPages(assault, merchant);
}

const linkOf = (assault: Assault, { apiKey }: Merchant, body: object = {}): Promise<Json> =>
  assault.merchants.data('createPaymentLink', {
    door: 'payment-links',
    apiKey,
    body: { amount: 10_000, description: 'Coffee', ...body },
  });

const form = (
  assault: Assault,
  slug: string,
  fields: Readonly<Record<string, string>>,
  address = assault.merchants.address(),
): Shot => ({
  what: 'a form of the pay page',
  door: null,
  method: 'POST',
  url: `${assault.target.doors['payment-links']}/pay/${slug}`,
  headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-forwarded-for': address },
  body: new URLSearchParams({
    key: `pf_${randomBytes(12).toString('hex')}`,
    operator: 'mtn-momo',
    ...fields,
  }).toString(),
});

const PROMPTS_MAX = 5;

/** However the number is written, over however many links and addresses, a telephone rings five times in ten minutes. */
async function ringStrangers(assault: Assault, merchant: Merchant): Promise<void> {
  const { merchants } = assault;
  const national = merchants.payer('97').slice(4);
  const written = [
    national,
    `+237${national}`,
    `237${national}`,
    ` +237 ${national}`,
    `00237${national}`,
    national.replace(/(\d{3})/g, '$1 '),
    `+237-${national}`,
    `(237)${national}`,
    [...national].map((digit) => String.fromCharCode(0xff10 + Number(digit))).join(''),
  ];
  const links = await Promise.all(Array.from({ length: 4 }, () => linkOf(assault, merchant, { max_uses: 100 })));
  let rung = 0;
  for (let turn = 0; turn < 30; turn += 1) {
    const { slug } = links[turn % links.length];
    const phone = written[turn % written.length] ?? national;
    const body = { phone_number: turn % 3 === 0 ? Number(national) : phone, provider: 'MTN_CAM' };
    const shot =
      turn % 2 === 0
        ? merchants.shot('redeemPaymentLink', { door: 'payment-links', path: { slug }, body })
        : form(assault, slug, { phone });
    const { status } = await assault.fire(shot);
    if (status < 400) rung += 1;
  }
  if (rung > PROMPTS_MAX) assault.blame(`one telephone rang ${rung} times within ten minutes`);
  if (rung === 0) assault.blame('no telephone rang: the attack does not know the way any more');
}

/** Forty at once for the last use of a link. */
async function takeMoreThanThereIs(assault: Assault, merchant: Merchant): Promise<void> {
  const { merchants } = assault;
  const { slug } = await linkOf(assault, merchant, { max_uses: 1 });
  const redeem = (): Shot =>
    merchants.shot('redeemPaymentLink', {
      door: 'payment-links',
      path: { slug },
      body: { phone_number: Number(merchants.payer('01').slice(4)), provider: 'MTN_CAM' },
    });
  const answers = await Promise.all(Array.from({ length: 40 }, () => assault.send(redeem())));
  const taken = answers.filter(({ status }) => status < 300).length;
  if (taken !== 1) assault.blame(`a link for one payment was taken ${taken} times`, redeem());
  const priced = merchants.shot('redeemPaymentLink', {
    door: 'payment-links',
    path: { slug: (await linkOf(assault, merchant)).slug },
    body: { phone_number: Number(merchants.payer('91').slice(4)), provider: 'MTN_CAM', amount: 1 },
  });
  const cheap = await assault.fire(priced);
  if (cheap.status < 300) assault.blame('a payer names the price of a link that has one', priced, cheap);
}

/** A payment is found by its own address alone: not by one that is near, nor under another link. */
async function readOtherPayments(assault: Assault, merchant: Merchant): Promise<void> {
  const { merchants, target } = assault;
  const [one, other] = [
    await linkOf(assault, merchant, { max_uses: 10 }),
    await linkOf(assault, merchant, { max_uses: 10 }),
  ];
  const redeemed = await merchants.data('redeemPaymentLink', {
    door: 'payment-links',
    path: { slug: one.slug },
    body: { phone_number: Number(merchants.payer('91').slice(4)), provider: 'MTN_CAM' },
  });
  const transaction = String(redeemed.payment.transaction_id);
  const number = BigInt(transaction.split('_').at(-1) ?? '0');
  const near = [number + 1n, number - 1n, -number, number << 128n, 0n].map((near_) => `pl_${one.slug}_${near_}`);
  const wrong = [
    ...near,
    transaction.replace(one.slug, other.slug),
    `${transaction}0`,
    `${transaction}%00`,
    transaction.toUpperCase(),
    `pl_${one.slug}_${'9'.repeat(5000)}`,
    String(redeemed.payment.id),
  ];
  for (const id of wrong) {
    for (const slug of [one.slug, other.slug]) {
      const api = {
        ...merchants.shot('getLinkPayment', { door: 'payment-links', path: { slug, transaction_id: id } }),
        what: 'a payment by another address',
      };
      const page: Shot = {
        what: api.what,
        door: null,
        method: 'GET',
        url: `${target.doors['payment-links']}/pay/${slug}/payments/${id}`,
        headers: api.headers,
      };
      for (const shot of [api, page]) {
        const reply = await assault.fire(shot);
        if (reply.status < 400) assault.blame(`a payment is shown at ${id.slice(0, 80)} of ${slug}`, shot, reply);
      }
    }
  }
  const shown = await assault.fire({
    ...merchants.shot('getLinkPayment', {
      door: 'payment-links',
      path: { slug: one.slug, transaction_id: transaction },
    }),
    what: 'a payment by its address',
  });
  if (shown.status !== 0 && /phone|msisdn|67\d{7}/i.test(shown.text.replaceAll(transaction, '')))
    assault.blame('the page of a payment tells who pays');
}

const NASTY = [
  '',
  ' ',
  '\u0000',
  'x'.repeat(100_000),
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' OR 1=1--",
  '\r\nX-Injected: yes',
  '-1',
  '0',
  '1e9',
  '1e309',
  'NaN',
  '0.001',
  '999999999999999999999',
  '１００',
  '\u202e',
  '__proto__',
  '../..',
];

async function spoilForms(assault: Assault, merchant: Merchant): Promise<void> {
  const { merchants, target } = assault;
  const { slug } = await linkOf(assault, merchant, { max_uses: 100 });
  const fields = ['phone', 'operator', 'amount', 'key', '__proto__'];
  await assault.inTurns(
    fields.flatMap((name) => NASTY.map((text) => [name, text] as const)),
    async ([name, text]) => {
      const shot = {
        ...form(assault, slug, { phone: merchants.payer('91').slice(4), [name]: text }),
        what: `a form whose ${name} is ${JSON.stringify(text).slice(0, 40)}`,
      };
      const reply = await assault.fire(shot);
      if (reply.status !== 0 && /<script>alert|<img src=x/.test(reply.text))
        assault.blame(`${shot.what} comes back as HTML`, shot, reply);
    },
  );
  const pages = [
    '',
    '/',
    '/..',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/events/x',
    '/state',
    '/qr.png',
    '/payments',
    '/payments/x/receipt.pdf',
    '?lang=<script>',
    '?lang=x%0d%0aX-Injected:yes',
    '/payments/%00',
    '/%ff',
    '/payments/..%2f..',
    `/${'a'.repeat(10_000)}`,
  ];
  for (const path of pages)
    await assault.fire({
      what: `the page ${path.slice(0, 40)}`,
      door: null,
      method: 'GET',
      url: `${target.doors['payment-links']}/pay/${slug}${path}`,
      headers: { 'x-forwarded-for': merchants.address() },
    });
  for (const cookie of ['pay=', 'pay=AAAA', `pay=${'A'.repeat(900)}`, 'pay=%00', 'pay=a; pay=b']) {
    await assault.fire({
      what: `the cookie ${cookie.slice(0, 20)}`,
      door: null,
      method: 'GET',
      url: `${target.doors['payment-links']}/pay/${slug}`,
      headers: { cookie, 'x-forwarded-for': merchants.address() },
    });
  }
}

/** What a merchant writes is text on the page of his link, and leads nowhere that runs. */
async function writeIntoPages(assault: Assault, merchant: Merchant): Promise<void> {
  const { merchants, target } = assault;
  const mark = 'onerror=alert(7)';
  const description = `"'><img src=x ${mark}><script>alert(7)</script>&lt;script&gt;`;
  const written = [
    { description },
    ...[
      'javascript:alert(7)//https://a.cm',
      'data:text/html,<script>alert(7)</script>',
      'https://a.cm/"><script>alert(7)</script>',
      'https://user:pass@a.cm/',
      'https://a.cm/\r\nX-Injected: yes',
      '//evil.example',
    ].map((redirect_url) => ({ redirect_url })),
  ];
  for (const body of written) {
    const made = await assault.ask(
      merchants.shot('createPaymentLink', {
        door: 'payment-links',
        apiKey: merchant.apiKey,
        body: { amount: 100, description: 'a', ...body },
      }),
    );
    if (made.status >= 400) continue;
    const shot: Shot = {
      what: `a page of ${JSON.stringify(body).slice(0, 60)}`,
      door: null,
      method: 'GET',
      url: `${target.doors['payment-links']}/pay/${made.body.data.slug}`,
      headers: { 'x-forwarded-for': merchants.address() },
    };
    const reply = await assault.fire(shot);
    if (reply.status === 0) continue;
    if (/<img src=x|<script>alert|<a [^>]*href="(?:javascript|data):/i.test(reply.text))
      assault.blame(`${shot.what} has what somebody wrote as HTML`, shot, reply);
    if (!/script-src 'self'/.test(String(reply.headers['content-security-policy'])))
      assault.blame(`${shot.what} has no policy against scripts`, shot, reply);
    if ('redirect_url' in body && /^(?!https?:)/i.test(String(made.body.data.redirect_url)))
      assault.blame(`a link leads to ${body.redirect_url}`, shot);
  }
}
