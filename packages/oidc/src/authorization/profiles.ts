import type { ProfileName } from '@garance/core';
import { checkClaims } from './checks/check-claims.ts';
import { carryIdTokenHint } from './checks/check-id-token-hint.ts';
import { checkIdpHint } from './checks/check-idp-hint.ts';
import { checkLevel } from './checks/check-level.ts';
import { checkMaxAge } from './checks/check-max-age.ts';
import { acceptNonce, requireNonce } from './checks/check-nonce.ts';
import { checkPkce } from './checks/check-pkce.ts';
import { checkInteractivePrompt, checkPrompt } from './checks/check-prompt.ts';
import { checkPushed } from './checks/check-pushed.ts';
import { checkRepeatedParameters } from './checks/check-repeated-parameters.ts';
import { checkReservedParameters } from './checks/check-reserved-parameters.ts';
import { checkResponseMode } from './checks/check-response-mode.ts';
import { checkResponseType } from './checks/check-response-type.ts';
import { checkScope } from './checks/check-scope.ts';
import { acceptState, requireState } from './checks/check-state.ts';
import { readLocales } from './checks/check-ui-locales.ts';
import { checkUnsupportedParameters } from './checks/check-unsupported-parameters.ts';
import type { AuthorizationCheck } from './request.ts';

/**
 * A profile is a table: the checks of an authorization request in the order in which they run; the first failure ends
 * the request. They run after client and redirect URI are verified (`prove-client.ts`), so each failure may be sent to
 * the service.
 */
export const profiles: Readonly<Record<ProfileName, readonly AuthorizationCheck[]>> = {
  /** The default, by the platform specification. */
  franceconnect: [
    checkRepeatedParameters,
    checkUnsupportedParameters,
    checkPushed,
    checkResponseType,
    checkResponseMode,
    checkScope,
    requireState,
    requireNonce,
    checkClaims,
    checkLevel,
    checkInteractivePrompt,
    checkMaxAge,
    checkPkce,
    carryIdTokenHint,
    checkIdpHint,
    readLocales,
    checkReservedParameters,
  ],
  /** Optional parameters of OpenID Connect Core stay optional; the hub answers `prompt=none`. */
  openid: [
    checkRepeatedParameters,
    checkUnsupportedParameters,
    checkPushed,
    checkResponseType,
    checkResponseMode,
    checkScope,
    acceptState,
    acceptNonce,
    checkClaims,
    checkLevel,
    checkPrompt,
    checkMaxAge,
    checkPkce,
    carryIdTokenHint,
    checkIdpHint,
    readLocales,
    checkReservedParameters,
  ],
};
