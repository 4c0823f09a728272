import type { Scenario } from '../vocabulary/scenario.ts';
import { acrValues } from './requests/acr-values.ts';
import { clientAuthentication } from './requests/client-authentication.ts';
import { codeVerifier } from './requests/code-verifier.ts';
import { noCredentialsInUrl } from './requests/no-credentials-in-url.ts';
import { nonce } from './requests/nonce.ts';
import { pkce } from './requests/pkce.ts';
import { publishedKeys } from './requests/published-keys.ts';
import { redirectUri } from './requests/redirect-uri.ts';
import { scopes } from './requests/scopes.ts';
import { state } from './requests/state.ts';
import { usesDiscovery } from './requests/uses-discovery.ts';
import { valuesApart } from './requests/values-apart.ts';

export const requests: readonly Scenario[] = [
  usesDiscovery,
  state,
  nonce,
  codeVerifier,
  valuesApart,
  pkce,
  scopes,
  acrValues,
  redirectUri,
  clientAuthentication,
  noCredentialsInUrl,
  publishedKeys,
];
