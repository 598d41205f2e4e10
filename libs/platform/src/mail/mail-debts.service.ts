import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '#kernel';
import { Database } from '../database/database.js';
import { MailDelivery } from './mail-delivery.service.js';
import { InvalidMailAddress, MailPostponed, MailRefused, MailUnavailable, type MailMessage } from './mail.port.js';

/** Mails of a table under way at once: fewer than there are connections, so that codes and links need not wait for what is owed. */
const HANDS = 8;
const CLAIMED_MAX = 3 * HANDS;
/** Longer than composing and sending take. A mail that failed, or that a worker died over, is tried again after this. */
const LEASE_MS = 60_000;
/** Claimed with others and not begun by then, a mail is left to a later claim: the rest of the lease is for sending it. */
const BEGUN_WITHIN_MS = 15_000;
/** An address that is postponed for so long evidently takes no mail. */
const GIVEN_UP_MS = 3 * 24 * 3_600_000;

const COUNTED_MAX = 10_000;

interface OwedRow {
  readonly id: string;
  /** The end of the lease. */
  readonly dueAt: Date;
  readonly postponedSince: Date | null;
}

/** Rows that owe a mail each, in a table with `id`, `due_at` and `postponed_since`. */
export interface MailDebt<Row extends object> {
  readonly table: string;
  /** What `compose` needs, as SQL names it. */
  readonly columns: string;
  /** A paid row stays, without `due_at`: its id tells a repeat from a second mail. */
  readonly keepsPaid?: true;
  compose(row: Row): MailMessage | Promise<MailMessage>;
}

/** One go at what a table owes. */
class Round<Row extends object> {
  isOver = false;
  failure: Error | null = null;
  hands = 0;
  /** Claimed and not begun. */
  readonly claimed: (Row & OwedRow)[] = [];
  claiming: Promise<void> | null = null;
  paid: string[] = [];
  noting: Promise<unknown> = Promise.resolve();
  nextNote: Promise<void> | null = null;

  constructor(readonly debt: MailDebt<Row>) {}
}

