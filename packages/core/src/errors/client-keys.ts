import type { ErrorDefinition, Localized } from './definition.ts';

const misconfigured: Localized = {
  fr: 'Le service que vous souhaitez utiliser est mal configuré. Aucune donnée ne lui a été transmise. Signalez-le-lui ou réessayez plus tard.',
  en: 'The service you want to use is misconfigured. No data was sent to it. Tell the service or try again later.',
};

/** Why a service's own keys cannot be used. A token is then refused; it is never sent unencrypted instead. */
export const clientKeysErrors = {
  'client_keys.no_encryption_key': {
    oauth: 'server_error',
    status: 502,
    redirect: true,
    citizen: misconfigured,
    operator:
      'The key set of the service holds no public key that fits the registered encryption algorithm (kty, use, key_ops, alg).',
    clause: 'OpenID Connect Core 10.2',
  },
  'client_keys.unreachable': {
    oauth: 'server_error',
    status: 502,
    redirect: true,
    citizen: misconfigured,
    operator:
      'The jwks_uri of the service could not be fetched and no earlier copy is held: it must answer 200 with a JWK Set over https, without redirect, within 5 s and 256 KB, from a public address.',
    clause: 'OpenID Connect Core 10.1.1',
  },
} as const satisfies Record<string, ErrorDefinition>;
