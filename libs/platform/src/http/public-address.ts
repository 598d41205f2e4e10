import ipaddr from 'ipaddr.js';

/** All that is routed on the internet today lies in here; what is outside is reserved, local or a tunnel. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');
/** Azure answers metadata and DNS under this address from inside every virtual machine, though it looks public. */
const AZURE_PLATFORM = '168.63.129.16';

/**
 * Whether a numeric address is somewhere on the internet. Everything that IANA has set aside is not: loopback, private,
 * link-local (with the metadata services), CGNAT, multicast, documentation, benchmarks; and neither are the IPv6 forms that
 * carry an IPv4 address (mapped, NAT64, 6to4, Teredo), whose real target is decided by a gateway.
 */
export function isPublicAddress(address: string): boolean {
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) {
    return ipaddr.IPv4.parse(address).range() === 'unicast' && address !== AZURE_PLATFORM;
  }
  if (!ipaddr.IPv6.isValid(address)) return false;
  const parsed = ipaddr.IPv6.parse(address);
  return parsed.range() === 'unicast' && parsed.match(GLOBAL_IPV6);
}
