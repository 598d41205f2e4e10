import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  readonly children?: readonly number[];
}

interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

interface Share {
  readonly name: string;
  readonly percent: number;
}

const SHOWN = 25;

/** Where the processor was while a process worked: by package, by function, and with all that a function of ours calls. */
export async function profileSummary(directory: string): Promise<string> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.cpuprofile')).sort();
  const profile = JSON.parse(await readFile(join(directory, names.at(-1) ?? ''), 'utf8')) as CpuProfile;
  const { selfMicros, busyMicros } = timesOf(profile);
  const self = (nameOf: (node: ProfileNode) => string | null): Share[] => shares(profile.nodes, selfMicros, nameOf, busyMicros);
  return [
    `${(busyMicros / 1e6).toFixed(1)} s of work in ${names.at(-1)}`,
    section('by package', self(({ callFrame }) => packageOf(callFrame.url))),
    section('by function', self(frameName)),
    section('with everything below', inclusive(profile, selfMicros, busyMicros)),
  ].join('\n');
}

function timesOf({ nodes, samples, timeDeltas }: CpuProfile): { selfMicros: Map<number, number>; busyMicros: number } {
  const idle = new Set(nodes.filter(({ callFrame }) => callFrame.functionName === '(idle)').map(({ id }) => id));
  const selfMicros = new Map<number, number>();
  let busyMicros = 0;
  samples.forEach((id, index) => {
    if (idle.has(id)) return;
    const micros = timeDeltas[index] ?? 0;
    selfMicros.set(id, (selfMicros.get(id) ?? 0) + micros);
    busyMicros += micros;
  });
  return { selfMicros, busyMicros };
}

/** Each function once, however often it is on the way to a sample. */
function inclusive({ nodes }: CpuProfile, selfMicros: ReadonlyMap<number, number>, busyMicros: number): Share[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const totals = new Map<string, number>();
  const visit = (node: ProfileNode, above: ReadonlySet<string>): number => {
    const name = frameName(node);
    const path = new Set(above).add(name);
    const below = (node.children ?? []).map((id) => byId.get(id)).filter((child) => child !== undefined);
    const total = below.reduce((sum, child) => sum + visit(child, path), selfMicros.get(node.id) ?? 0);
    if (!above.has(name)) totals.set(name, (totals.get(name) ?? 0) + total);
    return total;
  };
  const [root] = nodes;
  if (root) visit(root, new Set());
  return sorted([...totals].filter(([name]) => /dist\/(?:apps|libs)/.test(name)), busyMicros);
}

function shares(
  nodes: readonly ProfileNode[],
  selfMicros: ReadonlyMap<number, number>,
  nameOf: (node: ProfileNode) => string | null,
  busyMicros: number,
): Share[] {
  const sums = new Map<string, number>();
  for (const node of nodes) {
    const name = nameOf(node);
    if (name !== null) sums.set(name, (sums.get(name) ?? 0) + (selfMicros.get(node.id) ?? 0));
  }
  return sorted([...sums], busyMicros);
}

const sorted = (sums: readonly (readonly [string, number])[], busyMicros: number): Share[] =>
  [...sums]
    .sort(([, a], [, b]) => b - a)
    .map(([name, micros]) => ({ name, percent: (micros / busyMicros) * 100 }));

const section = (title: string, all: readonly Share[]): string =>
  [
    `\n${title}`,
    ...all.slice(0, SHOWN).map(({ name, percent }) => `${percent.toFixed(1).padStart(6)} %  ${name}`),
  ].join('\n');

function frameName({ callFrame }: ProfileNode): string {
  const { functionName, url, lineNumber } = callFrame;
  return `${functionName || '(anonymous)'} ${shortened(url)}${url ? `:${lineNumber + 1}` : ''}`;
}

function packageOf(url: string): string {
  if (url === '') return '(runtime)';
  if (url.startsWith('node:')) return url;
  const [, name] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? [];
  return name ?? /dist\/(?:apps|libs)\/(?:surfaces\/)?[^/]+(?:\/src\/[^/]+)?/.exec(url)?.[0] ?? url;
}

const shortened = (url: string): string => url.replace(/^.*node_modules\//, '').replace(/^.*\/(dist\/)/, '$1');
