import { type CryptoKey, importJWK } from 'jose';
import * as client from 'openid-client';
import type { RelyingPartyOptions } from './relying-party.ts';

/** One login's view of the hub: a configuration, and what came over it that the library does not hand out. */
interface LoginConfiguration {
  readonly config: client.Configuration;
  /** Filled while the configuration is used; the userinfo answer as it arrived, when it was a JWT. */
  readonly recorded: { userinfo?: string };
}

export interface HubClient {
  /** Discovers on first use (the hub may start later than this service) and again when the document is ten minutes old. */
  configuration(): Promise<LoginConfiguration>;
  /** Keeps the hub's published keys for the logins that follow. */
  keepKeys(config: client.Configuration): void;
}

/** As long as a hub lets its discovery document be cached. */
const discoveryMaxAgeMs = 600_000;
/** Longer than a slow hub, shorter than a person's patience. */
const timeoutSeconds = 15;

export function createHubClient(
  options: RelyingPartyOptions,
  decryptionKey: Promise<CryptoKey | undefined>,
): HubClient {
  const { door, clock, allowHttp } = options;
  let discovered: { readonly server: client.ServerMetadata; readonly atMs: number } | undefined;
  let jwksCache: ReturnType<typeof client.getJwksCache>;
  const authentication = createAuthentication(options);

  async function serverMetadata(): Promise<client.ServerMetadata> {
    if (discovered !== undefined && clock.now() - discovered.atMs < discoveryMaxAgeMs) return discovered.server;
    const config = await client.discovery(new URL(options.issuer), options.clientId, undefined, undefined, {
      timeout: timeoutSeconds,
      execute: allowHttp ? [client.allowInsecureRequests] : [],
      [client.customFetch]: options.fetch,
    });
    discovered = { server: config.serverMetadata(), atMs: clock.now() };
    return discovered.server;
  }

  return {
    async configuration() {
      const recorded: LoginConfiguration['recorded'] = {};
      const server = await serverMetadata();
      const config = new client.Configuration(server, options.clientId, metadata, await authentication);
      config.timeout = timeoutSeconds;
      config[client.customFetch] = recordUserinfo(options.fetch, server.userinfo_endpoint, recorded);
      if (allowHttp) client.allowInsecureRequests(config);
      // Signatures are checked even where Core §3.1.3.7 lets TLS stand for them.
      client.enableNonRepudiationChecks(config);
      if (jwksCache !== undefined) client.setJwksCache(config, jwksCache);
      const key = await decryptionKey;
      if (key !== undefined && door.encryption !== undefined) {
        client.enableDecryptingResponses(config, [door.encryption.enc], {
          key,
          alg: door.encryption.alg,
          kid: (door.encryption.alg === 'ECDH-ES' ? options.keys.ecEncryption : options.keys.rsaEncryption).kid ?? '',
        });
      }
      return { config, recorded };
    },
    keepKeys(config) {
      jwksCache = client.getJwksCache(config) ?? jwksCache;
    },
  };
}

/** The algorithms this service registered: another one is refused before any key is looked at (RFC 8725 §3.1). */
const metadata: Partial<client.ClientMetadata> = {
  id_token_signed_response_alg: 'ES256',
  userinfo_signed_response_alg: 'ES256',
};

async function createAuthentication(options: RelyingPartyOptions): Promise<client.ClientAuth> {
  if (options.door.authMethod === 'client_secret_post') return client.ClientSecretPost(options.clientSecret);
  const key = await importJWK(options.keys.signing, 'ES256');
  if (key instanceof Uint8Array) throw new TypeError('client assertions need a private key');
  return client.PrivateKeyJwt({ key, kid: options.keys.signing.kid ?? '' });
}

/** Keeps the raw userinfo JWT for the page: the library returns its claims only. */
function recordUserinfo(
  send: typeof fetch,
  userinfoEndpoint: string | undefined,
  recorded: LoginConfiguration['recorded'],
): client.CustomFetch {
  return async (url, init) => {
    const response = await send(url, init);
    if (url === userinfoEndpoint && response.ok) recorded.userinfo = (await response.clone().text()).trim();
    return response;
  };
}
