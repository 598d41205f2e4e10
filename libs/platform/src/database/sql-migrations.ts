import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { projectRoot } from '../config/project-root.js';

type MigrationClass = new () => MigrationInterface;

/**
 * The migrations as TypeORM wants them, one class per `migrations/<timestamp>-<name>.sql`.
 * They go forward only: from the first release on, what is wrong in one is mended by the next. Until then one is rewritten
 * where it is wrong, and databases of before are made anew.
 */
export function sqlMigrations(): MigrationClass[] {
  const folder = join(projectRoot(), 'migrations');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => migrationClass(basename(file, '.sql'), readFileSync(join(folder, file), 'utf8')));
}

function migrationClass(fileName: string, sql: string): MigrationClass {
  const [timestamp = '', ...words] = fileName.split('-');
  return class implements MigrationInterface {
    readonly name = `${words.join('_')}${timestamp}`;

    async up(runner: QueryRunner): Promise<void> {
      await runner.query(sql);
    }

    down(): Promise<void> {
      return Promise.reject(new Error('Migrations go forward only'));
    }
  };
}
