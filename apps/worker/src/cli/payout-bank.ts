import { parseArgs } from 'node:util';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Money } from '#kernel';
import { DiscloseBankAccounts } from '#merchants';
import { FinishBankPayout, ListPayoutsAtBank, type BankOutcome } from '#payments';
import { CommandProblem, counted, type OperationsCommand } from './command.js';

export const PAYOUT_BANK_USAGE =
  'Usage: npm run payout:bank [-- --completed <payout id> --reference <of the bank> | --failed <payout id> --reason <sentence for the merchant>]';

/** Lists payouts that a bank has to carry out, with their destinations; with an option, enters how one ended. */
export const bankPayouts: OperationsCommand = async (core, args, terminal) => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      completed: { type: 'string' },
      reference: { type: 'string' },
      failed: { type: 'string' },
      reason: { type: 'string' },
    },
  });
  const commands = core.get(CommandBus);
  const ended = endOf(values);
  if (ended) {
    const { status } = await commands.execute(new FinishBankPayout(ended.payoutId, ended.outcome));
    terminal.say(`Payout ${ended.payoutId} is ${status}.`);
    return 0;
  }
  const payouts = await core.get(QueryBus).execute(new ListPayoutsAtBank());
  const ids = payouts.flatMap(({ bankAccountId }) => bankAccountId ?? []);
  const accounts = ids.length > 0 ? await commands.execute(new DiscloseBankAccounts([...new Set(ids)])) : [];
  for (const { id, amount, currency, bankAccountId, handOverAt } of payouts) {
    const account = accounts.find((one) => one.id === bankAccountId);
    const to =
      account && `${account.bankName} ${account.routingNumber} ${account.accountNumber}, ${account.holderName}`;
    terminal.say(
      `${id}  ${Money.of(amount, currency).toString()}  to ${to ?? 'an unknown account'}  since ${handOverAt}`,
    );
  }
  terminal.say(`${counted(payouts.length, 'payout waits', 'payouts wait')} for a bank.`);
  return 0;
};

interface Options {
  readonly completed?: string;
  readonly reference?: string;
  readonly failed?: string;
  readonly reason?: string;
}

/** What was typed, or null when nothing was. Throws CommandProblem for half of something, or something empty. */
function endOf(options: Options): { payoutId: string; outcome: BankOutcome } | null {
  const { completed, reference, failed, reason } = options;
  if (completed && reference && failed === undefined && reason === undefined) {
    return { payoutId: completed, outcome: { state: 'completed', bankReference: reference } };
  }
  if (failed && reason && completed === undefined && reference === undefined) {
    return { payoutId: failed, outcome: { state: 'failed', sentence: reason } };
  }
  // A script whose variable is empty must neither list account numbers nor take it for success.
  if (Object.values(options).some((value) => value !== undefined)) throw new CommandProblem(PAYOUT_BANK_USAGE);
  return null;
}
