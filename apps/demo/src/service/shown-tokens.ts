import { type CryptoKey, compactDecrypt, decodeJwt, decodeProtectedHeader } from 'jose';

/** A verified token, decoded for display. */
export interface ShownToken {
  /** As received. */
  readonly raw: string;
  /** Protected header of the JWE when it was encrypted. */
  readonly jweHeader?: object;
  /** The signed token (inside, when it was encrypted). */
  readonly jws: string;
  readonly jwsHeader: object;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** Decodes a token whose signature and encryption have been checked; decrypts it when it is encrypted. */
export async function takeApart(raw: string, decryptionKey: CryptoKey | undefined): Promise<ShownToken> {
  if (raw.split('.').length !== 5 || decryptionKey === undefined) return { raw, ...readJws(raw) };
  const { plaintext, protectedHeader } = await compactDecrypt(raw, decryptionKey);
  return { raw, jweHeader: protectedHeader, ...readJws(new TextDecoder().decode(plaintext)) };
}

function readJws(jws: string): Pick<ShownToken, 'jws' | 'jwsHeader' | 'claims'> {
  return { jws, jwsHeader: decodeProtectedHeader(jws), claims: decodeJwt(jws) };
}
