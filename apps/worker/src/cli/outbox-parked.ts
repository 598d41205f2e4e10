import { parseArgs } from 'node:util';
import { ParkedEvents, redactText } from '#platform';
import { CommandProblem, counted, type OperationsCommand } from './command.js';

export const OUTBOX_PARKED_USAGE = 'Usage: npm run outbox:parked [-- [--replay] <subscriber>]';

/** Lists parked events; with --replay and a subscriber, lets that one handle its own again. Safe to repeat. */
export const parkedEvents: OperationsCommand = async (core, args, terminal) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { replay: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const subscriber = positionals[0] ?? null;
  const parked = core.get(ParkedEvents);
  if (values.replay) {
    if (subscriber === null) throw new CommandProblem(OUTBOX_PARKED_USAGE);
    const { replayed, failed } = await parked.replay(subscriber);
    terminal.say(`${counted(replayed, 'event', 'events')} replayed, ${failed} refused once more.`);
    return failed === 0 ? 0 : 1;
  }
  const listed = await parked.list(subscriber);
  for (const event of listed) {
    const { type, eventId, parkedAt, error } = event;
    terminal.say(`${event.subscriber}  ${type}  ${eventId}  parked ${parkedAt.toISOString()}  ${redactText(error)}`);
  }
  terminal.say(
    listed.length === 0 ? 'No event is parked.' : `${counted(listed.length, 'event is', 'events are')} parked.`,
  );
  return 0;
};
