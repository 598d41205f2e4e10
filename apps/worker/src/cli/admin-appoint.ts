import { parseArgs } from 'node:util';
import { CommandBus } from '@nestjs/cqrs';
import { AppointAdministrator } from '#identity';
import { InvalidInput } from '#kernel';
import { CommandProblem, type OperationsCommand } from './command.js';

export const ADMIN_APPOINT_USAGE =
  'Usage: npm run admin:appoint -- --email <address> --username <name> --first-name <name> --last-name <name> [--country CM]\nThe password is asked for.';

/** Makes an administrator of an account, or opens one. The password is asked for, never an argument that a process list shows. */
export const appointAdministrator: OperationsCommand = async (core, args, terminal) => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      email: { type: 'string' },
      username: { type: 'string' },
      'first-name': { type: 'string' },
      'last-name': { type: 'string' },
      country: { type: 'string', default: 'CM' },
    },
  });
  const { email, username, 'first-name': firstName, 'last-name': lastName, country } = values;
  if (!email || !username || !firstName || !lastName) throw new CommandProblem(ADMIN_APPOINT_USAGE);
  const password = await terminal.readPassword();
  const details = { email, username, firstName, lastName, country, password };
  try {
    const { userId } = await core.get(CommandBus).execute(new AppointAdministrator(details));
    terminal.say(`${email} is an administrator now (user ${userId}).`);
    return 0;
  } catch (error) {
    if (error instanceof InvalidInput) throw new CommandProblem(inWords(error.fields));
    throw error;
  }
};

function inWords(fields: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(fields)
    .map(([field, problems]) => `${field}: ${problems.join(', ')}`)
    .join('\n');
}
