import { NestFactory } from '@nestjs/core';
import { DomainError } from '#kernel';
import { ConfigurationError, loadConfig } from '#platform';
import { CoreModule } from '../../../core.module.js';
import { appointAdministrator } from './admin-appoint.js';
import { verifyBankAccounts } from './bank-account-verify.js';
import { CommandProblem, type OperationsCommand, type Terminal } from './command.js';
import { databaseAddress } from './database-address.js';
import { resealKeys } from './keys-reseal.js';
import { verifyLedger } from './ledger-verify.js';
import { letOrganizationLive } from './organization-let-live.js';
import { parkedEvents } from './outbox-parked.js';
import { rebuildProjection } from './projections-rebuild.js';
import { bankPayouts } from './payout-bank.js';
import { compareStatement } from './statement-compare.js';
import { rotateWebhookSecret } from './webhook-rotate.js';

const COMMANDS: Readonly<Record<string, OperationsCommand>> = {
  'ledger:verify': verifyLedger,
  'keys:reseal': resealKeys,
  'outbox:parked': parkedEvents,
  'projections:rebuild': rebuildProjection,
  'admin:appoint': appointAdministrator,
  'organization:let-live': letOrganizationLive,
  'bank-account:verify': verifyBankAccounts,
  'payout:bank': bankPayouts,
  'statement:compare': compareStatement,
  'webhook:rotate': rotateWebhookSecret,
};

const FAILED = 2;

/**
 * Runs one operations command against the database that the environment names, or that of the platform which runs on
 * this machine. Resolves to the exit code: 0 all is well, 1 the command found something, 2 it could not be run.
 */
export async function runCommand(
  [name = '', ...args]: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  terminal: Terminal,
): Promise<number> {
  try {
    const command = COMMANDS[name];
    if (!command)
      throw new CommandProblem(`There is no command ${name}; there are ${Object.keys(COMMANDS).join(', ')}.`);
    const config = loadConfig(environment);
    const module = CoreModule.with(config, await databaseAddress(config));
    const core = await NestFactory.createApplicationContext(module, { logger: ['fatal'], abortOnError: false });
    try {
      return await command(core, args, terminal);
    } finally {
      await core.close();
    }
  } catch (error) {
    terminal.say(sentenceOf(error));
    return FAILED;
  }
}

function sentenceOf(error: unknown): string {
  const { code = '', message, stack } = error as { code?: string; message?: string; stack?: string };
  const foreseen = [CommandProblem, ConfigurationError, DomainError].some((kind) => error instanceof kind);
  if (foreseen || code.startsWith('ERR_PARSE_ARGS')) return message ?? '';
  if (code === 'ECONNREFUSED') return 'The database does not answer. Is the platform running?';
  return stack ?? String(error);
}
