import type { ErrorDefinition } from './definition.ts';

const citizen = {
  fr: 'Le service est momentanément indisponible. Réessayez dans quelques minutes.',
  en: 'The service is not available for the moment. Try again in a few minutes.',
};

/** What keeps a hub from making or using its own keys. */
export const keysErrors = {
  'keys.token_unavailable': {
    oauth: 'temporarily_unavailable',
    status: 503,
    redirect: true,
    citizen,
    operator:
      'The PKCS#11 token does not answer, has no session left, refuses the PIN, or no longer holds the key.',
    clause: 'spec/platforms.md Keys',
  },
  'keys.token_refuses': {
    oauth: 'server_error',
    status: 500,
    redirect: false,
    citizen,
    operator:
      'The PKCS#11 token does not make such a key, cannot do its algorithm, or holds a key that can be read out of it. Algorithms that it lacks are named in keys.pkcs11.softwareAlgorithms.',
    clause: 'spec/platforms.md Keys',
  },
  'keys.not_in_use': {
    oauth: 'server_error',
    status: 500,
    redirect: false,
    citizen,
    operator: 'The hub has no active key of this algorithm that it can use: see garance keys list.',
    clause: 'spec/platforms.md Keys',
  },
  'keys.rewrap_without_other': {
    oauth: 'server_error',
    status: 500,
    redirect: false,
    citizen,
    operator:
      'No second master key is configured: sealing anew needs the former one beside the current one (otherMasterKey; master.key.other in the data directory).',
    clause: 'security.md 19',
  },
} as const satisfies Record<string, ErrorDefinition>;
