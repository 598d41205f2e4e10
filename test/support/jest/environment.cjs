/** Jest makes an environment per suite for a realm of its own; suites here run in the worker's (see runtime.cjs). */
module.exports = class WorkersRealm {
  global = {};
  setup() {}
  teardown() {}
  getVmContext() {
    return null;
  }
};
