import { DatabaseUnavailable, migrate, type Config } from '#platform';
import { LaunchProblem } from './launch-problem.js';

/** Brings a database to the newest schema. Throws LaunchProblem, which names the database but not its password. */
export async function migrateOrExplain(databaseUrl: string, { redisUrl }: Pick<Config, 'redisUrl'>): Promise<void> {
  try {
    await migrate(databaseUrl, { queues: redisUrl === null });
  } catch (error) {
    const { host, pathname } = new URL(databaseUrl);
    const where = `The database ${decodeURIComponent(pathname.slice(1))} at ${host}`;
    if (error instanceof DatabaseUnavailable) {
      throw new LaunchProblem(`${where} cannot be reached (${reasonOf(error.cause)}): check DATABASE_URL.`);
    }
    throw new LaunchProblem(`${where} could not be brought to the newest schema: ${reasonOf(error)}.`);
  }
}

/** Node reports several failed addresses as one error without words. */
function reasonOf(error: unknown): string {
  const { message, code } = error as { message?: string; code?: string };
  return message || code || String(error);
}
