import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '#kernel';
import { Database } from '../database/database.js';
import { MailDelivery } from './mail-delivery.service.js';
import { InvalidMailAddress, MailPostponed, MailRefused, MailUnavailable, type MailMessage } from './mail.port.js';

/** Fewer than there are connections to the mail server, so that codes and links need not wait for what is owed. */
const HANDS = 3;
/** Longer than composing and sending take. A mail that failed, or that a worker died over, is tried again after this. */
const LEASE_MS = 60_000;
/** An address that is postponed for so long evidently takes no mail. */
const GIVEN_UP_MS = 3 * 24 * 3_600_000;

const COUNTED_MAX = 10_000;

interface OwedRow {
  readonly id: string;
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

interface Round {
  isOver: boolean;
}

/** Pays mails that the database owes: a row is paid when a mail server has taken its mail, or will never take it. */
@Injectable()
export class MailDebts {
  private readonly logger = new Logger('Mail');
  private readonly rounds = new Map<string, Round>();
  private readonly tables = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly delivery: MailDelivery,
    private readonly clock: Clock,
  ) {}

  /**
   * Pays all that is due, unless this process is at it already. Ends early while the mail server is away, so that an
   * outage does not cost a time-out for each mail. A crash between sending and noting it sends a mail twice, under the same
   * message id, rather than never.
   */
  async pay<Row extends object>(debt: MailDebt<Row>): Promise<void> {
    const { table } = debt;
    this.tables.add(table);
    if (this.rounds.has(table)) return;
    const round: Round = { isOver: false };
    this.rounds.set(table, round);
    try {
      await Promise.all(Array.from({ length: HANDS }, () => this.work(debt, round)));
    } finally {
      round.isOver = true;
      this.rounds.delete(table);
    }
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

  private async work<Row extends object>(debt: MailDebt<Row>, round: Round): Promise<void> {
    // In the order of when they are due: one that fails again and again is put off behind the others.
    const claim = `UPDATE ${debt.table} SET due_at = $2 WHERE id = (
        SELECT id FROM ${debt.table} WHERE due_at <= $1 ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED
      ) RETURNING id, postponed_since AS "postponedSince", ${debt.columns}`;
    const paid = debt.keepsPaid
      ? `UPDATE ${debt.table} SET due_at = NULL WHERE id = $1`
      : `DELETE FROM ${debt.table} WHERE id = $1`;
    while (!round.isOver) {
      const now = this.clock.now();
      const owed = await this.database.first<Row & OwedRow>(claim, [now, new Date(now.getTime() + LEASE_MS)]);
      if (!owed) return;
      const outcome = await this.attempt(debt, owed);
      if (outcome === 'server_away') round.isOver = true;
      if (outcome === 'done') await this.database.query(paid, [owed.id]);
    }
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
