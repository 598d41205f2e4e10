import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { breachesOf, SHAPE_RULES } from './shape-rules.js';
import type { ShapeRuleName } from './shape-rules.js';
import { filesAt, pathsBelow, PROJECT_ROOT, readSourceTree } from './source-tree.js';
import type { SourceFile } from './source-tree.js';

const ruleNames = Object.keys(SHAPE_RULES) as ShapeRuleName[];

/** For each rule, files that break it, and their neighbours that look alike and do not. */
const CASES: Record<ShapeRuleName, { bad: SourceFile[]; good: SourceFile[] }> = {
  'a suffix of the closed set says what a file is': {
    bad: [
      { path: 'libs/payments/src/payment/fees.ts', text: '@Injectable()\nexport class Fees {}\n' },
      { path: 'libs/payments/src/payment/payment.repository.ts', text: '' },
      { path: 'libs/payments/src/payment/payment.statuses.ts', text: '' },
      { path: 'libs/surfaces/wallet/payments/errors.ts', text: '@Catch()\nexport class Errors {}\n' },
    ],
    good: [
      { path: 'libs/payments/src/payment/payment.aggregate.ts', text: '' },
      { path: 'libs/payments/src/payment/payment.aggregate.spec.ts', text: '' },
      { path: 'libs/payments/src/payment/check-schedule.ts', text: 'export const FIRST_CHECKS_SECONDS = [2, 5];\n' },
      { path: 'libs/payments/src/index.ts', text: '' },
      { path: 'libs/providers/src/mvola/mvola.statuses.ts', text: '' },
      { path: 'libs/kernel/src/money.ts', text: '' },
      { path: 'libs/surfaces/wallet/dialect/errors.ts', text: '' },
      { path: 'apps/api/src/main.ts', text: '' },
    ],
  },
  'names say something': {
    bad: [
      { path: 'libs/platform/src/utils/dates.ts', text: '' },
      { path: 'libs/payments/src/payment-helper.service.ts', text: '' },
      { path: 'test/support/helpers.ts', text: '' },
    ],
    good: [
      { path: 'libs/payments/src/commonwealth.query.ts', text: '' },
      { path: 'libs/platform/src/database/entity-manager-of.ts', text: '' },
    ],
  },
  'entities sit in aggregates and tables': {
    bad: [{ path: 'libs/payments/src/payment.service.ts', text: "@Entity('payments')\nexport class Payment {}\n" }],
    good: [
      { path: 'libs/payments/src/payment.aggregate.ts', text: "@Entity('payments')\nexport class Payment {}\n" },
      { path: 'libs/platform/src/outbox/outbox-event.table.ts', text: "@Entity('outbox')\nexport class Row {}\n" },
      { path: 'libs/payments/src/refund.service.ts', text: "/**\n@Entity('x') is elsewhere\n*/\n" },
    ],
  },
  'front doors export by name and do nothing else': {
    bad: [
      { path: 'libs/payments/src/index.ts', text: "export * from './payment.js';\n" },
      { path: 'libs/ledger/src/index.ts', text: "export { A } from './a.js';\nexport const b = 1;\n" },
      { path: 'libs/disputes/src/index.ts', text: "export * as all from './a.js';\n" },
      { path: 'libs/surfaces/wallet/index.ts', text: 'export default class Wallet {}\n' },
    ],
    good: [
      {
        path: 'libs/kernel/src/index.ts',
        text: "// Why.\nexport {\n  A,\n  B,\n} from './a.js';\nexport type { C } from './c.js';\n",
      },
      { path: 'libs/payments/src/payment/index.ts', text: 'export const inner = 1;\n' },
    ],
  },
  'files are short': {
    bad: [{ path: 'libs/payments/src/long.service.ts', text: 'line\n'.repeat(301) }],
    good: [{ path: 'libs/payments/src/full.service.ts', text: 'line\n'.repeat(300) }],
  },
  'every command is tried by a test': {
    bad: [{ path: 'libs/payments/src/cancel-payment.command.ts', text: 'export class CancelPayment {}\n' }],
    good: [
      { path: 'libs/payments/src/initiate-payment.command.ts', text: 'export class InitiatePayment {}\n' },
      { path: 'libs/payments/src/initiate-payment.int-spec.ts', text: 'bus.execute(new InitiatePayment())' },
      { path: 'libs/payments/src/refund-payment.command.ts', text: 'export class RefundPayment {}\n' },
      { path: 'test/surfaces/wallet/refunds.e2e-spec.ts', text: "operation('refundPayment')" },
      { path: 'libs/payments/src/take-notice.command.ts', text: 'export class TakeNotice {}\n' },
      {
        path: 'libs/surfaces/wallet/notices.controller.ts',
        text: "@Operation('receiveNotice')\nreceive() { return this.commands.execute(new TakeNotice()); }",
      },
      { path: 'test/surfaces/wallet/notices.e2e-spec.ts', text: "call('receiveNotice')" },
      { path: 'libs/payments/src/cancel.service.ts', text: 'new CancelPayment()' },
    ],
  },
  'only the configuration reads the environment': {
    bad: [{ path: 'libs/payments/src/limits.service.ts', text: 'const limit = process.env.LIMIT;\n' }],
    good: [
      { path: 'libs/platform/src/config/config.ts', text: 'read(process.env);\n' },
      { path: 'apps/api/src/main.ts', text: 'start(process.env);\n' },
      { path: 'test/support/database.ts', text: 'process.env.DATABASE_URL\n' },
      { path: 'libs/payments/src/limits.query.ts', text: '// process.env is read by the configuration.\n' },
    ],
  },
  'the core speaks no HTTP': {
    bad: [
      { path: 'libs/payments/src/payment.service.ts', text: 'throw new NotFoundException();\n' },
      { path: 'libs/kernel/src/domain-error.ts', text: 'status = HttpStatus.OK;\n' },
    ],
    good: [
      { path: 'libs/surfaces/wallet/dialect/errors.ts', text: 'throw new NotFoundException();\n' },
      { path: 'libs/platform/src/http/filter.ts', text: 'HttpStatus.OK;\n' },
      { path: 'libs/payments/src/payment.errors.ts', text: 'class PaymentNotFound {}\n' },
    ],
  },
  'SQL is that of PostgreSQL 12': {
    bad: [
      {
        path: 'migrations/1-a.sql',
        text: 'CREATE FUNCTION f() RETURNS date LANGUAGE sql IMMUTABLE\n  RETURN now()::date;',
      },
      { path: 'migrations/2-b.sql', text: 'id uuid DEFAULT gen_random_uuid()' },
      { path: 'libs/payments/src/a.query.ts', text: 'const READ = `SELECT trim_scale(fee) FROM payments`;\n' },
    ],
    good: [
      {
        path: 'migrations/3-c.sql',
        text: 'CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;',
      },
      { path: 'test/support/reporting.ts', text: 'const INSERT = `SELECT gen_random_uuid()`;\n' },
      { path: 'libs/payments/src/b.query.ts', text: '/** As trim_scale() of PostgreSQL 13. */\n' },
    ],
  },
};

