import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { contextFor, goodRequest, makeRegistration, paramsOf } from '../testing/fixtures.ts';
import { checkAuthorizationRequest } from './check-authorization-request.ts';

const registered = [
  'https://service.example/callback',
  'https://service.example/login/callback?tenant=1',
  'http://127.0.0.1:8080/cb',
];

type Mutator = (uri: string, url: URL) => string;

const evil = 'evil.example';

/** Each is a way by which some server, somewhere, once took a foreign address for a registered one. */
const mutators: Readonly<Record<string, Mutator>> = {
  'upper-case scheme': (uri) => uri.replace(/^https?/, (scheme) => scheme.toUpperCase()),
  'other scheme': (uri) => uri.replace(/^https?/, (scheme) => (scheme === 'https' ? 'http' : 'https')),
  'javascript scheme': (uri) => `javascript:alert(1)//${uri}`,
  'data scheme': (uri) => `data:text/html,${uri}`,
  'custom scheme': (uri) => uri.replace(/^https?/, 'app'),
  'no scheme': (uri) => uri.replace(/^https?:/, ''),
  'one slash': (uri) => uri.replace('://', ':/'),
  'three slashes': (uri) => uri.replace('://', ':///'),
  backslashes: (uri) => uri.replace('://', ':\\\\'),
  'upper-case host': (uri, url) =>
    uri.replace(url.hostname, url.hostname.toUpperCase().replace('127', '0177')),
  'trailing dot of the host': (uri, url) => uri.replace(url.hostname, `${url.hostname}.`),
  'foreign host': (uri, url) => uri.replace(url.hostname, evil),
  'host as prefix': (uri, url) => uri.replace(url.hostname, `${url.hostname}.${evil}`),
  'host as suffix': (uri, url) => uri.replace(url.hostname, `evil${url.hostname}`),
  'subdomain of the host': (uri, url) => uri.replace(url.hostname, `x.${url.hostname}`),
  'host as userinfo': (uri, url) => uri.replace(url.hostname, `${url.hostname}@${evil}`),
  'foreign userinfo': (uri, url) => uri.replace(url.hostname, `${evil}@${url.hostname}`),
  'userinfo with password': (uri, url) => uri.replace(url.hostname, `a:b@${url.hostname}`),
  'host, backslash, at': (uri, url) => uri.replace(url.hostname, `${evil}\\@${url.hostname}`),
  'host and encoded at': (uri, url) => uri.replace(url.hostname, `${url.hostname}%40${evil}`),
  'host and fragment': (uri, url) => uri.replace(url.hostname, `${evil}#@${url.hostname}`),
  'host and question mark': (uri, url) => uri.replace(url.hostname, `${evil}?@${url.hostname}`),
  'encoded dot in the host': (uri, url) => uri.replace(url.hostname, url.hostname.replace('.', '%2e')),
  'full-width letter in the host': (uri, url) =>
    uri.replace(url.hostname, url.hostname.replace(/[es0]/, '\uff45')),
  'ideographic full stop in the host': (uri, url) =>
    uri.replace(url.hostname, url.hostname.replace('.', '\u3002')),
  'cyrillic letter in the host': (uri, url) =>
    uri.replace(url.hostname, url.hostname.replace(/[ce0]/, '\u0441')),
  'zero-width space in the host': (uri, url) => uri.replace(url.hostname, `${url.hostname}\u200b`),
  'soft hyphen in the host': (uri, url) => uri.replace(url.hostname, `\u00ad${url.hostname}`),
  localhost: (uri, url) => uri.replace(url.hostname, 'localhost'),
  'address as a number': (uri, url) => uri.replace(url.hostname, '2130706433'),
  'IPv6 loopback': (uri, url) => uri.replace(url.hostname, '[::1]'),
  'default port written out': (uri, url) =>
    uri.replace(url.host, `${url.hostname}:${url.protocol === 'https:' ? 443 : 80}`),
  'other port': (uri, url) => uri.replace(url.host, `${url.hostname}:8443`),
  'empty port': (uri, url) => uri.replace(url.host, `${url.hostname}:`),
  'port with leading zero': (uri, url) => uri.replace(url.host, `${url.hostname}:0${url.port || 443}`),
  'no path': (_, url) => url.origin,
  'root path': (_, url) => `${url.origin}/`,
  'trailing slash': (uri, url) => uri.replace(url.pathname, `${url.pathname}/`),
  'double slash': (uri, url) => uri.replace(url.pathname, `/${url.pathname}`),
  'dot segment': (uri, url) => uri.replace(url.pathname, `/.${url.pathname}`),
  'parent segment back and forth': (uri, url) => uri.replace(url.pathname, `/x/..${url.pathname}`),
  'climb out of the path': (uri, url) => uri.replace(url.pathname, `${url.pathname}/../../evil`),
  'encoded climb': (uri, url) => uri.replace(url.pathname, `${url.pathname}/%2e%2e/evil`),
  'doubly encoded climb': (uri, url) => uri.replace(url.pathname, `${url.pathname}/%252e%252e/evil`),
  'climb with encoded slash': (uri, url) => uri.replace(url.pathname, `${url.pathname}%2f..%2fevil`),
  'climb with backslash': (uri, url) => uri.replace(url.pathname, `${url.pathname}\\..\\evil`),
  'overlong climb': (uri, url) => uri.replace(url.pathname, `${url.pathname}/..;/evil`),
  'sub path': (uri, url) => uri.replace(url.pathname, `${url.pathname}/evil`),
  'longer last segment': (uri, url) => uri.replace(url.pathname, `${url.pathname}evil`),
  'shorter last segment': (uri, url) => uri.replace(url.pathname, url.pathname.slice(0, -1)),
  'path parameter': (uri, url) => uri.replace(url.pathname, `${url.pathname};a=1`),
  'bare semicolon': (uri, url) => uri.replace(url.pathname, `${url.pathname};`),
  'upper-case path': (uri, url) => uri.replace(url.pathname, url.pathname.toUpperCase()),
  'encoded letter in the path': (uri, url) => uri.replace(url.pathname, url.pathname.replace('c', '%63')),
  'encoded slash in the path': (uri, url) => uri.replace(url.pathname, url.pathname.replace('/', '%2f')),
  'null byte': (uri) => `${uri}\0`,
  'encoded null byte': (uri) => `${uri}%00`,
  'wildcard path': (_, url) => `${url.origin}/*`,
  'trailing space': (uri) => `${uri} `,
  'leading space': (uri) => ` ${uri}`,
  'leading tab': (uri) => `\t${uri}`,
  'line feed inside': (uri) => uri.replace('://', '://\n'),
  'trailing line end': (uri) => `${uri}\r\n`,
  'header injection': (uri) => `${uri}\r\nSet-Cookie: a=b`,
  fragment: (uri) => `${uri}#fragment`,
  'empty fragment': (uri) => `${uri}#`,
  'encoded fragment': (uri) => `${uri}%23`,
  'fragment with a code': (uri) => `${uri}#code=stolen`,
  'empty query': (uri) => (uri.includes('?') ? `${uri}&` : `${uri}?`),
  'extra parameter': (uri) => `${uri}${uri.includes('?') ? '&' : '?'}a=b`,
  'extra code': (uri) => `${uri}${uri.includes('?') ? '&' : '?'}code=stolen`,
  'extra state': (uri) => `${uri}${uri.includes('?') ? '&' : '?'}state=forged`,
  'extra iss': (uri) => `${uri}${uri.includes('?') ? '&' : '?'}iss=https://${evil}`,
  'extra error': (uri) => `${uri}${uri.includes('?') ? '&' : '?'}error=x`,
  'encoded question mark': (uri) => `${uri}%3fcode=stolen`,
  'second address after a comma': (uri) => `${uri},https://${evil}`,
  'second address after a space': (uri) => `${uri} https://${evil}`,
  'address in front': (uri) => `https://${evil}/${uri}`,
  'address as query': (uri) => `https://${evil}/?${uri}`,
  'address as fragment': (uri) => `https://${evil}/#${uri}`,
  'percent-encoded whole': (uri) => encodeURIComponent(uri),
  'angle brackets': (uri) => `<${uri}>`,
  quotes: (uri) => `"${uri}"`,
  'byte order mark': (uri) => `\ufeff${uri}`,
  'right-to-left mark': (uri) => `${uri}\u202e`,
  'combining accent': (uri) => `${uri}\u0301`,
  'other registered path on this host': (uri, url) => uri.replace(url.pathname, '/other'),
  'array in brackets': (uri) => `[${uri}]`,
};

