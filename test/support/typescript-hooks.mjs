import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { transformFile } from '@swc/core';

/** Our own `#names` mean the sources, and a relative import of `x.js` means `x.ts` where that is what exists. */
export function resolve(specifier, context, next) {
  if (specifier === '@jest/globals') return globalsOf(context.parentURL);
  if (specifier.startsWith('#')) return next(specifier, { ...context, conditions: ['source', ...context.conditions] });
  if (/^\.{1,2}\/.*\.js$/.test(specifier) && context.parentURL?.endsWith('.ts')) {
    const source = new URL(specifier.replace(/js$/, 'ts'), context.parentURL);
    if (existsSync(source)) return { url: source.href, format: 'module', shortCircuit: true };
  }
  return next(specifier, context);
}

/** Each suite has a framework of its own, and so reads the global anew. */
const globalsOf = (suite) => ({
  url: `${new URL('./jest/globals.mjs', import.meta.url).href}?${encodeURIComponent(suite)}`,
  format: 'module',
  shortCircuit: true,
});

export async function load(url, context, next) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context);
  const { code } = await transformFile(fileURLToPath(url), { sourceMaps: 'inline' });
  return { format: 'module', source: code, shortCircuit: true };
}
