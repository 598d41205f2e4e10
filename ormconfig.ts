import { DataSource } from 'typeorm';
import { sqlMigrations } from './libs/platform/src/database/sql-migrations.js';

/**
 * For TypeORM's own command line, such as `typeorm migration:show -d ormconfig`. The platform itself migrates at start,
 * under a lock, by the same list (libs/platform/src/database/migrate.ts).
 */
export default new DataSource({
  type: 'postgres',
  url: process.env['DATABASE_URL'] ?? '',
  synchronize: false,
  migrations: sqlMigrations(),
  migrationsTableName: 'schema_migrations',
});