const registration = makeRegistration({ redirectUris: registered });

function outcomeFor(redirectUri: string) {
  const params = paramsOf({ ...goodRequest, redirect_uri: redirectUri });
  return checkAuthorizationRequest(params, contextFor(registration));
}

const mutations = registered.flatMap((uri) =>
  Object.entries(mutators).map(([name, mutate]) => ({ name, uri, mutated: mutate(uri, new URL(uri)) })),
);
const changed = mutations.filter(({ mutated }) => !registered.includes(mutated));

describe('attack 1: mutations of a registered redirect URI', () => {
  it('there are at least 200 different ones', () => {
    expect(new Set(changed.map(({ mutated }) => mutated)).size).toBeGreaterThanOrEqual(200);
  });

  it.each(changed)('$name of $uri is told on a page and never redirected', ({ mutated }) => {
    expect(outcomeFor(mutated)).toEqual({ kind: 'page', error: 'authorize.redirect_uri_mismatch' });
  });

  it.each(registered)('%s itself is accepted', (uri) => {
    expect(outcomeFor(uri)).toMatchObject({ kind: 'accepted', request: { redirectUri: uri } });
  });

  const edit = fc.record({
    uri: fc.constantFrom(...registered),
    at: fc.nat({ max: 40 }),
    remove: fc.integer({ min: 0, max: 3 }),
    insert: fc.string({ unit: 'binary', maxLength: 3 }),
  });

  test.prop([edit], { numRuns: 300 })(
    'any edit of a few characters is refused',
    ({ uri, at, remove, insert }) => {
      const mutated = uri.slice(0, at) + insert + uri.slice(at + remove);
      fc.pre(!registered.includes(mutated) && mutated.isWellFormed() && mutated !== '');
      expect(outcomeFor(mutated)).toEqual({ kind: 'page', error: 'authorize.redirect_uri_mismatch' });
    },
  );
});
