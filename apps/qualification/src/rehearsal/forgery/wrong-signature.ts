/**
 * Wrong signatures, one function per way. Each returns a token, or undefined when it cannot be made for this service.
 */
import { createPublicKey, type JsonWebKey } from 'node:crypto';
import type { SignatureFault } from '../../vocabulary/fault.ts';
import { signedByAttacker } from './attacker.ts';
import { encodeJson, type ForgeryInput, signingInput } from './forgery-input.ts';
import { hmacSigned } from './hmac.ts';
import { selfSignedCertificate } from './self-signed.ts';

type WrongSignature = (input: ForgeryInput) => Promise<string | undefined>;

/** RFC 7515 §4.1.11: a name that no service can know. */
const unknownExtension = 'garance-rehearsal';
const altered = { [unknownExtension]: 'altered' };

/** Spellings of `alg: none` that a comparison may miss. */
const unsigned =
  (alg: object): WrongSignature =>
  async ({ claims }) =>
    `${signingInput({ ...alg }, claims)}.`;

/** The good signature under another header. */
const reheaded =
  (header: object): WrongSignature =>
  async ({ claims, signer }) => {
    const [, payload, signature] = partsOf(await signer.sign(claims));
    return [encodeJson({ kid: signer.kid, ...header }), payload, signature].join('.');
  };

const withSignature =
  (change: (signature: Buffer) => Buffer): WrongSignature =>
  async ({ claims, signer }) => {
    const [header, payload, signature] = partsOf(await signer.sign(claims));
    return [header, payload, change(Buffer.from(signature, 'base64url')).toString('base64url')].join('.');
  };

const hmac =
  (key: (input: ForgeryInput) => string | Buffer | undefined, size: 256 | 384 | 512 = 256): WrongSignature =>
  async (input) => {
    const secret = key(input);
    return secret === undefined ? undefined : hmacSigned(input, { secret, size, kid: input.signer.kid });
  };

/** Signed with the attacker's key, with these members in the header beside its `kid`. */
const attacked =
  (header: (input: ForgeryInput) => object | Promise<object>): WrongSignature =>
  async (input) =>
    signedByAttacker(input, await header(input));

const critical =
  (header: object): WrongSignature =>
  ({ claims, signer }) =>
    signer.sign(claims, { header: { ...header } });

const secretOf = ({ presentedSecret }: ForgeryInput) => presentedSecret;
const pemOf = (input: ForgeryInput) => publicKey(input).export({ type: 'spki', format: 'pem' }).toString();

