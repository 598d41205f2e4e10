const architecture = require('./architecture.json');

/** Paths are those of the project, or of a fixture that mirrors it in order to break one rule. */
const ROOT = '(?:^|^test/architecture/fixtures/[^/]+/)';
const TESTS = `${ROOT}test/(?!architecture/fixtures/)`;
const SPECS = '\\.(?:spec|int-spec|e2e-spec)\\.ts$';
const PACKAGES = ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-bundled', 'npm-no-pkg', 'npm-unknown'];

const libs = Object.keys(architecture).filter((name) => name !== 'apps');

/** Apps are wiring and may import every lib, so only the libs have a layer rule each. */
function layerRule(lib) {
  const listed = architecture[lib];
  const allowed = listed.includes('every lib above') ? libs.slice(0, libs.indexOf(lib)) : listed;
  return {
    name: `layer-${lib}`,
    comment: `libs/${lib} imports only: ${allowed.join(', ') || 'no other lib'} (architecture.json)`,
    severity: 'error',
    from: { path: `${ROOT}libs/${lib}/` },
    to: { path: `${ROOT}(?:libs|apps)/`, pathNot: `${ROOT}libs/(?:${[lib, ...allowed].join('|')})/` },
  };
}

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const rules = [
  ...libs.map(layerRule),
  {
    name: 'only-through-the-front-door',
    comment:
      'A lib is entered through its src/index.ts, a door through its index.ts: everything else is its own affair.',
    severity: 'error',
    from: { path: `${ROOT}(?:libs/([^/]+)/|apps/)|${TESTS}` },
    to: {
      path: `${ROOT}libs/`,
      pathNot: [`${ROOT}libs/$1/`, `${ROOT}libs/[^/]+/src/index\\.ts$`, `${ROOT}libs/surfaces/[^/]+/index\\.ts$`],
    },
  },
  {
    name: 'a-door-never-imports-another-door',
    comment: 'What two doors share belongs to the core or to the HTTP kit of the platform.',
    severity: 'error',
    from: { path: `${ROOT}libs/surfaces/([^/]+)/` },
    to: { path: `${ROOT}libs/surfaces/`, pathNot: `${ROOT}libs/surfaces/$1/` },
  },
  {
    name: 'doors-touch-no-database-and-no-queue',
    comment: 'A door parses, makes one bus or service call, and presents.',
    severity: 'error',
    from: { path: `${ROOT}libs/surfaces/` },
    to: { path: 'node_modules/(?:typeorm|pg|bullmq|ioredis|@nestjs/typeorm|@nestjs/bullmq)/' },
  },
  {
    name: 'kernel-imports-no-package',
    comment: 'The kernel is plain TypeScript; the numbering metadata of libphonenumber-js is the one exception.',
    severity: 'error',
    from: { path: `${ROOT}libs/kernel/`, pathNot: SPECS },
    to: { dependencyTypes: PACKAGES, pathNot: 'node_modules/libphonenumber-js/' },
  },
  {
    name: 'only-msisdn-knows-libphonenumber',
    comment: 'Phone numbers are read in one place, or two readings of one number will differ.',
    severity: 'error',
    from: { path: `${ROOT}(?:apps|libs)/`, pathNot: `${ROOT}libs/kernel/src/msisdn\\.ts$` },
    to: { path: 'node_modules/libphonenumber-js/' },
  },
  {
    name: 'pure-files-stay-pure',
    comment:
      'Aggregates, events and errors are rules without I/O: kernel, their own kind, and the decorators of the ORM.',
    severity: 'error',
    from: { path: `${ROOT}libs/([^/]+)/.+\\.(?:aggregate|events|errors)\\.ts$` },
    to: {
      pathNot: [
        `${ROOT}libs/kernel/`,
        `${ROOT}libs/$1/.+\\.(?:aggregate|table|events|errors|statuses)\\.ts$`,
        // Plain values and functions of the same lib: views, schedules, reasons. Whatever does something has a suffix.
        `${ROOT}libs/$1/.+/[^/.]+\\.ts$`,
        'node_modules/typeorm/',
      ],
    },
  },
  {
    name: 'a-command-never-runs-another',
    comment: 'One command is one transaction; what two commands share is a rule of the aggregate or a service.',
    severity: 'error',
    from: { path: `${ROOT}libs/.+\\.command\\.ts$` },
    to: { path: '\\.command\\.ts$' },
  },
  {
    name: 'the-simulator-knows-only-the-kernel',
    comment:
      'It plays the operators over HTTP; sharing code with the adapters would let one mistake hide on both sides.',
    severity: 'error',
    from: { path: `${ROOT}apps/simulator/`, pathNot: SPECS },
    to: { path: `${ROOT}(?:libs|apps)/`, pathNot: `${ROOT}(?:libs/kernel|apps/simulator)/` },
  },
  {
    name: 'production-never-imports-tests',
    severity: 'error',
    from: { path: `${ROOT}(?:apps|libs)/`, pathNot: SPECS },
    to: { path: [TESTS, SPECS] },
  },
  {
    name: 'production-never-imports-dev-packages',
    comment: 'They are absent from an installation without development dependencies.',
    severity: 'error',
    from: { path: `${ROOT}(?:apps|libs)/`, pathNot: SPECS },
    to: { dependencyTypes: ['npm-dev'], pathNot: 'node_modules/@types/' },
  },
  {
    name: 'packages-are-declared',
    comment: 'A package that is only there because another one needs it may be gone, or another version, tomorrow.',
    severity: 'error',
    from: {},
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  },
  {
    name: 'no-cycles',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  {
    name: 'imports-resolve',
    comment: 'An import that leads nowhere is invisible to every other rule.',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: rules,
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(?:dist|contracts|test/architecture/fixtures)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['source', 'import', 'node', 'default'] },
  },
};
