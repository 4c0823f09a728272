/** A PKCS#11 token for hubs. Private keys are generated, used and destroyed in it. */
import { createHash, randomBytes } from 'node:crypto';
import { GaranceError } from '@garance/core';
import {
  type Decryptor,
  type JwtSigner,
  type KeyToken,
  signerOver,
  type TokenKey,
  type TokenReference,
} from '@garance/oidc';
import type { JWK } from 'jose';
import { checkNewKey } from './check-new-key.ts';
import {
  CKA_ALWAYS_SENSITIVE,
  CKA_CLASS,
  CKA_EC_POINT,
  CKA_EXTRACTABLE,
  CKA_ID,
  CKA_MODULUS,
  CKA_NEVER_EXTRACTABLE,
  CKA_PUBLIC_EXPONENT,
  CKA_SENSITIVE,
  CKA_VALUE,
  CKD_NULL,
  CKM_ECDH1_DERIVE,
  CKM_ECDSA,
  CKM_RSA_PKCS_OAEP,
  CKM_SHA256_RSA_PKCS,
  CKO_PRIVATE_KEY,
  CKS_RW_USER_FUNCTIONS,
  CKZ_DATA_SPECIFIED,
  type Handle,
  isUnexplained,
  nameOf,
} from './cryptoki.ts';
import {
  ecJwk,
  isElliptic,
  type KeyAlg,
  oaepHashes,
  pairTemplates,
  rsaJwk,
  sharedSecretTemplate,
} from './key-templates.ts';
import { type LoadedModule, loadModule } from './load-module.ts';
import {
  createSessionPool,
  type PoolSettings,
  type SessionPool,
  type TokenLogin,
  unavailable,
} from './session-pool.ts';

export interface Pkcs11Settings extends PoolSettings {
  /** The vendor's shared library. */
  readonly modulePath: string;
}

/** Octets of the longest answer: an RSA signature or content key of 4096 bits. */
const mostOctets = 512;
const secretOctets = 32;

/**
 * A token, loaded and logged into at its first use.
 * @param load for tests: provides another Cryptoki than that of `modulePath`
 */
export function createPkcs11Token(settings: Pkcs11Settings, load: typeof loadModule = loadModule): KeyToken {
  let loaded: LoadedModule | undefined;
  const module = () => {
    loaded ??= load(settings.modulePath);
    return loaded;
  };
  const pool = createSessionPool(() => {
    module().initialise();
    return module().cryptoki;
  }, settings);
  const parts: TokenParts = { pool, kinds: () => module().kinds, label: settings.tokenLabel };
  return {
    label: settings.tokenLabel,
    generate: (alg, purpose) => generate(parts, alg, purpose),
    signer: (reference, named) => signerOf(parts, reference, named),
    decryptor: (reference, alg) => decryptorOf(parts, reference, alg),
    destroy: (reference) => destroy(parts, reference),
    check: () =>
      pool.use(async (session, { cryptoki }) => {
        const { state } = cryptoki.C_GetSessionInfo(session);
        if (state !== CKS_RW_USER_FUNCTIONS) throw unavailable('the session is not logged in');
      }),
    close: async () => {
      pool.close();
      loaded?.finalise();
    },
  };
}

interface TokenParts {
  readonly pool: SessionPool;
  readonly kinds: () => LoadedModule['kinds'];
  readonly label: string;
}

/** Tries a second time, with another identifier, after an error without a reason. */
async function generate(parts: TokenParts, alg: KeyAlg, purpose: string): Promise<TokenKey> {
  return generateOnce(parts, alg, purpose).catch((error: unknown) => {
    if (!(error instanceof GaranceError) || !isUnexplained(error.cause)) throw error;
    return generateOnce(parts, alg, purpose);
  });
}

async function generateOnce(parts: TokenParts, alg: KeyAlg, purpose: string): Promise<TokenKey> {
  const id = randomBytes(16);
  const object = id.toString('hex');
  const { mechanism, publicKey, privateKey } = pairTemplates(alg, {
    id,
    label: `${purpose} ${object.slice(0, 8)}`,
  });
  const reference: TokenReference = { token: parts.label, object };
  try {
    const publicJwk = await parts.pool.use(async (session, { cryptoki }) => {
      const pair = await cryptoki.C_GenerateKeyPairAsync(session, { mechanism }, publicKey, privateKey);
      const jwk = readPublicKey(session, cryptoki, { alg, key: pair.publicKey });
      cryptoki.C_DestroyObject(session, pair.publicKey);
      return jwk;
    });
    await checkNewKey(
      {
        signer: (named) => signerOf(parts, reference, named),
        decryptor: (of) => decryptorOf(parts, reference, of),
      },
      { alg, publicJwk },
    );
    return { reference, publicJwk };
  } catch (error) {
    // What cannot be removed either is never used: nothing names it.
    await destroy(parts, reference).catch(() => undefined);
    return refuse(alg)(error);
  }
}

function refuse(alg: KeyAlg): (error: unknown) => never {
  return (error) => {
    if (error instanceof GaranceError) throw error;
    throw new GaranceError('keys.token_refuses', { detail: `${alg}: ${nameOf(error)}`, cause: error });
  };
}

