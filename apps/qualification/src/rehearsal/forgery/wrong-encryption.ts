/**
 * One function per way to encrypt wrongly what is signed rightly. Each gives the whole token, or undefined where this
 * service gives no occasion.
 */
import { deflateRawSync } from 'node:zlib';
import type { EncryptionAlg, Jwks } from '@garance/core';
import { generateEncryptionKey } from '@garance/oidc';
import type { JoseFault } from '../../vocabulary/fault.ts';
import type { ForgeryInput } from './forgery-input.ts';
import { seal } from './seal.ts';
import type { wrongSignatures } from './wrong-signature.ts';

type EncryptionFault = Exclude<JoseFault, keyof typeof wrongSignatures>;

interface Signed {
  readonly input: ForgeryInput;
  readonly encryption: NonNullable<ForgeryInput['encryption']>;
  readonly signed: string;
}

const nested = { cty: 'JWT' };

export const wrongEncryptions: Readonly<
  Record<EncryptionFault, (token: Signed) => Promise<string | undefined>>
> = {
  'not-encrypted': async ({ signed }) => signed,
  'not-signed': async ({ input, encryption }) => sealTo(encryption, JSON.stringify(input.claims), {}),
  'encrypted-to-another-key': async ({ encryption, signed }) => {
    const { alg, recipients } = encryption;
    const kid = recipients[0]?.kid;
    const jwk = { ...(await strangerKey(alg)), ...(kid === undefined ? {} : { kid }) };
    return seal(signed, { alg, jwk, header: nested });
  },
  rsa1_5: async ({ encryption, signed }) => {
    const [first] = encryption.recipients;
    // Where the service has no RSA key of its own, the header alone must be enough to refuse.
    const jwk = first?.kty === 'RSA' ? first : await strangerKey('RSA-OAEP-256');
    return seal(signed, { alg: 'RSA1_5', jwk: { ...jwk, kid: first?.kid }, header: nested });
  },
  zip: async ({ encryption, signed }) =>
    sealTo(encryption, deflateRawSync(signed), { ...nested, zip: 'DEF' }),
  'second-encryption-key': async ({ encryption, signed }) => {
    const [, second] = encryption.recipients;
    return second === undefined
      ? undefined
      : seal(signed, { alg: encryption.alg, jwk: second, header: nested });
  },
};

function sealTo(
  { alg, recipients }: Signed['encryption'],
  plaintext: string | Buffer,
  header: object,
): string | undefined {
  const [jwk] = recipients;
  return jwk === undefined ? undefined : seal(plaintext, { alg, jwk, header });
}

async function strangerKey(alg: EncryptionAlg): Promise<Jwks['keys'][number]> {
  const { kty = '', ...members } = (await generateEncryptionKey(alg)).publicJwk;
  return { ...members, kty };
}
