import { hash } from 'node:crypto';
import {
  type Claims,
  type Level,
  levelOfAcr,
  levelSatisfies,
  type Platform,
  type Provider,
} from '@garance/core';
import {
  applyChecks,
  audienceIncludes,
  type Check,
  clockToleranceSeconds,
  isNumericDate,
} from './check-table.ts';
import type { RedemptionResult } from './provider-answer.ts';

/** What the claims of an id_token are compared with. */
export interface IdTokenContext {
  readonly provider: Provider;
  readonly issuer: string;
  readonly nonce: string;
  /** The access token issued with it. */
  readonly accessToken: string;
  readonly nowSeconds: number;
  readonly requestedLevel: Level;
  readonly platform: Platform;
  readonly transactionStartedAtSeconds: number;
}

export interface VerifiedIdToken {
  readonly sub: string;
  /** The level that the provider's `acr` stands for. */
  readonly acr: Level;
  readonly amr?: readonly string[];
  readonly authTime?: number;
}

/**
 * `max_age=0` was sent; the provider's clock may be behind by this many seconds (spec/platforms "Checks on the
 * provider's answer").
 */
const authenticationToleranceSeconds = 10;

/** In this order (OpenID Connect Core §3.1.3.7), after the verification of the signature. */
export const idTokenChecks: readonly Check<Claims, IdTokenContext>[] = [
  { name: 'iss', error: 'provider.issuer', passes: ({ iss }, { issuer }) => iss === issuer },
  {
    name: 'aud',
    error: 'provider.audience',
    passes: ({ aud }, { provider }) => audienceIncludes(aud, provider.clientId),
  },
  {
    // With several audiences the token must say for which of them it was issued.
    name: 'azp',
    error: 'provider.audience',
    passes: ({ aud, azp }, { provider }) =>
      azp === undefined ? !Array.isArray(aud) || aud.length === 1 : azp === provider.clientId,
  },
  {
    name: 'sub',
    error: 'provider.subject',
    passes: ({ sub }) => typeof sub === 'string' && sub.length > 0 && sub.length <= 255,
  },
  {
    name: 'exp',
    error: 'provider.lifetime',
    passes: ({ exp }, { nowSeconds }) => isNumericDate(exp) && exp + clockToleranceSeconds > nowSeconds,
  },
  {
    name: 'iat',
    error: 'provider.lifetime',
    passes: ({ iat, nbf }, { nowSeconds }) =>
      isNumericDate(iat) &&
      iat <= nowSeconds + clockToleranceSeconds &&
      (nbf === undefined || (isNumericDate(nbf) && nbf <= nowSeconds + clockToleranceSeconds)),
  },
  { name: 'nonce', error: 'provider.nonce', passes: (claims, { nonce }) => claims.nonce === nonce },
  {
    // §3.1.3.8: optional in the code flow, binding when present.
    name: 'at_hash',
    error: 'provider.access_token_hash',
    passes: ({ at_hash }, { accessToken }) => at_hash === undefined || at_hash === halfHash(accessToken),
  },
  {
    // §3.1.2.1: required when `max_age` was sent, which is always the case on plus.
    name: 'auth_time present',
    error: 'provider.authentication_time_missing',
    passes: ({ auth_time }, { platform }) => auth_time !== undefined || platform !== 'plus',
  },
  {
    name: 'auth_time',
    error: 'provider.authentication_time',
    passes: ({ auth_time }, { platform, transactionStartedAtSeconds }) =>
      auth_time === undefined ||
      (isNumericDate(auth_time) &&
        (platform !== 'plus' || auth_time >= transactionStartedAtSeconds - authenticationToleranceSeconds)),
  },
  {
    name: 'acr known',
    error: 'provider.level_unknown',
    passes: ({ acr }, { provider }) => levelOfAcr(provider, acr) !== undefined,
  },
  {
    name: 'acr allowed',
    error: 'provider.level_not_allowed',
    passes: ({ acr }, { provider }) => isLevelThat(levelOfAcr(provider, acr), provider.levels),
  },
  {
    name: 'acr reached',
    error: 'provider.level_insufficient',
    passes: ({ acr }, { provider, requestedLevel }) => {
      const reached = levelOfAcr(provider, acr);
      return reached !== undefined && levelSatisfies(reached, requestedLevel);
    },
  },
  {
    name: 'amr',
    error: 'provider.authentication_methods',
    passes: ({ amr }) => amr === undefined || (Array.isArray(amr) && amr.length <= 20 && amr.every(isMethod)),
  },
];

function isLevelThat(level: Level | undefined, allowed: readonly Level[]): boolean {
  return level !== undefined && allowed.includes(level);
}

/** RFC 8176 method names have a few letters; longer values are not passed on to services. */
function isMethod(value: unknown): boolean {
  return typeof value === 'string' && /^[\w.:/-]{1,64}$/.test(value);
}

/** Left half of SHA-256, base64url: the hash of every algorithm accepted here. */
function halfHash(accessToken: string): string {
  return hash('sha256', accessToken, 'buffer').toString('base64url', 0, 16);
}

/** Checks the claims of an id_token whose signature is verified, and returns them typed. */
export function judgeIdToken(claims: Claims, context: IdTokenContext): RedemptionResult<VerifiedIdToken> {
  const judged = applyChecks(idTokenChecks, claims, context);
  if (!judged.ok) return judged;
  const { sub, acr, amr, auth_time } = claims;
  return {
    ok: true,
    value: {
      sub: sub as string,
      acr: levelOfAcr(context.provider, acr) as Level,
      ...(amr !== undefined && { amr: amr as readonly string[] }),
      ...(auth_time !== undefined && { authTime: auth_time as number }),
    },
  };
}
