import { parseArgs } from 'node:util';
import { CommandBus } from '@nestjs/cqrs';
import { DecideBankAccount, DiscloseBankAccounts } from '#merchants';
import { CommandProblem, counted, type OperationsCommand } from './command.js';

export const BANK_ACCOUNT_VERIFY_USAGE =
  'Usage: npm run bank-account:verify [-- --verified <bank account id> | --failed <bank account id>]';

/** Lists live bank accounts that wait to be verified, with their whole numbers; with an option, enters what was found. */
export const verifyBankAccounts: OperationsCommand = async (core, args, terminal) => {
  const { values } = parseArgs({
    args: [...args],
    options: { verified: { type: 'string' }, failed: { type: 'string' } },
  });
  const { verified, failed } = values;
  if (verified !== undefined && failed !== undefined) throw new CommandProblem(BANK_ACCOUNT_VERIFY_USAGE);
  const commands = core.get(CommandBus);
  const decided = verified ?? failed;
  if (decided !== undefined) {
    const verdict = verified === undefined ? 'failed' : 'verified';
    await commands.execute(new DecideBankAccount(decided, verdict));
    terminal.say(`Bank account ${decided} is ${verdict}.`);
    return 0;
  }
  const waiting = await commands.execute(new DiscloseBankAccounts(null));
  for (const { id, organizationId, bankName, holderName, currency, routingNumber, accountNumber } of waiting) {
    const account = [bankName, routingNumber, accountNumber, currency].join(' ');
    terminal.say(`${id}  organisation ${organizationId}  ${account}  held by ${holderName}`);
  }
  terminal.say(`${counted(waiting.length, 'bank account waits', 'bank accounts wait')} to be verified.`);
  return 0;
};
