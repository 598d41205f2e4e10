import type { UnitOfWork } from './unit-of-work.js';

const BATCH = 5000;

/** Changes that are noted beside what they change, and folded into sums later: notes and sums together are always exact. */
export interface Notes {
  readonly table: string;
  readonly columns: string;
  /** Adds the rows `taken`, which have the columns, to the sums: in the order of their key, so that two do not lock each other. */
  readonly fold: string;
}

/**
 * Folds all notes, in batches. Takes what is committed and nobody else has in hand: safe to repeat and to run beside itself.
 * Nothing is wrong while it does not run: whoever reads adds the notes, of which there are then more.
 */
export async function foldNotes(unitOfWork: UnitOfWork, { table, columns, fold }: Notes): Promise<void> {
  const text = `WITH taken AS (
      DELETE FROM ${table} WHERE ctid = ANY(ARRAY(SELECT ctid FROM ${table} LIMIT ${BATCH} FOR UPDATE SKIP LOCKED))
      RETURNING ${columns}
    ), folded AS (${fold})
    SELECT count(*)::int AS taken FROM taken`;
  let taken: number;
  do {
    taken = await unitOfWork.run(async (tx) => (await tx.query<{ taken: number }>(text))[0]?.taken ?? 0);
  } while (taken === BATCH);
}
