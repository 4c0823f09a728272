import {
  constants,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  type JsonWebKey,
  privateDecrypt,
  X509Certificate,
} from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import type { EncryptionAlg, Jwks, SigningAlg } from '@garance/core';
import {
  createSoftwareSigner,
  encryptJwt,
  generateEncryptionKey,
  generateSigningKey,
  importEncryptionKey,
} from '@garance/oidc';
import { compactDecrypt, compactVerify, decodeProtectedHeader, importJWK, type JWK } from 'jose';
import { describe, expect, it } from 'vitest';
import {
  type EncryptionFault,
  encryptionFaults,
  type JoseFault,
  type SignatureFault,
  signatureFaults,
} from '../../vocabulary/fault.ts';
import type { ForgeryInput } from './forgery-input.ts';
import { protectToken } from './protect-token.ts';
import { selfSignedPem } from './self-signed.ts';

const signing = { ES256: await generateSigningKey('ES256'), RS256: await generateSigningKey('RS256') };
const fresh = await generateSigningKey('ES256');
const attacker = { ES256: await generateSigningKey('ES256'), RS256: await generateSigningKey('RS256') };
const recipients = {
  'RSA-OAEP': [await generateEncryptionKey('RSA-OAEP'), await generateEncryptionKey('RSA-OAEP')],
  'RSA-OAEP-256': [await generateEncryptionKey('RSA-OAEP-256'), await generateEncryptionKey('RSA-OAEP-256')],
  'ECDH-ES': [await generateEncryptionKey('ECDH-ES'), await generateEncryptionKey('ECDH-ES')],
} as const;
const claims = { iss: 'https://hub', aud: 'service', sub: 'person' };

function asJwk({ kty = '', ...members }: JWK): Jwks['keys'][number] {
  return { ...members, kty };
}

async function inputOf(
  alg: SigningAlg,
  encryption?: EncryptionAlg,
  changes: Partial<ForgeryInput> = {},
): Promise<ForgeryInput> {
  const { kid, privateJwk, publicJwk } = signing[alg];
  const signer = await createSoftwareSigner({ jwk: privateJwk, alg, kid });
  const freshSigner = await createSoftwareSigner({ jwk: fresh.privateJwk, alg: 'ES256', kid: fresh.kid });
  return {
    claims,
    truth: claims,
    signer: {
      alg,
      kid,
      publicJwk: asJwk(publicJwk),
      sign: (payload, { header, kid: chosen } = {}) =>
        (chosen === undefined ? signer : freshSigner).signJwt(payload, header),
    },
    presentedSecret: 'the secret',
    freshKid: fresh.kid,
    attackerKey: async (alg) => attacker[alg],
    forgedKeysUrl: 'https://rehearsal.example/forged/1/keys',
    ...(encryption !== undefined && { encryption: await encryptionTo(encryption) }),
    ...changes,
  };
}

async function encryptionTo(alg: EncryptionAlg): Promise<NonNullable<ForgeryInput['encryption']>> {
  const jwks = recipients[alg].map(({ publicJwk }) => asJwk(publicJwk));
  const [first] = jwks;
  if (first === undefined) throw new Error('no key');
  const recipient = await importEncryptionKey({ jwk: first, kid: String(first.kid) }, alg);
  return {
    alg,
    recipients: jwks,
    encrypt: (jwt) => encryptJwt(jwt, recipient, { iss: 'https://hub.example', aud: 'client' }),
  };
}

const verify = async (jws: string, jwk: JWK, alg: string) =>
  JSON.parse(
    new TextDecoder().decode(
      (await compactVerify(jws, await importJWK(jwk, alg), { crit: { 'garance-rehearsal': true } })).payload,
    ),
  );

async function open(token: string, alg: EncryptionAlg, place = 0): Promise<string> {
  const key = await importJWK(recipients[alg][place]?.privateJwk ?? {}, alg);
  return new TextDecoder().decode((await compactDecrypt(token, key)).plaintext);
}

