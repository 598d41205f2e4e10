import { ConfigurationError } from '../config/config.js';
import { addressForLimits, ClientAddress } from './client-address.js';

const behind = (...trustedProxies: string[]): ClientAddress => new ClientAddress({ trustedProxies });

describe('the client address without trusted proxies', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:DB8::1', '2001:db8::1'],
  ])('is the peer %s as %s, whatever the header says', (peer, address) => {
    expect(behind().of(peer, '198.51.100.1')).toBe(address);
    expect(behind().of(peer, undefined)).toBe(address);
  });

  it('is unknown when the connection is gone', () => {
    expect(behind('0.0.0.0/0').of(undefined, '198.51.100.1')).toBe('unknown');
  });
});

describe('the client address behind proxies', () => {
  const proxied = behind('10.0.0.0/8', '192.0.2.1', '2001:db8:1::/48');

  it.each([
    ['one proxy', '10.1.2.3', '198.51.100.1', '198.51.100.1'],
    ['two proxies', '10.1.2.3', '198.51.100.1, 192.0.2.1', '198.51.100.1'],
    ['a proxy of either family', '2001:db8:1::5', '2001:db8:9::1, 10.0.0.1', '2001:db8:9::1'],
    ['a proxy seen through an IPv6 socket', '::ffff:10.1.2.3', '198.51.100.1', '198.51.100.1'],
    ['a proxy that adds ports', '10.1.2.3', '198.51.100.1:4711', '198.51.100.1'],
    ['a proxy that adds brackets', '10.1.2.3', '[2001:db8:9::1]:4711', '2001:db8:9::1'],
    ['an untrusted peer', '203.0.113.7', '198.51.100.1', '203.0.113.7'],
    ['an address next to the trusted one', '192.0.2.2', '198.51.100.1', '192.0.2.2'],
    ['a client that writes a header itself', '10.1.2.3', '10.0.0.1, 127.0.0.1, 198.51.100.1', '198.51.100.1'],
    ['an unreadable hop', '10.1.2.3', '198.51.100.1, garbage', '10.1.2.3'],
    ['a hop in octal', '10.1.2.3', '0312.0.0.1', '10.1.2.3'],
    ['only proxies', '10.1.2.3', '10.0.0.1, 10.0.0.2', '10.0.0.1'],
    ['an empty header', '10.1.2.3', '', '10.1.2.3'],
    ['no header', '10.1.2.3', undefined, '10.1.2.3'],
  ])('with %s is found', (_, peer, header, address) => {
    expect(proxied.of(peer, header)).toBe(address);
  });

  it('is found in a header that came in several lines', () => {
    expect(proxied.of('10.1.2.3', ['203.0.113.9', '198.51.100.1', '192.0.2.1'])).toBe('198.51.100.1');
  });
});

describe('trusted proxies that cannot be read', () => {
  it.each(['proxy.internal', '10.0.0.0/33', '10.0.0', '300.1.1.1', ''])('such as %p stop the start', (text) => {
    expect(() => behind('10.0.0.0/8', text)).toThrow(ConfigurationError);
  });
});

describe('an address for limits', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2:ffff::', '2001:db8:1:2::/64'],
    ['unknown', 'unknown'],
  ])('%s counts as %s', (address, counted) => {
    expect(addressForLimits(address)).toBe(counted);
  });
});
