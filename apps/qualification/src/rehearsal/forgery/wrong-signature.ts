/** One function per way to sign wrongly. Each gives a compact JWS, or undefined where this service gives no occasion. */
import { createHmac, createPrivateKey, createPublicKey, type JsonWebKey, sign } from 'node:crypto';
import type { JoseFault } from '../../vocabulary/fault.ts';
import { encodeJson, type Forge, signingInput } from './forge.ts';

type SignatureFault = Exclude<
  JoseFault,
  'not-encrypted' | 'not-signed' | 'encrypted-to-another-key' | 'rsa1_5' | 'zip' | 'second-encryption-key'
>;

type WrongSignature = (forge: Forge) => Promise<string | undefined>;

/** RFC 7515 §4.1.11: a name that no service can know. */
const unknownExtension = 'garance-rehearsal';

export const wrongSignatures: Readonly<Record<SignatureFault, WrongSignature>> = {
  'alg-none': async ({ claims }) => `${signingInput({ alg: 'none' }, claims)}.`,
  'hs256-client-secret': async (forge) =>
    forge.presentedSecret === undefined ? undefined : hmacSigned(forge, Buffer.from(forge.presentedSecret)),
  'hs256-public-pem': async (forge) => hmacSigned(forge, publicKeyAs(forge, 'pem')),
  'hs256-public-der': async (forge) => hmacSigned(forge, publicKeyAs(forge, 'der')),
  'hs256-public-jwk': async (forge) => hmacSigned(forge, JSON.stringify(forge.signer.publicJwk)),
  'signature-altered': async ({ claims, signer }) => {
    const [header, payload, signature = ''] = (await signer.sign(claims)).split('.');
    return [header, payload, alter(signature)].join('.');
  },
  'payload-altered': async ({ claims, signer }) => {
    const [header, , signature] = (await signer.sign(claims)).split('.');
    return [header, encodeJson({ ...claims, [unknownExtension]: 'altered' }), signature].join('.');
  },
  'unknown-key': (forge) => signedByForger(forge, {}),
  'embedded-jwk': async (forge) =>
    signedByForger(forge, { jwk: (await forge.forgerKey(forge.signer.alg)).publicJwk }),
  'embedded-jku': (forge) => signedByForger(forge, { jku: forge.forgedKeysUrl }),
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
function hmacSigned({ claims, signer }: Forge, key: string | Buffer): string {
  const input = signingInput({ alg: 'HS256', kid: signer.kid }, claims);
  return `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`;
}

function publicKeyAs({ signer }: Forge, form: 'pem' | 'der'): string | Buffer {
  const key = createPublicKey({ key: signer.publicJwk as JsonWebKey, format: 'jwk' });
  return form === 'pem'
    ? key.export({ type: 'spki', format: 'pem' })
    : key.export({ type: 'spki', format: 'der' });
}

/** A good signature by somebody else. */
async function signedByForger(forge: Forge, header: Readonly<Record<string, unknown>>): Promise<string> {
  const { alg } = forge.signer;
  const { kid, privateJwk } = await forge.forgerKey(alg);
  const key = createPrivateKey({ key: privateJwk as JsonWebKey, format: 'jwk' });
  const input = signingInput({ alg, kid, ...header }, forge.claims);
  const signature = sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}