describe.each(['ES256', 'RS256'] as const)('tokens signed with %s', (alg) => {
  const published = signing[alg].publicJwk;

  it('are good without a fault', async () => {
    const { sent, signed, faulty } = await protectToken(await inputOf(alg), undefined);
    expect([sent === signed, faulty]).toEqual([true, false]);
    expect(await verify(sent, published, alg)).toEqual(claims);
  });

  it.each(['signature-altered', 'payload-altered', 'unknown-key', 'embedded-jwk', 'embedded-jku'] as const)(
    'do not verify with the published key: %s',
    async (fault) => {
      const { sent, faulty } = await protectToken(await inputOf(alg), fault);
      expect(faulty).toBe(true);
      expect(decodeProtectedHeader(sent).alg).toBe(alg);
      await expect(verify(sent, published, alg)).rejects.toThrow('signature verification failed');
    },
  );

  it('have a well-formed signature of the right length, one bit off', async () => {
    const input = await inputOf(alg);
    const [good, bad] = await Promise.all([
      protectToken(input, undefined),
      protectToken(input, 'signature-altered'),
    ]);
    expect(bad.sent).toHaveLength(good.sent.length);
  });

  it.each([
    ['embedded-jwk', { jwk: attacker[alg].publicJwk }],
    ['embedded-jku', { jku: 'https://rehearsal.example/forged/1/keys' }],
    ['unknown-key', {}],
  ] as const)('verify with the attacker’s key: %s', async (fault, header) => {
    const { sent } = await protectToken(await inputOf(alg), fault);
    expect(decodeProtectedHeader(sent)).toEqual({ alg, kid: attacker[alg].kid, ...header });
    expect(await verify(sent, attacker[alg].publicJwk, alg)).toEqual(claims);
  });

  it('may be signed as they should be, beside an extension that nobody knows', async () => {
    const { sent } = await protectToken(await inputOf(alg), 'unknown-crit');
    expect(decodeProtectedHeader(sent).crit).toEqual(['garance-rehearsal']);
    expect(await verify(sent, published, alg)).toEqual(claims);
    const unaware = compactVerify(sent, await importJWK(published, alg));
    await expect(unaware).rejects.toThrow('not recognized');
  });

  it('may have no signature', async () => {
    const { sent } = await protectToken(await inputOf(alg), 'alg-none');
    expect(sent).toMatch(/^[^.]+\.[^.]+\.$/);
    expect(decodeProtectedHeader(sent)).toEqual({ alg: 'none' });
  });

  const publicKey = createPublicKey({ key: published as JsonWebKey, format: 'jwk' });
  it.each([
    ['hs256-client-secret', (): string | Buffer => 'the secret'],
    ['hs256-public-pem', (): string | Buffer => publicKey.export({ type: 'spki', format: 'pem' })],
    ['hs256-public-der', (): string | Buffer => publicKey.export({ type: 'spki', format: 'der' })],
    ['hs256-public-jwk', (): string | Buffer => JSON.stringify(asJwk(published))],
  ] as const)('may be confused with what is shared: %s', async (fault, key) => {
    const { sent } = await protectToken(await inputOf(alg), fault);
    expect(decodeProtectedHeader(sent)).toEqual({ alg: 'HS256', kid: published.kid });
    const [header, payload, mac] = sent.split('.');
    expect(createHmac('sha256', key()).update(`${header}.${payload}`).digest('base64url')).toBe(mac);
  });
});

it('a key that was published for this login signs', async () => {
  const { sent } = await protectToken(await inputOf('ES256'), 'newly-published-signing-key');
  expect(decodeProtectedHeader(sent).kid).toBe(fresh.kid);
  expect(await verify(sent, fresh.publicJwk, 'ES256')).toEqual(claims);
});

