import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { calledAddress, findAddressProblem, hostsOf, pageAddress, registeredAddress } from './web-address.ts';

const findUriProblem = (uri: string, rules: Parameters<typeof registeredAddress>[0]) =>
  findAddressProblem(uri, registeredAddress(rules));

const integration = { environment: 'integration', relaxedAddresses: false } as const;
const production = { environment: 'production', relaxedAddresses: false } as const;

describe('a redirect URI', () => {
  it.each([
    'https://service.example/retour',
    'https://service.example',
    'https://service.example/retour?client=1',
    'https://service.example:8443/a%20b',
    'http://localhost:3000/callback',
    'http://127.0.0.1:3000/callback',
  ])('%s may be registered in integration', (uri) => {
    expect(findUriProblem(uri, integration)).toBeUndefined();
  });

  it.each([
    ['service.example/retour', 'not-a-url'],
    ['javascript:alert(1)', 'not-a-url'],
    ['data:text/html,x', 'not-a-url'],
    ['app.service:/retour', 'not-a-url'],
    ['//service.example/retour', 'not-a-url'],
    ['http://service.example/retour', 'not-https'],
    ['http://localhost.service.example/', 'not-https'],
    ['https://service.example/#x', 'fragment'],
    ['https://service.example/#', 'fragment'],
    ['https://*.service.example/', 'wildcard'],
    ['https://service.example/*', 'wildcard'],
    ['https://user:secret@service.example/', 'credentials'],
    ['https://user@service.example/', 'credentials'],
    ['https://:secret@service.example/', 'credentials'],
    ['https://Service.example/retour', 'not-exact'],
    ['HTTPS://service.example/retour', 'not-exact'],
    ['https://service.example:443/retour', 'not-exact'],
    ['https://service.example/a/../retour', 'not-exact'],
    ['https://service.example/%2e%2e/retour', 'not-exact'],
    ['https:\\\\service.example\\retour', 'not-exact'],
    ['https://service.example/re tour', 'not-exact'],
    ['https://sérvice.example/', 'not-exact'],
    ['https://service.example/?code=1', 'reserved-parameter'],
    ['https://service.example/?a=1&iss=x', 'reserved-parameter'],
  ])('%s is refused: %s (security.md 1)', (uri, problem) => {
    expect(findUriProblem(uri, integration)).toBe(problem);
  });

  it.each([
    'http://localhost:3000/callback',
    'https://localhost/callback',
    'http://[::1]/',
    'http://127.0.0.1/',
  ])('%s is refused as an address of a service in production', (uri) => {
    expect(findUriProblem(uri, production)).toBe('localhost');
    expect(findUriProblem(uri, { ...production, relaxedAddresses: true })).toBeUndefined();
  });

  it('counts hosts without those of developers’ machines', () => {
    expect(
      hostsOf(['https://a.example/1', 'https://a.example/2', 'http://localhost:3000/', 'no address']),
    ).toEqual(new Set(['a.example']));
  });
});

describe('the policy for web addresses', () => {
  const of = (policy: Parameters<typeof findAddressProblem>[1], uris: readonly string[]) =>
    uris.map((uri) => findAddressProblem(uri, policy));

  it('of pages for people requires https and a public host', () => {
    expect(of(pageAddress, ['https://a.example/#art', 'https://A.example/a b'])).toEqual([
      undefined,
      'not-a-url',
    ]);
    expect(of(pageAddress, ['http://a.example', 'https://localhost', 'https://intranet'])).toEqual([
      'not-https',
      'localhost',
      'not-public',
    ]);
  });

  it('of called endpoints requires https, and allows http within the machine', () => {
    const uris = [
      'https://a.example/x',
      'http://a.example/x',
      'https://a.example/#x',
      'https://u:p@a.example',
    ];
    const rest = ['fragment', 'credentials'];
    expect(of(calledAddress({ allowHttp: false }), uris)).toEqual([undefined, 'not-https', ...rest]);
    expect(of(calledAddress({ allowHttp: true }), uris)).toEqual([undefined, undefined, ...rest]);
  });

  test.prop([fc.webUrl({ validSchemes: ['http', 'https'] }), fc.constantFrom('u@', 'u:p@', ':p@')])(
    'refuses user names and passwords, and plain http to another machine except for called endpoints',
    (url, credentials) => {
      const policies = [pageAddress, calledAddress({ allowHttp: true })];
      const registered = [{ environment: 'integration', relaxedAddresses: true } as const].map(
        registeredAddress,
      );
      for (const policy of [...policies, ...registered]) {
        expect(findAddressProblem(url.replace('://', `://${credentials}`), policy)).toBeDefined();
      }
      const plain = url.replace(/^https/, 'http');
      for (const policy of [pageAddress, ...registered])
        expect(findAddressProblem(plain, policy)).toBeDefined();
    },
  );
});
