import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { LaunchProblem } from './launch-problem.js';

/** A port that is going to be opened, and what for. */
export interface PortUse {
  readonly port: number;
  readonly host: string;
  readonly purpose: string;
}

const RETRY_MS = 100;

/**
 * Throws LaunchProblem that names every port which is in use.
 * @param patienceMs how long a port may take to become free, for those of a platform that is just ending.
 */
export async function checkPorts(uses: readonly PortUse[], portBase: number, patienceMs: number): Promise<void> {
  for (const deadline = Date.now() + patienceMs; ; await delay(RETRY_MS)) {
    const free = await Promise.all(uses.map(({ port, host }) => isFree(port, host)));
    const busy = uses.filter((_use, index) => !free[index]);
    if (busy.length === 0) return;
    if (Date.now() >= deadline) throw new LaunchProblem(sentence(busy, portBase));
  }
}

function sentence(busy: readonly PortUse[], portBase: number): string {
  const named = busy.map(({ port, purpose }) => `${port} (${purpose})`);
  const last = named.pop() ?? '';
  const all = named.length > 0 ? `Ports ${named.join(', ')} and ${last} are` : `Port ${last} is`;
  return `${all} in use by another program: stop it, or count the ports from another number, such as PORT_BASE=${portBase + 1000}.`;
}

async function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(new LaunchProblem(`Port ${port} on ${host} cannot be opened (${error.code}).`));
    });
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}
