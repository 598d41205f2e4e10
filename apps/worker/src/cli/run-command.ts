import { NestFactory } from '@nestjs/core';
import { DomainError } from '#kernel';
import { ConfigurationError, loadConfig, readingAtLength } from '#platform';
import { CoreModule } from '../../../core.module.js';
import { ADMIN_APPOINT_USAGE, appointAdministrator } from './admin-appoint.js';
import { AUDIT_VERIFY_USAGE, verifyAuditLog } from './audit-verify.js';
import { BANK_ACCOUNT_VERIFY_USAGE, verifyBankAccounts } from './bank-account-verify.js';
import { CommandProblem, type OperationsCommand, type Terminal } from './command.js';
import { databaseAddress } from './database-address.js';
import { KEYS_RESEAL_USAGE, resealKeys } from './keys-reseal.js';
import { LEDGER_VERIFY_USAGE, verifyLedger } from './ledger-verify.js';
import { LET_LIVE_USAGE, letOrganizationLive } from './organization-let-live.js';
import { OUTBOX_PARKED_USAGE, parkedEvents } from './outbox-parked.js';
import { bankPayouts, PAYOUT_BANK_USAGE } from './payout-bank.js';
import { PROJECTIONS_REBUILD_USAGE, rebuildProjection } from './projections-rebuild.js';
import { compareStatement, STATEMENT_COMPARE_USAGE } from './statement-compare.js';
import { ORGANIZATION_SUSPEND_USAGE, suspendOrganization, suspendUser, USER_SUSPEND_USAGE } from './suspend.js';
import { rotateWebhookSecret, WEBHOOK_ROTATE_USAGE } from './webhook-rotate.js';

const COMMANDS: Readonly<Record<string, readonly [OperationsCommand, usage: string]>> = {
  'ledger:verify': [verifyLedger, LEDGER_VERIFY_USAGE],
  'audit:verify': [verifyAuditLog, AUDIT_VERIFY_USAGE],
  'keys:reseal': [resealKeys, KEYS_RESEAL_USAGE],
  'outbox:parked': [parkedEvents, OUTBOX_PARKED_USAGE],
  'projections:rebuild': [rebuildProjection, PROJECTIONS_REBUILD_USAGE],
  'admin:appoint': [appointAdministrator, ADMIN_APPOINT_USAGE],
  'organization:let-live': [letOrganizationLive, LET_LIVE_USAGE],
  'organization:suspend': [suspendOrganization, ORGANIZATION_SUSPEND_USAGE],
  'user:suspend': [suspendUser, USER_SUSPEND_USAGE],
  'bank-account:verify': [verifyBankAccounts, BANK_ACCOUNT_VERIFY_USAGE],
  'payout:bank': [bankPayouts, PAYOUT_BANK_USAGE],
  'statement:compare': [compareStatement, STATEMENT_COMPARE_USAGE],
  'webhook:rotate': [rotateWebhookSecret, WEBHOOK_ROTATE_USAGE],
};

const FAILED = 2;

/**
 * Runs one operations command against the database that the environment names, or that of the platform which runs on
 * this machine; with --help it only says what the command takes. Resolves to the exit code: 0 all is well, 1 the command found something, 2 it could not be run.
 */
export async function runCommand(
  [name = '', ...args]: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  terminal: Terminal,
): Promise<number> {
  try {
    const [command, usage] = COMMANDS[name] ?? [];
    if (!command)
      throw new CommandProblem(`There is no command ${name}; there are ${Object.keys(COMMANDS).join(', ')}.`);
    if (args.includes('--help')) {
      terminal.say(usage ?? '');
      return 0;
    }
    const config = loadConfig(environment);
    const module = CoreModule.with(config, await databaseAddress(config));
    const core = await NestFactory.createApplicationContext(module, { logger: ['fatal'], abortOnError: false });
    try {
      return await readingAtLength(() => command(core, args, terminal));
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
