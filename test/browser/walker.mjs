import assert from 'node:assert/strict';

const WAIT_LIMIT_MS = 30_000;
/** What every answer lets a script in the page read. */
const READABLE = ['x-request-id', 'x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset'];
/** Clients call toFixed() on these. */
const NUMBERS = /^(amount|fee|netAmount|available|pending|reserved|price|totalAmount|balanceDue|refundableAmount)$/;

/** Walks through the API as the script of a page, by the names that the API's own documentation gives its operations. */
export class Walker {
  #page;
  #base;
  #operations;
  #mailbox;
  #used = new Set();
  token = null;
  /** LIVE or SANDBOX where the page chooses, null where it leaves that to the settings. */
  mode = null;

  constructor({ page, base, documentation, mailbox }) {
    this.#page = page;
    this.#base = base;
    this.#operations = operationsOf(documentation);
    this.#mailbox = mailbox;
  }

  /** The data of the answer, which must have the status that the documentation gives for success. */
  async call(id, options = {}) {
    const { status } = this.#operation(id);
    const { body, ...answer } = await this.#send(id, options);
    const told = `${id} answered ${answer.status} ${body?.error?.code ?? ''} ${body?.error?.message ?? ''}`;
    assert.equal(answer.status, status, `${told} ${JSON.stringify(body?.error?.details ?? null)}`);
    assert.equal(body.success, true, told);
    expectNumbers(body.data, id);
    return options.whole ? { body, ...answer } : body.data;
  }

  /** The refusal of a call that must be refused with this status and code. */
  async refused(id, status, code, options = {}) {
    const { status: seen, body } = await this.#send(id, options);
    assert.deepEqual([seen, body?.success, body?.error?.code], [status, false, code], `${id}: ${JSON.stringify(body)}`);
    assert.ok(body.error.message.length > 0, `${id} says nothing that could be shown`);
    return body.error;
  }

  /** A file, with the name under which the page may save it. */
  async download(id, options = {}) {
    const { status, headers, file } = await this.#send(id, options);
    assert.equal(status, 200, `${id} answered ${status}`);
    const [, name] = /filename="([^"]+)"/.exec(headers['content-disposition'] ?? '') ?? [];
    assert.ok(name, `the page cannot read the file name of ${id}`);
    return { name, content: Buffer.from(file, 'base64') };
  }

  /** A picture that the page draws, as base64. */
  painted(width, height, type = 'image/png') {
    return this.#page.evaluate((wish) => globalThis.painted(wish), { width, height, type });
  }

  async until(what, probe, passes) {
    const deadline = Date.now() + WAIT_LIMIT_MS;
    for (;;) {
      const seen = await probe();
      if (passes(seen)) return seen;
      assert.ok(Date.now() < deadline, `${what}: still ${JSON.stringify(seen)} after ${WAIT_LIMIT_MS / 1000} s`);
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
  }

  /** The first thing in the newest mail to an address that matches. */
  async mailed(address, pattern) {
    const found = await this.until(
      `a mail to ${address} with ${pattern}`,
      () => this.#newestMatch(address, pattern),
      (match) => match !== null,
    );
    return found[1] ?? found[0];
  }

  /** Documented operations that nothing was asked of, but for those that operators call. */
  unused() {
    return [...this.#operations.keys()].filter((id) => !this.#used.has(id) && !id.startsWith('receive'));
  }

  get operationsUsed() {
    return this.#used.size;
  }

  async #newestMatch(address, pattern) {
    const list = await (await fetch(`${this.#mailbox}/api/messages?to=${encodeURIComponent(address)}`)).json();
    for (const { id } of list.messages) {
      const { text } = await (await fetch(`${this.#mailbox}/api/messages/${id}`)).json();
      const match = pattern.exec(text);
      if (match) return match;
    }
    return null;
  }

  async #send(id, { path = {}, query, body, form, headers = {}, token = this.token, url } = {}) {
    const operation = this.#operation(id);
    this.#used.add(id);
    const filled = operation.path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(path[name]));
    const search = query ? `?${new URLSearchParams(query)}` : '';
    const answer = await this.#page.evaluate((request) => globalThis.call(request), {
      url: url ? new URL(url, this.#base).href : `${this.#base}${filled}${search}`,
      method: operation.method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(this.mode ? { 'x-mode': this.mode } : {}),
        ...headers,
      },
      body,
      form,
    });
    const hidden = READABLE.filter((name) => !answer.headers[name]);
    assert.deepEqual(hidden, [], `${id}: the page cannot read these headers`);
    return answer;
  }

  #operation(id) {
    const operation = this.#operations.get(id);
    assert.ok(operation, `${id} is not documented`);
    return operation;
  }
}

function operationsOf({ paths }) {
  const found = new Map();
  for (const [path, item] of Object.entries(paths)) {
    for (const [method, { operationId, responses }] of Object.entries(item)) {
      if (!operationId) continue;
      const status = Number(Object.keys(responses).find((code) => code.startsWith('2')));
      found.set(operationId, { path, method: method.toUpperCase(), status });
    }
  }
  return found;
}

function expectNumbers(value, id) {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    const isText = NUMBERS.test(key) && typeof inner === 'string';
    assert.ok(!isText, `${id}: ${key} is the text ${JSON.stringify(inner)}`);
    expectNumbers(inner, id);
  }
}
