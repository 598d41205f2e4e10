import { relative } from 'node:path';
import type { PlatformFile } from './platform-file.js';

const COLUMN_GAP = 3;

/** The one screen that a start ends with. */
export function welcome(platform: PlatformFile, path: string): string {
  const title = `  The platform is ready in ${(platform.readyInMs / 1000).toFixed(1)} s. Ctrl-C stops it.`;
  const blocks = [pages(platform), logins(platform), places(platform, path)].filter((rows) => rows.length > 0);
  return ['', title, ...blocks.map(inColumns), ''].join('\n\n');
}

function pages({ doors, simulator, mailbox, ops }: PlatformFile): string[][] {
  const rows = Object.entries(doors).map(([name, { url, docs }]) => [name, url, docs]);
  if (simulator) rows.push(['handset', simulator, 'approve or refuse simulated payments']);
  if (mailbox) rows.push(['mailbox', mailbox, 'every mail that was sent']);
  rows.push(['ops', ops, 'queues, metrics, health']);
  return rows;
}

function logins({ credentials }: PlatformFile): string[][] {
  if (!credentials) return [];
  const { demo, testApiKey, admin } = credentials;
  return [
    ['demo merchant', demo.email, demo.password],
    ['administrator', admin.email, admin.password],
    ['test API key', testApiKey],
  ];
}

function places({ databaseUrl, logs }: PlatformFile, path: string): string[][] {
  return [
    ['database', databaseUrl],
    ['logs', shortened(logs)],
    ['all of this', shortened(path)],
  ];
}

/** As it can be typed here: relative to this folder where it lies below it. */
function shortened(path: string): string {
  const fromHere = relative('', path);
  return fromHere.startsWith('..') ? path : fromHere;
}

function inColumns(rows: readonly string[][]): string {
  // The last column of a row needs no padding and takes no part in the width of its column.
  const widths = [0, 1].map((column) =>
    Math.max(0, ...rows.filter((row) => row.length > column + 1).map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) =>
      row.map((cell, column) => (column < row.length - 1 ? cell.padEnd((widths[column] ?? 0) + COLUMN_GAP) : cell)),
    )
    .map((cells) => `  ${cells.join('')}`)
    .join('\n');
}
