/**
 * `npm start`: compiles when the sources are newer than what was compiled last, then runs the launcher in this process.
 * Plain JavaScript, because it runs before anything is compiled.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const stamp = join(root, 'dist', '.compiled');

process.chdir(root);
if (newest(['apps', 'libs', 'package.json', '.swcrc']) > changedAt(stamp)) compile();
await import(new URL('../../dist/apps/launcher/src/main.js', import.meta.url).href);

/** The latest change below some paths; a folder changes when a file in it is added or removed. */
function newest(paths) {
  return Math.max(
    0,
    ...paths.map((path) => {
      const found = statSync(path);
      if (!found.isDirectory()) return found.mtimeMs;
      return Math.max(found.mtimeMs, newest(readdirSync(path).map((name) => join(path, name))));
    }),
  );
}

function changedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function compile() {
  process.stdout.write('Compiling …\n');
  const startedAt = new Date();
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit', shell: true });
  if (status !== 0) {
    process.stderr.write('The sources could not be compiled: see above, and whether `npm install` has run.\n');
    process.exit(1);
  }
  // Dated when compiling began: a file that was saved meanwhile counts as newer.
  writeFileSync(stamp, '');
  utimesSync(stamp, startedAt, startedAt);
}