function readPublicKey(
  session: Handle,
  cryptoki: TokenLogin['cryptoki'],
  { alg, key }: { readonly alg: KeyAlg; readonly key: Handle },
): JWK {
  const read = (type: number) => attributeOf(cryptoki.C_GetAttributeValue(session, key, [{ type }]));
  return isElliptic(alg) ? ecJwk(read(CKA_EC_POINT)) : rsaJwk(read(CKA_MODULUS), read(CKA_PUBLIC_EXPONENT));
}

function attributeOf([attribute]: readonly { readonly value: Buffer }[]): Buffer {
  if (attribute === undefined) throw unavailable('an attribute is missing');
  return attribute.value;
}

function signerOf(
  parts: TokenParts,
  reference: TokenReference,
  named: Pick<JwtSigner, 'alg' | 'kid'>,
): JwtSigner {
  const { pool } = parts;
  const mechanism = { mechanism: named.alg === 'ES256' ? CKM_ECDSA : CKM_SHA256_RSA_PKCS };
  return signerOver({
    ...named,
    sign: (input) => {
      // Tokens hash the input of RSA themselves; for ECDSA not all can, and the input is not secret.
      const data = named.alg === 'ES256' ? createHash('sha256').update(input).digest() : input;
      return pool
        .use(async (session, login) => {
          login.cryptoki.C_SignInit(session, mechanism, locate(session, login, reference));
          return login.cryptoki.C_SignAsync(session, data, Buffer.alloc(mostOctets));
        })
        .catch((error: unknown) => {
          // A signature never fails because of its input, so any error comes from the token.
          throw error instanceof GaranceError ? error : unavailable(nameOf(error), error);
        });
    },
  });
}

function decryptorOf(parts: TokenParts, reference: TokenReference, alg: Decryptor['alg']): Decryptor {
  const { pool, kinds } = parts;
  if (alg === 'ECDH-ES') {
    return {
      alg,
      agree: (sender) =>
        pool.use(async (session, login) => {
          const { cryptoki } = login;
          const parameter = { type: kinds().CK_PARAMS_EC_DH, kdf: CKD_NULL, publicData: sender.octets };
          const key = locate(session, login, reference);
          const mechanism = { mechanism: CKM_ECDH1_DERIVE, parameter };
          const secret = await cryptoki.C_DeriveKeyAsync(session, mechanism, key, sharedSecretTemplate);
          try {
            return padded(attributeOf(cryptoki.C_GetAttributeValue(session, secret, [{ type: CKA_VALUE }])));
          } finally {
            cryptoki.C_DestroyObject(session, secret);
          }
        }),
    };
  }
  return {
    alg,
    unwrap: (encryptedKey) =>
      pool.use(async (session, login) => {
        const { CK_PARAMS_RSA_OAEP: type } = kinds();
        const parameter = { type, ...oaepHashes[alg], source: CKZ_DATA_SPECIFIED };
        const mechanism = { mechanism: CKM_RSA_PKCS_OAEP, parameter };
        login.cryptoki.C_DecryptInit(session, mechanism, locate(session, login, reference));
        return login.cryptoki.C_DecryptAsync(session, encryptedKey, Buffer.alloc(mostOctets));
      }),
  };
}

/** Z has the length of the field, including leading zero octets (RFC 7518 §4.6.1, SP 800-56A §5.7.1.2). */
function padded(secret: Buffer): Buffer {
  return Buffer.concat([Buffer.alloc(Math.max(0, secretOctets - secret.length)), secret]);
}

function destroy({ pool }: TokenParts, { object }: TokenReference): Promise<void> {
  return pool.use(async (session, { cryptoki, objects }) => {
    for (const found of find(session, cryptoki, object)) cryptoki.C_DestroyObject(session, found);
    objects.delete(object);
  });
}

const isTrue = (value: Buffer) => value[0] === 1;

/**
 * The private key, found once per login. A key that can be exported, or could be earlier, by its attributes, is not
 * used.
 */
function locate(session: Handle, { cryptoki, objects }: TokenLogin, { object }: TokenReference): Handle {
  const known = objects.get(object);
  if (known !== undefined) return known;
  const [found, ...more] = find(session, cryptoki, object);
  if (found === undefined || more.length > 0) throw unavailable(`key ${object} is not in the token once`);
  const read = (type: number) =>
    isTrue(attributeOf(cryptoki.C_GetAttributeValue(session, found, [{ type }])));
  const isKept =
    read(CKA_SENSITIVE) &&
    !read(CKA_EXTRACTABLE) &&
    read(CKA_ALWAYS_SENSITIVE) &&
    read(CKA_NEVER_EXTRACTABLE);
  if (!isKept) throw new GaranceError('keys.token_refuses', { detail: `key ${object} can be read out` });
  objects.set(object, found);
  return found;
}

function find(session: Handle, cryptoki: TokenLogin['cryptoki'], object: string): readonly Handle[] {
  cryptoki.C_FindObjectsInit(session, [
    { type: CKA_CLASS, value: CKO_PRIVATE_KEY },
    { type: CKA_ID, value: Buffer.from(object, 'hex') },
  ]);
  try {
    return cryptoki.C_FindObjects(session, 2);
  } finally {
    cryptoki.C_FindObjectsFinal(session);
  }
}
