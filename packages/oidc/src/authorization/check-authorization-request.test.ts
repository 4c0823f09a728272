import type { Registration } from '@garance/core';
import { describe, expect, it } from 'vitest';
import { errorResponseBody } from '../error-body.ts';
import { contextFor, goodRequest, makeRegistration, type Pairs, paramsOf } from '../testing/fixtures.ts';
import { checkAuthorizationRequest } from './check-authorization-request.ts';
import type { AuthorizationContext, AuthorizationOutcome } from './request.ts';

const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
const plus = makeRegistration({ platform: 'plus' });
const openid = makeRegistration({ profile: 'openid' });

/** Sends the good request with changes; `undefined` leaves a parameter out. */
function send(
  changes: Readonly<Record<string, string | undefined>>,
  registration: Registration = makeRegistration(),
  context: Partial<AuthorizationContext> = {},
): AuthorizationOutcome {
  const pairs = Object.entries({ ...goodRequest, ...changes }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return sendPairs(pairs, registration, context);
}

function sendPairs(
  pairs: Pairs,
  registration: Registration,
  context: Partial<AuthorizationContext> = {},
): AuthorizationOutcome {
  return checkAuthorizationRequest(paramsOf(pairs), contextFor(registration, context));
}

function accepted(outcome: AuthorizationOutcome) {
  if (outcome.kind !== 'accepted') throw new Error(`refused: ${outcome.error}`);
  return outcome.request;
}

function describeOutcome(outcome: AuthorizationOutcome): string {
  return outcome.kind === 'accepted' ? 'accepted' : `${outcome.kind} ${outcome.error}`;
}

describe('an authorization request', () => {
  it('is accepted as plain data that can be stored as JSON', () => {
    const request = accepted(send({}));
    expect(request).toStrictEqual({
      clientId: 'service-client',
      redirectUri: 'https://service.example/callback',
      responseMode: 'query',
      scopes: ['openid', 'given_name'],
      state: goodRequest.state,
      nonce: goodRequest.nonce,
      level: 'eidas1',
      prompt: [],
      amr: false,
      uiLocales: [],
    });
    expect(JSON.parse(JSON.stringify(request))).toEqual(request);
  });

  it('contains every requested value', () => {
    const registration = makeRegistration({ platform: 'plus', amrAllowed: true, idpHintAllowed: true });
    const request = accepted(
      send(
        {
          response_mode: 'form_post',
          acr_values: 'eidas2',
          prompt: 'login consent',
          max_age: '999999999',
          code_challenge: challenge,
          code_challenge_method: 'S256',
          claims: '{"id_token":{"amr":null}}',
          id_token_hint: 'a.b.c',
          idp_hint: 'postal',
          ui_locales: 'de fr-CA en fr',
          garance_rehearsal: '1',
        },
        registration,
        { understands: ['garance_rehearsal'] },
      ),
    );
    expect(request).toMatchObject({
      responseMode: 'form_post',
      level: 'eidas2',
      prompt: ['login', 'consent'],
      maxAgeSeconds: 999_999_999,
      codeChallenge: challenge,
      amr: true,
      idTokenHint: 'a.b.c',
      idpHint: 'postal',
      uiLocales: ['fr', 'en'],
    });
  });

  it('ignores parameters that it does not know, and empty ones', () => {
    expect(send({ utm_source: 'x', login_hint: 'y', display: 'popup', request: '', prompt: '' }).kind).toBe(
      'accepted',
    );
  });

  it('may name the default response mode, and openid outside the habilitation', () => {
    expect(accepted(send({ response_mode: 'query' })).responseMode).toBe('query');
    const bare = makeRegistration({ scopes: [] });
    expect(accepted(send({ scope: 'openid' }, bare)).scopes).toEqual(['openid']);
  });

  it('may require a fresh sign-in', () => {
    expect(accepted(send({ max_age: '0' })).maxAgeSeconds).toBe(0);
  });

  it('returns the registration it was checked against', () => {
    const registration = makeRegistration();
    expect(send({}, registration)).toMatchObject({ registration });
  });
});

describe('before client and redirect URI are proven, an error is told on a page', () => {
  it.each([
    ['authorize.client_missing', { client_id: undefined }],
    ['authorize.client_missing', { client_id: '' }],
    ['authorize.client_unknown', { client_id: 'another' }],
    ['authorize.redirect_uri_missing', { redirect_uri: undefined }],
    ['authorize.redirect_uri_mismatch', { redirect_uri: 'https://service.example/callback/' }],
  ])('%s', (error, changes) => {
    expect(describeOutcome(send(changes))).toBe(`page ${error}`);
  });

  it('authorize.client_suspended', () => {
    expect(describeOutcome(send({}, makeRegistration({ status: 'suspended' })))).toBe(
      'page authorize.client_suspended',
    );
  });

  it.each(['client_id', 'redirect_uri'])(
    'authorize.client_ambiguous, when %s is repeated with one good value',
    (name) => {
      const good = Object.entries(goodRequest);
      expect(describeOutcome(sendPairs([...good, [name, 'evil']], makeRegistration()))).toBe(
        'page authorize.client_ambiguous',
      );
      expect(describeOutcome(sendPairs([[name, 'evil'], ...good], makeRegistration()))).toBe(
        'page authorize.client_ambiguous',
      );
    },
  );

  it('attack 14: a client of the other platform is unknown, even when it is found', () => {
    expect(describeOutcome(send({}, makeRegistration(), { platform: 'plus' }))).toBe(
      'page authorize.client_unknown',
    );
  });

  it('a page error takes precedence over errors of the rest of the request', () => {
    expect(
      describeOutcome(
        send({ redirect_uri: 'https://evil.example', response_type: 'token', scope: undefined }),
      ),
    ).toBe('page authorize.redirect_uri_mismatch');
  });
});

describe('after that, an error goes back to the service', () => {
  it('with redirect URI, response mode and state', () => {
    expect(send({ scope: undefined, response_mode: 'form_post' })).toStrictEqual({
      kind: 'redirect',
      error: 'authorize.scope_missing',
      check: 'scope',
      redirectUri: 'https://service.example/callback',
      responseMode: 'form_post',
      state: goodRequest.state,
      clientId: 'service-client',
    });
  });

  it('by query and without state when these are invalid', () => {
    expect(send({ response_mode: 'fragment', state: undefined })).toStrictEqual({
      kind: 'redirect',
      error: 'authorize.response_mode_unsupported',
      check: 'response-mode',
      redirectUri: 'https://service.example/callback',
      responseMode: 'query',
      clientId: 'service-client',
    });
  });
});

describe('attack 15: a repeated parameter', () => {
  it.each(['state', 'nonce', 'scope', 'response_type', 'acr_values', 'unknown'])('%s is refused', (name) => {
    const others = Object.entries(goodRequest).filter(([other]) => other !== name);
    const outcome = sendPairs([...others, [name, 'a'], [name, 'a']], makeRegistration());
    expect(describeOutcome(outcome)).toBe('redirect authorize.parameter_repeated');
  });

  it('a repeated state is not returned', () => {
    const outcome = sendPairs([...Object.entries(goodRequest), ['state', 'b']], makeRegistration());
    expect(outcome).not.toHaveProperty('state');
  });
});

describe.each(['franceconnect', 'openid'] as const)('the profile %s', (profile) => {
  const registration = makeRegistration({ profile });

  it.each([
    ['authorize.request_not_supported', { request: 'x.y.z' }],
    ['authorize.request_uri_not_supported', { request_uri: 'https://service.example/request' }],
    ['authorize.request_uri_not_supported', { request_uri: 'urn:ietf:params:oauth:request_uri:abc' }],
    ['authorize.registration_not_supported', { registration: '{}' }],
    ['authorize.response_type_missing', { response_type: undefined }],
    ['authorize.response_type_unsupported', { response_type: 'token' }],
    ['authorize.response_type_unsupported', { response_type: 'code id_token' }],
    ['authorize.response_mode_unsupported', { response_mode: 'fragment' }],
    ['authorize.response_mode_unsupported', { response_mode: 'query.jwt' }],
    ['authorize.scope_missing', { scope: undefined }],
    ['authorize.scope_missing', { scope: 'given_name' }],
    ['authorize.scope_missing', { scope: 'OPENID' }],
    ['authorize.scope_not_allowed', { scope: 'openid birthdate' }],
    ['authorize.data_scope_not_served', { scope: 'openid dgfip_rfr' }],
    ['authorize.data_scope_not_served', { scope: 'openid given_name CNOUS_statut_boursier' }],
    ['authorize.data_scope_not_served', { scope: 'openid birthdate droits_assurance_maladie' }],
    ['authorize.scope_missing', { scope: 'dgfip_rfr' }],
    ['authorize.claims_malformed', { claims: '{' }],
    ['authorize.claims_malformed', { claims: '[]' }],
    ['authorize.claims_malformed', { claims: '{"id_token":1}' }],
    ['authorize.claims_malformed', { claims: '{"userinfo":null}' }],
    ['authorize.level_not_served', { acr_values: 'eidas2' }],
    [
      'authorize.essential_level_unmet',
      { claims: '{"id_token":{"acr":{"essential":true,"value":"eidas2"}}}' },
    ],
    ['authorize.prompt_invalid', { prompt: 'select_account' }],
    ['authorize.prompt_invalid', { prompt: 'none login' }],
    ['authorize.max_age_invalid', { max_age: '-1' }],
    ['authorize.max_age_invalid', { max_age: '1.5' }],
    ['authorize.max_age_invalid', { max_age: '1e3' }],
    ['authorize.max_age_invalid', { max_age: '1000000000000' }],
    ['authorize.idp_hint_invalid', { idp_hint: 'postal' }],
    ['authorize.rehearsal_unavailable', { garance_rehearsal: '1' }],
  ])('answers %s to %o', (error, changes) => {
    expect(describeOutcome(send(changes, registration))).toBe(`redirect ${error}`);
  });

  it('requires the pushed endpoint from a client registered to push', () => {
    const pushing = makeRegistration({ profile, par: 'required' });
    expect(describeOutcome(send({}, pushing))).toBe('redirect authorize.par_required');
    expect(describeOutcome(send({}, pushing, { pushed: true }))).toBe('accepted');
  });

  it('ignores unknown scopes and grants the others once', () => {
    expect(accepted(send({ scope: 'openid unknown email  email' }, registration)).scopes).toEqual([
      'openid',
      'email',
    ]);
  });

  it('attack 15: names the families of data that are not served, and no value of the request', () => {
    const scope = 'openid cnous_<script> dgfip_rfr dgfip_%0d%0a';
    const answer = send({ scope }, registration);
    expect(answer).toMatchObject({ error: 'authorize.data_scope_not_served', detail: 'cnous dgfip' });
  });

  it('tells the service which OAuth error it is', () => {
    expect(errorResponseBody('authorize.scope_missing').error).toBe('invalid_request');
    expect(errorResponseBody('authorize.data_scope_not_served').error).toBe('invalid_scope');
    expect(errorResponseBody('authorize.scope_not_allowed').error).toBe('invalid_scope');
  });

  it('names the scopes that the habilitation lacks', () => {
    expect(send({ scope: 'openid birthdate gender email' }, registration)).toMatchObject({
      detail: 'birthdate gender',
    });
  });
});

describe('attack 4: PKCE in the authorization request', () => {
  const required = makeRegistration({ pkce: 'required' });

  it.each([
    ['authorize.pkce_method_unsupported', { code_challenge: challenge }],
    ['authorize.pkce_method_unsupported', { code_challenge: challenge, code_challenge_method: 'plain' }],
    ['authorize.pkce_method_unsupported', { code_challenge: challenge, code_challenge_method: 's256' }],
    ['authorize.code_challenge_malformed', { code_challenge: 'short', code_challenge_method: 'S256' }],
    ['authorize.code_challenge_malformed', { code_challenge_method: 'S256' }],
  ])('answers %s to %o', (error, changes) => {
    expect(describeOutcome(send(changes))).toBe(`redirect ${error}`);
  });

  it('refuses a dropped challenge where PKCE is required', () => {
    expect(describeOutcome(send({}, required))).toBe('redirect authorize.pkce_required');
    expect(describeOutcome(send({ code_challenge_method: 'S256' }, required))).toBe(
      'redirect authorize.pkce_required',
    );
    expect(
      describeOutcome(send({ code_challenge: challenge, code_challenge_method: 'S256' }, required)),
    ).toBe('accepted');
  });
});

describe('attack 25: what is kept of a request is bounded', () => {
  it.each([
    ['franceconnect', makeRegistration()],
    ['openid', openid],
  ] as const)('state and nonce of 2 048 characters are kept, one more is refused: %s', (_, registration) => {
    const long = 'é'.repeat(2048);
    const request = accepted(send({ state: long, nonce: long }, registration));
    expect([request.state, request.nonce]).toEqual([long, long]);
    expect(describeOutcome(send({ state: `${long}x` }, registration))).toBe(
      'redirect authorize.state_too_long',
    );
    expect(describeOutcome(send({ nonce: `${long}x` }, registration))).toBe(
      'redirect authorize.nonce_too_long',
    );
  });

  it('a longer state is returned by no error; one of 2 048 characters is', () => {
    const long = 'x'.repeat(2048);
    for (const error of [{}, { scope: 'email' }, { response_type: 'token' }]) {
      expect(send({ ...error, state: `${long}x` })).not.toHaveProperty('state');
    }
    expect(send({ scope: 'email', state: long })).toMatchObject({ kind: 'redirect', state: long });
  });

  it('a hint at a provider has a maximum length', () => {
    const hinting = makeRegistration({ idpHintAllowed: true });
    expect(accepted(send({ idp_hint: 'a'.repeat(100) }, hinting)).idpHint).toHaveLength(100);
    expect(describeOutcome(send({ idp_hint: 'a'.repeat(101) }, hinting))).toBe(
      'redirect authorize.idp_hint_invalid',
    );
  });
});

describe('the profile franceconnect', () => {
  it.each([
    ['authorize.state_missing', { state: undefined }],
    ['authorize.nonce_missing', { nonce: undefined }],
    ['authorize.nonce_too_short', { nonce: 'a'.repeat(21) }],
    ['authorize.login_required', { prompt: 'none' }],
  ])('answers %s to %o', (error, changes) => {
    expect(describeOutcome(send(changes))).toBe(`redirect ${error}`);
  });

  it('accepts a nonce of 22 characters', () => {
    expect(accepted(send({ nonce: 'a'.repeat(22) })).nonce).toHaveLength(22);
  });
});

describe('the profile openid', () => {
  it('leaves state and nonce optional', () => {
    const request = accepted(send({ state: undefined, nonce: undefined }, openid));
    expect(request).not.toHaveProperty('state');
    expect(request).not.toHaveProperty('nonce');
  });

  it('accepts state and nonce of any length', () => {
    expect(accepted(send({ state: 's', nonce: 'n' }, openid))).toMatchObject({ state: 's', nonce: 'n' });
  });

  it('leaves prompt=none to the hub', () => {
    expect(accepted(send({ prompt: 'none' }, openid)).prompt).toEqual(['none']);
  });
});

describe('the level', () => {
  it.each([
    ['eidas2', { acr_values: 'eidas3 eidas2' }],
    ['eidas3', { acr_values: undefined }],
    ['eidas3', { acr_values: 'unknown' }],
    ['eidas2', { claims: '{"id_token":{"acr":{"essential":true,"values":["eidas3","eidas2"]}}}' }],
    ['eidas3', { acr_values: 'eidas2', claims: '{"id_token":{"acr":{"essential":true,"value":"eidas3"}}}' }],
    ['eidas3', { acr_values: 'eidas3', claims: '{"id_token":{"acr":{"essential":true,"value":"eidas2"}}}' }],
    ['eidas2', { acr_values: 'eidas2', claims: '{"id_token":{"acr":{"essential":true,"value":"eidas2"}}}' }],
    ['eidas3', { claims: '{"id_token":{"acr":{"essential":true}}}' }],
    ['eidas3', { claims: '{"id_token":{"acr":{"value":"eidas1"}}}' }],
    [
      'eidas3',
      { claims: '{"id_token":{"acr":null},"userinfo":{"acr":{"essential":true,"value":"eidas1"}}}' },
    ],
  ])('is %s on plus for %o', (level, changes) => {
    expect(accepted(send(changes, plus)).level).toBe(level);
  });

  it('refuses on plus a level that plus does not serve, and names the served ones', () => {
    expect(send({ acr_values: 'eidas3 eidas1' }, plus)).toMatchObject({
      error: 'authorize.level_not_served',
      detail: 'levels served here: eidas2 eidas3',
    });
    expect(
      send({ claims: '{"id_token":{"acr":{"essential":true,"values":["eidas1",7]}}}' }, plus),
    ).toMatchObject({
      error: 'authorize.essential_level_unmet',
      detail: 'levels served here: eidas2 eidas3',
    });
  });
});

describe('amr', () => {
  const claims = '{"id_token":{"amr":{"essential":true}}}';

  it('is for services that may have it and request it', () => {
    const allowed = makeRegistration({ amrAllowed: true });
    expect(accepted(send({ claims }, allowed)).amr).toBe(true);
    expect(accepted(send({}, allowed)).amr).toBe(false);
    expect(accepted(send({ claims: '{"userinfo":{"amr":null}}' }, allowed)).amr).toBe(false);
    expect(accepted(send({ claims })).amr).toBe(false);
  });

  it('is also requested by the older scope of that name', () => {
    const registration = makeRegistration({ scopes: ['openid', 'amr'] });
    expect(accepted(send({ scope: 'openid amr' }, registration)).amr).toBe(true);
    expect(accepted(send({ scope: 'openid' }, registration)).amr).toBe(false);
  });
});
