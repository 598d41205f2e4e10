import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const PROJECT_ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const FIXTURES = 'test/architecture/fixtures';

export interface SourceFile {
  /** From the root of the project, with slashes. */
  path: string;
  text: string;
}

/** Every file below a folder of the project, as paths from its root. */
export function pathsBelow(folder: string): string[] {
  return readdirSync(join(PROJECT_ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(PROJECT_ROOT.length).replaceAll(sep, '/'));
}

/** The TypeScript of the project that people write: fixtures and generated files are not judged. */
export function readSourceTree(): SourceFile[] {
  const paths = ['apps', 'libs', 'test'].flatMap(pathsBelow);
  return filesAt(
    paths.filter((path) => path.endsWith('.ts') && !path.startsWith(`${FIXTURES}/`) && !path.includes('/generated/')),
  );
}

export function filesAt(paths: readonly string[]): SourceFile[] {
  return paths.map((path) => ({ path, text: readFileSync(join(PROJECT_ROOT, path), 'utf8') }));
}
