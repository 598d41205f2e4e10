import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Database } from '#platform';

/** Sums up the movements of all days anew, while nobody can post. Resolves to how many sums there are. Safe to repeat. */
export class RebuildBalanceDays extends Command<number> {}

@CommandHandler(RebuildBalanceDays)
export class RebuildBalanceDaysHandler implements ICommandHandler<RebuildBalanceDays> {
  constructor(private readonly database: Database) {}

  async execute(): Promise<number> {
    return (await this.database.first<{ sums: number }>('SELECT recount_balance_days() AS sums'))?.sums ?? 0;
  }
}
