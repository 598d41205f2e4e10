import { join } from 'node:path';
import type { Config } from '#platform';
import { readPlatformFile } from '../../../launcher/src/platform-file.js';
import { CommandProblem } from './command.js';

/** The database that is configured, else that of the platform which was started on this machine. */
export async function databaseAddress({ databaseUrl, dataDirectory }: Config): Promise<string> {
  if (databaseUrl !== null) return databaseUrl;
  const path = join(dataDirectory, 'platform.json');
  const platform = await readPlatformFile(path);
  if (platform) return platform.databaseUrl;
  throw new CommandProblem(
    `There is no database: DATABASE_URL is empty, and no start of the platform has written ${path}.`,
  );
}
