import { existsSync, readFileSync, readdirSync, rmSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';

const SURFACES = ['dashboard', 'payment-links', 'merchant', 'wallet'];
/**
 * Answers that a door gives alike for every operation, each with a test of its own: the limits, our own faults, a
 * database that is away.
 */
const ALIKE = new Set(['429', '500', '503']);

/**
 * After a run of all specs: every answer that a contract documents for an operation that is built, and every webhook of
 * a door that sends them, must have been seen by a test (test/support/door.ts and webhook-bodies.ts note them). Runs of
 * some specs only are not judged.
 */
export default class ContractCoverageReporter {
  constructor(globalConfig) {
    this.rootDir = globalConfig.rootDir;
    const { patterns = [] } = globalConfig.testPathPatterns ?? {};
    this.runsAll = patterns.length === 0 && !globalConfig.testNamePattern && !globalConfig.onlyChanged;
    this.file = join(mkdtempSync(join(tmpdir(), 'contract-coverage-')), 'answers');
    writeFileSync(this.file, '');
    process.env['TEST_ANSWERS_FILE'] = this.file;
  }

  onRunComplete() {
    const seen = new Set(readFileSync(this.file, 'utf8').split('\n'));
    rmSync(join(this.file, '..'), { recursive: true, force: true });
    if (!this.runsAll) return;
    this.missing = SURFACES.flatMap((surface) => this.#documented(surface).filter((answer) => !seen.has(answer)));
    // Jest fails the run for a reporter's error but does not print it.
    if (this.missing.length > 0) console.error(`\n${this.getLastError().message}`);
  }

  getLastError() {
    if (!this.missing?.length) return undefined;
    return new Error(`No test has seen these documented answers and webhooks:\n  ${this.missing.join('\n  ')}`);
  }

  #documented(surface) {
    const built = this.#builtOperations(surface);
    const document = load(readFileSync(join(this.rootDir, 'contracts', `${surface}.openapi.yaml`), 'utf8'));
    const sendsWebhooks = existsSync(join(this.rootDir, 'libs', 'surfaces', surface, 'webhooks.ts'));
    const webhooks = sendsWebhooks ? Object.values(document.webhooks) : [];
    const sent = webhooks.map(({ post }) => `${surface} ${post.operationId} sent`);
    const answers = Object.values(document.paths)
      .flatMap((item) => Object.values(item))
      .filter(({ operationId }) => built.has(operationId))
      .flatMap(({ operationId, responses }) =>
        Object.keys(responses)
          .filter((status) => /^\d{3}$/.test(status) && !ALIKE.has(status))
          .map((status) => `${surface} ${operationId} ${status}`),
      );
    return [...answers, ...sent];
  }

  #builtOperations(surface) {
    const folder = join(this.rootDir, 'libs', 'surfaces', surface);
    const sources = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.controller.ts'));
    return new Set(
      sources.flatMap((name) =>
        [...readFileSync(join(folder, name), 'utf8').matchAll(/@Operation\('(\w+)'/g)].map(([, id]) => id),
      ),
    );
  }
}
