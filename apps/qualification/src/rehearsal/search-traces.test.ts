import { describe, expect, test } from 'vitest';
import { traceOf } from '../vocabulary/trace.ts';
import { type Known, ownAttributesOf, searchTraces } from './search-traces.ts';

const payload = Buffer.from(JSON.stringify({ sub: 'f'.repeat(64), nonce: 'n'.repeat(43) })).toString(
  'base64url',
);
const idToken = `eyJhbGciOiJFUzI1NiIsImtpZCI6ImsxIn0.${payload}.${'Sg'.repeat(43)}`;
const known: readonly Known[] = [
  { kind: 'code', value: 'c0de-of-this-login-Zm9v' },
  { kind: 'id-token', value: idToken },
  { kind: 'client-secret', value: 'secret/with+signs=of&forms' },
  { kind: 'identity', value: 'Éloïse d’Âpreval' },
  { kind: 'identity', value: 'eloise@repetition.example' },
  { kind: 'subject', value: 'f'.repeat(64) },
];

const found = (text: string) => searchTraces([traceOf('page', '/', text)], known).map(({ kind }) => kind);

const secret = 'secret/with+signs=of&forms';
const name = 'Éloïse d’Âpreval';
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('what is known is found however it is written', () => {
  test.each<[string, string, string]>([
    ['in clear', `<p>${secret}</p>`, 'client-secret'],
    ['in an address', `/x?s=${encodeURIComponent(secret)}`, 'client-secret'],
    [
      'in an address, twice encoded',
      `/x?s=${encodeURIComponent(encodeURIComponent(secret))}`,
      'client-secret',
    ],
    ['in a form', new URLSearchParams({ s: name }).toString(), 'identity'],
    ['in Base64', base64(JSON.stringify({ user: { secret } })), 'client-secret'],
    ['in Base64url', Buffer.from(`x${secret}`).toString('base64url'), 'client-secret'],
    ['in Base64, in an address', encodeURIComponent(base64(JSON.stringify({ name }))), 'identity'],
    ['in Base64 of Base64', base64(base64(secret)), 'client-secret'],
    ['in hexadecimal', Buffer.from(secret).toString('hex'), 'client-secret'],
    ['in a signed cookie', `s%3A${base64(JSON.stringify({ secret }))}.c2lnbmF0dXJl`, 'client-secret'],
    ['with entities', secret.replace('&', '&amp;'), 'client-secret'],
    ['with numbered entities', [...name].map((one) => `&#${one.codePointAt(0)};`).join(''), 'identity'],
    ['with escapes', '\\u00c9lo\\u00efse d\\u2019\\u00c2preval', 'identity'],
    ['in capitals', name.toUpperCase(), 'identity'],
    ['a token whole', `{"t":"${idToken}"}`, 'id-token'],
    ['a token’s payload alone', payload, 'id-token'],
    ['a token in two cookies', `${idToken.slice(0, 150)}\n${idToken.slice(150)}`, 'id-token'],
  ])('%s', (_how, text, kind) => {
    expect(found(text)).toContain(kind);
  });
});

test.each<[string, string]>([
  ['nothing', '<p>Bonjour</p>'],
  ['another secret', 'secret/with+signs=of&form'],
  ['a part of the secret', secret.slice(2)],
  ['a secret in another case', secret.toUpperCase()],
  ['a subject but for a character', `${'f'.repeat(63)}e`],
])('finds nothing in %s', (_what, text) => {
  expect(found(text)).toEqual([]);
});

test('what an id_token says is not found beside the token that says it', () => {
  expect(found(idToken)).toEqual(['id-token']);
  expect(found(base64(JSON.stringify({ idToken })))).toEqual(['id-token']);
  expect(found(`${idToken} ${'f'.repeat(64)}`)).toEqual(['id-token', 'subject']);
});

test('says where and what, once, and no value', () => {
  const traces = [traceOf('page', '/', 'empty'), traceOf('cookie', 'c', `${secret} ${secret} ${name}`)];
  const sightings = searchTraces(traces, known);
  expect(sightings).toEqual([
    { trace: 1, kind: 'client-secret' },
    { trace: 1, kind: 'identity' },
  ]);
  expect(JSON.stringify(sightings)).not.toContain(secret);
});

test('attributes that many people share are nobody’s own', () => {
  const claims = {
    given_name: 'Camille',
    gender: 'female',
    birthcountry: '99100',
    birthplace: '75107',
    sub: 's',
  };
  expect(ownAttributesOf(claims)).toEqual(['Camille']);
});

test('a text made to decode for ever ends', () => {
  let text = 'x'.repeat(1_000);
  for (let round = 0; round < 20; round += 1) text = base64(text).slice(0, 90_000);
  expect(found(text)).toEqual([]);
  expect(found('%25'.repeat(30_000))).toEqual([]);
});
