import { describe, expect, it } from 'vitest';
import { issuer } from '../testing/fixtures.ts';
import { authorizationResponse } from './response.ts';

const answer = { issuer, responseMode: 'query', params: { code: 'c', state: 'a&b=c #é' } } as const;

describe('authorizationResponse', () => {
  it('adds code, state and issuer to the address', () => {
    const response = authorizationResponse({ ...answer, redirectUri: 'https://service.example/cb' });
    if (response.kind !== 'redirect') throw new Error('not a redirect');
    const url = new URL(response.url);
    expect([...url.searchParams]).toEqual([
      ['code', 'c'],
      ['state', 'a&b=c #é'],
      ['iss', issuer],
    ]);
    expect(url.origin + url.pathname).toBe('https://service.example/cb');
    expect(url.hash).toBe('');
  });

  it('keeps the query that the service registered', () => {
    const response = authorizationResponse({ ...answer, redirectUri: 'https://service.example/cb?tenant=1' });
    expect(response).toMatchObject({ url: expect.stringMatching(/\/cb\?tenant=1&code=c&/) });
  });

  it('gives the fields of a form for form_post, with the address unchanged', () => {
    const redirectUri = 'https://service.example/cb?tenant=1';
    expect(authorizationResponse({ ...answer, redirectUri, responseMode: 'form_post' })).toEqual({
      kind: 'form_post',
      action: redirectUri,
      fields: [
        ['code', 'c'],
        ['state', 'a&b=c #é'],
        ['iss', issuer],
      ],
    });
  });

  it('attack 7: the issuer cannot be overridden', () => {
    const response = authorizationResponse({
      ...answer,
      params: { code: 'c', iss: 'https://evil.example' },
      redirectUri: 'https://service.example/cb',
    });
    if (response.kind !== 'redirect') throw new Error('not a redirect');
    expect(new URL(response.url).searchParams.getAll('iss')).toEqual([issuer]);
  });
});
