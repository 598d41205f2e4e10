import type { Read } from '#platform';

export interface ReadStatement {
  readonly text: string;
  readonly values: readonly unknown[];
}

const BATCH = 500;
const CURSOR = 'report_rows';
const FETCH = `FETCH ${BATCH} FROM ${CURSOR}`;

/**
 * Reads whatever a statement gives within a snapshot, in batches, and holds two of them at most: while one is worked on,
 * the server makes the next.
 */
export async function* throughCursor<Row extends object>(
  read: Read,
  { text, values }: ReadStatement,
): AsyncGenerator<readonly Row[]> {
  await read(`DECLARE ${CURSOR} NO SCROLL CURSOR FOR ${text}`, values);
  const fetch = (): Promise<Row[]> => {
    const batch = read<Row>(FETCH);
    // Whoever takes the rows may give up before this one is asked for.
    batch.catch(() => undefined);
    return batch;
  };
  let batch = await fetch();
  while (batch.length > 0) {
    const next = fetch();
    yield batch;
    batch = await next;
  }
}
