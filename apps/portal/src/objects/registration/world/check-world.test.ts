import { systemClock } from '@garance/core';
import { createOutbound, OutboundError, type OutboundResponse } from '@garance/web/outbound';
import { describe, expect, it } from 'vitest';
import type { FieldRules } from '../fields.ts';
import { parseForm, type RegistrationContent } from '../parse-form.ts';
import { goodForm } from '../testing/integration-scene.ts';
import { checkWorld } from './check-world.ts';

const rules: FieldRules = {
  platform: 'standard',
  environment: 'integration',
  relaxedAddresses: false,
  habilitatedScopes: ['openid', 'given_name', 'email'],
  providers: [],
};

function contentOf(change: object): RegistrationContent {
  const parsed = parseForm({ ...goodForm, ...change }, rules);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.content;
}

const byUri = (uri: string): RegistrationContent => ({
  ...contentOf({}),
  keys: { kind: 'jwks_uri', uri },
});
const bySector = (uri: string): RegistrationContent => ({ ...contentOf({}), sectorIdentifierUri: uri });

/** Addresses that a partner's URL must never reach (RFC 6890, RFC 4291, cloud metadata). */
const forbidden = [
  'https://127.0.0.1/jwks',
  'https://127.1/jwks',
  'https://2130706433/jwks',
  'https://0x7f000001/jwks',
  'https://0/jwks',
  'https://10.0.0.1/jwks',
  'https://172.16.0.1/jwks',
  'https://192.168.1.1/jwks',
  'https://169.254.169.254/latest/meta-data',
  'https://100.64.0.1/jwks',
  'https://198.18.0.1/jwks',
  'https://224.0.0.1/jwks',
  'https://255.255.255.255/jwks',
  'https://[::1]/jwks',
  'https://[::]/jwks',
  'https://[::ffff:127.0.0.1]/jwks',
  'https://[::ffff:a9fe:a9fe]/jwks',
  'https://[64:ff9b::7f00:1]/jwks',
  'https://[2002:7f00:1::]/jwks',
  'https://[fe80::1]/jwks',
  'https://[fc00::1]/jwks',
  'https://[fd00:ec2::254]/jwks',
] as const;

describe('addresses that a partner names (security.md 11)', () => {
  const outbound = createOutbound({ policy: { allowHttp: false, allowPrivateAddresses: false } });
  const world = { outbound, clock: systemClock };

  it.each(forbidden)('%s is not connected to, as jwks_uri or as sector document', async (uri) => {
    const keys = await checkWorld(world, byUri(uri));
    expect(keys.checks).toContainEqual(
      expect.objectContaining({ code: 'keys-reachable', outcome: 'failed', detail: 'blocked-address' }),
    );
    const sector = await checkWorld(world, bySector(uri));
    expect(sector.checks).toContainEqual(
      expect.objectContaining({ code: 'sector-reachable', outcome: 'failed', detail: 'blocked-address' }),
    );
  });

  it.each([
    'http://service.example/jwks',
    'https://user:pass@service.example/',
    'file:///etc/passwd',
    'gopher://x/',
  ])('%s is refused by its scheme', async (uri) => {
    const { checks } = await checkWorld(world, byUri(uri));
    expect(checks).toContainEqual(expect.objectContaining({ detail: 'blocked-scheme' }));
  });

  it.each([22, 80, 8443])('attack 11: port %i is not connected to', async (port) => {
    const { checks } = await checkWorld(world, byUri(`https://service.example:${port}/jwks`));
    expect(checks).toContainEqual(
      expect.objectContaining({ code: 'keys-reachable', detail: 'blocked-port' }),
    );
  });

  it('a name that resolves to a private address is not connected to, even among public ones', async () => {
    const rebinding = createOutbound({
      policy: { allowHttp: false, allowPrivateAddresses: false },
      lookup: (_host, answer) =>
        answer(null, [
          { address: '93.184.215.14', family: 4 },
          { address: '169.254.169.254', family: 4 },
        ]),
    });
    const { checks } = await checkWorld(
      { outbound: rebinding, clock: systemClock },
      byUri('https://a.example/'),
    );
    // The answer is that of an unknown name, so that partners cannot discover internal names.
    expect(checks).toContainEqual(expect.objectContaining({ code: 'keys-reachable', detail: 'unreachable' }));
    await rebinding.close();
  });
});

describe('a fetched document', () => {
  const answering = (answer: Partial<OutboundResponse>) => ({
    clock: systemClock,
    outbound: {
      request: async () => ({ status: 200, headers: {}, body: '', ...answer }),
      fetch: () => Promise.reject(new Error('not used')),
      policy: { allowHttp: false, allowPrivateAddresses: false },
      close: async () => {},
    },
  });

  it.each([200, 204, 301, 401, 403, 404, 500, 503])(
    'attack 11: is accepted or refused for an answer of %i without showing status or body',
    async (status) => {
      const world = answering({ status, body: 'internal secret' });
      const { checks } = await checkWorld(world, byUri('https://a.example/'));
      const [detail] = checks.filter(({ code }) => code === 'keys-reachable').map((check) => check.detail);
      expect(detail).toBe(status === 200 ? undefined : 'no-document');
      expect(JSON.stringify(checks)).not.toMatch(/internal secret|[345]0\d/);
    },
  );

  it.each([
    ['network', 'unreachable'],
    ['timeout', 'unreachable'],
    ['blocked-address', 'unreachable'],
    ['redirect', 'no-document'],
    ['too-large', 'no-document'],
  ] as const)('attack 11: an exchange that ends with %s is told as %s', async (reason, problem) => {
    const { outbound } = answering({});
    const failing = { ...outbound, request: () => Promise.reject(new OutboundError(reason)) };
    const { checks } = await checkWorld(
      { outbound: failing, clock: systemClock },
      byUri('https://a.example/'),
    );
    expect(checks).toContainEqual(expect.objectContaining({ code: 'keys-reachable', detail: problem }));
  });

  it('must list every redirect URI, byte for byte, as sector document', async () => {
    const [uri = ''] = contentOf({}).redirectUris;
    const good = await checkWorld(
      answering({ body: JSON.stringify([uri]) }),
      bySector('https://a.example/s'),
    );
    expect(good.checks).toContainEqual(
      expect.objectContaining({ code: 'sector-lists-all', outcome: 'passed' }),
    );
    const near = JSON.stringify([`${uri}/`, uri.toUpperCase()]);
    const bad = await checkWorld(answering({ body: near }), bySector('https://a.example/s'));
    expect(bad.checks).toContainEqual(
      expect.objectContaining({ code: 'sector-lists-all', outcome: 'failed', detail: uri }),
    );
    const odd = await checkWorld(answering({ body: '{}' }), bySector('https://a.example/s'));
    expect(odd.checks).toContainEqual(
      expect.objectContaining({ code: 'sector-readable', outcome: 'failed' }),
    );
  });
});
