/** For tests: what a service does with a token of the hub. */
import {
  compactDecrypt,
  compactVerify,
  createLocalJWKSet,
  decodeProtectedHeader,
  type JSONWebKeySet,
} from 'jose';
import { clientDecryptionKeys } from './fixed-keys.ts';

const decoder = new TextDecoder();

/** The signed token inside an encrypted one; a signed one as it is. */
export async function decryptNested(token: string): Promise<string> {
  if (token.split('.').length !== 5) return token;
  const { kid = '' } = decodeProtectedHeader(token);
  const key = clientDecryptionKeys.get(kid);
  if (key === undefined) throw new Error('encrypted to an unknown key');
  const { plaintext, protectedHeader } = await compactDecrypt(token, key);
  if (protectedHeader.cty !== 'JWT') throw new Error('a nested token says that it is one');
  return decoder.decode(plaintext);
}

/** The claims of a token that one of these keys verifies; throws otherwise. */
export async function verifiedClaims(
  token: string,
  jwks: JSONWebKeySet,
): Promise<Readonly<Record<string, unknown>>> {
  const { payload } = await compactVerify(token, createLocalJWKSet(jwks));
  return JSON.parse(decoder.decode(payload));
}
