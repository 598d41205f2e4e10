/** Jest makes an environment per suite for a realm of its own; suites here run in the worker's (see runtime.mjs). */
export default class WorkersRealm {
  global = {};
  setup() {}
  teardown() {}
  getVmContext() {
    return null;
  }
}
