import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { beginningOf, Clock, isUuid, uuidv7 } from '#kernel';
import {
  Audit,
  currentRequestContext,
  hasCardNumber,
  Queues,
  UnitOfWork,
  withoutCardNumbers,
  type Transaction,
} from '#platform';
import { Providers, type ProviderName } from '#providers';
import { CHECK_DUE } from '../due/check-due.job.js';
import type { CheckedKind } from '../due/due-check.js';
import { CHECK_GAP_MS } from '../payment/payment-checks.service.js';

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
/** Of what nobody vouches for: ten megabytes a minute could be sent from each address, and all of it be kept for 90 days. */
const REFUSED_BODY_MAX = 1024;
/** Printable and without blanks: it comes from a stranger. */
const NAME = /^[\x21-\x7e]{1,128}$/;
const KEEP = `INSERT INTO provider_callbacks
  (id, provider, accepted, ip_address, request_id, mentions, body, received_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`;
const OPEN: Readonly<Record<CheckedKind, string>> = {
  payment: "status <> 'settled'",
  refund: "status IN ('pending', 'processing')",
  payout: "status IN ('pending', 'processing')",
};
/**
 * Brings the next check of what is open forward, but no closer to the last one than the gap, and never puts it off. Whoever
 * is ending it meanwhile is waited for: nothing that has ended for good may be due. Each reference is looked for by itself:
 * for all at once PostgreSQL would read the whole of a table that was small when it looked last. They are parameters of
 * their own, mostly one: of an array it takes ten for granted and would rather plan anew for each notice.
 */
const bringForward = (
  kind: CheckedKind,
  references: number,
): string => `INSERT INTO due_checks AS d (subject_id, kind, provider, due_at)
  SELECT DISTINCT ON (named.id) named.id, '${kind}', named.provider,
    greatest($1::timestamptz, coalesce(named.last_checked_at, '-infinity') + interval '${CHECK_GAP_MS} milliseconds')
  FROM (VALUES ${Array.from({ length: references }, (_, at) => `($${at + 2}::uuid)`).join(', ')}) AS told (reference)
  CROSS JOIN LATERAL (
    SELECT id, provider, last_checked_at FROM ${kind}s
    WHERE (provider_reference = told.reference OR id = told.reference) AND ${OPEN[kind]} FOR SHARE
  ) AS named
  ON CONFLICT (subject_id) DO UPDATE SET due_at = least(d.due_at, excluded.due_at)`;
/** By the number of references, of which operators name a handful: joined statements are looked up by texts that are the same. */
const texts = new Map<number, readonly string[]>();

function bringAllForward(references: number): readonly string[] {
  const known = texts.get(references);
  if (known) return known;
  const made = (Object.keys(OPEN) as CheckedKind[]).map((kind) => bringForward(kind, references));
  texts.set(references, made);
  return made;
}

@CommandHandler(ReceiveCallback)
export class ReceiveCallbackHandler implements ICommandHandler<ReceiveCallback> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly providers: Providers,
    private readonly queues: Queues,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async execute({ notice }: ReceiveCallback): Promise<void> {
    const adapters = this.providers.every().filter(({ name }) => name === notice.provider);
    const named = notice.named.filter((value) => typeof value === 'string' && NAME.test(value)) as string[];
    const read = adapters.flatMap((adapter) => adapter.readCallback?.(notice.fields) ?? []);
    const mentions = [...new Set([...read, ...named])].filter((mention) => !hasCardNumber(mention));
    const asked = notice.trusted ? adapters.map(async (adapter) => (await adapter.referencesOf?.(mentions)) ?? []) : [];
    // Sorted, so that two callbacks that name the same ones wait for them in the same order.
    const references = [...mentions.filter(isUuid), ...(await Promise.all(asked)).flat()].sort();
    const isHint = notice.trusted && references.length > 0;
    const now = this.clock.now();
    await this.unitOfWork.run((tx) => {
      // The plan is kept for as long as the connection lives, and tables grow meanwhile.
      if (isHint) tx.byIndex();
      this.keep(tx, notice, mentions);
      if (isHint) for (const text of bringAllForward(references.length)) tx.write(text, [now, ...references]);
      return Promise.resolve();
    });
    if (isHint) this.queues.ring(CHECK_DUE);
  }

  private keep(tx: Transaction, notice: CallbackNotice, mentions: readonly string[]): void {
    const context = currentRequestContext();
    tx.write(KEEP, [
      uuidv7(),
      notice.provider,
      notice.trusted,
      context?.ipAddress ?? null,
      context?.requestId ?? null,
      mentions,
      // PostgreSQL takes no NUL in text, and we no number of a card; nothing else of the body is changed.
      beginningOf(
        withoutCardNumbers(notice.body.replaceAll('\u0000', '\uFFFD')),
        notice.trusted ? BODY_MAX : REFUSED_BODY_MAX,
      ),
      this.clock.now(),
    ]);
    this.audit.record(tx, {
      action: notice.trusted ? 'callback.received' : 'callback.rejected',
      organizationId: null,
      actorId: null,
      details: { provider: notice.provider, mentions: mentions.length },
    });
  }
}
