import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

const WAIT_LIMIT_MS = 20_000;
const TABS_MAX = 20;

/** One payer's browser. Whatever it loads comes from the page's own origin, and its console stays empty. */
export class PayerScreen {
  #context;
  #name;
  #pictures = 0;
  #complaints = [];

  static async open(browser, { name, ...options }) {
    const context = await browser.newContext({ locale: 'en-GB', ...options });
    context.setDefaultTimeout(WAIT_LIMIT_MS);
    return new PayerScreen(context, await context.newPage(), name);
  }

  constructor(context, page, name) {
    this.#context = context;
    this.#name = name;
    this.page = page;
    const isOwn = (text) => !/ERR_(FAILED|ABORTED)|status of 4[01]0/.test(text);
    page.on('pageerror', (error) => this.#complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && isOwn(message.text())) this.#complaints.push(message.text());
    });
  }

  async goTo(url) {
    await this.page.goto(url);
  }

  async type(phone) {
    await this.page.fill('#phone', phone);
  }

  async choose(operator) {
    await this.page.getByLabel(operator, { exact: true }).check();
  }

  /** On the operator's own page, which leads on by itself once it is paid. */
  async confirmAtOrange(number) {
    this.confirmed = number;
    await this.page.fill('#msisdn', number);
    await this.page.fill('#code', '1234');
    await this.page.click('form button');
    await this.page.waitForLoadState();
  }

  typed() {
    return this.page.inputValue('#phone');
  }

  async chosenOperator() {
    return (await this.page.locator('label.choice', { has: this.page.locator(':checked') }).textContent()) ?? '';
  }

  async send() {
    await this.page.click('form button');
    await this.page.waitForLoadState();
  }

  /** Milliseconds until the page says so. */
  async waitForState(title) {
    const startedAt = performance.now();
    await this.page.locator('.state h1, .state h2').getByText(title, { exact: true }).waitFor();
    return Math.round(performance.now() - startedAt);
  }

  async waitForText(pattern) {
    await this.page.getByText(pattern).first().waitFor();
  }

  text() {
    return this.page.innerText('body');
  }

  hrefOf(name) {
    return this.page.getByRole('link', { name }).evaluate((link) => link.href);
  }

  async follow(name) {
    await this.page.getByRole('link', { name, exact: true }).click();
    await this.page.waitForLoadState();
  }

  async fetch(url) {
    return (await (await this.#context.request.get(url)).body()).toString('latin1');
  }

  /** Presses Tab until the element has the focus, which must show, and returns how often. */
  async tabTo(selector) {
    for (let pressed = 1; pressed <= TABS_MAX; pressed += 1) {
      await this.page.keyboard.press('Tab');
      const isThere = await this.page.evaluate(
        (wanted) => globalThis.document.activeElement?.matches(wanted),
        selector,
      );
      if (!isThere) continue;
      const ring = await this.page.evaluate(() => {
        const { outlineStyle, outlineWidth } = globalThis.getComputedStyle(globalThis.document.activeElement);
        return outlineStyle === 'none' ? 0 : Number.parseFloat(outlineWidth);
      });
      assert.ok(ring >= 2, `the focus of ${selector} does not show`);
      return pressed;
    }
    throw new Error(`Tab does not lead to ${selector}`);
  }

  async picture(what) {
    const folder = process.env.PAY_PICTURES;
    if (!folder) return;
    mkdirSync(folder, { recursive: true });
    this.#pictures += 1;
    const file = `${this.#name}-${this.#pictures}-${what}.png`.toLowerCase();
    await this.page.screenshot({ path: join(folder, file), fullPage: true });
  }

  async close() {
    await this.#context.close();
    assert.deepEqual(this.#complaints, [], 'the console of the browser complains');
  }
}