export const wrongSignatures: Readonly<Record<SignatureFault, WrongSignature>> = {
  'alg-none': unsigned({ alg: 'none' }),
  'alg-none-upper': unsigned({ alg: 'NONE' }),
  'alg-none-title': unsigned({ alg: 'None' }),
  'alg-none-mixed': unsigned({ alg: 'nOnE' }),
  'alg-none-kept-signature': reheaded({ alg: 'none' }),
  'alg-absent': unsigned({}),
  'alg-empty': unsigned({ alg: '' }),
  'alg-null': unsigned({ alg: null }),
  'alg-unknown': reheaded({ alg: 'XS256' }),
  'hs256-client-secret': hmac(secretOf),
  'hs384-client-secret': hmac(secretOf, 384),
  'hs512-client-secret': hmac(secretOf, 512),
  'hs256-public-pem': hmac(pemOf),
  'hs256-public-pem-trimmed': hmac((input) => pemOf(input).trim()),
  'hs256-public-pem-body': hmac((input) => pemOf(input).replace(/-----[^-]*-----|\s/g, '')),
  'hs384-public-pem': hmac(pemOf, 384),
  'hs512-public-pem': hmac(pemOf, 512),
  'hs256-public-der': hmac((input) => publicKey(input).export({ type: 'spki', format: 'der' })),
  'hs256-public-jwk': hmac(({ signer }) => JSON.stringify(signer.publicJwk)),
  'hs256-public-numbers': hmac(({ signer }) => String(signer.publicJwk.x ?? signer.publicJwk.n)),
  'hs256-public-bytes': hmac(({ signer }) =>
    Buffer.from(String(signer.publicJwk.x ?? signer.publicJwk.n), 'base64url'),
  ),
  'hs256-kid': hmac(({ signer }) => signer.kid),
  'hs256-client-id': hmac(({ truth }) => String(truth.aud)),
  'hs256-issuer': hmac(({ truth }) => String(truth.iss)),
  'hs256-empty': hmac(() => ''),
  /** One bit in the first half: length and encoding stay right. */
  'signature-altered': withSignature((bytes) => {
    const changed = Buffer.from(bytes);
    changed.writeUInt8(changed.readUInt8(8) ^ 1, 8);
    return changed;
  }),
  'signature-empty': withSignature(() => Buffer.alloc(0)),
  /** r = s = 0 verifies with every key where a library forgets to look (CVE-2022-21449). */
  'signature-zero': withSignature((bytes) => Buffer.alloc(bytes.length)),
  'signature-truncated': withSignature((bytes) => bytes.subarray(0, bytes.length / 2)),
  'signature-extended': withSignature((bytes) => Buffer.concat([bytes, bytes])),
  'signature-of-other-claims': async ({ claims, truth, signer }) => {
    const [header, payload] = partsOf(await signer.sign(claims));
    const [, , signature] = partsOf(await signer.sign({ ...truth, ...altered }));
    return [header, payload, signature].join('.');
  },
  'payload-altered': async ({ claims, signer }) => {
    const [header, , signature] = partsOf(await signer.sign(claims));
    return [header, encodeJson({ ...claims, ...altered }), signature].join('.');
  },
  'header-altered': async (input) => reheaded({ alg: input.signer.alg, ...altered })(input),
  'unknown-key': attacked(() => ({})),
  'unknown-key-true-kid': attacked(({ signer }) => ({ kid: signer.kid })),
  'unknown-key-without-kid': attacked(() => ({ kid: undefined })),
  'unknown-key-empty-kid': attacked(() => ({ kid: '' })),
  'unknown-key-null-kid': attacked(() => ({ kid: null })),
  'unknown-key-number-kid': attacked(() => ({ kid: 0 })),
  'unknown-key-array-kid': attacked(({ signer }) => ({ kid: [signer.kid] })),
  'unknown-key-kid-in-other-case': attacked(({ signer }) => ({ kid: signer.kid.toUpperCase() })),
  'kid-is-a-path': async (input) =>
    hmacSigned(input, { secret: '', size: 256, kid: '../../../../../../dev/null' }),
  'kid-is-a-query': async (input) =>
    hmacSigned(input, { secret: 'rehearsal', size: 256, kid: "x' UNION SELECT 'rehearsal' -- " }),
  'embedded-jwk': attacked(async (input) => ({ jwk: await attackerJwk(input) })),
  'embedded-jwk-true-kid': attacked(async (input) => ({
    jwk: { ...(await attackerJwk(input)), kid: input.signer.kid },
    kid: input.signer.kid,
  })),
  'embedded-x5c': attacked(async (input) => ({
    x5c: [selfSignedCertificate(await input.attackerKey(input.signer.alg)).toString('base64')],
  })),
  'embedded-jku': attacked(({ forgedKeysUrl }) => ({ jku: forgedKeysUrl })),
  'embedded-jku-look-alike': attacked(({ forgedKeysUrl, truth }) => ({
    jku: lookAlike(forgedKeysUrl, String(truth.iss)),
  })),
  'embedded-jku-true-kid': attacked(({ forgedKeysUrl, signer }) => ({
    jku: forgedKeysUrl,
    kid: signer.kid,
  })),
  'embedded-x5u': attacked(({ forgedKeysUrl, signer }) => ({ x5u: `${forgedKeysUrl}/${signer.alg}` })),
  'unknown-crit': critical({ crit: [unknownExtension], [unknownExtension]: true }),
  'crit-empty': critical({ crit: [] }),
  'crit-of-nothing': critical({ crit: [unknownExtension] }),
  'crit-is-text': critical({ crit: unknownExtension }),
  'json-serialization': async ({ claims, signer }) => {
    const [header, payload, signature] = partsOf(await signer.sign(claims));
    return JSON.stringify({ payload, protected: header, signature });
  },
  'four-parts': async ({ claims, signer }) => `${await signer.sign(claims)}.${encodeJson(altered)}`,
  'newly-published-signing-key': async ({ claims, signer, freshKid }) =>
    freshKid === undefined ? undefined : signer.sign(claims, { kid: freshKid }),
};

function partsOf(jws: string): readonly [string, string, string] {
  const [header = '', payload = '', signature = ''] = jws.split('.');
  return [header, payload, signature];
}

function publicKey({ signer }: ForgeryInput) {
  return createPublicKey({ key: signer.publicJwk as JsonWebKey, format: 'jwk' });
}

async function attackerJwk(input: ForgeryInput) {
  return (await input.attackerKey(input.signer.alg)).publicJwk;
}

/** The attacker's address, which begins as the hub's does: what is before `@` is a user name (RFC 3986 §3.2.1). */
function lookAlike(address: string, issuer: string): string {
  const [hub, url] = [new URL(issuer), new URL(address)];
  return `${url.protocol}//${hub.hostname}@${url.host}${url.pathname}`;
}
