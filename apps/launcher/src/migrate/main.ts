import { ConfigurationError, loadConfig } from '#platform';
import { migrateOrExplain } from '../database-migration.js';
import { LaunchProblem } from '../launch-problem.js';

/** Brings the database of DATABASE_URL to the newest schema and ends: the step before a new version is rolled out. */
async function main(): Promise<void> {
  const config = loadConfig(process.env);
  const { databaseUrl } = config;
  if (databaseUrl === null) throw new LaunchProblem('DATABASE_URL does not say which database to migrate.');
  await migrateOrExplain(databaseUrl, config);
  process.stdout.write('The database has the newest schema.\n');
}

main().catch((error: unknown) => {
  if (!(error instanceof ConfigurationError || error instanceof LaunchProblem)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
