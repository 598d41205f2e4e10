import type { INestApplicationContext } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Database, recountLists } from '#platform';
import { RebuildBalanceDays, RebuildDailyStatistics } from '#reporting';
import { CommandProblem, counted, seconds, type OperationsCommand } from './command.js';

/** How each projection is made anew; resolves to a sentence about what it was made of. */
const PROJECTIONS: Readonly<Record<string, (core: INestApplicationContext) => Promise<string>>> = {
  'daily-statistics': async (core) => {
    const rebuilt = await core.get(CommandBus).execute(new RebuildDailyStatistics());
    const merchants = counted(rebuilt.tenants, 'organisation and mode', 'organisations and modes');
    return `${counted(rebuilt.counted, 'movement', 'movements')} of ${merchants}`;
  },
  'balance-days': async (core) =>
    `${counted(await core.get(CommandBus).execute(new RebuildBalanceDays()), 'sum', 'sums')} of postings by day`,
  'list-counts': async (core) => `${counted(await recountLists(core.get(Database)), 'count', 'counts')} of rows by day`,
};

export const PROJECTIONS_REBUILD_USAGE = `Usage: npm run projections:rebuild -- ${Object.keys(PROJECTIONS).join('|')}`;

/** Makes a projection anew from the records that it was made of. Safe to repeat, also while the platform runs. */
export const rebuildProjection: OperationsCommand = async (core, [name = ''], terminal) => {
  const rebuild = PROJECTIONS[name];
  if (!rebuild) throw new CommandProblem(PROJECTIONS_REBUILD_USAGE);
  const startedAt = performance.now();
  const madeOf = await rebuild(core);
  terminal.say(`${name} was made anew from ${madeOf} in ${seconds(performance.now() - startedAt)}.`);
  return 0;
};