describe.each(['RSA-OAEP', 'RSA-OAEP-256', 'ECDH-ES'] as const)('tokens encrypted with %s', (alg) => {
  const made = async (fault?: JoseFault) => protectToken(await inputOf('ES256', alg), fault);
  const published = signing.ES256.publicJwk;

  it('are good without a fault: the signature inside', async () => {
    const { sent, signed } = await made();
    expect(await open(sent, alg)).toBe(signed);
  });

  it('carry a wrong signature encrypted as it should be', async () => {
    const { sent } = await made('alg-none');
    expect(decodeProtectedHeader(await open(sent, alg)).alg).toBe('none');
  });

  it('may not be encrypted', async () => {
    const { sent, signed, faulty } = await made('not-encrypted');
    expect([sent, faulty]).toEqual([signed, true]);
  });

  it('may have nothing signed inside', async () => {
    const { sent } = await made('not-signed');
    expect(JSON.parse(await open(sent, alg))).toEqual(claims);
  });

  it('may be for another key, under the name of the right one', async () => {
    const { sent } = await made('encrypted-to-another-key');
    expect(decodeProtectedHeader(sent)).toMatchObject({ alg, kid: recipients[alg][0].kid, cty: 'JWT' });
    await expect(open(sent, alg)).rejects.toThrow();
  });

  it('may be for the second key', async () => {
    const { sent, signed } = await made('second-encryption-key');
    expect(decodeProtectedHeader(sent).kid).toBe(recipients[alg][1].kid);
    expect(await open(sent, alg, 1)).toBe(signed);
  });

  it('may be compressed, which careless libraries undo', async () => {
    const { sent, signed } = await made('zip');
    expect(decodeProtectedHeader(sent)).toMatchObject({ alg, enc: 'A256GCM', zip: 'DEF' });
    expect(await open(sent, alg)).toBe(signed);
  });

  it('say RSA1_5, whatever the key', async () => {
    const { sent, faulty } = await made('rsa1_5');
    expect([decodeProtectedHeader(sent).alg, faulty]).toEqual(['RSA1_5', true]);
    await expect(open(sent, alg)).rejects.toThrow();
  });

  it('verify inside, where only the encryption is wrong', async () => {
    const { sent } = await made('second-encryption-key');
    expect(await verify(await open(sent, alg, 1), published, 'ES256')).toEqual(claims);
  });
});

it('RSA1_5 and compression are what they say: who still does that can read them', async () => {
  const input = await inputOf('ES256', 'RSA-OAEP-256');
  const signed = await protectToken(input, undefined);
  const [key] = recipients['RSA-OAEP-256'];
  const rsa = createPrivateKey({ key: key.privateJwk as JsonWebKey, format: 'jwk' });
  const [header = '', wrapped = '', iv = '', text = '', tag = ''] = (
    await protectToken(input, 'rsa1_5')
  ).sent.split('.');
  const unwrapped = privateDecrypt(
    { key: rsa, padding: constants.RSA_PKCS1_PADDING },
    Buffer.from(wrapped, 'base64url'),
  );
  expect(read(unwrapped, { header, iv, text, tag }).toString().split('.').slice(0, 2)).toEqual(
    (signed.signed ?? '').split('.').slice(0, 2),
  );
  const parts = (await protectToken(input, 'zip')).sent.split('.');
  const [zipHeader = '', zipWrapped = '', zipIv = '', zipText = '', zipTag = ''] = parts;
  const contentKey = privateDecrypt({ key: rsa, oaepHash: 'sha256' }, Buffer.from(zipWrapped, 'base64url'));
  const packed = read(contentKey, { header: zipHeader, iv: zipIv, text: zipText, tag: zipTag });
  expect(decodeProtectedHeader(inflateRawSync(packed).toString()).alg).toBe('ES256');
});

function read(
  key: Buffer,
  { header, iv, text, tag }: Readonly<Record<'header' | 'iv' | 'text' | 'tag', string>>,
): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'));
  decipher.setAAD(Buffer.from(header)).setAuthTag(Buffer.from(tag, 'base64url'));
  return Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]);
}

