// Writes the TypeScript types of each door's contract, so that a presenter that leaves out a field does not compile.
// `--check` fails instead when a file is not what the contract says.
import { readFileSync, mkdirSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const SURFACES = ['dashboard', 'payment-links', 'merchant', 'wallet'];
const check = process.argv.includes('--check');
const stale = [];

for (const surface of SURFACES) {
  const ast = await openapiTS(new URL(`../contracts/${surface}.openapi.yaml`, import.meta.url), {
    emptyObjectsUnknown: true,
  });
  const types = astToString(ast)
    .replace(/\/\*\*[\s\S]*?\*\//g, '')
    .split('\n')
    .filter((line) => line.trim() !== '');
  // Only the schemas are used; paths and operations repeat them many times over.
  const start = types.findIndex((line) => line.startsWith('export interface components'));
  const end = types.findIndex((line, index) => index > start && line.startsWith('    responses:'));
  const text = `// Generated from contracts/${surface}.openapi.yaml by \`npm run contracts:types\`.\n${[...types.slice(start, end), '}'].join('\n')}\n`;
  const folder = new URL(`../libs/surfaces/${surface}/generated/`, import.meta.url);
  const file = new URL('contract.ts', folder);
  if (check) {
    let present = '';
    try {
      present = readFileSync(file, 'utf8');
    } catch {
      // Missing is stale.
    }
    if (present !== text) stale.push(surface);
  } else {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, text);
  }
}
if (stale.length > 0) {
  console.error(`Types of ${stale.join(', ')} are not those of the contract: run npm run contracts:types`);
  process.exit(1);
}
