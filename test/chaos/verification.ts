import pg from 'pg';
import type { PlatformStage } from '../support/platform-processes/platform-stage.js';
import { verifyBooksWith, type VerifyBooks } from '../support/platform-processes/verify-books.js';

/** What takes a core that is started for it. */
export interface Verification {
  readonly books: VerifyBooks;
  /** Figures that are kept and not found when they are made anew, and the other way round. The new ones stay. */
  readonly figures: (databaseUrl: string) => Promise<readonly string[]>;
}

export const verificationWith = (stage: PlatformStage): Verification => ({
  books: verifyBooksWith(stage.config),
  figures: (databaseUrl) => recount(stage, databaseUrl),
});

/** Balances by day and counts of lists are compared with their rows by the verification of the books. */
const FIGURES = `SELECT 'daily ' || s AS figure FROM daily_statistics s UNION ALL SELECT 'hourly ' || s FROM hourly_statistics s`;

async function recount(stage: PlatformStage, databaseUrl: string): Promise<string[]> {
  const kept = await figuresIn(databaseUrl);
  const { code, text } = await stage.command(['projections:rebuild', 'daily-statistics'], {
    DATABASE_URL: databaseUrl,
  });
  if (code !== 0) throw new Error(text);
  const recounted = await figuresIn(databaseUrl);
  return [
    ...[...kept].filter((figure) => !recounted.has(figure)).map((figure) => `kept and not counted: ${figure}`),
    ...[...recounted].filter((figure) => !kept.has(figure)).map((figure) => `counted and not kept: ${figure}`),
  ];
}

async function figuresIn(databaseUrl: string): Promise<Set<string>> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    const { rows } = await client.query<{ figure: string }>(FIGURES);
    return new Set(rows.map(({ figure }) => figure));
  } finally {
    await client.end();
  }
}
