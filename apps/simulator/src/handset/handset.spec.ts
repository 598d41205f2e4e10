import { createSimulator, MTN_MOMO, type Simulator } from '../simulator.js';
import { call } from '../testing/http-call.js';
import { MtnMomoClient } from '../testing/mtn-momo-client.js';
import { html } from './html.js';

describe('handset page', () => {
  let simulator: Simulator;
  let client: MtnMomoClient;

  beforeEach(async () => {
    simulator = await createSimulator({ approveAfterMs: 3_600_000 });
    client = new MtnMomoClient(simulator.mtnMomo);
  });

  afterEach(() => simulator.close());

  async function fragments(): Promise<Record<string, unknown>> {
    return (await call('GET', `${simulator.url}/_control/handset`)).body;
  }

  it('is drawn by the server, loads nothing from elsewhere and runs only its own script', async () => {
    const response = await fetch(simulator.url);
    const page = await response.text();
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page).toContain('name="viewport"');
    expect(page).not.toMatch(/(src|href)="(https?:)?\/\//);
    const nonce = /<script type="module" nonce="([\w-]+)">/.exec(page)?.[1] ?? '';
    expect(response.headers.get('content-security-policy')).toContain(`script-src 'nonce-${nonce}'`);
    expect(await (await fetch(simulator.url)).text()).not.toContain(nonce);
  });

  it('shows a prompt with its three answers, until one is given', async () => {
    expect((await fragments())['prompts']).toContain('No prompt is waiting');
    const { reference } = await client.requestToPay('237671234501', { amount: '1234567.50' });
    const { prompts } = await fragments();
    expect(prompts).toContain('237671234501');
    expect(prompts).toContain('Pay 1\u00a0234\u00a0567.5 EUR?');
    for (const decision of ['approve', 'refuse', 'lapse']) expect(prompts).toContain(`class="${decision}"`);
    const path = /data-path="([^"]+)"/.exec(String(prompts))?.[1] ?? '';
    await call('POST', `${simulator.url}${path}`, { body: { decision: 'approve' } });
    expect((await client.paymentStatus(reference)).body['status']).toBe('SUCCESSFUL');
    expect((await fragments())['prompts']).toContain('No prompt is waiting');
  });

  it('shows recent transactions, the trouble and the clock as they are', async () => {
    await client.paymentStatus((await client.requestToPay('237671234599')).reference);
    simulator.control.setFaults(MTN_MOMO, { outage: 'slow', waf: true });
    simulator.control.setClockOffset(60_000);
    const { transactions, trouble, clock } = await fragments();
    expect(transactions).toContain('<span class="status failed">NOT_ENOUGH_FUNDS</span>');
    expect(trouble).toContain('<option value="slow" selected>');
    expect(trouble).toMatch(/name="waf" type="checkbox" checked/);
    expect(clock).toContain('60 s ahead');
  });

  it('shows what callers write as text', async () => {
    await client.requestToPay('237671234501', { payerMessage: '<img src=x onerror="alert(1)">' });
    const { prompts } = await fragments();
    expect(prompts).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt;');
    expect(prompts).not.toContain('<img');
  });

  it('escapes everything that is not HTML already', () => {
    expect(html`<a title="${'"\'&<>'}">${[html`<b>${1}</b>`]}</a>`.text).toBe(
      '<a title="&quot;&#39;&amp;&lt;&gt;"><b>1</b></a>',
    );
  });
});
