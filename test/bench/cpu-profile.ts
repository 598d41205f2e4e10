import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'undici';

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  readonly children?: readonly number[];
}

export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

interface Share {
  readonly name: string;
  readonly percent: number;
}

const SHOWN = 40;

const SAMPLED_EVERY_MICROS = 250;

/** Profiles a process that was started with `--inspect=port`, from now until the returned function is called. */
export async function startProfile(port: number): Promise<() => Promise<CpuProfile>> {
  const socket = new WebSocket(await debuggerUrl(port));
  await new Promise((opened, failed) => {
    socket.addEventListener('open', opened, { once: true });
    socket.addEventListener('error', failed, { once: true });
  });
  let id = 0;
  const send = (method: string, params: object = {}): Promise<unknown> =>
    new Promise((resolve) => {
      id += 1;
      const expected = id;
      const take = ({ data }: { data: string }): void => {
        const message = JSON.parse(data) as { id?: number; result?: unknown };
        if (message.id !== expected) return;
        socket.removeEventListener('message', take as never);
        resolve(message.result);
      };
      socket.addEventListener('message', take as never);
      socket.send(JSON.stringify({ id: expected, method, params }));
    });
  await send('Profiler.enable');
  await send('Profiler.setSamplingInterval', { interval: SAMPLED_EVERY_MICROS });
  await send('Profiler.start');
  return async () => {
    const { profile } = (await send('Profiler.stop')) as { profile: CpuProfile };
    socket.close();
    return profile;
  };
}

async function debuggerUrl(port: number): Promise<string> {
  for (;;) {
    const response = await fetch(`http://127.0.0.1:${port}/json/list`).catch(() => null);
    const [target] = ((await response?.json()) ?? []) as { webSocketDebuggerUrl: string }[];
    if (target) return target.webSocketDebuggerUrl;
    await delay(50);
  }
}

/** Where the processor was while a process worked: by package, by function, and with all that a function of ours calls. */
export function profileSummary(profile: CpuProfile): string {
  const { selfMicros, busyMicros } = timesOf(profile);
  const self = (nameOf: (node: ProfileNode) => string): Share[] =>
    shares(profile.nodes, selfMicros, nameOf, busyMicros);
  return [
    `\nCPU profile of ${(busyMicros / 1e6).toFixed(1)} s of work`,
    section(
      'by package',
      self(({ callFrame }) => packageOf(callFrame.url)),
    ),
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
  return sorted(
    [...totals].filter(([name]) => name.includes(' ') && !name.startsWith('(root)')),
    busyMicros,
  );
}

function shares(
  nodes: readonly ProfileNode[],
  selfMicros: ReadonlyMap<number, number>,
  nameOf: (node: ProfileNode) => string,
  busyMicros: number,
): Share[] {
  const sums = new Map<string, number>();
  for (const node of nodes) sums.set(nameOf(node), (sums.get(nameOf(node)) ?? 0) + (selfMicros.get(node.id) ?? 0));
  return sorted([...sums], busyMicros);
}

const sorted = (sums: readonly (readonly [string, number])[], busyMicros: number): Share[] =>
  [...sums].sort(([, a], [, b]) => b - a).map(([name, micros]) => ({ name, percent: (micros / busyMicros) * 100 }));

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
