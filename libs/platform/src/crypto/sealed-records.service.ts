import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { Database } from '../database/database.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { MailQueue } from '../mail/mail-queue.js';
import { SealedFiles } from '../storage/sealed-files.service.js';
import { ObjectNotFound } from '../storage/storage.port.js';
import { findSealedPlaces, nameOf, type SealedColumn, type SealedObjects, type SealedPlace } from './sealed-place.js';
import { SealBroken, Sealing } from './sealing.js';

/** What lies in one place. */
export interface SealedStanding {
  readonly place: string;
  /** How many values lie under each version of the key. */
  readonly countByKey: ReadonlyMap<number, number>;
  /** What does not open, one sentence each. */
  readonly broken: readonly string[];
}

interface Row {
  readonly id: string;
}
interface SealedRow extends Row {
  readonly sealed: Buffer;
}

const FIRST = '00000000-0000-0000-0000-000000000000';
/** Few enough that what a batch locks is let go within milliseconds, and that an interruption costs next to nothing. */
const BATCH = 200;

const nextRows = (table: string, key: string, columns: string, condition = 'true'): string =>
  `SELECT ${key} AS id, ${columns} FROM ${table} WHERE ${key} > $1 AND ${condition} ORDER BY ${key} LIMIT ${BATCH}`;
const nextValues = ({ table, key, column }: SealedColumn): string =>
  nextRows(table, key, `${column} AS sealed`, `${column} IS NOT NULL`);
/** Whoever changed a value since it was read has sealed it with a key of now: theirs stays. */
const replaceUnchanged = ({ table, key, column }: SealedColumn): string =>
  `UPDATE ${table} t SET ${column} = anew.sealed
    FROM unnest($1::uuid[], $2::bytea[], $3::bytea[]) AS anew (id, before, sealed)
    WHERE t.${key} = anew.id AND t.${column} = anew.before RETURNING 1`;
/** Held until its files are replaced: a file that was let go meanwhile would come back for good. */
const holdRow = ({ table, key, columns }: SealedObjects): string =>
  `SELECT ${key} AS id, ${columns} FROM ${table} WHERE ${key} = $1 FOR SHARE`;

/** All that is sealed at rest, wherever it is: under which keys it lies, and how it comes under the current one. */
@Injectable()
export class SealedRecords {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly sealing: Sealing,
    private readonly files: SealedFiles,
    private readonly mails: MailQueue,
  ) {}

  get places(): readonly SealedPlace[] {
    return findSealedPlaces(this.discovery);
  }

  /** Opens everything, and changes nothing. Safe under load. */
  async inspect(): Promise<SealedStanding[]> {
    const standings: SealedStanding[] = [];
    for (const place of this.places) standings.push(await this.standing(place));
    standings.push({ place: 'mails in the queue', countByKey: await this.mails.countByKey(), broken: [] });
    return standings;
  }

  /**
   * Seals with the current key what lies under another. Safe to repeat, to interrupt and under load; what does not open
   * is left as it is. Resolves to how many values were sealed anew, by place.
   */
  async reseal(): Promise<ReadonlyMap<string, number>> {
    const resealed = new Map<string, number>();
    for (const place of this.places) {
      const count = 'column' in place ? await this.resealColumn(place) : await this.resealObjects(place);
      resealed.set(nameOf(place), count);
    }
    return resealed;
  }

  private async standing(place: SealedPlace): Promise<SealedStanding> {
    const countByKey = new Map<number, number>();
    const broken: string[] = [];
    const look = async (keyVersionOf: () => Promise<number> | number): Promise<void> => {
      try {
        const version = await keyVersionOf();
        countByKey.set(version, (countByKey.get(version) ?? 0) + 1);
      } catch (error) {
        broken.push(brokenness(error));
      }
    };
    if ('column' in place) {
      for await (const { id, sealed } of this.rows<SealedRow>(nextValues(place))) {
        await look(() => {
          this.sealing.open(sealed, place.contextOf(id));
          return this.sealing.keyVersionOf(sealed);
        });
      }
    } else {
      for await (const row of this.rows<Row>(nextRows(place.table, place.key, place.columns))) {
        for (const key of place.keysOf(row as never)) await look(() => this.files.keyVersionOf(key));
      }
    }
    return { place: nameOf(place), countByKey, broken };
  }

  private async resealColumn(place: SealedColumn): Promise<number> {
    let resealed = 0;
    for await (const batch of this.batches<SealedRow>(nextValues(place))) {
      const older = batch.filter(({ sealed }) => this.sealing.needsReseal(sealed));
      const anew = older.flatMap(({ id, sealed }) => {
        const context = place.contextOf(id);
        const opened = this.openedOrNull(sealed, context);
        return opened ? [{ id, before: sealed, sealed: this.sealing.seal(opened, context) }] : [];
      });
      if (anew.length === 0) continue;
      const values = [anew.map(({ id }) => id), anew.map(({ before }) => before), anew.map(({ sealed }) => sealed)];
      resealed += (await this.unitOfWork.run((tx) => tx.query(replaceUnchanged(place), values))).length;
    }
    return resealed;
  }

  private async resealObjects(place: SealedObjects): Promise<number> {
    let resealed = 0;
    for await (const { id } of this.rows<Row>(nextRows(place.table, place.key, place.columns))) {
      resealed += await this.unitOfWork.run(async (tx) => {
        const [row] = await tx.query<Row>(holdRow(place), [id]);
        let count = 0;
        for (const key of row ? place.keysOf(row as never) : []) {
          if (await this.files.reseal(key).catch(ifBroken)) count += 1;
        }
        return count;
      });
    }
    return resealed;
  }

  private openedOrNull(sealed: Buffer, context: string): Buffer | null {
    try {
      return this.sealing.open(sealed, context);
    } catch (error) {
      brokenness(error);
      return null;
    }
  }

  private async *rows<R extends Row>(text: string): AsyncGenerator<R> {
    for await (const batch of this.batches<R>(text)) yield* batch;
  }

  private async *batches<R extends Row>(text: string): AsyncGenerator<R[]> {
    for (let after: string | undefined = FIRST; after !== undefined;) {
      const batch: R[] = await this.database.query<R>(text, [after]);
      if (batch.length > 0) yield batch;
      after = batch.length === BATCH ? batch.at(-1)?.id : undefined;
    }
  }
}

/** What is wrong with a value; rethrows what is no fault of the value. */
function brokenness(error: unknown): string {
  if (error instanceof SealBroken || error instanceof ObjectNotFound) return error.message;
  throw error;
}

const ifBroken = (error: unknown): false => {
  brokenness(error);
  return false;
};
