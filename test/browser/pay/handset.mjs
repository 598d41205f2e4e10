/** The simulated handset in a tab of its own, as somebody would have it beside the page. */
export class Handset {
  #page;
  #url;

  constructor(page, url) {
    this.#page = page;
    this.#url = url;
  }

  async open() {
    await this.#page.goto(this.#url);
    return this.#page.title();
  }

  /** Presses a button of the prompt on the phone with this number: approve, refuse or lapse. */
  async decide(number, decision) {
    const phone = this.#page.locator('.phone', { hasText: number });
    await phone.locator(`button.${decision}`).click();
    await phone.waitFor({ state: 'detached' });
  }
}
