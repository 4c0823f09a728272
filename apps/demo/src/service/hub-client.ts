import type { GuardedFetch } from '@garance/web/outbound';
import * as client from 'openid-client';
import { type ClientSettings, type DecryptionKey, importPrivateKey } from './client-settings.ts';

/** A configuration for one login, with a record of what the library does not return. */
export interface LoginConfiguration {
  readonly config: client.Configuration;
  /** Filled while the configuration is used: the userinfo answer as it was received. */
  readonly recorded: { userinfo?: string };
}

export interface HubClient {
  /** Discovers at first use (the hub may start later than this service) and again when the document is ten minutes old. */
  configuration(): Promise<LoginConfiguration>;
  /** Caches the hub's published keys for later logins. */
  keepKeys(config: client.Configuration): void;
}

/** The same as the lifetime of a hub's discovery document. */
const discoveryMaxAgeMs = 600_000;
/** Longer than the hub's own time limits. */
const timeoutSeconds = 15;

/** Registered algorithms: any other is refused before a key is read (RFC 8725 §3.1). */
const metadata: Partial<client.ClientMetadata> = {
  id_token_signed_response_alg: 'ES256',
  userinfo_signed_response_alg: 'ES256',
};

/**
 * The connection of one entry to its hub.
 * @param decryptionKey undefined for an entry without encryption
 */
export function createHubClient(
  settings: ClientSettings,
  decryptionKey: Promise<DecryptionKey | undefined>,
): HubClient {
  const { clock, allowHttp } = settings;
  let discovered: { readonly server: client.ServerMetadata; readonly atMs: number } | undefined;
  let jwksCache: ReturnType<typeof client.getJwksCache>;
  const authentication = createAuthentication(settings);

  async function serverMetadata(): Promise<client.ServerMetadata> {
    if (discovered !== undefined && clock.now() - discovered.atMs < discoveryMaxAgeMs)
      return discovered.server;
    const config = await client.discovery(new URL(settings.issuer), settings.clientId, undefined, undefined, {
      timeout: timeoutSeconds,
      execute: allowHttp ? [client.allowInsecureRequests] : [],
      [client.customFetch]: asCustomFetch(settings.fetch),
    });
    discovered = { server: config.serverMetadata(), atMs: clock.now() };
    return discovered.server;
  }

  return {
    async configuration() {
      const recorded: LoginConfiguration['recorded'] = {};
      const server = await serverMetadata();
      const config = new client.Configuration(server, settings.clientId, metadata, await authentication);
      config.timeout = timeoutSeconds;
      config[client.customFetch] = recordUserinfo(settings.fetch, server.userinfo_endpoint, recorded);
      if (allowHttp) client.allowInsecureRequests(config);
      // Checks signatures even where Core §3.1.3.7 accepts TLS in their place.
      client.enableNonRepudiationChecks(config);
      if (jwksCache !== undefined) client.setJwksCache(config, jwksCache);
      const decryption = await decryptionKey;
      if (decryption !== undefined) {
        client.enableDecryptingResponses(config, [decryption.enc], decryption);
      }
      return { config, recorded };
    },
    keepKeys(config) {
      jwksCache = client.getJwksCache(config) ?? jwksCache;
    },
  };
}

async function createAuthentication(settings: ClientSettings): Promise<client.ClientAuth> {
  if (settings.entry.authMethod === 'client_secret_post')
    return client.ClientSecretPost(settings.clientSecret);
  const { signing } = settings.keys;
  return client.PrivateKeyJwt({ key: await importPrivateKey(signing, 'ES256'), kid: signing.kid ?? '' });
}

/** The guarded fetch with the library's type; redirects are not followed. The library sends forms or no body. */
function asCustomFetch(send: GuardedFetch): client.CustomFetch {
  return (url, { body, headers, method, redirect, signal }) => {
    const form = body instanceof URLSearchParams ? { body } : {};
    return send(url, { headers, method, redirect, ...form, ...(signal === undefined ? {} : { signal }) });
  };
}

/** Records the userinfo JWT, because the library returns its claims only. */
function recordUserinfo(
  send: GuardedFetch,
  userinfoEndpoint: string | undefined,
  recorded: LoginConfiguration['recorded'],
): client.CustomFetch {
  const fetch = asCustomFetch(send);
  return async (url, options) => {
    const response = await fetch(url, options);
    if (url === userinfoEndpoint && response.ok) recorded.userinfo = (await response.clone().text()).trim();
    return response;
  };
}
