import { register } from 'node:module';

/** Lets Node import TypeScript sources: `node --import ./test/support/typescript.mjs some/file.ts`. */
register('./typescript-hooks.mjs', import.meta.url);
