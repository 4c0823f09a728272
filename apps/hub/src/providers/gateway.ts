/**
 * The hub as OpenID Connect client: one call per need of a login (where to send the browser, what the answer proves,
 * where to sign out). Owns the providers' published documents, the limits on waiting for them, and every check of
 * spec/platforms "Checks on the provider's answer". Has no access to transactions, cookies or identity rules.
 *
 * ```
 * callback ─▶ state, iss ─▶ code exchanged ─▶ id_token opened ─▶ its claims ─▶ userinfo opened ─▶ its claims ─▶ identity
 * ```
 */
import {
  type Claims,
  type Clock,
  type ErrorCode,
  GaranceError,
  type Provider,
  type ProviderEndpoints,
} from '@garance/core';
import { type Outbound, OutboundError } from '@garance/web/outbound';
import { createBulkhead } from './bulkhead.ts';
import { judgeCallback } from './callback-checks.ts';
import type { FetchBounds } from './discovery.ts';
import { exchangeCode } from './exchange-code.ts';
import { fetchUserinfo } from './fetch-userinfo.ts';
import { judgeIdToken } from './id-token-checks.ts';
import { openToken, type TokenKeys } from './open-token.ts';
import type { ProviderAnswer, RedeemInput } from './provider-answer.ts';
import type { ProviderError } from './provider-error.ts';
import {
  type AuthorizationUrlInput,
  authorizationUrlOf,
  type EndSessionInput,
  endSessionUrlOf,
} from './redirect-urls.ts';
import { createTowards, type ObserveProvider, type Towards } from './towards.ts';
import { createUpstreams, type Upstreams } from './upstreams.ts';

export type { ProviderAnswer, RedeemInput } from './provider-answer.ts';

export interface ProviderGateway {
  /**
   * Where to send the browser. @throws GaranceError `provider.unavailable` when the provider's configuration cannot be
   * fetched
   */
  authorizationUrl(provider: Provider, input: AuthorizationUrlInput): Promise<string>;
  /**
   * Checks the callback and redeems its code. Never rejects. The caller has already taken the upstream `state` from the
   * store.
   */
  redeem(provider: Provider, input: RedeemInput): Promise<ProviderAnswer>;
  /** Undefined when the provider has no logout, or cannot be reached. */
  endSessionUrl(provider: Provider, input: EndSessionInput): Promise<string | undefined>;
}

export interface GatewayLogger {
  warn(details: object, message: string): void;
}

export interface ProviderGatewayOptions {
  readonly outbound: Outbound;
  readonly clock: Clock;
  /** Selects the hub's private key by the token's header. */
  readonly decryptor: TokenKeys['decryptor'];
  /** Default: 6 s for each request, 256 KB for each body, 50 concurrent redemptions for each provider. */
  readonly limits?: Partial<FetchBounds & { readonly concurrentPerProvider: number }>;
  readonly logger: GatewayLogger;
  /** Called for each answer that was not accepted, for the operator's view of the provider. Must not throw. */
  readonly onRefusal?: (refusal: ProviderRefusal) => void;
  /** Called for each request to a provider. Must not throw. */
  readonly observe?: ObserveProvider;
}

/** An answer of a provider that was not accepted: the failed check, and the provider's own error. */
export interface ProviderRefusal {
  readonly atMs: number;
  readonly provider: Provider;
  readonly error: ErrorCode;
  readonly check: string | undefined;
  readonly providerError: ProviderError | undefined;
}

/** Creates the client of all identity providers of a hub, with its caches of their documents and keys. */
export function createProviderGateway(options: ProviderGatewayOptions): ProviderGateway {
  const { clock, logger, limits } = options;
  const outbound = createTowards(options.outbound, options.observe);
  const bounds = { timeoutMs: limits?.timeoutMs ?? 6_000, maxBytes: limits?.maxBytes ?? 262_144 };
  const bulkhead = createBulkhead(limits?.concurrentPerProvider ?? 50);
  const upstreams = createUpstreams({
    outbound,
    clock,
    bounds,
    onFailure: (providerId, document, error) =>
      logger.warn({ providerId, document, reason: reasonOf(error) }, 'provider publication unusable'),
  });
  const redeemer = { outbound, clock, bounds, upstreams, decryptor: options.decryptor };

  return {
    async authorizationUrl(provider, input) {
      const endpoints = await upstreams.endpoints(provider).catch((cause: unknown) => {
        throw new GaranceError('provider.unavailable', { cause });
      });
      return authorizationUrlOf(provider, endpoints, input);
    },
    async redeem(provider, input) {
      let reason: string | undefined;
      const answer = await bulkhead
        .run(provider.id, () => redeemOnce(redeemer, provider, input))
        .catch((thrown: unknown) => {
          reason = reasonOf(thrown);
          return unavailable('reachability');
        });
      const outcome = answer ?? unavailable('bulkhead');
      if (outcome.kind !== 'identity') {
        const { kind, error, check, providerError } = outcome;
        const own =
          providerError === undefined
            ? {}
            : { providerError: providerError.error, providerDescription: providerError.description };
        const details = { providerId: provider.id, kind, error, check, reason, ...own };
        logger.warn(details, 'provider answer not accepted');
        options.onRefusal?.({ atMs: clock.now(), provider, error, check, providerError });
      }
      return outcome;
    },
    async endSessionUrl(provider, input) {
      const endpoints = await upstreams.endpoints(provider).catch(() => undefined);
      return endpoints === undefined ? undefined : endSessionUrlOf(provider, endpoints, input);
    },
  };
}

