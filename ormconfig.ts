import { migrationSource } from './libs/platform/src/database/migrate.js';

/**
 * For TypeORM's own command line, such as `typeorm migration:show -d ormconfig`. The platform itself migrates at start,
 * under a lock, by the same list (libs/platform/src/database/migrate.ts).
 */
export default migrationSource(process.env['DATABASE_URL'] ?? '');
