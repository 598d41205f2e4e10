import { CommandBus } from '@nestjs/cqrs';
import { LetOrganizationLive } from '#identity';
import { CommandProblem, type OperationsCommand } from './command.js';

export const LET_LIVE_USAGE = 'Usage: npm run organization:let-live -- <organisation id>';

/** Lets an organisation act in live mode. Safe to repeat. */
export const letOrganizationLive: OperationsCommand = async (core, [organizationId], terminal) => {
  if (!organizationId) throw new CommandProblem(LET_LIVE_USAGE);
  await core.get(CommandBus).execute(new LetOrganizationLive(organizationId));
  terminal.say(`Organisation ${organizationId} may act in live mode.`);
  return 0;
};
