import { request } from 'node:http';
import { CAN_SEE_PROCESSES, residentMegabytes } from '../../bench/process-usage.js';
import type { Assault } from '../assault.js';
import { streamAmiss, type Streamed } from '../judges.js';
import type { Shot } from '../shot.js';

const GIB = 2 ** 30;
const CHUNK = Buffer.alloc(2 ** 20);
const AT_ONCE = 4;
const LOOK_EVERY_MS = 20;
/** Longer than a gigabyte takes on a slow machine. */
const PATIENCE_MS = 60_000;

/** Sends the body of a shot and then zeros, a gigabyte of them, as fast as they are taken, until somebody answers or hangs up. */
export function sendWithoutEnd({ method, url, headers, body }: Shot): Promise<Omit<Streamed, 'grownMegabytes'>> {
  return new Promise((resolve) => {
    let sentBytes = 0;
    const sending = request(url, { method, headers, agent: false, timeout: PATIENCE_MS });
    const end = (status: number): void => {
      resolve({ status, sentBytes });
      sending.destroy();
    };
    const send = (): void => {
      while (!sending.destroyed && sentBytes < GIB) {
        sentBytes += CHUNK.length;
        if (!sending.write(CHUNK)) return void sending.once('drain', send);
      }
      sending.end();
    };
    sending.on('response', ({ statusCode = 0 }) => end(statusCode));
    sending.on('error', () => end(0)).on('timeout', () => end(0));
    sending.write(body ?? '');
    send();
  });
}

/** Several at once, so that what is kept of each would add up. */
export async function uploadWithoutEnd(assault: Assault, shots: readonly Shot[]): Promise<void> {
  const pid = CAN_SEE_PROCESSES ? assault.target.apiPid() : null;
  const megabytes = (): number => (pid === null ? Number.NaN : residentMegabytes(pid));
  for (const shot of shots) {
    const before = megabytes();
    let most = before;
    const watching = setInterval(() => (most = Math.max(most, megabytes())), LOOK_EVERY_MS);
    const streamed = await Promise.all(Array.from({ length: AT_ONCE }, () => sendWithoutEnd(shot)));
    clearInterval(watching);
    const faults = streamed.flatMap((one) => streamAmiss({ ...one, grownMegabytes: most - before }));
    for (const fault of new Set(faults)) assault.blame(`${shot.what}: ${fault}`, shot);
  }
}
