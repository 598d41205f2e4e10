import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { toDataURL } from 'qrcode';
import { Clock } from '#kernel';
import { Audit, UnitOfWork } from '#platform';
import type { Principal } from '../session/authenticator.service.js';
import { User } from '../user/user.aggregate.js';
import { UserNotFound } from '../user/user.errors.js';
import type { SecondFactorStatus } from './second-factor.aggregate.js';
import { SecondFactors } from './second-factors.service.js';

/** What the holder needs once to set the authenticator up. */
export interface Enrolment {
  /** Base32. */
  readonly secret: string;
  readonly otpauthUrl: string;
  /** PNG of the address, as a data address. */
  readonly qrCode: string;
  readonly recoveryCodes: readonly string[];
}

/**
 * Starts over with a new key and new recovery codes, to be confirmed within a quarter of an hour. Changes nothing, and
 * answers without an enrolment, while a factor is on.
 */
export class EnrolSecondFactor extends Command<{ status: SecondFactorStatus; enrolment: Enrolment | null }> {
  constructor(readonly caller: Principal) {
    super();
  }
}

const ENROL = `INSERT INTO second_factors AS f (user_id, sealed_secret, enrolled_at) VALUES ($1, $2, $3)
  ON CONFLICT (user_id) DO UPDATE
    SET sealed_secret = excluded.sealed_secret, enrolled_at = excluded.enrolled_at, last_used_step = NULL
    WHERE f.confirmed_at IS NULL RETURNING user_id`;
const DROP_RECOVERY_CODES = 'DELETE FROM recovery_codes WHERE user_id = $1';
const ADD_RECOVERY_CODES = 'INSERT INTO recovery_codes (user_id, code_hash) SELECT $1, unnest($2::bytea[])';

@CommandHandler(EnrolSecondFactor)
export class EnrolSecondFactorHandler implements ICommandHandler<EnrolSecondFactor> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly secondFactors: SecondFactors,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async execute({ caller }: EnrolSecondFactor): Promise<{ status: SecondFactorStatus; enrolment: Enrolment | null }> {
    const { userId, organizationId } = caller;
    const now = this.clock.now();
    const shown = await this.unitOfWork.run(async (tx) => {
      const user = await tx.load(User, { id: userId });
      if (!user) throw new UserNotFound();
      const generated = this.secondFactors.generate(userId, user.email);
      const [enrolled] = await tx.query(ENROL, [userId, generated.sealedSecret, now]);
      if (!enrolled) return null;
      await tx.query(DROP_RECOVERY_CODES, [userId]);
      tx.write(ADD_RECOVERY_CODES, [userId, generated.recoveryCodeHashes]);
      this.audit.record(tx, { action: 'user.2fa_started', organizationId, actorId: userId, recordId: userId });
      return generated.shown;
    });
    if (!shown) return { status: 'enabled', enrolment: null };
    return { status: 'pending', enrolment: { ...shown, qrCode: await toDataURL(shown.otpauthUrl) } };
  }
}
