import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, InvalidInput, Msisdn, type WalletCountry } from '#kernel';
import { Audit, UnitOfWork } from '#platform';
import type { Principal } from '../session/authenticator.service.js';
import { User } from './user.aggregate.js';
import { UserNotFound } from './user.errors.js';

/** What is left out stays. */
export interface ProfileChanges {
  readonly firstName?: string;
  readonly lastName?: string;
  /** Null or blank clears it. */
  readonly phone?: string | null;
}

/** Changes names and phone of the caller, and nothing else. Throws InvalidInput. Safe to repeat. */
export class UpdateProfile extends Command<void> {
  constructor(
    readonly caller: Principal,
    readonly changes: ProfileChanges,
    /** In which a phone number without country code is read. */
    readonly country: WalletCountry,
  ) {
    super();
  }
}

@CommandHandler(UpdateProfile)
export class UpdateProfileHandler implements ICommandHandler<UpdateProfile> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  execute({ caller, changes, country }: UpdateProfile): Promise<void> {
    const { phone, ...names } = changes;
    const { userId, organizationId } = caller;
    const now = this.clock.now();
    return this.unitOfWork.run(async (tx) => {
      const user = await tx.load(User, { id: userId });
      if (!user) throw new UserNotFound();
      user.rename(names, now);
      if (phone !== undefined) user.callAt(normalisedPhone(phone, country), now);
      tx.save(user);
      this.audit.record(tx, { action: 'user.updated', organizationId, actorId: userId, recordId: userId });
    });
  }
}

function normalisedPhone(written: string | null, country: WalletCountry): string | null {
  if (written === null || written.trim() === '') return null;
  const phone = Msisdn.tryParse(written, country);
  if (!phone) throw new InvalidInput({ phone: ['must be a phone number'] });
  return phone.e164;
}
