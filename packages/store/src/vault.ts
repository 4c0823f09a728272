import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { createRandomSource, GaranceError } from '@garance/core';

/** Encrypts values before they are stored in a database or an in-flight store. */
export interface Vault {
  /**
   * @param purpose kind of value, a constant of the program: it selects the key
   * @param context place of the value (a row's key): a value copied to another place cannot be opened
   */
  seal(purpose: string, plaintext: string, context?: string): string;
  /** @throws GaranceError `store.unreadable` when the value was altered, moved, or sealed for another purpose or with another master key */
  open(purpose: string, sealed: string, context?: string): string;
  /**
   * Seals a value under the current master key that was sealed under the other one; undefined when it is under the
   * current one already.
   * @throws GaranceError `store.unreadable` when neither opens it
   */
  reseal(purpose: string, sealed: string, context?: string): string | undefined;
}

const version = 'v1';
const ivBytes = 12;
const tagBytes = 16;

/**
 * A vault that seals under the master key.
 *
 * @param masterKey 32 bytes
 * @param other only opens: the next or the former master key, during a change
 * @throws GaranceError `store.master_key_invalid` for a key of another length, and for two equal keys
 */
export function createVault(masterKey: Uint8Array, other?: Uint8Array): Vault {
  const vault = vaultOf(masterKey);
  if (other === undefined) return { ...vault, reseal: (...value) => void vault.open(...value) };
  if (Buffer.from(masterKey).equals(other)) {
    throw new GaranceError('store.master_key_invalid', { detail: 'the other key is the same' });
  }
  const second = vaultOf(other);
  return {
    seal: vault.seal,
    open: (...value) => tryOpen(vault, value) ?? second.open(...value),
    reseal: (purpose, sealed, context) =>
      tryOpen(vault, [purpose, sealed, context]) === undefined
        ? vault.seal(purpose, second.open(purpose, sealed, context), context)
        : undefined,
  };
}

function tryOpen(vault: Pick<Vault, 'open'>, value: Parameters<Vault['open']>): string | undefined {
  try {
    return vault.open(...value);
  } catch {
    return undefined;
  }
}

/**
 * AES-256-GCM under one key per purpose (HKDF-SHA-256 of the master key), with purpose and context authenticated.
 * Sealed form: `v1.` and base64url of nonce ‖ ciphertext ‖ tag. Nonces are random: one purpose may seal 2^32 values
 * per master key (NIST SP 800-38D §8.3).
 * Keys are KeyObjects: with bytes, Node throws and catches two errors per call to find their type, which takes longer
 * than the encryption.
 */
function vaultOf(masterKey: Uint8Array): Omit<Vault, 'reseal'> {
  if (masterKey.byteLength !== 32) throw new GaranceError('store.master_key_invalid', { detail: 'length' });
  const master = Uint8Array.from(masterKey);
  const nextIv = createRandomSource(ivBytes);
  const keys = new Map<string, KeyObject>();
  const keyFor = (purpose: string): KeyObject => {
    const known = keys.get(purpose);
    if (known !== undefined) return known;
    const info = `garance/vault/${version}/${purpose}`;
    const derived = createSecretKey(new Uint8Array(hkdfSync('sha256', master, new Uint8Array(0), info, 32)));
    keys.set(purpose, derived);
    return derived;
  };
  return {
    seal: (purpose, plaintext, context = '') => {
      const iv = nextIv();
      const cipher = createCipheriv('aes-256-gcm', keyFor(purpose), iv);
      cipher.setAAD(associatedData(purpose, context));
      const body = cipher.update(plaintext, 'utf8');
      cipher.final();
      return `${version}.${Buffer.concat([iv, body, cipher.getAuthTag()]).toString('base64url')}`;
    },
    open: (purpose, sealed, context = '') => {
      const bytes = decode(sealed);
      const iv = bytes.subarray(0, ivBytes);
      const decipher = createDecipheriv('aes-256-gcm', keyFor(purpose), iv, { authTagLength: tagBytes });
      decipher.setAAD(associatedData(purpose, context));
      decipher.setAuthTag(bytes.subarray(bytes.length - tagBytes));
      try {
        const plain = decipher.update(bytes.subarray(ivBytes, bytes.length - tagBytes));
        decipher.final();
        return plain.toString('utf8');
      } catch (cause) {
        throw new GaranceError('store.unreadable', { detail: purpose, cause });
      }
    },
  };
}

/** Length-prefixed, so that no two pairs of purpose and context give the same bytes. */
function associatedData(purpose: string, context: string): Buffer {
  return Buffer.from(`${version}|${Buffer.byteLength(purpose)}|${purpose}|${context}`, 'utf8');
}

/** Accepts the canonical encoding only, so that each sealed value has one spelling. */
function decode(sealed: string): Buffer {
  const prefix = `${version}.`;
  const encoded = sealed.slice(prefix.length);
  const bytes = Buffer.from(encoded, 'base64url');
  const readable =
    sealed.startsWith(prefix) &&
    bytes.length >= ivBytes + tagBytes &&
    bytes.toString('base64url') === encoded;
  if (!readable) throw new GaranceError('store.unreadable', { detail: 'format' });
  return bytes;
}
