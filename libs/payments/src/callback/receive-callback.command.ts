import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, isUuid, uuidv7 } from '#kernel';
import { Audit, currentRequestContext, Database, Queues } from '#platform';
import { Providers, type ProviderName } from '#providers';
import { CHECK_GAP_MS } from '../payment/payment-checks.service.js';
import { CHECK_PAYMENT } from '../payment/check-payment.job.js';
import { CHECK_PAYOUT } from '../payout/check-payout.job.js';
import { CHECK_REFUND } from '../refund/check-refund.job.js';

export interface CallbackNotice {
  readonly provider: ProviderName;
  /** Fields of query, form and JSON together, as they came. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** What it names besides, in fields that the door knows and the operator's adapter does not. */
  readonly named: readonly unknown[];
  /** The body as it came, for whoever must find out what happened. */
  readonly body: string;
  /** False when a token or signature was wrong, or demanded and missing: it is kept and nothing else happens. */
  readonly trusted: boolean;
}

/**
 * Takes an operator's word that something has ended. It is kept and believed in nothing: the operator is asked about
 * what it names, at most every five seconds each. Safe to repeat.
 */
export class ReceiveCallback extends Command<void> {
  constructor(readonly notice: CallbackNotice) {
    super();
  }
}

const BODY_MAX = 16_384;
/** Printable and without blanks: it comes from a stranger. */
const NAME = /^[\x21-\x7e]{1,128}$/;
const KEEP = `INSERT INTO provider_callbacks
  (id, provider, accepted, ip_address, request_id, mentions, body, received_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`;
/** Brings the next check of what is open forward, but no closer to the last one than the gap, and never puts it off. */
const bringForward = (table: string, open: string): string => `UPDATE ${table} SET next_check_at =
    least(coalesce(next_check_at, 'infinity'),
      greatest($2, coalesce(last_checked_at, '-infinity') + interval '${CHECK_GAP_MS} milliseconds'))
  WHERE (provider_reference = ANY($1::uuid[]) OR id = ANY($1::uuid[])) AND ${open}
  RETURNING id, next_check_at <= $2 AS due`;
const PAYMENTS = bringForward('payments', "status <> 'settled'");
const REFUNDS = bringForward('refunds', "status IN ('pending', 'processing')");
const PAYOUTS = bringForward('payouts', "status IN ('pending', 'processing')");

@CommandHandler(ReceiveCallback)
export class ReceiveCallbackHandler implements ICommandHandler<ReceiveCallback> {
  constructor(
    private readonly database: Database,
    private readonly providers: Providers,
    private readonly queues: Queues,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async execute({ notice }: ReceiveCallback): Promise<void> {
    const provider = this.providers.every().find(({ name }) => name === notice.provider);
    const named = notice.named.filter((value) => typeof value === 'string' && NAME.test(value)) as string[];
    const mentions = [...new Set([...(provider?.readCallback?.(notice.fields) ?? []), ...named])];
    await this.keep(notice, mentions);
    const references = mentions.filter(isUuid);
    if (notice.trusted && references.length > 0) await this.askSoon(references);
  }

  private async keep(notice: CallbackNotice, mentions: readonly string[]): Promise<void> {
    const context = currentRequestContext();
    await this.database.query(KEEP, [
      uuidv7(),
      notice.provider,
      notice.trusted,
      context?.ipAddress ?? null,
      context?.requestId ?? null,
      mentions,
      // PostgreSQL takes no NUL in text; nothing else of the body is changed.
      notice.body.replaceAll('\u0000', '\uFFFD').slice(0, BODY_MAX),
      this.clock.now(),
    ]);
    await this.audit.note({
      action: notice.trusted ? 'callback.received' : 'callback.rejected',
      organizationId: null,
      actorId: null,
      details: { provider: notice.provider, mentions: mentions.length },
    });
  }

  private async askSoon(references: readonly string[]): Promise<void> {
    const forward = (text: string): Promise<{ id: string; due: boolean }[]> =>
      this.database.query<{ id: string; due: boolean }>(text, [references, this.clock.now()]);
    for (const { id, due } of await forward(PAYMENTS))
      if (due) this.queues.nudge(CHECK_PAYMENT, { paymentId: id }, { id });
    for (const { id, due } of await forward(REFUNDS))
      if (due) this.queues.nudge(CHECK_REFUND, { refundId: id }, { id });
    for (const { id, due } of await forward(PAYOUTS))
      if (due) this.queues.nudge(CHECK_PAYOUT, { payoutId: id }, { id });
  }
}
