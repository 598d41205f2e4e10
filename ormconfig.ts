import { migrationSource } from './libs/platform/src/database/migrate.js';

/**
 * For TypeORM's own command line, which needs to be told of TypeScript:
 * `DATABASE_URL=… node --import ./test/support/typescript.mjs node_modules/typeorm/cli.js migration:show -d ormconfig.ts`.
 * The platform itself migrates at start, under a lock, by the same list (libs/platform/src/database/migrate.ts).
 */
export default migrationSource(process.env['DATABASE_URL'] ?? '');
