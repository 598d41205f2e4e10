import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { projectRoot } from '../config/project-root.js';
import { sqlStatements } from './sql-statements.js';

type MigrationClass = new () => MigrationInterface;

/** The first line of a migration whose statements are no transaction, as those that work CONCURRENTLY want it. */
export const OUTSIDE_A_TRANSACTION = /^-- outside a transaction\b/;

/**
 * The migrations as TypeORM wants them, one class per `migrations/<timestamp>-<name>.sql`.
 * They go forward only: from the first release on, what is wrong in one is mended by the next. Until then one is rewritten
 * where it is wrong, and databases of before are made anew. What may stand in one is judged by `npm run migrations`.
 */
export function sqlMigrations(folder = join(projectRoot(), 'migrations')): MigrationClass[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => migrationClass(basename(file, '.sql'), readFileSync(join(folder, file), 'utf8')));
}

function migrationClass(fileName: string, sql: string): MigrationClass {
  const [timestamp = '', ...words] = fileName.split('-');
  const isTransaction = !OUTSIDE_A_TRANSACTION.test(sql);
  return class implements MigrationInterface {
    readonly name = `${words.join('_')}${timestamp}`;
    readonly transaction = isTransaction;

    async up(runner: QueryRunner): Promise<void> {
      await (isTransaction ? runner.query(sql) : runEach(runner, sql));
    }

    down(): Promise<void> {
      return Promise.reject(new Error('Migrations go forward only'));
    }
  };
}

/**
 * What works CONCURRENTLY waits for every older transaction, an export or a backup, and keeps nobody out meanwhile: it may
 * wait for as long as they take. Each statement stays when a later one fails, and all are run again then.
 */
async function runEach(runner: QueryRunner, sql: string): Promise<void> {
  await runner.query('SET lock_timeout = 0');
  try {
    for (const tokens of sqlStatements(sql)) await runner.query(tokens.map(({ source }) => source).join(''));
  } finally {
    await runner.query('RESET lock_timeout');
  }
}
