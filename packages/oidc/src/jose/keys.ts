import type { KeyObject } from 'node:crypto';
import type { CryptoKey } from 'jose';

/** A public key to verify with, imported: either of the forms `jose` takes. */
export type VerificationKey = CryptoKey | KeyObject;
