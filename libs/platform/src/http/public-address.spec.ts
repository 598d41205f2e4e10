import { isPublicAddress } from './public-address.js';

describe('addresses on the internet', () => {
  it.each([
    '8.8.8.8',
    '1.1.1.1',
    '172.15.255.255',
    '172.32.0.1',
    '100.63.255.255',
    '100.128.0.1',
    '169.253.1.1',
    '223.255.255.255',
    '2606:4700:4700::1111',
    '2a00:1450:4001:81b::200e',
  ])('include %s', (address) => expect(isPublicAddress(address)).toBe(true));
});

describe('addresses that are not on the internet', () => {
  it.each([
    ['unspecified', '0.0.0.0', '0.1.2.3', '::'],
    ['loopback', '127.0.0.1', '127.255.255.254', '::1'],
    ['private', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.0.1', 'fd00::1', 'fc00::1', 'fdff:ffff::1'],
    [
      'link-local and metadata',
      '169.254.0.1',
      '169.254.169.254',
      '169.254.170.2',
      'fe80::1',
      'febf::1',
      'fd00:ec2::254',
    ],
    ['platform services of clouds', '168.63.129.16', '100.100.100.200', '192.0.0.192'],
    ['shared with a provider (CGNAT)', '100.64.0.1', '100.127.255.255'],
    ['multicast and broadcast', '224.0.0.1', '239.255.255.255', '255.255.255.255', 'ff02::1'],
    [
      'reserved',
      '240.0.0.1',
      '192.0.0.1',
      '192.0.2.1',
      '198.18.0.1',
      '198.19.255.255',
      '198.51.100.1',
      '203.0.113.1',
      '192.88.99.1',
    ],
    ['documentation and discard', '2001:db8::1', '3fff::1', '100::1'],
    ['IPv4 in IPv6: mapped', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:8.8.8.8', '::ffff:0:127.0.0.1'],
    ['IPv4 in IPv6: compatible', '::127.0.0.1', '::7f00:1', '::8.8.8.8'],
    ['IPv4 in IPv6: NAT64', '64:ff9b::7f00:1', '64:ff9b::169.254.169.254', '64:ff9b:1::a00:1'],
    ['IPv4 in IPv6: 6to4', '2002:7f00:1::', '2002:a9fe:a9fe::1'],
    ['IPv4 in IPv6: Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
    ['site-local, segment routing, ORCHID', 'fec0::1', '5f00::1', '2001:10::1', '2001:20::1'],
    ['not assigned', '4000::1', '8000::1', 'e000::1'],
    ['with a zone', 'fe80::1%eth0', '::1%lo'],
    ['not an address', '', 'localhost', '127.1', '2130706433', '0x7f.0.0.1', '0177.0.0.1', '8.8.8.8 ', '[::1]'],
  ])('include those %s', (_, ...addresses) => {
    for (const address of addresses) expect([address, isPublicAddress(address)]).toEqual([address, false]);
  });
});
