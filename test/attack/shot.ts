import { performance } from 'node:perf_hooks';
import { Agent } from 'undici';
import type { ContractOperation, Surface } from '#platform';

/** One request of an attacker. */
export interface Shot {
  /** What is wrong with it. */
  readonly what: string;
  /** Whose dialect the answer has to speak; null for pages. */
  readonly door: Surface | null;
  /** Where the contract has one for it. */
  readonly operation?: ContractOperation;
  readonly method: string;
  /** With origin and query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface Reply {
  /** 0 when there was no answer at all. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Of no answer, why there was none. */
  readonly text: string;
  readonly ms: number;
}

/** Far longer than any answer may take, so that a slow one is told from none. */
const PATIENCE_MS = 20_000;

/** Sends requests as they are, malformed ones too; never repeats, never follows. */
export class Gun {
  private readonly agent = new Agent({ connections: 24, headersTimeout: PATIENCE_MS, bodyTimeout: PATIENCE_MS });

  async fire({ method, url, headers, body }: Shot): Promise<Reply> {
    const began = performance.now();
    const { origin, length } = originOf(url);
    try {
      const answer = await this.agent.request({
        origin,
        path: url.slice(length) || '/',
        method,
        headers,
        body: body ?? null,
      });
      const text = await answer.body.text();
      return { status: answer.statusCode, headers: answer.headers, text, ms: performance.now() - began };
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      return { status: 0, headers: {}, text: code ?? message, ms: performance.now() - began };
    }
  }

  close(): Promise<void> {
    return this.agent.destroy();
  }
}

/** By hand: a parser would mend what is wrong with the path. */
function originOf(url: string): { origin: string; length: number } {
  const origin = /^https?:\/\/[^/?#]+/.exec(url)?.[0] ?? '';
  return { origin, length: origin.length };
}

const SHOWN = 2000;

/** The request as somebody can send it again. */
export function curlOf({ method, url, headers, body }: Shot): string {
  const given = Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`);
  const data = body === undefined ? [] : [`--data-binary ${bodyOf(body)}`];
  return ['curl -sS -i --path-as-is -g', `-X ${method}`, ...given, ...data, quoted(url)].join(' ');
}

function bodyOf(body: string | Buffer): string {
  const bytes = Buffer.from(body);
  if (bytes.length > SHOWN)
    return `@- # ${bytes.length} bytes that begin with ${quoted(bytes.toString('latin1', 0, 200))}`;
  const isPlain = /^[\x20-\x7e\n]*$/.test(bytes.toString('latin1'));
  return isPlain ? quoted(bytes.toString('latin1')) : `"$(echo ${bytes.toString('base64')} | base64 -d)"`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** Bodies are read by whoever knows what was asked. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = any;
