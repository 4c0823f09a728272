import { describe, expect, it } from 'vitest';
import { reserved } from '../../vocabulary/reserved.ts';
import { editClaims } from './edit-claims.ts';
import { wrongAnswer } from './wrong-answer.ts';
import { wrongCallback } from './wrong-callback.ts';

const claims = { iss: 'https://hub', aud: 'service', sub: 'person', exp: 1_000 };
const now = 500;

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
    expect(editClaims(claims, edit, now)).toEqual(expected);
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
    expect(wrongCallback(params, { at: 'callback', ...fault })).toEqual(expected);
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
