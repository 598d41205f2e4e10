// Writes docs/map.md: from every endpoint to its use case, the rules that it obeys and the tables that it touches.
// `--check` fails instead when the map is not that of the sources.
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DOORS = ['dashboard', 'payment-links', 'merchant', 'wallet'];
const MAP = join(ROOT, 'docs/map.md');
const HEAD = `<!-- Written by \`npm run map\`. -->

# Map

Where an endpoint lives: its use case, the rules that it obeys (aggregates and services of the same lib), and the tables
that these read or write.
`;

const sources = files(join(ROOT, 'libs')).filter((path) => path.endsWith('.ts') && !/spec\.ts$/.test(path));
const texts = new Map(sources.map((path) => [path, readFileSync(path, 'utf8')]));
const useCases = new Map(
  sources
    .filter((path) => /\.(command|query)\.ts$/.test(path))
    .flatMap((path) =>
      [...texts.get(path).matchAll(/^export class (\w+) extends (?:Command|Query)</gm)].map(([, name]) => [name, path]),
    ),
);

const TABLES = new Set(
  files(join(ROOT, 'migrations')).flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(/CREATE TABLE (\w+)/g)].map(([, name]) => name),
  ),
);

const sections = DOORS.map((door) => ({ door, rows: rowsOf(door) })).filter(({ rows }) => rows.length > 0);
const text = `${HEAD}\n${sections.map(section).join('\n')}`;
if (process.argv.includes('--check')) {
  const present = readFileSync(MAP, 'utf8');
  if (present !== text) {
    console.error('docs/map.md is not the map of the sources: run npm run map');
    process.exit(1);
  }
} else {
  writeFileSync(MAP, text);
}

function rowsOf(door) {
  const contract = load(readFileSync(join(ROOT, `contracts/${door}.openapi.yaml`), 'utf8'));
  const endpoints = new Map(
    Object.entries(contract.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, { operationId }]) => [operationId, `${method.toUpperCase()} ${path}`]),
    ),
  );
  return sources
    .filter((path) => path.includes(`/surfaces/${door}/`) && path.endsWith('.controller.ts'))
    .flatMap((controller) => methodsOf(controller).map(({ operation, body }) => row(controller, operation, body)))
    .map((cells) => ({ ...cells, endpoint: endpoints.get(cells.operation) }));
}

/** A controller's methods: from one @Operation to the next, with the private methods that they call. */
function methodsOf(controller) {
  const [head, ...parts] = texts.get(controller).split(/@Operation\('/);
  const shared =
    parts
      .at(-1)
      ?.split(/\n {2}private /)
      .slice(1)
      .join('\n') ?? '';
  return head === undefined
    ? []
    : parts.map((part) => {
        const [operation, ...rest] = part.split("')");
        const body = rest.join("')").split(/\n {2}private /)[0];
        return { operation, body: /this\.(?!commands|queries)\w+\(/.test(body) ? body + shared : body };
      });
}

function row(controller, operation, body) {
  const cases = [...new Set(askedIn(body))];
  const reached = reachOf(cases);
  const direct = new Set(cases.flatMap((path) => importsOf(path)));
  const rules = [...reached].filter(
    (path) => path.endsWith('.aggregate.ts') || (path.endsWith('.service.ts') && direct.has(path)),
  );
  return { operation, controller, cases, rules, tables: tablesOf(reached) };
}

function askedIn(text) {
  return [...text.matchAll(/new (\w+)\(/g)].map(([, name]) => useCases.get(name)).filter(Boolean);
}

/** What use cases build on, and whatever they ask for by the bus, of their own lib or another. */
function reachOf(cases) {
  const asked = new Set(cases);
  const reached = new Set();
  for (const useCase of asked) {
    for (const path of [useCase, ...reach(useCase)]) {
      reached.add(path);
      for (const further of askedIn(texts.get(path))) asked.add(further);
    }
  }
  return reached;
}

/** What a use case builds on within its lib, and through the front doors of others no further. */
function reach(from, seen = new Set()) {
  for (const path of importsOf(from)) {
    if (seen.has(path) || /\.(command|query|module)\.ts$/.test(path)) continue;
    seen.add(path);
    reach(path, seen);
  }
  return seen;
}

function importsOf(from) {
  return [...texts.get(from).matchAll(/from '(\.{1,2}\/[^']+)\.js'/g)]
    .map(([, target]) => join(dirname(from), `${target}.ts`))
    .filter((path) => texts.has(path));
}

function tablesOf(paths) {
  const names = new Set();
  for (const path of paths) {
    for (const [, name] of texts.get(path).matchAll(/@Entity\('(\w+)'\)/g)) names.add(name);
    for (const [, name] of texts.get(path).matchAll(/(?:FROM|INTO|UPDATE|JOIN) (\w+)\b/g)) names.add(name);
    for (const [, name] of texts.get(path).matchAll(/filtered(?:ByOrganization)?\('(\w+)'/g)) names.add(name);
  }
  return [...names].filter((name) => TABLES.has(name)).sort();
}

function section({ door, rows }) {
  const lines = rows.map(({ endpoint, operation, controller, cases, rules, tables }) => {
    const cells = [
      `\`${endpoint}\`<br>${operation}`,
      link(controller),
      cases.map(link).join('<br>'),
      rules.map(link).join('<br>'),
      tables.join(', '),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return `## ${door}\n\n| endpoint | controller | use case | rules | tables |\n| --- | --- | --- | --- | --- |\n${lines.join('\n')}\n`;
}

function link(path) {
  const shown = relative(join(ROOT, 'libs'), path);
  return `[${shown.split('/').at(-1)}](../libs/${shown})`;
}

function files(folder) {
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? files(path) : [path]));
}
