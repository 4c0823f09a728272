/** Keys in a SoftHSM token, created by SoftHSM's own tool and inspected through Cryptoki. */
import {
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type JsonWebKey,
  publicEncrypt,
  verify,
} from 'node:crypto';
import type { KeyToken, TokenReference } from '@garance/oidc';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  CKA_CLASS,
  CKA_ID,
  CKA_TOKEN,
  CKA_VALUE,
  CKF_RW_SESSION,
  CKF_SERIAL_SESSION,
  CKO_PRIVATE_KEY,
  CKU_USER,
  type Handle,
} from './cryptoki.ts';
import { pairTemplates } from './key-templates.ts';
import { type LoadedModule, loadModule } from './load-module.ts';
import { createTestToken, withoutToken } from './testing/softhsm.ts';
import { createPkcs11Token, type Pkcs11Settings } from './token.ts';

const CKA_PRIME_1 = 0x124;
const CKA_PRIVATE_EXPONENT = 0x123;
const CKA_EXTRACTABLE = 0x162;
let settings: Pkcs11Settings;
let other: Pkcs11Settings;
let token: KeyToken;
let library: LoadedModule;

beforeAll(() => {
  if (withoutToken !== undefined) return;
  settings = createTestToken();
  // The library lists the tokens that were there when it was initialised.
  other = createTestToken();
  token = createPkcs11Token(settings);
  library = loadModule(settings.modulePath);
  library.initialise();
});
afterAll(async () => {
  await token?.close();
  library?.finalise();
});
beforeEach(({ skip }) => {
  if (withoutToken !== undefined) skip(withoutToken);
});

/** Cryptoki on the token, independent of `token`. */
async function withSession<T>(
  use: (cryptoki: LoadedModule['cryptoki'], session: Handle) => T | Promise<T>,
): Promise<T> {
  const { cryptoki } = library;
  const slot = cryptoki
    .C_GetSlotList(true)
    .find((slot) => cryptoki.C_GetTokenInfo(slot).label.trimEnd() === settings.tokenLabel);
  if (slot === undefined) throw new Error('the token is gone');
  const session = cryptoki.C_OpenSession(slot, CKF_SERIAL_SESSION | CKF_RW_SESSION);
  try {
    cryptoki.C_Login(session, CKU_USER, settings.pin);
  } catch {
    // `token` has logged this process in already.
  }
  try {
    return await use(cryptoki, session);
  } finally {
    cryptoki.C_CloseSession(session);
  }
}

function objectsOf(
  cryptoki: LoadedModule['cryptoki'],
  session: Handle,
  template: Parameters<typeof cryptoki.C_FindObjectsInit>[1],
): readonly Handle[] {
  cryptoki.C_FindObjectsInit(session, template);
  const found = cryptoki.C_FindObjects(session, 100);
  cryptoki.C_FindObjectsFinal(session);
  return found;
}

const privateKeys = (object?: string) => [
  { type: CKA_CLASS, value: CKO_PRIVATE_KEY },
  ...(object === undefined ? [] : [{ type: CKA_ID, value: Buffer.from(object, 'hex') }]),
];

describe('a token that signs', () => {
  it.each(['ES256', 'RS256'] as const)(
    'makes %s keys whose signatures other libraries verify',
    async (alg) => {
      const { reference, publicJwk } = await token.generate(alg, 'test');
      const signer = token.signer(reference, { alg, kid: 'the-kid' });
      const keySet = createLocalJWKSet({ keys: [{ ...publicJwk, kid: 'the-kid', alg }] });
      const many = await Promise.all(
        Array.from({ length: 20 }, (_, number) => signer.signJwt({ number }, { typ: 'JWT' })),
      );
      for (const [number, jwt] of many.entries()) {
        const { payload, protectedHeader } = await jwtVerify(jwt, keySet);
        expect(payload.number).toBe(number);
        expect(protectedHeader).toEqual({ typ: 'JWT', alg, kid: 'the-kid' });
      }
      const other = await token.generate(alg, 'test');
      await expect(
        jwtVerify(many[0] ?? '', createLocalJWKSet({ keys: [other.publicJwk] })),
      ).rejects.toThrow();
    },
  );
});