interface Redeemer {
  readonly outbound: Towards;
  readonly clock: Clock;
  readonly bounds: FetchBounds;
  readonly upstreams: Upstreams;
  readonly decryptor: TokenKeys['decryptor'];
}

/** Rejects only when a document or answer could not be fetched at all. */
async function redeemOnce(
  { outbound, clock, bounds, upstreams, decryptor }: Redeemer,
  provider: Provider,
  input: RedeemInput,
): Promise<ProviderAnswer> {
  const endpoints: ProviderEndpoints = await upstreams.endpoints(provider);
  const keys: TokenKeys = {
    decryptor,
    verificationKey: (query) => upstreams.verificationKey(provider, endpoints, query),
  };
  const nowSeconds = () => clock.now() / 1000;

  const callback = judgeCallback(input.callback, { endpoints, state: input.state });
  if (!callback.ok) return endedBy(callback);
  const { redirectUri, codeVerifier } = input;
  const tokens = await exchangeCode(
    outbound(provider.id, 'token'),
    { provider, endpoints, code: callback.value, redirectUri, codeVerifier },
    bounds,
  );
  if (!tokens.ok) return endedBy(tokens);
  const { accessToken } = tokens.value;
  const idToken = await openToken(tokens.value.idToken, idTokenFormat(provider), keys);
  if (!idToken.ok) return endedBy(idToken);
  const verified = judgeIdToken(idToken.value.claims, {
    provider,
    issuer: endpoints.issuer,
    nonce: input.nonce,
    accessToken,
    nowSeconds: nowSeconds(),
    requestedLevel: input.requestedLevel,
    platform: input.platform,
    transactionStartedAtSeconds: input.transactionStartedAtMs / 1000,
  });
  if (!verified.ok) return endedBy(verified);
  const { sub, ...levelReached } = verified.value;
  const userinfo = await fetchUserinfo(
    outbound(provider.id, 'userinfo'),
    { provider, endpoints, accessToken, sub, keys, nowSeconds },
    bounds,
  );
  if (!userinfo.ok) return endedBy(userinfo);
  const claims = claimsAsRegistered(provider, userinfo.value);
  return { kind: 'identity', claims, ...levelReached, idToken: idToken.value.jws };
}

/** At ordinary OpenID Providers `preferred_username` is a login name, which is not part of an identity. */
function claimsAsRegistered({ preferredUsernameIsUsageName }: Provider, claims: Claims): Claims {
  if (preferredUsernameIsUsageName === true) return claims;
  const { preferred_username: _loginName, ...identity } = claims;
  return identity;
}

function idTokenFormat({ idTokenSigningAlg, idTokenEncryption }: Provider) {
  return {
    signingAlg: idTokenSigningAlg,
    ...(idTokenEncryption !== undefined && { encryption: idTokenEncryption }),
  };
}

function endedBy({
  kind,
  error,
  check,
  providerError,
}: Exclude<ProviderAnswer, { kind: 'identity' }>): ProviderAnswer {
  return {
    kind,
    error,
    ...(check !== undefined && { check }),
    ...(providerError !== undefined && { providerError }),
  };
}

/**
 * An unreachable provider counts as a refusal: the citizen returns to the choice and may take another (security.md,
 * fault 5).
 */
function unavailable(check: string): ProviderAnswer {
  return { kind: 'refused', error: 'provider.unavailable', check };
}

/** A reason that is safe to log: never a body, a URL's query or a parser's excerpt of either. */
function reasonOf(error: unknown): string {
  if (error instanceof OutboundError) return error.reason;
  return error instanceof Error ? error.name : 'unknown';
}
