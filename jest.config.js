/** ESM under Jest: run through `npm test`, which passes --experimental-vm-modules to Node. */
export default {
  testEnvironment: '<rootDir>/test/support/jest/environment.mjs',
  runtime: '<rootDir>/test/support/jest/runtime.mjs',
  transform: {},
  testMatch: ['<rootDir>/{apps,libs,test}/**/*.{spec,int-spec,e2e-spec}.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/test/architecture/fixtures/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.data/'],
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
  reporters: ['default', '<rootDir>/test/support/contract-coverage-reporter.mjs'],
  testTimeout: 30_000,
  maxWorkers: 2,
  // Jest keeps what an ES module suite has loaded: without a limit a worker grows to 2 GB and collects garbage all day.
  workerIdleMemoryLimit: '700MB',
};
