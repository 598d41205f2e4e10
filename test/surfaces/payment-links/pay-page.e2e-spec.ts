import { Money } from '#kernel';
import type { PaymentLinkRequest } from '#payments';
import { SharedClock } from '#platform';
import { paymentLinksDoor } from '#surfaces/payment-links';
import { startTestDoor, type TestDoor } from '../../support/door.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';
import { aPayer } from '../../support/payments.js';
import { keyOf, linkCalls } from './callers.js';
import { Payer, unescaped } from './payer.js';

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

describe('payment-links: the pay page without scripts', () => {
  let door: TestDoor;
  let merchant: TestMerchant;
  let headers: Record<string, string>;
  let payer: Payer;
  beforeAll(async () => {
    door = await startTestDoor(paymentLinksDoor, { environment: { PAY_URL: 'https://pay.example.cm' } });
  }, 90_000);
  afterAll(async () => {
    await door?.close();
  });
  beforeEach(async () => {
    merchant = await aMerchant(door);
    ({ headers } = await keyOf(door, merchant));
    payer = new Payer(door.url);
  });
  afterEach(async () => expect(await door.findings()).toEqual([]));
  const { created, cancel, ended, fromDashboard } = linkCalls(() => ({ door, merchant, headers }));
  const anyOperator = (wish: Partial<PaymentLinkRequest> = {}) => fromDashboard({ providers: null, ...wish });
  const orange = (ending: string): string => aPayer(ending as '87').replace('+23767', '69');
  const paymentsOf = async (): Promise<{ id: string; status: string }[]> =>
    door.database.query('SELECT id, status FROM payments WHERE organization_id = $1', [merchant.organizationId]);

  describe('the way of a payer', () => {
    it.each([
      ['MTN', '*126#', 'MTN Mobile Money', (ending: string) => aPayer(ending as '87')],
      ['Orange', '#150*50#', 'Orange Money', orange],
    ] as const)('leads with %s from the form to the receipt', async (_, code, operator, numberOf) => {
      const { slug } = await anyOperator({ description: 'Shoes & more', maxUses: 1 });
      const form = await payer.open(`/pay/${slug}`);
      expect([form.status, form.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      for (const said of ['10\u00a0000\u00a0FCFA', 'Shoes &amp; more', code]) expect(form.text).toContain(said);
      const phone = numberOf('87');
      const sent = await payer.send(form, { phone });
      expect([sent.status, sent.headers.get('cache-control')]).toEqual([303, 'no-store']);
      expect(sent.location).toMatch(new RegExp(`^/pay/${slug}/payments/pl_${slug}_\\d+$`));
      expect(sent.location).not.toContain(phone.slice(-6));
      const paid = await payer.open(sent.location);
      expect(paid.text).toContain('<h2>Payé</h2>');
      for (const said of ['Reçu', operator, '10\u00a0000\u00a0FCFA']) expect(paid.text).toContain(said);
      expect(paid.text).not.toContain(phone.slice(-8));
      const closed = await new Payer(door.url).open(`/pay/${slug}`);
      expect([closed.status, closed.title]).toEqual([410, 'Ce lien est payé']);
      expect((await payer.open(`/pay/${slug}`)).location).toBe(sent.location);
    });

    it.each([
      [
        'refused',
        '98',
        'Not paid: refused on the phone',
        '<h2>Non payé\u00a0: refusé sur le téléphone</h2>',
        'mtn-momo',
      ],
      [
        'without the money',
        '99',
        'Not paid: not enough money',
        '<h2>Non payé\u00a0: solde insuffisant</h2>',
        'mtn-momo',
      ],
      [
        'without the money',
        '99',
        'Not paid: not enough money',
        '<h2>Non payé\u00a0: solde insuffisant</h2>',
        'orange-money',
      ],
      ['while the operator is away', '94', 'Not paid: the operator is away', 'opérateur injoignable</h2>', 'mtn-momo'],
    ] as const)('ends %s (…%s)', async (_, ending, english, french, operator) => {
      const { slug } = await anyOperator({ maxUses: 1 });
      const phone = operator === 'mtn-momo' ? aPayer(ending) : orange(ending);
      const { location } = await payer.send(await payer.open(`/pay/${slug}`), { phone, operator });
      const failed = await payer.open(location);
      expect(failed.text).toContain(french);
      expect((await payer.open(`${location}?lang=en`)).text).toContain(english);
      // A link for one payment takes the next one at once, and the form knows what was typed.
      const again = await payer.open(`/pay/${slug}`);
      expect([again.status, again.text.includes(`value="${phone}"`)]).toEqual([200, true]);
      expect((await new Payer(door.url).open(`/pay/${slug}`)).text).not.toContain(phone);
      const paid = await payer.send(again, { phone: aPayer('87'), operator: 'mtn-momo' });
      expect((await payer.open(paid.location)).text).toContain('<h2>Payé</h2>');
    });

    it('waits, refreshes itself, and says when nobody answered in time', async () => {
      const { slug } = await anyOperator();
      const { location } = await payer.send(await payer.open(`/pay/${slug}`), { phone: aPayer('97') });
      const waiting = await payer.open(location);
      expect(waiting.text).toContain('<noscript><meta http-equiv="refresh" content="4" /></noscript>');
      expect(waiting.text).toContain('+237\u00a06••\u00a0•••\u00a0•97');
      expect((await payer.open(`${location}/receipt.pdf`)).status).toBe(404);
      await door.get(SharedClock).move(31 * 60_000);
      const [payment] = await paymentsOf();
      await ended(payment!.id);
      expect((await payer.open(location)).text).toContain('Non payé\u00a0: pas de réponse à temps');
    });

    it('lets the payer name the amount of a donation', async () => {
      const { slug } = await anyOperator({ type: 'donation', amount: Money.zero('XAF') });
      const form = await payer.open(`/pay/${slug}?lang=en`);
      const phone = aPayer('87');
      for (const amount of ['', '0', '-5', '1.5', '5.000', 'ten', '1e3', '9'.repeat(14)]) {
        const refused = await payer.send(form, { phone, amount });
        expect([refused.status, amount, refused.text.includes('id="amount-error"')]).toEqual([400, amount, true]);
        expect(refused.text).toContain(`value="${phone}"`);
      }
      const { location } = await payer.send(await payer.open(`/pay/${slug}`), { phone, amount: '1 500' });
      expect((await payer.open(location)).text).toContain('1\u00a0500\u00a0FCFA');
    });

    it('names every mistake beside its field, and asks nobody', async () => {
      const { slug } = await anyOperator();
      const form = await payer.open(`/pay/${slug}?lang=en`);
      for (const phone of ['', '12', '+33612345678', '222334455', '\u0000', '<script>alert(1)</script>']) {
        const refused = await payer.send(form, { phone });
        expect([refused.status, phone, refused.text.includes('id="phone-error"')]).toEqual([400, phone, true]);
        expect(refused.text).not.toContain('<script>alert');
      }
      // Nobody knows whose range this is.
      expect((await payer.send(form, { phone: '640123487' })).text).toContain('id="operator-error"');
      const mtn = await fromDashboard({ providers: ['mtn-momo'] });
      const other = await payer.send(await payer.open(`/pay/${mtn.slug}`), {
        phone: orange('87'),
        operator: 'orange-money',
      });
      expect([other.status, other.text.includes('id="operator-error"')]).toEqual([400, true]);
      expect((await payer.send(form, { phone: aPayer('87'), key: 'x' })).status).toBe(400);
      expect((await payer.post(`/pay/${slug}`, 'x'.repeat(300_000))).status).toBe(413);
      expect(await paymentsOf()).toEqual([]);
    });

    it('makes one payment of a form that is sent twice, at once or later, though the link has one use', async () => {
      const { slug } = await anyOperator({ maxUses: 1 });
      const form = await payer.open(`/pay/${slug}`);
      const fields = { phone: aPayer('97') };
      const answers = await Promise.all([1, 2, 3].map(() => payer.send(form, fields)));
      const later = await payer.send(form, fields);
      expect(new Set([...answers, later].map(({ status, location }) => `${status} ${location}`)).size).toBe(1);
      expect(await paymentsOf()).toHaveLength(1);
      expect((await payer.send(form, { phone: aPayer('97') })).status).toBe(410);
    });
  });

  describe('what it says', () => {
    it('is escaped, whoever wrote it', async () => {
      const evil = `"><script>alert('x')</script><img src=x onerror=alert(1)>`;
      const { slug } = await anyOperator({ description: evil });
      await door.database.query('UPDATE organizations SET name = $2 WHERE id = $1', [merchant.organizationId, evil]);
      const form = await payer.open(`/pay/${slug}`);
      const refused = await payer.send(form, { phone: evil.slice(0, 40), operator: evil, amount: evil });
      const { location } = await payer.send(form, { phone: aPayer('87') });
      const pages = [
        form,
        refused,
        await payer.open(location),
        await payer.open(`/pay/${slug}?lang=${encodeURIComponent(evil)}`),
      ];
      for (const { text } of pages) {
        expect(text).not.toMatch(/<script>|<img src=x|javascript:/);
        expect(unescaped(text)).toContain('<script>alert(');
      }
    });

    it('is French or English, as the browser likes or the payer chooses', async () => {
      const { slug } = await anyOperator();
      const languageOf = async (accept: string, query = ''): Promise<string | undefined> =>
        /<html lang="(\w+)"/.exec((await payer.open(`/pay/${slug}${query}`, { 'accept-language': accept })).text)?.[1];
      const seen = [
        await languageOf('en-GB,en;q=0.9,fr;q=0.8'),
        await languageOf('fr-CM,fr;q=0.9,en;q=0.5'),
        await languageOf('de,en;q=0.1'),
        await languageOf('zh'),
        await languageOf('fr;q=0.2,en;q=0.7'),
        await languageOf('fr', '?lang=en'),
        await languageOf('en', '?lang=xx'),
      ];
      expect(seen).toEqual(['en', 'fr', 'en', 'fr', 'en', 'en', 'en']);
      const form = await payer.open(`/pay/${slug}?lang=en`, { 'accept-language': 'fr' });
      const sent = await payer.send(form, { phone: aPayer('97') });
      expect(sent.location).toMatch(/\?lang=en$/);
    });

    it('shows whoever shares the link the merchant and the amount, and a code to scan', async () => {
      const { slug } = await anyOperator({ description: 'Shoes' });
      const { text } = await payer.open(`/pay/${slug}?lang=en`);
      for (const [property, content] of [
        ['og:title', 'Ada Ngo'],
        ['og:description', '10,000\u00a0FCFA – Shoes'],
        ['og:url', `https://pay.example.cm/pay/${slug}`],
        ['og:image', `https://pay.example.cm/pay/${slug}/qr.png`],
      ]) {
        expect(text).toContain(`<meta property="${property}" content="${content}`);
      }
      const image = await payer.open(`/pay/${slug}/qr.png`);
      expect([
        image.headers.get('content-type'),
        image.headers.get('cache-control'),
        image.bytes.subarray(1, 4).toString(),
      ]).toEqual(['image/png', 'public, max-age=86400', 'PNG']);
    });

    it('warns of the sandbox and offers the handset and its numbers', async () => {
      const { slug } = await anyOperator();
      const { text } = await payer.open(`/pay/${slug}?lang=en`);
      expect(text).toContain('Sandbox: no real money moves here.');
      expect(text).toContain(`href="${door.config.mtnSandboxUrl}/"`);
    });
  });

  it('is small, brings nothing from elsewhere and lets nothing run', async () => {
    const { slug } = await anyOperator({ providers: ['mtn-momo'] });
    const form = await payer.open(`/pay/${slug}`);
    const names = [
      'content-security-policy',
      'referrer-policy',
      'x-content-type-options',
      'cache-control',
      'set-cookie',
    ];
    expect(names.map((name) => form.headers.get(name))).toEqual([POLICY, 'no-referrer', 'nosniff', 'no-store', null]);
    expect(form.text).not.toMatch(/<style|<script(?! src="\/pay\/assets\/)| style=| on\w+=/);
    const files = [...form.text.matchAll(/(?:src|href)="(\/pay\/assets\/[^"]+)"/g)].map(([, path]) => path!);
    expect(files).toHaveLength(2);
    let bytes = form.bytes.length + (await payer.open(`/pay/${slug}/qr.png`)).bytes.length;
    for (const path of files) {
      const file = await payer.open(path);
      expect(file.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      bytes += file.bytes.length;
    }
    expect(bytes).toBeLessThan(50_000);
    const sent = await payer.send(form, { phone: aPayer('97') });
    expect(sent.headers.get('set-cookie')).toMatch(
      new RegExp(`^pay=[\\w-]+; Path=/pay/${slug}; Max-Age=1800; HttpOnly; SameSite=Strict; Secure$`),
    );
    for (const path of ['/pay', '/pay/assets/pay.css', '/pay/x/y', '/pay/pay_unknown']) {
      const { status, headers: answered, title } = await payer.open(path);
      expect([path, status, answered.get('content-security-policy'), title !== '']).toEqual([path, 404, POLICY, true]);
    }
  });

  it('says why a link takes no payments', async () => {
    const expiresAt = new Date(door.get(SharedClock).now().getTime() + 60_000);
    const [gone, over, open] = [await created(), await anyOperator({ expiresAt }), await anyOperator()];
    expect((await payer.open(`/pay/${over.slug}`)).text).toContain(`datetime="${expiresAt.toISOString()}"`);
    await cancel(gone.id);
    await door.get(SharedClock).move(60_001);
    const seen = [];
    for (const slug of [gone.slug, over.slug, 'pay_nobody', '%00']) {
      const { status, title } = await payer.open(`/pay/${slug}?lang=en`);
      seen.push([status, title]);
    }
    expect(seen).toEqual([
      [410, 'This link was cancelled'],
      [410, 'This link has expired'],
      [404, 'Unknown payment link'],
      [404, 'Unknown payment link'],
    ]);
    const form = await payer.open(`/pay/${open.slug}`);
    await cancel(open.id);
    expect((await payer.send(form, { phone: aPayer('87') })).status).toBe(410);
    expect(await paymentsOf()).toEqual([]);
  });

  it('knows the payments of this link alone, and shows nobody who pays', async () => {
    const [one, two] = [await anyOperator(), await anyOperator()];
    const phone = aPayer('97');
    const { location } = await payer.send(await payer.open(`/pay/${one.slug}`), { phone });
    const stranger = new Payer(door.url);
    const seen = await stranger.open(location);
    expect([seen.status, seen.text.includes(phone.slice(4, -2)), seen.text.includes(phone)]).toEqual([
      200,
      false,
      false,
    ]);
    const digits = location.split('_').at(-1)!;
    for (const path of [
      `/pay/${two.slug}/payments/pl_${two.slug}_${digits}`,
      `/pay/${one.slug}/payments/pl_${one.slug}_${BigInt(digits) + 1n}`,
      `/pay/${one.slug}/payments/x`,
    ]) {
      for (const end of ['', '/state', '/events', '/receipt.pdf']) {
        expect((await stranger.open(path + end)).status).toBe(404);
      }
    }
  });
});
