import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { GaranceError } from '@garance/core';
import { CompactEncrypt, CompactSign } from 'jose';
import { describe, expect, it } from 'vitest';
import { openToken, type TokenFormat, type TokenKeys } from './open-token.ts';
import { type EncryptionPair, makeEncryptionPair, makeSigningPair } from './testing/token-forge.ts';

const ec = await makeEncryptionPair('ECDH-ES');
const rsa = await makeEncryptionPair('RSA-OAEP-256');
const rsaSha1 = await makeEncryptionPair('RSA-OAEP');
const es = makeSigningPair('ES256', 'es');
const rs = makeSigningPair('RS256', 'rs');
const claims = { sub: 'été', list: [1, 2] };

function keysWith(encryption: EncryptionPair, signing = es): TokenKeys {
  return {
    decryptor: () => encryption.decryptor,
    verificationKey: async () => createPublicKey({ key: signing.publicJwk as JsonWebKey, format: 'jwk' }),
  };
}

const nested = (alg: EncryptionPair['alg']): TokenFormat => ({
  signingAlg: 'ES256',
  encryption: { alg, enc: 'A256GCM' },
});

function signed({ alg, kid, privateKey } = es): Promise<string> {
  return new CompactSign(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader({ alg, kid })
    .sign(privateKey);
}

function closed(jws: string, { alg, kid }: EncryptionPair): CompactEncrypt {
  return new CompactEncrypt(Buffer.from(jws)).setProtectedHeader({ alg, enc: 'A256GCM', kid });
}

/** The token with its parts changed, each by its own function. */
function reshape(token: string, changes: Readonly<Record<number, (part: string) => string>>): string {
  return token
    .split('.')
    .map((part, index) => changes[index]?.(part) ?? part)
    .join('.');
}

async function checkOf(token: string, format: TokenFormat, keys: TokenKeys): Promise<string> {
  const opened = await openToken(token, format, keys);
  return opened.ok ? 'opened' : `${opened.error} (${opened.check})`;
}

describe('a token made with jose is decrypted and verified', () => {
  it.each([
    ['ES256', es],
    ['RS256', rs],
  ] as const)('signed with %s', async (signingAlg, pair) => {
    const opened = await openToken(await signed(pair), { signingAlg }, keysWith(ec, pair));
    expect(opened).toMatchObject({ ok: true, value: { claims } });
  });

  it.each([ec, rsa, rsaSha1])('encrypted with $alg', async (pair) => {
    const jws = await signed();
    const token = await closed(jws, pair).encrypt(pair.publicKey);
    expect(await openToken(token, nested(pair.alg), keysWith(pair))).toEqual({
      ok: true,
      value: { claims, jws },
    });
  });

  it('with party information in the key agreement (RFC 7518 §4.6.1)', async () => {
    const token = await closed(await signed(), ec)
      .setKeyManagementParameters({ apu: Buffer.from('Alice'), apv: Buffer.from('Bob') })
      .encrypt(ec.publicKey);
    expect(await checkOf(token, nested('ECDH-ES'), keysWith(ec))).toBe('opened');
  });
});

describe('a token has one accepted spelling', () => {
  it.each([
    ['a line break at its end', (token: string) => `${token}\n`],
    ['padding', (token: string) => `${token}=`],
    ['the other base64 alphabet', (token: string) => token.replace('.', '.+')],
    ['a fourth part', (token: string) => `${token}.`],
  ])('%s is refused', async (_what, change) => {
    expect(await checkOf(change(await signed()), { signingAlg: 'ES256' }, keysWith(ec))).toBe(
      'provider.not_signed (signature presence)',
    );
  });

  it('and so in its encrypted form', async () => {
    const token = await closed(await signed(), ec).encrypt(ec.publicKey);
    for (const changed of [`${token}\n`, `${token}=`, `${token}.`, ` ${token}`]) {
      expect(await checkOf(changed, nested('ECDH-ES'), keysWith(ec))).toBe(
        'provider.not_encrypted (encryption)',
      );
    }
  });
});

const header = (change: (header: Record<string, unknown>) => object) => (part: string) =>
  Buffer.from(JSON.stringify(change(JSON.parse(Buffer.from(part, 'base64url').toString())))).toString(
    'base64url',
  );
const epk = (members: object) =>
  header((head) => ({ ...head, epk: { ...(head.epk as object), ...members } }));
const shorten = (octets: number) => (part: string) =>
  Buffer.from(part, 'base64url').subarray(0, octets).toString('base64url');

describe('an encrypted token is not opened', () => {
  it.each<[string, Readonly<Record<number, (part: string) => string>>]>([
    ['with a tag cut to 96 bits', { 4: shorten(12) }],
    ['with a tag cut to 32 bits', { 4: shorten(4) }],
    ['without a tag', { 4: () => '' }],
    ['with an initialisation vector of other length', { 2: shorten(8) }],
    ['with an encrypted key beside direct agreement', { 1: () => 'AAAA' }],
    ['without an ephemeral key', { 0: header(({ epk: _none, ...rest }) => rest) }],
    ['with an ephemeral key that is no object', { 0: header((head) => ({ ...head, epk: 'x' })) }],
    ['with an ephemeral key off the curve', { 0: epk({ y: 'A'.repeat(43) }) }],
    ['with an ephemeral key on another curve', { 0: epk({ crv: 'P-384' }) }],
    ['with an ephemeral key of another type', { 0: epk({ kty: 'OKP', crv: 'X25519' }) }],
  ])('%s', async (_what, changes) => {
    const token = await closed(await signed(), ec).encrypt(ec.publicKey);
    expect(await checkOf(reshape(token, changes), nested('ECDH-ES'), keysWith(ec))).toBe(
      'provider.decryption (decryption)',
    );
  });

  it('by another key', async () => {
    const token = await closed(await signed(), rsa).encrypt(rsa.publicKey);
    const other = await makeEncryptionPair('RSA-OAEP-256');
    expect(await checkOf(token, nested('RSA-OAEP-256'), keysWith(other))).toBe(
      'provider.decryption (decryption)',
    );
  });

  it('whose content key has another length', async () => {
    const short = await new CompactEncrypt(Buffer.from(await signed()))
      .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A128GCM' })
      .encrypt(rsa.publicKey);
    expect(await checkOf(short, nested('RSA-OAEP-256'), keysWith(rsa))).toBe(
      'provider.decryption (encryption algorithm)',
    );
    const relabelled = reshape(short, { 0: header((head) => ({ ...head, enc: 'A256GCM' })) });
    expect(await checkOf(relabelled, nested('RSA-OAEP-256'), keysWith(rsa))).toBe(
      'provider.decryption (decryption)',
    );
  });
});

describe('a token signed with a secret', () => {
  it('attack 10: is never verified with a public key, whatever its header says', async () => {
    for (const pair of [rs, es]) {
      const token = await new CompactSign(Buffer.from(JSON.stringify(claims)))
        .setProtectedHeader({ alg: 'HS256' })
        .sign(Buffer.from(JSON.stringify(pair.publicJwk)));
      expect(await checkOf(token, { signingAlg: 'HS256' }, keysWith(ec, pair))).toBe(
        'provider.signature (signature)',
      );
    }
  });
});

describe('a decryption key in a token', () => {
  const opened = (error: Error) => {
    const unwrap = async () => {
      throw error;
    };
    const keys: TokenKeys = { ...keysWith(rsa), decryptor: () => ({ alg: 'RSA-OAEP-256', unwrap }) };
    return async () =>
      openToken(await closed(await signed(), rsa).encrypt(rsa.publicKey), nested('RSA-OAEP-256'), keys);
  };

  it('that is unavailable is not the provider’s fault: the login ends with 503', async () => {
    const away = new GaranceError('keys.token_unavailable');
    await expect(opened(away)).rejects.toBe(away);
  });

  it('that cannot decrypt gives the same error as any other failure', async () => {
    const wrong = Object.assign(new Error('CKR_ENCRYPTED_DATA_INVALID'), { code: 0x40 });
    expect(await opened(wrong)()).toMatchObject({ error: 'provider.decryption', check: 'decryption' });
  });

  it('of another algorithm is not used', async () => {
    const keys: TokenKeys = { ...keysWith(rsa), decryptor: () => rsaSha1.decryptor };
    const token = await closed(await signed(), rsa).encrypt(rsa.publicKey);
    expect(await checkOf(token, nested('RSA-OAEP-256'), keys)).toBe('provider.decryption (decryption key)');
  });
});

describe('the header of a token', () => {
  it.each(['JWT', 'jwt', 'application/jwt'])('may say that it is a JWT: %s', async (typ) => {
    const token = await new CompactSign(Buffer.from(JSON.stringify(claims)))
      .setProtectedHeader({ alg: 'ES256', typ })
      .sign(es.privateKey);
    expect(await checkOf(token, { signingAlg: 'ES256' }, keysWith(ec))).toBe('opened');
  });

  it('determines the key by its kid, which is passed on unchanged or not at all', async () => {
    const queries: unknown[] = [];
    const foreign = makeSigningPair('ES256', 'es');
    const keys: TokenKeys = {
      decryptor: (query) => {
        queries.push(query);
        return ec.decryptor;
      },
      verificationKey: async (query) => {
        queries.push(query);
        return createPublicKey({ key: foreign.publicJwk as JsonWebKey, format: 'jwk' });
      },
    };
    const token = await closed(await signed(), ec).encrypt(ec.publicKey);
    expect(await checkOf(token, nested('ECDH-ES'), keys)).toBe('provider.signature (signature)');
    expect(queries).toEqual([
      { alg: 'ECDH-ES', kid: ec.kid },
      { alg: 'ES256', kid: 'es' },
    ]);
  });
});
