import { refusedMigrations } from './migration-rules.js';
import { filesAt, pathsBelow } from './source-tree.js';

const refused = refusedMigrations(filesAt(pathsBelow('migrations')));
for (const refusal of refused) process.stdout.write(`${refusal}\n`);
process.exitCode = refused.length === 0 ? 0 : 1;
