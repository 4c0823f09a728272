import type { Encryption, Registration } from '@garance/core';
import type { AsyncCheck, RecipientKey } from '@garance/oidc';
import type { HubDeps } from '../deps.ts';

type EncryptionKeyCheck = AsyncCheck<
  { readonly deps: Pick<HubDeps, 'clientKeys'>; readonly registration: Registration },
  { readonly recipient: RecipientKey | undefined },
  'token.no_encryption_key'
>;

/**
 * A key of the client to encrypt its answer to, when `encryptionOf` the registration asks for encryption: never falls
 * back to clear text.
 */
export function checkEncryptionKey(
  encryptionOf: (registration: Registration) => Encryption | undefined,
): EncryptionKeyCheck {
  return {
    name: 'encryption-key',
    clause: 'OpenID Connect Core §10.2',
    errors: ['token.no_encryption_key'],
    run: async ({ deps, registration }) => {
      const encryption = encryptionOf(registration);
      if (encryption === undefined) return { ok: true, adds: { recipient: undefined } };
      const recipient = await deps.clientKeys.encryptionKey(registration, encryption);
      return recipient === undefined
        ? { ok: false, error: 'token.no_encryption_key' }
        : { ok: true, adds: { recipient } };
    },
  };
}
