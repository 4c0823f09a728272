/**
 * Client of the OpenID Provider for professionals (ProConnect or another one): authorization code with state, nonce and
 * PKCE (RFC 9700 §2.1); everything is fetched under the SSRF guard.
 */
import * as oidc from 'openid-client';
import { z } from 'zod';
import type { PortalConfig, PortalDeps } from '../../../../deps.ts';

/** State kept between the authorization request and the callback. */
export const pendingSchema = z.object({
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  next: z.string(),
});
export type PendingSignIn = z.infer<typeof pendingSchema>;

/** Claims as received; validated by `person.ts`. */
export interface ProfessionalAnswer {
  readonly issuer: string;
  readonly claims: Readonly<Record<string, unknown>>;
}

export interface ProfessionalProvider {
  /** Authorization URL, and the state to keep for the callback. */
  begin(next: string): Promise<{ readonly url: string; readonly pending: PendingSignIn }>;
  /**
   * @throws an error of the library for an invalid answer; `oidc.AuthorizationResponseError` when the provider answers
   * with an error
   */
  finish(query: string, pending: PendingSignIn): Promise<ProfessionalAnswer>;
}

const scope = 'openid email given_name usual_name siret';
/** The library fetches keys again when it needs them; endpoints are discovered again after this time. */
const discoveryLifetimeMs = 10 * 60_000;

type Settings = NonNullable<PortalConfig['professionals']>;

export function createProfessionalProvider(
  { outbound, clock, config }: Pick<PortalDeps, 'outbound' | 'clock' | 'config'>,
  settings: Settings,
): ProfessionalProvider {
  const redirectUri = `${config.origin}/sign-in/professional/callback`;
  const discover = createDiscovery({ outbound, clock }, settings);
  return {
    begin: async (next) => {
      const configuration = await discover();
      const pending: PendingSignIn = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        codeVerifier: oidc.randomPKCECodeVerifier(),
        next,
      };
      const url = oidc.buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        scope,
        state: pending.state,
        nonce: pending.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(pending.codeVerifier),
        code_challenge_method: 'S256',
        // On a shared computer, the provider's session may be another person's.
        prompt: 'login',
      });
      return { url: url.href, pending };
    },
    finish: async (query, { state, nonce, codeVerifier }) => {
      const configuration = await discover();
      const tokens = await oidc.authorizationCodeGrant(configuration, new URL(`${redirectUri}?${query}`), {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: codeVerifier,
        idTokenExpected: true,
      });
      const idToken = tokens.claims();
      if (idToken === undefined) throw new Error('no id_token');
      const userinfo = await oidc.fetchUserInfo(configuration, tokens.access_token, idToken.sub);
      return { issuer: idToken.iss, claims: { ...idToken, ...userinfo } };
    },
  };
}

/** Discovers the provider's endpoints, again after `discoveryLifetimeMs`. */
function createDiscovery(
  { outbound, clock }: Pick<PortalDeps, 'outbound' | 'clock'>,
  settings: Settings,
): () => Promise<oidc.Configuration> {
  let cached: { readonly at: number; readonly discovered: Promise<oidc.Configuration> } | undefined;
  return () => {
    if (cached !== undefined && clock.now() - cached.at < discoveryLifetimeMs) return cached.discovered;
    const discovered = oidc.discovery(
      new URL(settings.issuer),
      settings.clientId,
      undefined,
      oidc.ClientSecretPost(settings.clientSecret),
      {
        [oidc.customFetch]: outbound.fetch as oidc.CustomFetch,
        ...(outbound.policy.allowHttp && { execute: [oidc.allowInsecureRequests] }),
      },
    );
    cached = { at: clock.now(), discovered };
    // After a failure, discovery is repeated at the next sign-in.
    discovered.catch(() => {
      cached = undefined;
    });
    return discovered;
  };
}
