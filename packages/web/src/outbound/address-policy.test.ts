import { describe, expect, it } from 'vitest';
import { isAllowedAddress } from './address-policy.ts';

const strict = { allowHttp: false, allowPrivateAddresses: false };
const embedded = { allowHttp: true, allowPrivateAddresses: true };

const forbidden: Readonly<Record<string, readonly string[]>> = {
  unspecified: ['0.0.0.0', '0.1.2.3', '::'],
  loopback: ['127.0.0.1', '127.255.255.254', '::1'],
  'private (RFC 1918)': ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
  'link-local': ['169.254.1.1', 'fe80::1', 'fe80::1%eth0'],
  'cloud metadata': ['169.254.169.254', 'fd00:ec2::254', '100.100.100.200', '192.0.0.192'],
  'carrier-grade NAT': ['100.64.0.1', '100.127.255.255'],
  multicast: ['224.0.0.1', '239.255.255.255', 'ff02::1'],
  'broadcast and reserved': ['255.255.255.255', '240.0.0.1', '198.18.0.1'],
  documentation: ['192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1', '3fff::1'],
  'unique local': ['fc00::1', 'fd12:3456::1'],
  'site local, deprecated': ['fec0::1'],
  'IPv4-mapped': ['::ffff:127.0.0.1', '::ffff:8.8.8.8', '::ffff:7f00:1', '0:0:0:0:0:ffff:a9fe:a9fe'],
  'IPv4-compatible, deprecated': ['::127.0.0.1', '::8.8.8.8'],
  NAT64: ['64:ff9b::7f00:1', '64:ff9b::808:808', '64:ff9b:1::1'],
  '6to4': ['2002:7f00:1::', '2002:a9fe:a9fe::1', '192.88.99.1'],
  Teredo: ['2001::1', '2001:0:53aa:64c::1'],
  'discard, segment routing, outside 2000::/3': ['100::1', '5f00::1', '4000::1', '1::1', 'e000::1'],
  'no address at all': ['', 'localhost', '127.0.0.1.', '1.2.3', '::g', '127.0.0.1/8'],
};

describe('outbound addresses', () => {
  for (const [range, addresses] of Object.entries(forbidden)) {
    it.each(addresses)(`refuse ${range}: %s`, (address) => {
      expect(isAllowedAddress(address, strict)).toBe(false);
    });
  }

  it.each(['8.8.8.8', '93.184.216.34', '172.32.0.1', '100.128.0.1', '2606:2800:220:1:248:1893:25c8:1946'])(
    'allow public unicast: %s',
    (address) => {
      expect(isAllowedAddress(address, strict)).toBe(true);
    },
  );

  it.each(['127.0.0.1', '::1', '10.0.0.1', '192.168.1.1', 'fd12::1', '8.8.8.8'])(
    'allow %s where the embedded start says so',
    (address) => {
      expect(isAllowedAddress(address, embedded)).toBe(true);
    },
  );

  it.each([
    '169.254.169.254',
    'fe80::1',
    'fd00:ec2::254',
    '0.0.0.0',
    '224.0.0.1',
    '::ffff:127.0.0.1',
    '100.64.0.1',
  ])('refuse %s even there', (address) => {
    expect(isAllowedAddress(address, embedded)).toBe(false);
  });
});
