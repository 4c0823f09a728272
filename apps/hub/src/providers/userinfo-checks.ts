import type { Claims, Provider } from '@garance/core';
import { audienceIncludes, type Check, clockToleranceSeconds, isNumericDate } from './check-table.ts';

export interface UserinfoContext {
  readonly provider: Provider;
  readonly issuer: string;
  /** Subject of the verified id_token. */
  readonly sub: string;
  readonly nowSeconds: number;
}

/** For plain JSON as well as for a signed answer: members that JSON does not need are checked too when present. */
export const userinfoChecks: readonly Check<Claims, UserinfoContext>[] = [
  {
    // §5.3.2: otherwise another person's userinfo could be combined with this person's sign-in.
    name: 'userinfo sub',
    error: 'provider.userinfo_subject',
    passes: (claims, { sub }) => claims.sub === sub,
  },
  {
    name: 'userinfo iss',
    error: 'provider.userinfo_issuer',
    passes: ({ iss }, { issuer }) => iss === undefined || iss === issuer,
  },
  {
    name: 'userinfo aud',
    error: 'provider.userinfo_audience',
    passes: ({ aud }, { provider }) => aud === undefined || audienceIncludes(aud, provider.clientId),
  },
  {
    name: 'userinfo exp',
    error: 'provider.userinfo_lifetime',
    passes: ({ exp }, { nowSeconds }) =>
      exp === undefined || (isNumericDate(exp) && exp + clockToleranceSeconds > nowSeconds),
  },
  {
    name: 'userinfo iat',
    error: 'provider.userinfo_lifetime',
    passes: ({ iat }, { nowSeconds }) =>
      iat === undefined || (isNumericDate(iat) && iat <= nowSeconds + clockToleranceSeconds),
  },
];
