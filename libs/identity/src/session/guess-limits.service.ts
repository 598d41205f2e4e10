import { Injectable } from '@nestjs/common';
import type { Transaction } from '#platform';

const QUARTER_MS = 15 * 60_000;

/** What is guessed at, and how many wrong guesses within a time lock it for as long. */
export interface GuessSubject {
  readonly key: string;
  readonly guessesMax: number;
  /** A quarter of an hour unless it says otherwise. */
  readonly windowMs?: number;
}

/** By address and not by account, so that an address without account is locked just the same. */
export const passwordOf = (email: string): GuessSubject => ({ key: `password:${email}`, guessesMax: 5 });
/** Beside the attempts of each challenge: a thief of the password could open one challenge after the other. */
export const secondFactorOf = (userId: string): GuessSubject => ({ key: `second_factor:${userId}`, guessesMax: 20 });

/** Beside the attempts of each code: a new one can be mailed every minute, and each would have five more. */
export const mailedCodeOf = (email: string): GuessSubject => ({
  key: `mailed_code:${email}`,
  guessesMax: 20,
  windowMs: 60 * 60_000,
});

interface GuessRow {
  readonly guessed_at: Date[];
  readonly locked_until: Date | null;
}

const LOCK_ROW = `INSERT INTO guess_limits (subject, guessed_at, updated_at) VALUES ($1, '{}', $2)
  ON CONFLICT (subject) DO UPDATE SET updated_at = excluded.updated_at RETURNING guessed_at, locked_until`;
const COUNT = 'UPDATE guess_limits SET guessed_at = $2, locked_until = $3 WHERE subject = $1';
const FORGIVE = 'DELETE FROM guess_limits WHERE subject = $1';

/**
 * Counts guesses at secrets and locks what was guessed at too often. A guess is counted before it is compared and
 * forgiven when it was right: guesses made at the same moment are counted too, not only those made one after the other.
 */
@Injectable()
export class GuessLimits {
  /** Counts a guess and returns null, or returns until when there is a lock, in which case nothing is counted. */
  async admit(
    tx: Transaction,
    { key, guessesMax, windowMs = QUARTER_MS }: GuessSubject,
    now: Date,
  ): Promise<Date | null> {
    const [row] = await tx.query<GuessRow>(LOCK_ROW, [key, now]);
    const { guessed_at: guessedAt = [], locked_until: lockedUntil = null } = row ?? {};
    if (lockedUntil !== null && lockedUntil > now) return lockedUntil;
    const since = lockedUntil === null ? guessedAt.filter((at) => now.getTime() - at.getTime() < windowMs) : [];
    const counted = [...since, now];
    const lock = counted.length >= guessesMax ? new Date(now.getTime() + windowMs) : null;
    await tx.query(COUNT, [key, counted, lock]);
    return null;
  }

  /** The guess was right: the count starts anew and a lock is lifted. Written with the flush. */
  forgive(tx: Transaction, { key }: GuessSubject): void {
    tx.write(FORGIVE, [key]);
  }
}
