import { readingAtLength, type Database } from './database.js';

/** A rule of the books that does not hold, and where. */
export interface Finding {
  readonly invariant: string;
  readonly where: string;
  readonly detail: string;
}

/**
 * Runs checks, each a statement that gives a row (`where`, `detail`) for everything that breaks it. All see one moment:
 * a payment settled between two of them would look like a fault.
 */
export function findings(database: Database, checks: Readonly<Record<string, string>>): Promise<Finding[]> {
  return readingAtLength(() =>
    database.snapshot(async (read) => {
      const found: Finding[] = [];
      for (const [invariant, text] of Object.entries(checks)) {
        const rows = await read<{ where: string; detail: string }>(text);
        found.push(...rows.map((row) => ({ invariant, ...row })));
      }
      return found;
    }),
  );
}
