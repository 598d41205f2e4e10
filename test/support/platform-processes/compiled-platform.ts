import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '#platform';

const run = promisify(execFile);

export type App = 'api' | 'worker' | 'simulator' | 'launcher';

/** The platform compiled as `npm run build` does it, in a folder of its own: edits during a run do not reach it. */
export interface CompiledPlatform {
  readonly directory: string;
  script(app: App): string;
  remove(): Promise<void>;
}

export async function compilePlatform(): Promise<CompiledPlatform> {
  const root = projectRoot();
  const directory = await mkdtemp(join(tmpdir(), 'compiled-platform-'));
  const compiler = join(root, 'node_modules', '@swc', 'cli', 'bin', 'swc.js');
  const compile = run(process.execPath, [compiler, 'apps', 'libs', '-d', join(directory, 'dist'), '--quiet'], {
    cwd: root,
  });
  const copies = ['package.json', 'contracts', 'migrations'].map((name) =>
    cp(join(root, name), join(directory, name), { recursive: true }),
  );
  const link = symlink(join(root, 'node_modules'), join(directory, 'node_modules'), 'junction');
  await Promise.all([compile, link, ...copies]);
  return {
    directory,
    script: (app) => join(directory, 'dist', 'apps', app, 'src', 'main.js'),
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}
