import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { contextFor, goodRequest, makeRegistration, paramsOf } from '../testing/fixtures.ts';
import { redirectUriMutators } from '../testing/redirect-uri-mutations.ts';
import { checkAuthorizationRequest } from './check-authorization-request.ts';

const registered = [
  'https://service.example/callback',
  'https://service.example/login/callback?tenant=1',
  'http://127.0.0.1:8080/cb',
];

const registration = makeRegistration({ redirectUris: registered });

function outcomeFor(redirectUri: string) {
  const params = paramsOf({ ...goodRequest, redirect_uri: redirectUri });
  return checkAuthorizationRequest(params, contextFor(registration));
}

const mutations = registered.flatMap((uri) =>
  Object.entries(redirectUriMutators).map(([name, mutate]) => ({
    name,
    uri,
    mutated: mutate(uri, new URL(uri)),
  })),
);
const changed = mutations.filter(({ mutated }) => !registered.includes(mutated));

describe('attack 1: mutations of a registered redirect URI', () => {
  it('there are at least 200 different ones', () => {
    expect(new Set(changed.map(({ mutated }) => mutated)).size).toBeGreaterThanOrEqual(200);
  });

  it.each(changed)('$name of $uri is refused on a page and never redirected', ({ mutated }) => {
    expect(outcomeFor(mutated)).toEqual({
      kind: 'page',
      error: 'authorize.redirect_uri_mismatch',
      check: 'redirect-uri',
    });
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
      expect(outcomeFor(mutated)).toEqual({
        kind: 'page',
        error: 'authorize.redirect_uri_mismatch',
        check: 'redirect-uri',
      });
    },
  );
});
