import { parseArgs } from 'node:util';
import { SealedRecords, Sealing, type SealedStanding } from '#platform';
import { CommandProblem, counted, type OperationsCommand } from './command.js';

const SHOWN_MAX = 20;

export const KEYS_RESEAL_USAGE = 'Usage: npm run keys:reseal [-- --check]';

/**
 * Seals with ENCRYPTION_KEY whatever lies under another key, then opens everything and says which of the other keys may go.
 * With --check it only looks. Safe to repeat, to interrupt and while the platform runs. Exit code 1 while another key is
 * needed or something does not open.
 */
export const resealKeys: OperationsCommand = async (core, args, terminal) => {
  const { values } = parseArgs({ args: [...args], options: { check: { type: 'boolean', default: false } } });
  const records = core.get(SealedRecords);
  const { currentVersion, otherVersions } = core.get(Sealing);
  if (!values.check) {
    const newest = Math.max(currentVersion, ...otherVersions);
    if (newest > currentVersion) {
      throw new CommandProblem(
        `Key ${newest} is on its way in: make it ENCRYPTION_KEY in every process first. Nothing was sealed anew.`,
      );
    }
    for (const [place, count] of await records.reseal()) terminal.say(`${place}: ${count} sealed anew`);
  }
  const standings = await records.inspect();
  const broken = standings.flatMap((standing) => standing.broken);
  for (const sentence of broken.slice(0, SHOWN_MAX)) terminal.say(`Broken: ${sentence}`);
  if (broken.length > SHOWN_MAX) terminal.say(`… and ${broken.length - SHOWN_MAX} more.`);
  const under = (version: number): number => sum(standings.map(({ countByKey }) => countByKey.get(version) ?? 0));
  terminal.say(`Key ${currentVersion} seals, and holds ${counted(under(currentVersion), 'value', 'values')}.`);
  const needed = otherVersions.filter((version) => under(version) > 0);
  for (const version of otherVersions) {
    terminal.say(version > currentVersion ? `Key ${version} is on its way in.` : verdict(version, standings, broken));
  }
  return broken.length === 0 && needed.length === 0 ? 0 : 1;
};

/** While something does not open, nobody knows whether this key is the one that it wants. */
function verdict(version: number, standings: readonly SealedStanding[], broken: readonly string[]): string {
  const where = standings.flatMap(({ place, countByKey }) => {
    const count = countByKey.get(version);
    return count ? [`${count} in ${place}`] : [];
  });
  if (where.length > 0) return `Key ${version} must stay: ${where.join(', ')}.`;
  if (broken.length > 0) return `Key ${version} must stay until it is known why something does not open.`;
  return `Key ${version} holds nothing any more: take it out of PREVIOUS_ENCRYPTION_KEYS.`;
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
