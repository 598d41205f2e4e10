import { CommandBus } from '@nestjs/cqrs';
import { SetOrganizationSuspension, SetUserSuspension } from '#identity';
import { Database } from '#platform';
import { CommandProblem, type OperationsCommand } from './command.js';

export const ORGANIZATION_SUSPEND_USAGE = 'Usage: npm run organization:suspend -- <organisation id> [--lift]';
export const USER_SUSPEND_USAGE = 'Usage: npm run user:suspend -- <user id or mail address> [--lift]';

const FIND_USER = 'SELECT id FROM users WHERE email = lower($1)';

/** Refuses all that calls for an organisation, keys and sessions alike, or lifts that. Safe to repeat. */
export const suspendOrganization: OperationsCommand = async (core, args, terminal) => {
  const { subject, isLifted } = read(args, ORGANIZATION_SUSPEND_USAGE);
  await core.get(CommandBus).execute(new SetOrganizationSuspension(subject, !isLifted));
  terminal.say(`Organisation ${subject} ${outcome(isLifted)}.`);
  return 0;
};

/** Refuses an account and its sessions, or lifts that. Safe to repeat. */
export const suspendUser: OperationsCommand = async (core, args, terminal) => {
  const { subject, isLifted } = read(args, USER_SUSPEND_USAGE);
  const named = subject.includes('@') ? await core.get(Database).first<{ id: string }>(FIND_USER, [subject]) : null;
  await core.get(CommandBus).execute(new SetUserSuspension(named?.id ?? subject, !isLifted));
  terminal.say(`User ${subject} ${outcome(isLifted)}.`);
  return 0;
};

function read(args: readonly string[], usage: string): { subject: string; isLifted: boolean } {
  const isLifted = args.includes('--lift');
  const [subject, ...others] = args.filter((arg) => arg !== '--lift');
  if (!subject || others.length > 0) throw new CommandProblem(usage);
  return { subject, isLifted };
}

const outcome = (isLifted: boolean): string => (isLifted ? 'is let in again' : 'is suspended');
