import { lookup, Resolver } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { Inject, Injectable, Optional, type OnApplicationShutdown } from '@nestjs/common';
import { Agent, buildConnector } from 'undici';
import { CONFIG, type Config } from '../config/config.js';
import { exchange } from './exchange.js';
import { ADDRESS_ATTEMPT_TIMEOUT_MS, CONNECT_TIMEOUT_MS } from './outbound.js';
import { AddressNotAllowed, NotSent } from './outbound.errors.js';
import { isPublicAddress } from './public-address.js';

/** All addresses of a host. Rejects as Node's resolvers do. */
export type ResolveHost = (hostname: string) => Promise<readonly string[]>;
/** Optional token: how hosts are resolved, where it is not by DNS. */
export const RESOLVE_HOST = Symbol('ResolveHost');

export interface GuardedRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  readonly timeoutMs: number;
  /** The connection is closed when the body is larger; its status counts all the same. */
  readonly maxResponseBytes: number;
}

export interface GuardedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** At most 1 KiB of the body, as text that PostgreSQL can store. */
  readonly excerpt: string;
}

const EXCERPT_BYTES = 1024;
/** A receiver that hangs holds on to its own connections only. */
const CONNECTIONS_PER_RECEIVER = 32;
const DNS_TIMEOUT_MS = 2000;
const DNS_TRIES = 2;

/**
 * HTTP to hosts that users name. An address is checked where it is used: the connector hands Node only addresses that it
 * has checked, so that a name which resolves differently from one moment to the next gains nothing. A host with one inner
 * address among others is refused. Redirects are answers; nobody follows them.
 */
@Injectable()
export class GuardedOutbound implements OnApplicationShutdown {
  private readonly allowPrivate: boolean;
  private readonly resolve: ResolveHost;
  private readonly agent: Agent;

  constructor(
    @Inject(CONFIG) config: Pick<Config, 'webhookPrivateHosts'>,
    @Optional() @Inject(RESOLVE_HOST) resolve?: ResolveHost,
  ) {
    this.allowPrivate = config.webhookPrivateHosts;
    this.resolve = resolve ?? (this.allowPrivate ? resolveAsSystem : resolveByDns);
    this.agent = new Agent({ connections: CONNECTIONS_PER_RECEIVER, connect: this.connector() });
  }

  /**
   * One POST, never repeated. Any status is an answer, and the answer counts once its status is there, even if the body
   * breaks off. Throws AddressNotAllowed, NotSent, or AnswerLost.
   */
  async post(request: GuardedRequest): Promise<GuardedAnswer> {
    const answer = await exchange(this.agent, { ...request, method: 'POST', url: this.allowedUrl(request.url) });
    return { status: answer.status, headers: answer.headers, excerpt: excerptOf(answer.body) };
  }

  /** For the moment when somebody saves a URL. Throws AddressNotAllowed, or NotSent when DNS does not answer. */
  async checkUrl(url: string): Promise<void> {
    const { hostname } = this.allowedUrl(url);
    if (this.allowPrivate || isIP(bare(hostname)) !== 0) return;
    try {
      await this.allowedAddresses(hostname);
    } catch (error) {
      if (error instanceof AddressNotAllowed) throw error;
      const { code = 'DNS' } = error as NodeJS.ErrnoException;
      if (code === 'ENOTFOUND' || code === 'ENODATA') throw new AddressNotAllowed('no_public_address');
      throw new NotSent(code, error);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.agent.destroy();
  }

  /** The parser has made plain numbers of decimal, octal, hexadecimal, short and full-width forms of addresses. */
  private allowedUrl(text: string): URL {
    if (!URL.canParse(text)) throw new AddressNotAllowed('not_a_url');
    const url = new URL(text);
    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && this.allowPrivate))
      throw new AddressNotAllowed('scheme');
    if (url.username !== '' || url.password !== '') throw new AddressNotAllowed('credentials');
    if (isIP(bare(url.hostname)) !== 0) this.checkAddress(bare(url.hostname));
    return url;
  }

  private checkAddress(address: string): void {
    if (!this.allowPrivate && !isPublicAddress(address)) throw new AddressNotAllowed('no_public_address');
  }

  private async allowedAddresses(hostname: string): Promise<readonly string[]> {
    const addresses = await this.resolve(hostname);
    if (addresses.length === 0) throw new AddressNotAllowed('no_public_address');
    for (const address of addresses) this.checkAddress(address);
    return addresses;
  }

  private connector(): buildConnector.connector {
    const lookupAllowed: LookupFunction = (hostname, options, callback) => {
      this.allowedAddresses(hostname)
        .then((found) => found.map((address) => ({ address, family: isIP(address) })))
        .then(
          (found) => (options.all ? callback(null, found) : callback(null, found[0]?.address ?? '', found[0]?.family)),
          (error: Error) => callback(error, []),
        );
    };
    return buildConnector({
      timeout: CONNECT_TIMEOUT_MS,
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: ADDRESS_ATTEMPT_TIMEOUT_MS,
      lookup: lookupAllowed,
    });
  }
}

/** Without the brackets of an IPv6 address. */
function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}

/** The system's resolver has one of four threads per look-up; a dead name server would stop everything that needs one. */
async function resolveByDns(hostname: string): Promise<readonly string[]> {
  const resolver = new Resolver({ timeout: DNS_TIMEOUT_MS, tries: DNS_TRIES });
  const [ipv4, ipv6] = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
  const addresses = [ipv4, ipv6].flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
  if (addresses.length === 0 && ipv4.status === 'rejected') throw ipv4.reason;
  return addresses;
}

/** Knows localhost and the other names of a developer's machine, which DNS does not. */
async function resolveAsSystem(hostname: string): Promise<readonly string[]> {
  return (await lookup(hostname, { all: true })).map(({ address }) => address);
}

/** A character that is cut in two is left out; NUL, which PostgreSQL refuses in text, is replaced. */
function excerptOf(body: Buffer): string {
  const text = new TextDecoder('utf-8').decode(body.subarray(0, EXCERPT_BYTES), { stream: true });
  return text.replaceAll('\u0000', '\uFFFD');
}
