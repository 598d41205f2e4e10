import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ICruiseResult, IForbiddenRuleType, IViolation } from 'dependency-cruiser';
import { FIXTURES, pathsBelow, PROJECT_ROOT } from './source-tree.js';

const require = createRequire(import.meta.url);
const config = require('../../.dependency-cruiser.cjs') as { forbidden: IForbiddenRuleType[] };
const rules = config.forbidden.map((rule) => rule.name ?? 'a rule without a name');

function cruise(args: string[]): Promise<IViolation[]> {
  const bin = join(PROJECT_ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  return new Promise((resolve, reject) => {
    // The exit code is the number of violations, so only output that is no JSON tells that the cruise itself failed.
    execFile(
      process.execPath,
      [bin, ...args, '--output-type', 'json'],
      { cwd: PROJECT_ROOT, maxBuffer: 256 * 1024 * 1024 },
      (_error, stdout, stderr) => {
        try {
          resolve((JSON.parse(stdout) as ICruiseResult).summary.violations);
        } catch (cause) {
          reject(new Error(`dependency-cruiser gave no result: ${stderr}`, { cause }));
        }
      },
    );
  });
}

describe('the boundaries of the architecture', () => {
  let inFixtures: IViolation[];

  /** What the project itself imports is judged by `npm run boundaries`, which `npm run check` runs. */
  beforeAll(async () => {
    // The configuration excludes the fixtures. They may lean on real libs, whose own imports are judged there.
    inFixtures = await cruise([FIXTURES, '--exclude', '^dist/', '--do-not-follow', 'node_modules|^libs/|^apps/']);
  }, 120_000);

  it('have a fixture for every rule, and a rule for every fixture', () => {
    const fixtures = new Set(pathsBelow(FIXTURES).map((path) => path.split('/')[3]));
    expect([...fixtures].sort()).toEqual([...rules].sort());
  });

  it.each(rules)('%s is broken by its fixture, which breaks nothing else', (rule) => {
    const folder = `${FIXTURES}/${rule}/`;
    const violations = inFixtures.filter(({ from }) => from.startsWith(folder));
    const caught = violations.flatMap(({ from, cycle = [] }) => [from, ...cycle.map(({ name }) => name)]);
    const offenders = pathsBelow(folder).filter((path) => path.includes('/offender'));
    expect([...new Set(violations.map((violation) => violation.rule.name))]).toEqual([rule]);
    expect([...new Set(caught)].sort()).toEqual(offenders.sort());
  });
});
