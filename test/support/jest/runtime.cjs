const asyncHooks = require('node:async_hooks');
const { mkdirSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { fileURLToPath, pathToFileURL } = require('node:url');
const { transformFileSync } = require('@swc/core');

const jestCircus = dirname(require.resolve('jest-circus'));

/**
 * Lets Node load suites, in the worker's own realm. Jest's own runtime gives every suite a realm and modules of its own,
 * and loading those anew cost a suite that opens a door more than its tests did. So modules are loaded once per worker,
 * by the loader and in the form in which production loads them; the price is that what a module keeps in variables
 * outlives the suite.
 *
 * These are the methods that the runner and jest-circus 30 call. Jest requires this file, and while a process imports
 * others, as that of a single suite does, requiring an ES module fails now and then (Node 20): hence CommonJS.
 */
class NodeRuntime {
  #storages = [];

  /** Loads the framework, whose package does not export this half of it, anew: it holds the tests of one suite. */
  requireInternalModule(path) {
    if (dirname(path) === jestCircus) {
      delete require.cache[path];
      for (const key of Object.getOwnPropertySymbols(globalThis)) {
        if (key.description === 'JEST_STATE_SYMBOL' || key.description === 'EVENT_HANDLERS') delete globalThis[key];
      }
      return this.#keepingStorages(() => require(path));
    }
    return require(path);
  }

  /** Node passes every storage that is in use on to every promise: those of ended suites slowed down all that follow. */
  #keepingStorages(load) {
    const { AsyncLocalStorage } = asyncHooks;
    const kept = this.#storages;
    const KeptStorage = class extends AsyncLocalStorage {
      constructor() {
        super();
        kept.push(this);
      }
    };
    Object.defineProperty(asyncHooks, 'AsyncLocalStorage', {
      value: KeptStorage,
      configurable: true,
      enumerable: true,
    });
    try {
      return load();
    } finally {
      const value = AsyncLocalStorage;
      Object.defineProperty(asyncHooks, 'AsyncLocalStorage', { value, configurable: true, enumerable: true });
    }
  }

  requireModule(path) {
    return require(path);
  }

  setGlobalsForRuntime(globals) {
    Object.assign(globalThis, globals);
  }

  unstable_shouldLoadAsEsm() {
    return true;
  }

  async unstable_importModule(path) {
    await import('../typescript.mjs');
    return import(pathToFileURL(path).href);
  }

  getSourceMaps() {
    return sourceMaps;
  }

  enterTestCode() {}
  leaveTestCode() {}
  getAllCoverageInfoCopy() {}

  teardown() {
    for (const storage of this.#storages) storage.disable();
  }
}

/** Where the source map of a module lies; made when the first stack with the module in it is shown. */
const sourceMaps = new (class extends Map {
  get(url) {
    if (!url.startsWith('file:') || !url.endsWith('.ts')) return undefined;
    if (!this.has(url)) {
      const folder = join(process.env.TEST_RUN_FOLDER, 'source-maps');
      mkdirSync(folder, { recursive: true });
      const file = join(folder, `${process.pid}-${this.size}.map`);
      writeFileSync(file, transformFileSync(fileURLToPath(url), { sourceMaps: true }).map);
      this.set(url, file);
    }
    return super.get(url);
  }
})();

module.exports = NodeRuntime;
