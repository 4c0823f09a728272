import { describe, expect, it } from 'vitest';
import { type MutationName, mutationNames, type Others } from '../../vocabulary/mutation.ts';
import { reserved } from '../../vocabulary/reserved.ts';
import { editClaims } from './edit-claims.ts';
import { wrongAnswer } from './wrong-answer.ts';
import { wrongCallback } from './wrong-callback.ts';

const claims = { iss: 'https://hub', aud: 'service', sub: 'person', exp: 1_000 };
const input = { now: 500, others: () => ({}) };

describe('edited claims', () => {
  it.each([
    ['nothing asked', undefined, claims],
    ['dropped', { drop: ['sub', 'exp'] }, { iss: 'https://hub', aud: 'service' }],
    ['a reserved issuer', { set: { iss: { reserved: 'issuer' } } }, { ...claims, iss: reserved.issuer }],
    ['expired by an hour', { set: { exp: { secondsFromNow: -3600 } } }, { ...claims, exp: -3100 }],
    [
      'the audience alone in an array',
      { set: { aud: { inArray: 'alone' } } },
      { ...claims, aud: ['service'] },
    ],
    [
      'several audiences',
      { set: { aud: { inArray: 'with-reserved-client' }, azp: { reserved: 'client' } } },
      { ...claims, aud: ['service', reserved.client], azp: reserved.client },
    ],
    ['any JSON', { set: { nonce: { json: 'another' } } }, { ...claims, nonce: 'another' }],
  ] as const)('%s', (_, edit, expected) => {
    expect(editClaims(claims, edit, input)).toEqual({ claims: expected, made: true });
  });
});

describe('a value made of the true one', () => {
  const edited = (claim: string, mutated: MutationName, others: Others = {}) =>
    editClaims(
      { iss: 'https://hub.example/api', aud: 'service', sub: 'person', nonce: 'Nonce-1', acr: 'eidas2' },
      { set: { [claim]: { mutated } } },
      { now: 0, others: () => others },
    );
  it.each<[string, MutationName, unknown]>([
    ['nonce', 'absent', undefined],
    ['nonce', 'other-case', 'NONCE-1'],
    ['nonce', 'prefix', 'Nonc'],
    ['nonce', 'suffix', 'e-1'],
    ['nonce', 'truncated', 'Nonce-'],
    ['nonce', 'array', ['Nonce-1']],
    ['nonce', 'last-changed', 'Nonce-a'],
    ['iss', 'extended', 'https://hub.example/api.rehearsal.invalid'],
    ['iss', 'prefix', 'https://'],
    ['iss', 'look-alike-host', 'https://hub.example.rehearsal.invalid/api'],
    ['aud', 'with-another', ['service', reserved.client]],
    ['azp', 'preceded', 'rehearsal-invalid-service'],
    ['sub', 'constant', reserved.subject],
    ['acr', 'one-below', 'eidas1'],
    ['acr', 'lowest', 'eidas1'],
  ])('%s, %s', (claim, mutated, expected) => {
    const { claims: editedClaims, made } = edited(claim, mutated);
    expect([made, editedClaims[claim]]).toEqual([true, expected]);
  });

  it('is another last character of which the bytes differ too, in Base64url', () => {
    for (let byte = 0; byte < 256; byte += 1) {
      const truth = Buffer.alloc(16, byte).toString('base64url');
      const { at_hash: forgedHash } = editClaims(
        { at_hash: truth },
        { set: { at_hash: { mutated: 'last-changed' } } },
        { now: 0, others: () => ({}) },
      ).claims;
      expect(Buffer.from(String(forgedHash), 'base64url').equals(Buffer.alloc(16, byte))).toBe(false);
      expect(String(forgedHash).toLowerCase()).not.toBe(truth.toLowerCase());
    }
  });

  it('is of another login where there is one, and else not made', () => {
    const others = { sameBrowser: 'nonce of before', otherBrowser: 'nonce of elsewhere' };
    expect(edited('nonce', 'other-login', others).claims.nonce).toBe('nonce of before');
    expect(edited('nonce', 'other-browser', others).claims.nonce).toBe('nonce of elsewhere');
    expect(edited('nonce', 'other-login')).toMatchObject({ made: false, claims: { nonce: 'Nonce-1' } });
  });

  it('is never the true one', () => {
    const truths = { iss: 'https://hub.example/api/v2', aud: 'a-service-of-some-name', sub: 'x'.repeat(43) };
    const opaque = { nonce: '0123456789abcdefABCDEF', acr: 'eidas3', azp: truths.aud };
    const before = { ...truths, ...opaque };
    for (const [claim, truth] of Object.entries(before)) {
      for (const mutated of mutationNames) {
        const others = { sameBrowser: 'b', otherBrowser: truth };
        const edit = { set: { [claim]: { mutated } } };
        const { claims: editedClaims, made } = editClaims(before, edit, { now: 0, others: () => others });
        expect(made && editedClaims[claim] === truth, `${claim} ${mutated}`).toBe(false);
      }
    }
  });
});

describe('a wrong callback', () => {
  const params = { code: 'code', state: 'state', iss: 'https://hub' };
  it.each([
    ['another state', { set: { state: 'other' } }, { ...params, state: 'other' }],
    ['another issuer', { set: { iss: { reserved: 'issuer' } } }, { ...params, iss: reserved.issuer }],
    ['no issuer', { drop: ['iss'] }, { code: 'code', state: 'state' }],
    [
      'an error in the place of the code',
      { set: { error: 'access_denied' }, drop: ['code'] },
      { state: 'state', iss: 'https://hub', error: 'access_denied' },
    ],
  ] as const)('carries %s', (_, fault, expected) => {
    const made = wrongCallback(params, { at: 'callback', ...fault }, () => ({}));
    expect(made).toEqual({ params: expected, made: true });
  });
});

describe('a wrong answer', () => {
  const good = {
    status: 200,
    contentType: 'application/json',
    body: '{"access_token":"a","token_type":"Bearer"}',
  };
  it.each([
    ['an error', { body: 'invalid-grant' }, 400, 'application/json', /"error":"invalid_grant"/],
    ['no right', { body: 'invalid-token' }, 401, 'application/json', /"error":"invalid_token"/],
    ['a failure', { body: 'server-error' }, 500, 'application/json', /server_error/],
    ['a page', { body: 'html' }, 200, 'text/html; charset=utf-8', /^<!doctype html>/],
    ['a page of a failure', { body: 'html', status: 503 }, 503, 'text/html; charset=utf-8', /Maintenance/],
    ['half an object', { body: 'malformed-json' }, 200, 'application/json', /[^}]$/],
    ['nothing', { body: 'empty' }, 200, 'application/json', /^$/],
    ['a status alone', { status: 500 }, 500, 'application/json', /access_token/],
    ['members left out', { drop: ['access_token'] }, 200, 'application/json', /^\{"token_type":"Bearer"\}$/],
    ['members said differently', { set: { token_type: 'bearer' } }, 200, 'application/json', /"bearer"/],
    ['the good one', {}, 200, 'application/json', /"Bearer"/],
  ] as const)('is %s', (_, fault, status, contentType, body) => {
    const answer = wrongAnswer(good, fault);
    expect(answer).toMatchObject({ status, contentType });
    expect(answer.body).toMatch(body);
  });

  it('leaves a token alone whose members nobody can change', () => {
    const jwt = { status: 200, contentType: 'application/jwt', body: 'a.b.c' };
    expect(wrongAnswer(jwt, { drop: ['sub'] })).toEqual(jwt);
  });
});
