/** One function per way to sign wrongly. Each gives a compact JWS, or undefined where this service gives no occasion. */
import { createHmac, createPrivateKey, createPublicKey, type JsonWebKey, sign } from 'node:crypto';
import type { JoseFault } from '../../vocabulary/fault.ts';
import { encodeJson, type ForgeryInput, signingInput } from './forgery-input.ts';

type SignatureFault = Exclude<
  JoseFault,
  'not-encrypted' | 'not-signed' | 'encrypted-to-another-key' | 'rsa1_5' | 'zip' | 'second-encryption-key'
>;

type WrongSignature = (input: ForgeryInput) => Promise<string | undefined>;

/** RFC 7515 §4.1.11: a name that no service can know. */
const unknownExtension = 'garance-rehearsal';

export const wrongSignatures: Readonly<Record<SignatureFault, WrongSignature>> = {
  'alg-none': async ({ claims }) => `${signingInput({ alg: 'none' }, claims)}.`,
  'hs256-client-secret': async (input) =>
    input.presentedSecret === undefined ? undefined : hmacSigned(input, Buffer.from(input.presentedSecret)),
  'hs256-public-pem': async (input) => hmacSigned(input, publicKeyAs(input, 'pem')),
  'hs256-public-der': async (input) => hmacSigned(input, publicKeyAs(input, 'der')),
  'hs256-public-jwk': async (input) => hmacSigned(input, JSON.stringify(input.signer.publicJwk)),
  'signature-altered': async ({ claims, signer }) => {
    const [header, payload, signature = ''] = (await signer.sign(claims)).split('.');
    return [header, payload, alter(signature)].join('.');
  },
  'payload-altered': async ({ claims, signer }) => {
    const [header, , signature] = (await signer.sign(claims)).split('.');
    return [header, encodeJson({ ...claims, [unknownExtension]: 'altered' }), signature].join('.');
  },
  'unknown-key': (input) => signedByAttacker(input, {}),
  'embedded-jwk': async (input) =>
    signedByAttacker(input, { jwk: (await input.attackerKey(input.signer.alg)).publicJwk }),
  'embedded-jku': (input) => signedByAttacker(input, { jku: input.forgedKeysUrl }),
  'unknown-crit': ({ claims, signer }) =>
    signer.sign(claims, { header: { crit: [unknownExtension], [unknownExtension]: true } }),
  'newly-published-signing-key': async ({ claims, signer, freshKid }) =>
    freshKid === undefined ? undefined : signer.sign(claims, { kid: freshKid }),
};

/** One bit of the first half: neither length nor encoding tells. */
function alter(signature: string): string {
  const bytes = Buffer.from(signature, 'base64url');
  bytes.writeUInt8(bytes.readUInt8(8) ^ 1, 8);
  return bytes.toString('base64url');
}

/** The confusion of an asymmetric key with a shared secret (RFC 8725 §2.1). */
function hmacSigned({ claims, signer }: ForgeryInput, key: string | Buffer): string {
  const input = signingInput({ alg: 'HS256', kid: signer.kid }, claims);
  return `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`;
}

function publicKeyAs({ signer }: ForgeryInput, form: 'pem' | 'der'): string | Buffer {
  const key = createPublicKey({ key: signer.publicJwk as JsonWebKey, format: 'jwk' });
  return form === 'pem'
    ? key.export({ type: 'spki', format: 'pem' })
    : key.export({ type: 'spki', format: 'der' });
}

/** A good signature, by the attacker's key. */
async function signedByAttacker(
  input: ForgeryInput,
  header: Readonly<Record<string, unknown>>,
): Promise<string> {
  const { alg } = input.signer;
  const { kid, privateJwk } = await input.attackerKey(alg);
  const key = createPrivateKey({ key: privateJwk as JsonWebKey, format: 'jwk' });
  const signed = signingInput({ alg, kid, ...header }, input.claims);
  const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}
