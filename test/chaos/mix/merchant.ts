import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { linkVerdict, paymentVerdict, payoutVerdict, redemptionVerdict, refundVerdict, type Told } from './answers.js';
import type { DoorsInTurn } from './doors-in-turn.js';
import type { Intention, LinkIntention, PaymentIntention, PayoutIntention, RefundIntention } from './intentions.js';
import { isOutOfReach, type Operator, type Payer } from './payer-rows.js';
import { persist } from './persistence.js';
import type { Records } from './records.js';

export interface Doors {
  readonly dashboard: DoorsInTurn;
  readonly links: DoorsInTurn;
}

const METHOD: Readonly<Record<Operator, string>> = {
  'mtn-momo': 'MTN Mobile Money',
  'orange-money': 'Orange Money',
};
const PROVIDER_OF_LINKS: Readonly<Record<Operator, string>> = { 'mtn-momo': 'MTN_CAM', 'orange-money': 'ORANGE_CAM' };

/** Payers press again when the shop says that their operator is out of reach, which they do for as long as a circuit is open. */
const BETWEEN_ATTEMPTS_MS = [3000, 4000, 6000];

/** A merchant's system and the payers of its links, who do what was intended and keep what they were told. */
export class Merchant {
  /** What became of payments that may have to be given back: their id, or null where nothing came of them. */
  private readonly paymentIds = new Map<PaymentIntention, Promise<string | null>>();

  constructor(
    private readonly doors: Doors,
    private readonly token: string,
    private readonly records: Records,
  ) {}

  /** Resolves when it is known what became of it. Never rejects. */
  async carryOut(intention: Intention): Promise<void> {
    switch (intention.kind) {
      case 'payment': {
        const paid = this.pay(intention);
        this.paymentIds.set(intention, paid);
        await paid;
        return;
      }
      case 'refund':
        return this.refund(intention);
      case 'payout':
        return this.payOut(intention);
      case 'link':
        return this.race(intention);
    }
  }

  private async pay({ payer, amount }: PaymentIntention): Promise<string | null> {
    const paymentId = await this.payInTheEnd(payer, amount);
    this.records.meant.push({ row: payer.row, paymentId });
    return paymentId;
  }

  /** An operator that is out of reach is asked again a while later, as another payment. */
  private async payInTheEnd(payer: Payer, amount: number): Promise<string | null> {
    for (let attempts = 0; ; attempts += 1) {
      const told = await this.payOnce(payer, amount);
      if (told?.told === 'started') return told.paymentId;
      const waitMs = BETWEEN_ATTEMPTS_MS[attempts];
      if (told?.told !== 'unreachable' || isOutOfReach(payer.row) || waitMs === undefined) return null;
      await delay(waitMs);
    }
  }

  private async payOnce({ operator: provider, number: phoneNumber, row }: Payer, amount: number): Promise<Told | null> {
    const body = { amount, currency: 'XAF', provider, phoneNumber, description: 'Basket' };
    const idempotencyKey = randomUUID();
    const told = await this.ask(idempotencyKey, '/payments/make-payment', body, paymentVerdict);
    if (!told) return null;
    this.records.payments.push({ idempotencyKey, row, amount, linkId: null, ...told });
    this.canRead(`/payments/${told.paymentId}`);
    return told;
  }

  private async refund({ payment, amounts }: RefundIntention): Promise<void> {
    const paymentId = await this.paymentIds.get(payment);
    if (!paymentId) {
      this.records.moot += amounts.length;
      return;
    }
    const { row } = payment.payer;
    await Promise.all(
      amounts.map(async (amount) => {
        const idempotencyKey = randomUUID();
        const refundId = await this.ask(idempotencyKey, `/payments/${paymentId}/refunds`, { amount }, refundVerdict);
        if (refundId === null) return;
        this.records.refunds.push({ idempotencyKey, refundId, paymentId, row, amount });
        this.canRead(`/refunds/${refundId}`);
      }),
    );
  }

  private async payOut({ amount }: PayoutIntention): Promise<void> {
    const idempotencyKey = randomUUID();
    const payoutId = await this.ask(idempotencyKey, '/payouts', { amount, currency: 'XAF' }, payoutVerdict);
    if (payoutId === null) return;
    this.records.payouts.push({ idempotencyKey, payoutId, amount });
    this.canRead(`/payouts/${payoutId}`);
  }

  private async race({ amount, isReusable, payers }: LinkIntention): Promise<void> {
    const body = {
      ...{ type: 'Fixed', amount, currency: 'XAF', description: 'Basket', reusable: isReusable, saveUrl: false },
      paymentMethods: Object.values(METHOD),
    };
    const link = await this.ask(randomUUID(), '/payments/links', body, linkVerdict);
    if (!link) return;
    this.records.links.push({ linkId: link.id, isReusable });
    await Promise.all(payers.map((payer) => this.redeem(link, payer, amount)));
  }

  private async redeem(link: { id: string; slug: string }, payer: Payer, amount: number): Promise<void> {
    const { number: phone_number, operator, row } = payer;
    const body = { phone_number, provider: PROVIDER_OF_LINKS[operator] };
    const idempotencyKey = randomUUID();
    const path = `/payment-links/${link.slug}/redeem`;
    const told = await persist(
      this.records,
      idempotencyKey,
      (headers) => this.doors.links.call('POST', path, { body, headers }),
      redemptionVerdict,
    );
    if (told) this.records.payments.push({ idempotencyKey, row, amount, linkId: link.id, ...told });
  }

  private canRead(path: string): void {
    const read = () => this.doors.dashboard.call('GET', path, { token: this.token });
    this.records.readable.push({ what: path, read });
  }

  private ask<T>(
    idempotencyKey: string,
    path: string,
    body: object,
    judge: Parameters<typeof persist<T>>[3],
  ): Promise<T | null> {
    const call = (headers: Readonly<Record<string, string>>) =>
      this.doors.dashboard.call('POST', path, { token: this.token, body, headers });
    return persist(this.records, idempotencyKey, call, judge);
  }
}
