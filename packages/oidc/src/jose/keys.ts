import type { KeyObject } from 'node:crypto';
import type { CryptoKey } from 'jose';

/** An imported public key for verification, in either of the forms that `jose` takes. */
export type VerificationKey = CryptoKey | KeyObject;
