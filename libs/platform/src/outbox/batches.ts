import type { Database } from '../database/database.js';
import type { OutboxEvent } from './outbox-event.js';
import { READ_EVENTS } from './relay-statements.js';

/** Where a subscriber stands: all up to here, in the order of both, has been handed to it. */
export interface Checkpoint {
  readonly transactionId: string;
  readonly position: string;
}

/** A transaction, or the database itself. */
type Reader = Pick<Database, 'query'>;

/** Several subscribers go through the outbox side by side; one that is further behind reads for itself. */
const KEPT = 4;

/**
 * What lies behind a checkpoint, read and parsed once for all subscribers that stand there. Events never change, and none
 * appears between others that could be read: what was there is there, however much has come behind it.
 */
export class Batches {
  private readonly kept = new Map<string, Promise<readonly OutboxEvent[]>>();

  constructor(private readonly size: number) {}

  /** At most `size` of them. Whoever comes first reads; a failure is shared as well, and forgotten. */
  behind({ transactionId, position }: Checkpoint, reader: Reader): Promise<readonly OutboxEvent[]> {
    const place = `${transactionId} ${position}`;
    const known = this.kept.get(place);
    if (known) return known;
    const reading = reader.query<OutboxEvent>(READ_EVENTS, [transactionId, position, this.size]);
    this.keep(place, reading);
    return reading;
  }

  forget(): void {
    this.kept.clear();
  }

  private keep(place: string, reading: Promise<readonly OutboxEvent[]>): void {
    this.kept.set(place, reading);
    const [oldest] = this.kept.keys();
    if (this.kept.size > KEPT && oldest !== undefined) this.kept.delete(oldest);
    const drop = (): void => {
      if (this.kept.get(place) === reading) this.kept.delete(place);
    };
    // That nothing was there yet is true for a moment alone.
    reading.then((events) => events.length === 0 && drop(), drop);
  }
}
