import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';
import { type ClientMetadata, type Configuration, Provider } from 'oidc-provider';
import type { DemoServiceKeys } from '../keys.ts';
import { publicJwks } from '../keys.ts';
import { signInEntries, signInEntryNames } from '../sign-in-entries.ts';
import { origin } from './scene.ts';

/** `oidc-provider` in the place of a hub: an independent implementation of the protocol. */
export interface OidcProviderHub {
  readonly issuer: string;
  close(): Promise<void>;
}

export const personSub = 'person-1';
const clientSecret = 'secret of the town';

export async function startOidcProviderHub(keys: DemoServiceKeys): Promise<OidcProviderHub> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), kid: 'op-1', use: 'sig', alg: 'ES256' };
  const provider = new Provider(issuer, configuration(keys, jwk));
  // Signs every person in and grants consent without pages: this test is about tokens.
  provider.use(async (ctx, next) => {
    if (!ctx.path.startsWith('/agree/')) return next();
    const details = await provider.interactionDetails(ctx.req, ctx.res);
    const grant = new provider.Grant({ accountId: personSub, clientId: String(details.params.client_id) });
    grant.addOIDCScope(String(details.params.scope));
    const login = { accountId: personSub, acr: String(details.params.acr_values) };
    const consent = { grantId: await grant.save() };
    await provider.interactionFinished(
      ctx.req,
      ctx.res,
      { login, consent },
      { mergeWithLastSubmission: false },
    );
  });
  server.on('request', provider.callback());
  return {
    issuer,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function configuration(keys: DemoServiceKeys, jwk: object): Configuration {
  return {
    jwks: { keys: [jwk] },
    clients: signInEntryNames.map((name) => clientOf(name, keys)),
    acrValues: ['eidas1', 'eidas2', 'eidas3'],
    conformIdTokenClaims: true,
    claims: {
      acr: null,
      identite_pivot: ['given_name', 'family_name', 'birthdate', 'gender', 'birthplace', 'birthcountry'],
      rnipp_identite_pivot: ['rnipp_family_name'],
      email: ['email'],
      preferred_username: ['preferred_username'],
    },
    features: {
      devInteractions: { enabled: false },
      encryption: { enabled: true },
      jwtUserinfo: { enabled: true },
      rpInitiatedLogout: { enabled: true },
    },
    enabledJWA: {
      idTokenSigningAlgValues: ['ES256'],
      userinfoSigningAlgValues: ['ES256'],
      idTokenEncryptionAlgValues: ['RSA-OAEP-256', 'ECDH-ES'],
      userinfoEncryptionAlgValues: ['RSA-OAEP-256', 'ECDH-ES'],
      idTokenEncryptionEncValues: ['A256GCM'],
      userinfoEncryptionEncValues: ['A256GCM'],
    },
    interactions: { url: (_ctx, interaction) => `/agree/${interaction.uid}` },
    findAccount: () => ({
      accountId: personSub,
      claims: () => ({ sub: personSub, given_name: 'Zoé', family_name: 'N’Diaye', email: 'zoe@example.org' }),
    }),
    cookies: { keys: ['test'] },
    ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 60, AuthorizationCode: 30, IdToken: 60 },
  };
}

function clientOf(name: (typeof signInEntryNames)[number], keys: DemoServiceKeys): ClientMetadata {
  const entry = signInEntries[name];
  return {
    client_id: name,
    redirect_uris: [`${origin}/callback/${entry.path}`],
    post_logout_redirect_uris: [`${origin}/signed-out`],
    grant_types: ['authorization_code'],
    response_types: ['code'],
    token_endpoint_auth_method: entry.authMethod,
    ...(entry.authMethod === 'client_secret_post' ? { client_secret: clientSecret } : {}),
    jwks: { keys: [...publicJwks(keys).keys].map((key) => ({ ...key, kty: key.kty ?? '' })) },
    id_token_signed_response_alg: 'ES256',
    userinfo_signed_response_alg: 'ES256',
    ...(entry.encryption === undefined
      ? {}
      : {
          id_token_encrypted_response_alg: entry.encryption.alg,
          id_token_encrypted_response_enc: entry.encryption.enc,
          userinfo_encrypted_response_alg: entry.encryption.alg,
          userinfo_encrypted_response_enc: entry.encryption.enc,
        }),
  };
}
