/** More than caches hold: neighbours on the machine are felt in its memory first. */
const WORDS = 8 * 2 ** 20;
const STEPS = 50_000;

const words = Uint32Array.from({ length: WORDS }, (_, index) => Math.imul(index, 2_654_435_761) >>> 0);

/**
 * CPU time in milliseconds that a fixed piece of work takes, some five of them. Rented cores are not equally fast from one
 * minute to the next, and no counter of the system tells. The load itself takes of caches and memory as well: where this
 * grows beside a load, neighbours may be the reason, and need not be.
 */
export function yardstickMs(): number {
  const before = process.cpuUsage();
  let at = 1;
  for (let step = 0; step < STEPS; step += 1) at = ((words[at] ?? 0) + step) % WORDS;
  const { user, system } = process.cpuUsage(before);
  // Used, so that it cannot be left out.
  return (user + system) / 1000 + (at < 0 ? 1 : 0);
}
