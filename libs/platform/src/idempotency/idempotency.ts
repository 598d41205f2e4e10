import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Clock, DomainError } from '#kernel';
import { CONFIG, type Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { ConstraintViolation } from '../database/database-errors.js';
import type { Tenant } from '#kernel';
import type { Transaction } from '../database/transaction.js';

/** A caller's wish that a repeat of this call has no second effect. */
export interface IdempotencyRequest {
  readonly tenant: Tenant;
  /** The command and, where it acts on a record, that record: a key belongs to one of them. */
  readonly operation: string;
  readonly key: string;
  /** Digest of what was asked for; see fingerprint(). */
  readonly fingerprint: Buffer;
}

export interface Once<T> {
  readonly result: T;
  /** Whether the result is that of an earlier call. */
  readonly replayed: boolean;
}

export class IdempotencyMismatch extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'idempotency_mismatch';

  constructor() {
    super('This Idempotency-Key was used before with another request');
  }
}

export class IdempotencyInProgress extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'idempotency_in_progress';

  constructor() {
    super('A call with this Idempotency-Key is still running');
  }
}

/** What is known of a key: an answer that is not `answered` is a part of it. `resourceId` names the record that the first call made, also when its answer was lost. */
export interface RecordedCall {
  readonly answer: unknown;
  readonly answered: boolean;
  readonly resourceId: string | null;
  readonly startedAt: Date;
}

const KEY_TAKEN = 'idempotency_keys_pkey';

const FIND = `SELECT fingerprint, answer, answered, resource_id AS "resourceId", started_at AS "startedAt"
  FROM idempotency_keys WHERE organization_id = $1 AND mode = $2 AND operation = $3 AND key = $4 AND expires_at > $5`;
const CLAIM = `INSERT INTO idempotency_keys
  (organization_id, mode, operation, key, fingerprint, answered, answer, resource_id, started_at, expires_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`;
const ANSWER = `UPDATE idempotency_keys SET answered = true, answer = $5
  WHERE organization_id = $1 AND mode = $2 AND operation = $3 AND key = $4`;
const DROP_LAPSED = `DELETE FROM idempotency_keys
  WHERE organization_id = $1 AND mode = $2 AND operation = $3 AND key = $4 AND expires_at <= $5`;

/** Keeps the answer of a command with its effect, in one transaction, so that neither exists without the other. */
@Injectable()
export class Idempotency {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The earlier call with this key, or null. Throws IdempotencyMismatch when it asked for something else. */
  async find(request: IdempotencyRequest): Promise<RecordedCall | null> {
    const found = await this.database.first<RecordedCall & { fingerprint: Buffer }>(FIND, [
      ...identity(request),
      this.clock.now(),
    ]);
    if (!found) return null;
    if (!found.fingerprint.equals(request.fingerprint)) throw new IdempotencyMismatch();
    return found;
  }

  /**
   * Claims the key for a call whose answer is not known yet; `known` is the part of it that is, for a repeat that has to
   * finish the call. The flush fails on KEY_TAKEN when somebody else has it.
   */
  claim(tx: Transaction, request: IdempotencyRequest, resourceId: string, known: object | null = null): void {
    this.insert(tx, request, { answered: false, answer: known && JSON.stringify(known), resourceId });
  }

  /** Records the answer of a key that was claimed before. */
  answer(tx: Transaction, request: IdempotencyRequest, answer: object): void {
    tx.write(ANSWER, [...identity(request), JSON.stringify(answer)]);
  }

  /**
   * Runs a command of one transaction at most once per key. `work` commits the answer through `record` together with
   * its effect. Without a key the work just runs.
   *
   * Two calls at once: the one that commits second finds the key taken, or finds the state changed under its lock and
   * is refused; in both cases the answer of the first is what it gets.
   */
  async once<T extends object>(
    request: IdempotencyRequest | null,
    work: (record: (tx: Transaction, answer: T) => void) => Promise<T>,
  ): Promise<Once<T>> {
    if (!request) return { result: await work(() => undefined), replayed: false };
    const earlier = await this.find(request);
    if (earlier) return replay<T>(earlier);
    try {
      const result = await work((tx, answer) =>
        this.insert(tx, request, { answered: true, answer: JSON.stringify(answer), resourceId: null }),
      );
      return { result, replayed: false };
    } catch (error) {
      const repeated = await this.find(request);
      if (repeated) return replay<T>(repeated);
      if (isTaken(error)) {
        await this.dropLapsed(request);
        return this.once(request, work);
      }
      throw error;
    }
  }

  /** Frees a key whose time is over, so that it can be used anew. Safe to repeat. */
  async dropLapsed(request: IdempotencyRequest): Promise<void> {
    await this.database.query(DROP_LAPSED, [...identity(request), this.clock.now()]);
  }

  private insert(
    tx: Transaction,
    request: IdempotencyRequest,
    call: { answered: boolean; answer: string | null; resourceId: string | null },
  ): void {
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + this.config.idempotencyHours * 3_600_000);
    tx.write(CLAIM, [
      ...identity(request),
      request.fingerprint,
      call.answered,
      call.answer,
      call.resourceId,
      now,
      expiresAt,
    ]);
  }
}

export const isTaken = (error: unknown): boolean =>
  error instanceof ConstraintViolation && error.constraint === KEY_TAKEN;

const identity = ({ tenant, operation, key }: IdempotencyRequest): unknown[] => [
  tenant.organizationId,
  tenant.mode,
  operation,
  key,
];

function replay<T>(call: RecordedCall): Once<T> {
  if (!call.answered) throw new IdempotencyInProgress();
  return { result: call.answer as T, replayed: true };
}

/** Digest of a JSON value that does not depend on the order of its keys or on blanks. */
export function fingerprint(value: unknown): Buffer {
  return createHash('sha256').update(canonical(value)).digest();
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, item]) => `${JSON.stringify(name)}:${canonical(item)}`).join(',')}}`;
}
