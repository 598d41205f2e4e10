import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { RedeemPaymentLink, type PaymentLinkRedemption, type RedeemedPaymentLink } from '#payments';
import { CONFIG, IdempotencyInProgress, type Config, type UnboundIdempotency } from '#platform';

const ASK_AGAIN_MS = 300;
/** The operator's time-out, and a little for the database. */
const PATIENCE_MARGIN_MS = 2000;

/** Redeems what forms ask for. */
@Injectable()
export class FormRedemptions {
  private readonly patienceMs: number;

  constructor(
    private readonly commands: CommandBus,
    @Inject(CONFIG) config: Config,
  ) {
    this.patienceMs = config.operatorTimeoutMs + PATIENCE_MARGIN_MS;
  }

  /**
   * The payment of a form. A browser that sends a form twice shows the answer to the second sending alone, so that this
   * one waits for the first. Throws what RedeemPaymentLink throws.
   */
  async redeem(redemption: PaymentLinkRedemption, once: UnboundIdempotency): Promise<RedeemedPaymentLink> {
    const deadline = Date.now() + this.patienceMs;
    for (;;) {
      try {
        return (await this.commands.execute(new RedeemPaymentLink(redemption, once))).result;
      } catch (error) {
        if (!(error instanceof IdempotencyInProgress) || Date.now() > deadline) throw error;
        await delay(ASK_AGAIN_MS);
      }
    }
  }
}
