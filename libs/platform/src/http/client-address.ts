import { Inject, Injectable } from '@nestjs/common';
import ipaddr from 'ipaddr.js';
import { CONFIG, ConfigurationError, type Config } from '../config/config.js';

type Range = ReturnType<typeof ipaddr.parseCIDR>;

/** Who sends a request, seen through the proxies that are ours. */
@Injectable()
export class ClientAddress {
  private readonly trusted: readonly Range[];

  /** Throws ConfigurationError for a trusted proxy that is neither an address nor a range. */
  constructor(@Inject(CONFIG) config: Pick<Config, 'trustedProxies'>) {
    const unreadable = config.trustedProxies.filter((text) => rangeOf(text) === null);
    if (unreadable.length > 0) {
      throw new ConfigurationError(
        unreadable.map(
          (text) => `TRUSTED_PROXIES has ${text}, which is neither an address nor a range such as 10.0.0.0/8`,
        ),
      );
    }
    this.trusted = config.trustedProxies.map((text) => rangeOf(text) as Range);
  }

  /**
   * The address of the client. `peer` is the other end of the connection, `forwardedFor` the X-Forwarded-For header, which
   * is believed only from the right and only as far as trusted proxies wrote it: anybody can send one.
   */
  of(peer: string | undefined, forwardedFor: string | readonly string[] | undefined): string {
    let client = parseAddress(peer);
    if (client === null) return UNKNOWN;
    const hops = [forwardedFor ?? []].flat().join(',').split(',').reverse();
    for (const hop of hops) {
      if (!this.isTrusted(client)) break;
      const next = parseAddress(hop);
      if (next === null) break;
      client = next;
    }
    return client.toString();
  }

  private isTrusted(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
    return this.trusted.some(([range, bits]) => address.kind() === range.kind() && address.match(range, bits));
  }
}

/** Stands for the client when the connection is gone already. Never an address, so it is never taken for one. */
const UNKNOWN = 'unknown';

/**
 * What an address counts as where limits are kept: itself, or for IPv6 the /64 it is in, because one subscriber has all of
 * that and could send each request from another address.
 */
export function addressForLimits(address: string): string {
  const parsed = parseAddress(address);
  if (parsed === null || parsed.kind() === 'ipv4') return address;
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/64`).toString()}/64`;
}

/** IPv4 in an IPv6 socket shows as ::ffff:192.0.2.1; it is the same client. Some proxies add a port. */
function parseAddress(text: string | undefined): ipaddr.IPv4 | ipaddr.IPv6 | null {
  const bare = text
    ?.trim()
    .replace(/^\[([^\]]+)\](?::\d+)?$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
  if (!bare) return null;
  if (!ipaddr.IPv4.isValidFourPartDecimal(bare) && !ipaddr.IPv6.isValid(bare)) return null;
  return ipaddr.process(bare);
}

function rangeOf(text: string): Range | null {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  const address = parseAddress(text);
  return address === null ? null : [address, address.kind() === 'ipv4' ? 32 : 128];
}