/** Pays mails that the database owes: a row is paid when a mail server has taken its mail, or will never take it. */
@Injectable()
export class MailDebts {
  private readonly logger = new Logger('Mail');
  private readonly rounds = new Map<string, { isOver: boolean }>();
  private readonly tables = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly delivery: MailDelivery,
    private readonly clock: Clock,
  ) {}

  /**
   * Pays all that is due, unless this process is at it already. Ends early while the mail server is away; the first mail
   * goes alone, so that an outage costs one time-out. A crash between sending and noting it sends a mail twice, under the
   * same message id, rather than never.
   */
  async pay<Row extends object>(debt: MailDebt<Row>): Promise<void> {
    const { table } = debt;
    this.tables.add(table);
    if (this.rounds.has(table)) return;
    const round = new Round(debt);
    this.rounds.set(table, round);
    try {
      await this.work(round);
      await this.giveBack(round);
    } finally {
      this.rounds.delete(table);
    }
    if (round.failure) throw round.failure;
  }

  /** How many mails each table owes that this process has ever paid from; counts no further than the most. */
  async standings(): Promise<ReadonlyMap<string, number>> {
    const counts = new Map<string, number>();
    for (const table of this.tables) {
      const text = `SELECT count(*)::int AS owed FROM (SELECT FROM ${table} WHERE due_at IS NOT NULL LIMIT ${COUNTED_MAX}) AS debts`;
      counts.set(table, (await this.database.first<{ owed: number }>(text))?.owed ?? 0);
    }
    return counts;
  }

  /** Ends the round over a table when the mails in hand are sent. */
  interrupt({ table }: Pick<MailDebt<object>, 'table'>): void {
    const round = this.rounds.get(table);
    if (round) round.isOver = true;
  }

  /** One hand, which calls another after each of its mails while more is claimed. Never throws: the round is over then. */
  private async work<Row extends object>(round: Round<Row>): Promise<void> {
    const called: Promise<void>[] = [];
    round.hands += 1;
    try {
      while (await this.payNext(round)) {
        if (round.claimed.length > 0 && round.hands < HANDS) called.push(this.work(round));
      }
    } catch (error) {
      round.isOver = true;
      round.failure ??= error as Error;
    }
    round.hands -= 1;
    await Promise.all(called);
  }

  /** False when nothing is owed that may be begun now. */
  private async payNext<Row extends object>(round: Round<Row>): Promise<boolean> {
    const owed = await this.next(round);
    if (!owed) return false;
    const outcome = await this.attempt(round.debt, owed);
    if (outcome === 'server_away') round.isOver = true;
    if (outcome === 'done') await this.note(round, owed.id);
    return true;
  }

  private async next<Row extends object>(round: Round<Row>): Promise<(Row & OwedRow) | null> {
    while (!round.isOver) {
      const owed = round.claimed.shift();
      if (owed && owed.dueAt.getTime() - this.clock.now().getTime() >= LEASE_MS - BEGUN_WITHIN_MS) return owed;
      if (owed) continue;
      await (round.claiming ??= this.claim(round).finally(() => (round.claiming = null)));
      if (round.claimed.length === 0) return null;
    }
    return null;
  }

  /** In the order of when they are due: one that fails again and again is put off behind the others. */
  private async claim<Row extends object>({ debt: { table, columns }, claimed }: Round<Row>): Promise<void> {
    const text = `UPDATE ${table} SET due_at = $2 WHERE id = ANY(ARRAY(
        SELECT id FROM ${table} WHERE due_at <= $1 ORDER BY due_at LIMIT ${CLAIMED_MAX} FOR UPDATE SKIP LOCKED
      )) RETURNING id, due_at AS "dueAt", postponed_since AS "postponedSince", ${columns}`;
    const now = this.clock.now();
    claimed.push(...(await this.database.query<Row & OwedRow>(text, [now, new Date(now.getTime() + LEASE_MS)])));
  }

  /** Resolves when it is committed that a mail is paid; those that are paid while a note is under way share the next. */
  private note<Row extends object>(round: Round<Row>, id: string): Promise<void> {
    const { table, keepsPaid } = round.debt;
    const text = keepsPaid
      ? `UPDATE ${table} SET due_at = NULL WHERE id = ANY($1::uuid[])`
      : `DELETE FROM ${table} WHERE id = ANY($1::uuid[])`;
    round.paid.push(id);
    round.nextNote ??= round.noting
      .catch(() => undefined)
      .then(async () => {
        round.nextNote = null;
        await (round.noting = this.database.query(text, [round.paid.splice(0)]));
      });
    return round.nextNote;
  }

  /** What was claimed and not begun need not wait until its lease lapses. One that somebody else has claimed since is theirs. */
  private async giveBack<Row extends object>({ debt: { table }, claimed }: Round<Row>): Promise<void> {
    const [first] = claimed;
    if (!first) return;
    const text = `UPDATE ${table} SET due_at = $3 WHERE id = ANY($1::uuid[]) AND due_at = $2`;
    await this.database.query(text, [claimed.map(({ id }) => id), first.dueAt, this.clock.now()]);
  }

  private async attempt<Row extends object>(
    debt: MailDebt<Row>,
    owed: Row & OwedRow,
  ): Promise<'done' | 'later' | 'server_away'> {
    try {
      await this.delivery.deliver(owed.id, await debt.compose(owed));
      return 'done';
    } catch (error) {
      const about = `mail ${owed.id} of ${debt.table}`;
      if (this.isFinal(error, owed)) {
        this.logger.error(`${about} is given up: ${reasonOf(error)}`);
        return 'done';
      }
      this.logger.warn(`${about} is tried again later: ${reasonOf(error)}`);
      if (error instanceof MailPostponed) await this.notePostponed(debt.table, owed.id);
      else if (error instanceof MailUnavailable) return 'server_away';
      return 'later';
    }
  }

  /** How long the debt is old says nothing: the mail server may have been away until now. */
  private isFinal(error: unknown, { postponedSince }: OwedRow): boolean {
    if (error instanceof MailRefused || error instanceof InvalidMailAddress) return true;
    if (!(error instanceof MailPostponed) || postponedSince === null) return false;
    return postponedSince.getTime() <= this.clock.now().getTime() - GIVEN_UP_MS;
  }

  private async notePostponed(table: string, id: string): Promise<void> {
    const text = `UPDATE ${table} SET postponed_since = $2 WHERE id = $1 AND postponed_since IS NULL`;
    await this.database.query(text, [id, this.clock.now()]);
  }
}

/** The answer of the mail server, where there is one. */
const reasonOf = (error: unknown): string =>
  error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : String(error);