describe('the shape of the source tree', () => {
  const sources = readSourceTree();
  const migrations = filesAt(pathsBelow('migrations'));

  it.each(ruleNames)('%s: everywhere', (rule) => {
    expect(breachesOf(rule, rule.startsWith('SQL') ? [...sources, ...migrations] : sources)).toEqual([]);
  });

  it.each(ruleNames)('%s: a breach is seen, and only a breach', (rule) => {
    const { bad, good } = CASES[rule];
    const caught = breachesOf(rule, [...bad, ...good]).map((breach) => breach.split(' ')[0]);
    expect(caught).toEqual(bad.map(({ path }) => path));
  });
});

describe('architecture.json', () => {
  const json = (path: string): unknown => JSON.parse(readFileSync(join(PROJECT_ROOT, path), 'utf8'));
  const architecture = json('architecture.json') as Record<string, string[]>;

  it('lists every lib that there is', () => {
    const libs = new Set(pathsBelow('libs').map((path) => path.split('/')[1]));
    expect([...libs].filter((lib) => lib === undefined || !(lib in architecture))).toEqual([]);
  });

  it('lets no lib import one that stands below it in the list', () => {
    const order = Object.keys(architecture);
    for (const [lib, imports] of Object.entries(architecture)) {
      const named = imports.filter((name) => name in architecture && lib !== 'apps');
      expect({ lib, late: named.filter((name) => order.indexOf(name) >= order.indexOf(lib)) }).toEqual({
        lib,
        late: [],
      });
    }
  });

  it('names libs that exist under the name by which they are imported', () => {
    const { imports } = json('package.json') as { imports: Record<string, { source: string }> };
    for (const [name, { source }] of Object.entries(imports)) {
      if (name.includes('*')) continue;
      expect(Object.keys(architecture)).toContain(name.slice(1));
      expect({ name, exists: existsSync(join(PROJECT_ROOT, source)) }).toEqual({ name, exists: true });
    }
  });
});
