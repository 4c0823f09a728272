import { type QualificationReport, summarise } from '@garance/core';
import { CompactSign, importJWK, type JWK } from 'jose';
import { describe, expect, test } from 'vitest';
import { generateSigningKey, publicJwk } from '../keys/generate.ts';
import { makeEcPair } from '../testing/key-pairs.ts';
import { signQualificationReport, verifyQualificationReport } from './report-signature.ts';

const results: QualificationReport['results'] = [
  { id: 'plain-login', family: 'accept', level: 'standard', verdict: 'passed' },
  { id: 'wrong-state', family: 'callback', level: 'standard', verdict: 'failed', reason: 'signed in' },
];
const report: QualificationReport = {
  schema: 'garance-qualification-1',
  suiteVersion: '1.0.0',
  platform: 'plus',
  serviceId: 'service',
  registrationId: 'registration',
  registrationVersion: 3,
  coverage: 'whole',
  startedAtMs: 1_000,
  finishedAtMs: 2_000,
  summary: summarise(results),
  results,
};
const issuer = 'https://partners.example';
const input = { issuer, jti: 'run-1', issuedAt: 2, report };
const key = await platformKey();
const context = { jwks: { keys: [publicJwk(key) as JWK & { kty: string }] }, issuer };

async function platformKey() {
  const { kid, privateJwk } = await generateSigningKey('ES256');
  return { ...privateJwk, kid };
}

const verify = (jws: string) => verifyQualificationReport(jws, context);
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

test('a report that the platform signed is accepted', async () => {
  const outcome = await verify(await signQualificationReport(input, key));
  expect(outcome).toEqual({ ok: true, signed: input });
});

test('a report is accepted by its keys alone when no issuer is expected', async () => {
  const jws = await signQualificationReport(input, key);
  expect(await verifyQualificationReport(jws, { jwks: context.jwks })).toMatchObject({ ok: true });
});

describe('a report is refused', () => {
  test('when one byte of it was changed, at any position', async () => {
    const jws = await signQualificationReport(input, key);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    for (let at = 0; at < jws.length; at += 1) {
      // The next letter of the alphabet: in the last one of the signature, only spare bits change.
      const next = alphabet[(alphabet.indexOf(jws.charAt(at)) + 1) % 64] ?? 'A';
      const altered = `${jws.slice(0, at)}${jws.charAt(at) === '.' ? '-' : next}${jws.slice(at + 1)}`;
      expect([at, (await verify(altered)).ok]).toEqual([at, false]);
    }
  });

  test('when its content was changed', async () => {
    const [header, , signature] = (await signQualificationReport(input, key)).split('.');
    const better = { ...report, results: results.map((result) => ({ ...result, verdict: 'passed' })) };
    const forged = [header, part({ iss: issuer, jti: 'run-1', iat: 2, report: better }), signature].join('.');
    expect(await verify(forged)).toEqual({ ok: false, error: 'qualification.report_tampered' });
  });

  test('when another key signed it, also under our key’s name', async () => {
    const other = await platformKey();
    const foreign = await signQualificationReport(input, other);
    expect(await verify(foreign)).toEqual({ ok: false, error: 'qualification.report_not_ours' });
    const disguised = await signQualificationReport(input, { ...other, kid: key.kid });
    expect(await verify(disguised)).toEqual({ ok: false, error: 'qualification.report_tampered' });
  });

  test('when it carries its own key in the header', async () => {
    const other = await platformKey();
    const payload = new TextEncoder().encode(JSON.stringify({ iss: issuer, jti: 'x', iat: 2, report }));
    const forged = await new CompactSign(payload)
      .setProtectedHeader({
        alg: 'ES256',
        kid: other.kid,
        typ: 'garance-qualification+jwt',
        jwk: publicJwk(other),
      })
      .sign(await importJWK(other, 'ES256'));
    expect(await verify(forged)).toEqual({ ok: false, error: 'qualification.report_not_ours' });
  });

  test.each([
    ['without a signature', { alg: 'none', typ: 'garance-qualification+jwt', kid: key.kid }],
    ['signed by a shared secret', { alg: 'HS256', typ: 'garance-qualification+jwt', kid: key.kid }],
    ['as another kind of token', { alg: 'ES256', typ: 'JWT', kid: key.kid }],
  ])('%s', async (_name, header) => {
    const [, payload, signature] = (await signQualificationReport(input, key)).split('.');
    const forged = [part(header), payload, signature].join('.');
    expect(await verify(forged)).toEqual({ ok: false, error: 'qualification.report_not_ours' });
  });

  test('when the key named by kid is on another curve', async () => {
    const jws = await signQualificationReport(input, key);
    const other = { kid: key.kid, ...makeEcPair('P-384').publicKey.export({ format: 'jwk' }), kty: 'EC' };
    const outcome = await verifyQualificationReport(jws, { issuer, jwks: { keys: [other] } });
    expect(outcome).toEqual({ ok: false, error: 'qualification.report_not_ours' });
  });

  test('when it is too long', async () => {
    const jws = await signQualificationReport(input, key);
    expect(await verify(jws.padEnd(250_000, 'A'))).toMatchObject({ error: 'qualification.report_tampered' });
    expect(await verify(jws.padEnd(250_001, 'A'))).toMatchObject({
      error: 'qualification.report_unreadable',
    });
  });

  test.each([
    ['before', (jws: string) => ` ${jws}`],
    ['after', (jws: string) => `${jws}\n`],
    ['as parts of their own after', (jws: string) => `${jws}.a.b`],
  ])('when there are other characters %s it', async (_, change) => {
    const jws = await signQualificationReport(input, key);
    expect(await verify(change(jws))).toEqual({ ok: false, error: 'qualification.report_unreadable' });
  });

  test('when it names another issuer', async () => {
    const foreign = await signQualificationReport({ ...input, issuer: 'https://other.example' }, key);
    expect(await verify(foreign)).toEqual({ ok: false, error: 'qualification.report_not_ours' });
  });

  test('when its sums do not fit its results, or it has a scenario twice', async () => {
    const summary = { ...report.summary, failed: 0 };
    const wrongSum = await signQualificationReport({ ...input, report: { ...report, summary } }, key);
    expect(await verify(wrongSum)).toEqual({ ok: false, error: 'qualification.report_unreadable' });
    const twice = [...results, ...results];
    const repeated = { ...report, results: twice, summary: summarise(twice) };
    const signedTwice = await signQualificationReport({ ...input, report: repeated }, key);
    expect(await verify(signedTwice)).toEqual({ ok: false, error: 'qualification.report_unreadable' });
  });

  test.each(['', 'x', 'a.b', 'a.b.c', `${'a'.repeat(200_000)}.${'b'.repeat(100_000)}.c`])(
    'when it is not a report (%#)',
    async (text) => {
      expect(await verify(text)).toEqual({ ok: false, error: 'qualification.report_unreadable' });
    },
  );
});