describe.each(['ES256', 'RS256'] as const)('every way to sign wrongly with %s', (alg) => {
  const published = signing[alg].publicJwk;
  const right: readonly SignatureFault[] = ['newly-published-signing-key'];
  /** Well signed by the hub; what is wrong stands around it. */
  const wellSigned: readonly SignatureFault[] = [
    'unknown-crit',
    'crit-of-nothing',
    'crit-empty',
    'crit-is-text',
  ];

  it.each(signatureFaults.filter((name) => !right.includes(name)))('%s is another token', async (fault) => {
    const input = await inputOf(alg);
    const { sent, faulty } = await protectToken(input, fault);
    expect(faulty).toBe(true);
    const verified = await verify(sent, published, alg).then(
      () => true,
      () => false,
    );
    // Names that `crit` lists must be in the header, and the list is never empty (RFC 7515 §4.1.11).
    expect(verified).toBe(fault === 'unknown-crit');
    if (wellSigned.includes(fault)) expect(decodeProtectedHeader(sent)).toHaveProperty('crit');
  });
});

it('the attacker’s certificate is one, of the attacker’s key and by it', async () => {
  for (const alg of ['ES256', 'RS256'] as const) {
    const certificate = new X509Certificate(selfSignedPem(attacker[alg]));
    expect(certificate.subject).toBe('CN=rehearsal.invalid');
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    const { sent } = await protectToken(await inputOf(alg), 'embedded-x5c');
    const [encoded = ''] = (decodeProtectedHeader(sent) as { x5c?: string[] }).x5c ?? [];
    const key = new X509Certificate(Buffer.from(encoded, 'base64')).publicKey.export({ format: 'jwk' });
    expect(await verify(sent, key as JWK, alg)).toEqual(claims);
  }
});

it('an address that begins like the hub’s leads to the attacker', async () => {
  const { sent } = await protectToken(await inputOf('ES256'), 'embedded-jku-look-alike');
  const { jku = '' } = decodeProtectedHeader(sent) as { jku?: string };
  expect([jku.startsWith('https://hub'), new URL(jku).host]).toEqual([true, 'rehearsal.example']);
});

describe.each(['RSA-OAEP', 'RSA-OAEP-256', 'ECDH-ES'] as const)(
  'every way to encrypt wrongly with %s',
  (alg) => {
    /** The service’s own key opens these; the header is what tells. */
    const opened: readonly EncryptionFault[] = [
      'not-signed',
      'other-oaep',
      'zip',
      'enc-a128gcm',
      'enc-a128cbc-hs256',
      'cty-absent',
    ];
    const elsewhere: readonly EncryptionFault[] = ['second-encryption-key', 'not-encrypted'];

    it.each(encryptionFaults.filter((name) => !elsewhere.includes(name)))('%s', async (fault) => {
      const { sent, faulty } = await protectToken(await inputOf('ES256', alg), fault);
      const never = fault === 'other-oaep' && alg === 'ECDH-ES';
      expect(faulty).toBe(!never);
      const key = await importJWK(
        recipients[alg][0].privateJwk,
        decodeProtectedHeader(sent).alg ?? alg,
      ).catch(() => undefined);
      const plain = key && (await compactDecrypt(sent, key).catch(() => undefined));
      expect(plain !== undefined, fault).toBe(opened.includes(fault));
    });
  },
);

describe('a fault for which this service gives no occasion', () => {
  it.each([
    ['hs256-client-secret', 'without a secret'],
    ['newly-published-signing-key', 'without a new key'],
    ['not-encrypted', 'without encryption'],
    ['zip', 'without encryption'],
    ['second-encryption-key', 'without encryption'],
  ] as const)('%s, %s, is not made: the token is good, and says so', async (fault, _why) => {
    const { presentedSecret: _, freshKid: __, ...input } = await inputOf('ES256');
    const { sent, faulty } = await protectToken(input, fault);
    expect(faulty).toBe(false);
    expect(await verify(sent, signing.ES256.publicJwk, 'ES256')).toEqual(claims);
  });

  it('second-encryption-key, with one key only, is not made', async () => {
    const encryption = await encryptionTo('ECDH-ES');
    const input = await inputOf('ES256', 'ECDH-ES', {
      encryption: { ...encryption, recipients: encryption.recipients.slice(0, 1) },
    });
    const { sent, signed, faulty } = await protectToken(input, 'second-encryption-key');
    expect([await open(sent, 'ECDH-ES'), faulty]).toEqual([signed, false]);
  });
});
