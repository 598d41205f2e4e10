import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Linux counts CPU time in hundredths of a second, whatever its kernel does inside. */
const TICK_MS = 10;
const PAGE_BYTES = 4096;

export const CAN_SEE_PROCESSES = existsSync('/proc/self/stat');

/** CPU time that a process has used since it began; NaN where the system does not tell. */
export function cpuMs(pid: number): number {
  const fields = statOf(pid);
  return fields ? (Number(fields[11]) + Number(fields[12])) * TICK_MS : Number.NaN;
}

/** Of a process and all its children, those that have ended included. */
export function familyCpuMs(pid: number): number {
  const own = statOf(pid);
  if (!own) return Number.NaN;
  const ended = (Number(own[13]) + Number(own[14])) * TICK_MS;
  return childrenOf(pid).reduce((total, child) => total + (cpuMs(child) || 0), cpuMs(pid) + ended);
}

export function residentMegabytes(pid: number): number {
  if (!CAN_SEE_PROCESSES) return Number.NaN;
  const [, pages] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ');
  return (Number(pages) * PAGE_BYTES) / 2 ** 20;
}

/** What a process and its children hold for themselves alone: what they share would be counted once for each. */
export function familyOwnMegabytes(pid: number): number {
  return [pid, ...childrenOf(pid)].reduce((total, member) => total + ownMegabytes(member), 0);
}

function ownMegabytes(pid: number): number {
  try {
    const [, kilobytes] = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes ?? 0) / 1024;
  } catch {
    // It has ended meanwhile; one that is just ending has no memory to tell of any more.
    return 0;
  }
}

function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((candidate) => Number(statOf(candidate)?.[1]) === pid);
}

/** The fields behind the name, which may itself contain blanks and brackets: the first is the state. */
function statOf(pid: number): string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}
