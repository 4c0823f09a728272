import { describe, expect, it } from 'vitest';
import { goodRequest, issuer, makeRegistration, paramsOf } from '../testing/fixtures.ts';
import { checkPushedRequest, pushedRequestUriPrefix } from './check-pushed-request.ts';

const registration = makeRegistration({ par: 'required' });
const context = { platform: 'standard', issuer, understands: [] } as const;

function push(changes: Readonly<Record<string, string>>) {
  return checkPushedRequest(paramsOf({ ...goodRequest, ...changes }), registration, context);
}

describe('checkPushedRequest', () => {
  it('accepts what the authorization endpoint accepts, with the credentials beside it', () => {
    expect(push({ client_secret: 'x' })).toMatchObject({ ok: true, request: { clientId: 'service-client' } });
  });

  it('refuses the request of one client pushed by another', () => {
    expect(push({ client_id: 'another' })).toEqual({
      ok: false,
      error: 'authorize.pushed_client_mismatch',
      check: 'client',
    });
  });

  it('refuses a nested request_uri', () => {
    expect(pushedRequestUriPrefix).toBe('urn:ietf:params:oauth:request_uri:');
    const outcome = push({ request_uri: 'urn:ietf:params:oauth:request_uri:abc' });
    expect(outcome).toEqual({
      ok: false,
      error: 'authorize.pushed_request_uri',
      check: 'unsupported-parameters',
    });
  });

  it('returns page errors and redirect errors alike, with their detail', () => {
    expect(push({ client_id: '' })).toStrictEqual({
      ok: false,
      error: 'authorize.client_missing',
      check: 'client',
    });
    expect(push({ redirect_uri: 'https://evil.example' })).toStrictEqual({
      ok: false,
      error: 'authorize.redirect_uri_mismatch',
      check: 'redirect-uri',
    });
    expect(push({ scope: 'openid birthdate' })).toEqual({
      ok: false,
      error: 'authorize.scope_not_allowed',
      detail: 'birthdate',
      check: 'scope',
    });
  });
});