describe('a token that decrypts', () => {
  it('removes OAEP in the token: RSA-OAEP', async () => {
    const { reference, publicJwk } = await token.generate('RSA-OAEP', 'test');
    const decryptor = token.decryptor(reference, 'RSA-OAEP');
    if (decryptor.alg === 'ECDH-ES') throw new Error('another algorithm');
    const key = createPublicKey({ key: publicJwk as JsonWebKey, format: 'jwk' });
    const secret = Buffer.alloc(32, 7);
    const wrap = (oaepHash: string) => publicEncrypt({ key, oaepHash }, secret);
    expect((await decryptor.unwrap(wrap('sha1'))).equals(secret)).toBe(true);
    const wrong = [
      wrap('sha256'),
      Buffer.alloc(256, 1),
      Buffer.alloc(255),
      Buffer.alloc(0),
      wrap('sha1').subarray(1),
    ];
    for (const encrypted of wrong) {
      // The errors do not distinguish causes, and none says that the token was unavailable.
      await expect(async () => decryptor.unwrap(encrypted)).rejects.not.toMatchObject({
        code: 'keys.token_unavailable',
      });
    }
    expect((await decryptor.unwrap(wrap('sha1'))).equals(secret)).toBe(true);
  });

  it('refuses RSA-OAEP-256, which SoftHSM lacks, leaves no key behind, and never removes the padding in software', async () => {
    const before = await withSession(
      (cryptoki, session) => objectsOf(cryptoki, session, privateKeys()).length,
    );
    await expect(token.generate('RSA-OAEP-256', 'test')).rejects.toMatchObject({
      code: 'keys.token_refuses',
    });
    expect(await withSession((cryptoki, session) => objectsOf(cryptoki, session, privateKeys()).length)).toBe(
      before,
    );
    const { reference } = await token.generate('RSA-OAEP', 'test');
    const decryptor = token.decryptor(reference, 'RSA-OAEP-256');
    if (decryptor.alg === 'ECDH-ES') throw new Error('another algorithm');
    await expect(async () => decryptor.unwrap(Buffer.alloc(256, 1))).rejects.toThrow('CKR_ARGUMENTS_BAD');
  });

  it('derives the same secret as software, and keeps none of it: ECDH-ES', async () => {
    const { reference, publicJwk } = await token.generate('ECDH-ES', 'test');
    const decryptor = token.decryptor(reference, 'ECDH-ES');
    if (decryptor.alg !== 'ECDH-ES') throw new Error('another algorithm');
    const theirs = createPublicKey({ key: publicJwk as JsonWebKey, format: 'jwk' });
    // Among this many, some secrets most likely begin with a zero octet.
    for (let time = 0; time < 300; time += 1) {
      const sender = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const octets = sender.publicKey.export({ format: 'der', type: 'spki' }).subarray(-65);
      const agreed = await decryptor.agree({ key: sender.publicKey, octets });
      expect(agreed.equals(diffieHellman({ privateKey: sender.privateKey, publicKey: theirs }))).toBe(true);
    }
    const secrets = await withSession((cryptoki, session) =>
      objectsOf(cryptoki, session, [{ type: CKA_CLASS, value: 4 }]),
    );
    expect(secrets).toEqual([]);
  });
});

