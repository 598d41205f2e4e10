import { createHash } from 'node:crypto';
import { SCRIPT } from './script.js';
import { STYLE } from './style.js';

export interface PageAsset {
  /** Changes with what is in it, so that browsers may keep it for ever. */
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

function asset(stem: string, extension: string, type: string, text: string): PageAsset {
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 12);
  return { name: `${stem}.${digest}.${extension}`, type, text };
}

export const STYLE_ASSET = asset('pay', 'css', 'text/css; charset=utf-8', STYLE);
export const SCRIPT_ASSET = asset('pay', 'js', 'text/javascript; charset=utf-8', SCRIPT);
