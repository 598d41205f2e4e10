import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Mode } from '#kernel';
import { Providers, type ProviderName } from '#providers';
import { DueChecks } from '../due/due-checks.service.js';
import type { OurMovement } from './compare-statement.query.js';

/**
 * Asks the operator about a movement that its statement tells otherwise than our books, and records the answer as every
 * check does. Resolves to false, and does nothing, where the operator takes no reference of ours and its own name of the
 * request is neither known nor given: after a restore, the check would take it for one that was never made and make it once
 * more. Safe to repeat.
 */
export class RecheckMovement extends Command<boolean> {
  constructor(
    readonly provider: ProviderName,
    readonly mode: Mode,
    readonly movement: OurMovement,
    readonly token: string,
  ) {
    super();
  }
}

@CommandHandler(RecheckMovement)
export class RecheckMovementHandler implements ICommandHandler<RecheckMovement> {
  constructor(
    private readonly providers: Providers,
    private readonly checks: DueChecks,
  ) {}

  async execute({ provider, mode, movement, token }: RecheckMovement): Promise<boolean> {
    const { kind, id, reference } = movement;
    const operator = this.providers.with(provider, mode);
    if (operator.recall && !(await operator.recall(reference, token))) return false;
    await this.checks.check(kind, id);
    // What had not been handed over is recognised by that, and asked after by this.
    if (kind !== 'payment') await this.checks.check(kind, id);
    return true;
  }
}