describe('a private key', () => {
  const secretParts = [
    ['ES256', CKA_VALUE],
    ['ECDH-ES', CKA_VALUE],
    ['RS256', CKA_PRIVATE_EXPONENT],
    ['RSA-OAEP', CKA_PRIME_1],
  ] as const;

  it.each(secretParts)(
    'of %s cannot be read from the token, and only its reference is stored',
    async (alg, part) => {
      const made = await token.generate(alg, 'test');
      expect(Object.keys(made).sort()).toEqual(['publicJwk', 'reference']);
      expect(Object.keys(made.publicJwk).filter((name) => /^(?:d|p|q|dp|dq|qi|k)$/.test(name))).toEqual([]);
      expect(made.reference).toEqual({
        token: settings.tokenLabel,
        object: expect.stringMatching(/^[0-9a-f]{32}$/),
      });
      withSession((cryptoki, session) => {
        const [key, ...more] = objectsOf(cryptoki, session, privateKeys(made.reference.object));
        if (key === undefined || more.length > 0) throw new Error('the key is not in the token once');
        expect(() => cryptoki.C_GetAttributeValue(session, key, [{ type: part }])).toThrow(
          'CKR_ATTRIBUTE_SENSITIVE',
        );
      });
    },
  );

  it('that could be read is not used', async () => {
    const id = Buffer.alloc(16, 3);
    const { mechanism, publicKey, privateKey } = pairTemplates('ES256', { id, label: 'readable' });
    const readable = privateKey.map((attribute) =>
      attribute.type === CKA_EXTRACTABLE ? { ...attribute, value: true } : attribute,
    );
    await withSession((cryptoki, session) =>
      cryptoki.C_GenerateKeyPairAsync(session, { mechanism }, publicKey, readable),
    );
    const reference: TokenReference = { token: settings.tokenLabel, object: id.toString('hex') };
    const signer = token.signer(reference, { alg: 'ES256', kid: 'kid' });
    await expect(signer.signJwt({})).rejects.toMatchObject({ code: 'keys.token_refuses' });
    await token.destroy(reference);
  });

  it.each([
    ['once', 0x05, 1, undefined],
    ['once', 0x06, 1, undefined],
    ['twice', 0x05, 2, 'keys.token_refuses'],
    ['once, with a reason', 0x70, 1, 'keys.token_refuses'],
  ])('is generated after the token failed %s with code %d', async (_often, code, failures, refused) => {
    let left = failures;
    const load = (path: string): LoadedModule => {
      const loaded = loadModule(path);
      const generate: LoadedModule['cryptoki']['C_GenerateKeyPairAsync'] = async (...call) => {
        left -= 1;
        if (left >= 0) throw Object.assign(new Error('CKR_SOMETHING'), { code });
        return loaded.cryptoki.C_GenerateKeyPairAsync(...call);
      };
      // The native object's methods take no other object as `this`.
      const cryptoki = new Proxy(loaded.cryptoki, {
        get: (target, name) => {
          if (name === 'C_GenerateKeyPairAsync') return generate;
          const value: unknown = Reflect.get(target, name);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      });
      return { ...loaded, cryptoki };
    };
    const failing = createPkcs11Token(settings, load);
    const outcome = await failing.generate('ES256', 'test').then(
      ({ reference }) => failing.destroy(reference),
      (error: unknown) => (error as { code?: string }).code,
    );
    expect(outcome).toBe(refused);
  });

  it('has one use only', async () => {
    const { reference } = await token.generate('ES256', 'test');
    const decryptor = token.decryptor(reference, 'ECDH-ES');
    if (decryptor.alg !== 'ECDH-ES') throw new Error('another algorithm');
    const sender = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const octets = sender.publicKey.export({ format: 'der', type: 'spki' }).subarray(-65);
    await expect(async () => decryptor.agree({ key: sender.publicKey, octets })).rejects.toThrow(
      'CKR_KEY_FUNCTION_NOT_PERMITTED',
    );
  });

  it('is destroyed for good, and destroying it again succeeds', async () => {
    const { reference } = await token.generate('ES256', 'test');
    const signer = token.signer(reference, { alg: 'ES256', kid: 'kid' });
    await signer.signJwt({});
    await token.destroy(reference);
    await token.destroy(reference);
    expect(
      await withSession((cryptoki, session) => objectsOf(cryptoki, session, privateKeys(reference.object))),
    ).toEqual([]);
    await expect(signer.signJwt({})).rejects.toMatchObject({ code: 'keys.token_unavailable' });
  });

  it('is found again by another process, and signs what the same public key verifies', async () => {
    const { reference, publicJwk } = await token.generate('ES256', 'test');
    const another = createPkcs11Token(settings);
    const jwt = await another.signer(reference, { alg: 'ES256', kid: 'kid' }).signJwt({ a: 1 });
    const [head, payload, signature = ''] = jwt.split('.');
    const key = createPublicKey({ key: publicJwk as JsonWebKey, format: 'jwk' });
    const verifier = { key, dsaEncoding: 'ieee-p1363' } as const;
    const bytes = Buffer.from(signature, 'base64url');
    expect(verify('sha256', Buffer.from(`${head}.${payload}`), verifier, bytes)).toBe(true);
  });

  it('is the only object that a key pair leaves in the token', async () => {
    const tokenObjects = () =>
      withSession(
        (cryptoki, session) => objectsOf(cryptoki, session, [{ type: CKA_TOKEN, value: true }]).length,
      );
    const before = await tokenObjects();
    await token.generate('ES256', 'test');
    expect(await tokenObjects()).toBe(before + 1);
  });
});

describe('a token that is not there', () => {
  it.each([
    ['label', { tokenLabel: 'no such token' }],
    ['library', { modulePath: '/nowhere/libnothing.so' }],
  ])('gives an error: %s', async (_what, changes) => {
    const away = createPkcs11Token({ ...settings, ...changes });
    await expect(away.check()).rejects.toMatchObject({ code: 'keys.token_unavailable' });
  });

  it('gives an error: PIN', async () => {
    const away = createPkcs11Token({ ...other, pin: `${other.pin}0` });
    await expect(away.check()).rejects.toMatchObject({ detail: 'CKR_PIN_INCORRECT' });
    await expect(away.check()).rejects.toMatchObject({ detail: 'CKR_PIN_INCORRECT, not tried again' });
  });

  it('works again after everything was closed under it', async () => {
    const { reference } = await token.generate('ES256', 'test');
    const signer = token.signer(reference, { alg: 'ES256', kid: 'kid' });
    await signer.signJwt({});
    // Makes the library lose all sessions, logins and objects.
    library.cryptoki.C_Finalize();
    await signer.signJwt({});
    await token.check();
  });
});
