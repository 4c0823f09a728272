/**
 * Step 5: the citizen sees what is shared, and agrees or not. Owns the decision, the sign-in event and the code. Only
 * what was shown and is still permitted at this moment is released.
 */
import { randomUUID } from 'node:crypto';
import { type Locale, releaseClaims } from '@garance/core';
import type { HubDeps } from '../../deps.ts';
import { afterConflict, endLogin } from '../../ending.ts';
import { type Grant, sealGrant } from '../../grant.ts';
import { newId } from '../../ids.ts';
import type { IdentifiedInteraction } from '../../interaction.ts';
import type { StepOutcome } from '../../outcome.ts';
import { mayHaveAmr, permittedScopes } from '../../permission.ts';
import { answerService, errorToService } from '../../to-service.ts';
import { notifyCitizen, recordSignIn } from './record-sign-in.ts';

/**
 * The claims that would be released, in the order of the platform's table. Never `sub`, which does not identify a
 * person by itself.
 */
export function claimsToRelease(deps: HubDeps, interaction: IdentifiedInteraction): Grant['claims'] {
  const { transaction, registration } = interaction;
  return releaseClaims({
    platform: deps.config.platform,
    grantedScopes: permittedScopes(transaction.request.scopes, registration),
    identity: transaction.person.identity,
    idpId: transaction.person.providerId,
  });
}

interface ReleaseVisit {
  readonly locale: Locale;
  /** The person has signed in on this device before, so no mail is sent. */
  readonly knownDevice: boolean;
}

/**
 * Issues the code for the service, once: of several requests one ends the login, and on plus the sign-in is durable
 * before the code can be redeemed.
 */
export async function releaseToService(
  deps: HubDeps,
  interaction: IdentifiedInteraction,
  { locale, knownDevice }: ReleaseVisit,
): Promise<StepOutcome> {
  const { transaction, registration } = interaction;
  const { request, person, plan } = transaction;
  const conduct = deps.logins.conductOf(plan);
  const permitted = conduct.isUsable(registration, person.providerId);
  const code = newId();
  const answer = permitted
    ? { ...answerService(request, { code }), plan }
    : errorToService(request, 'interaction.provider_withdrawn');
  const ended = await endLogin(deps, interaction, { answer, form: 'consent' });
  if (ended === undefined) return afterConflict(deps, interaction, 'consent');
  if (!permitted) return ended.outcome;

  const signIn = { reference: randomUUID(), registration, person, locale };
  if (!(await conduct.keep(() => recordSignIn(deps, signIn)))) {
    return ended.replaceBy(errorToService(request, 'interaction.not_recorded'));
  }
  const { codeTtlSeconds, accessTokenTtlSeconds } = deps.config;
  await deps.inflight.putCode(code, {
    grantId: newId(),
    value: sealGrant(deps.vault, code, grantFor(deps, interaction)),
    ttlSeconds: codeTtlSeconds,
    tombstoneSeconds: accessTokenTtlSeconds + codeTtlSeconds,
  });
  if (!knownDevice) await conduct.keep(async () => notifyCitizen(deps, signIn));
  return ended.outcome;
}

function grantFor(deps: HubDeps, interaction: IdentifiedInteraction): Grant {
  const { registration, transaction } = interaction;
  const { request, person, plan } = transaction;
  return {
    clientId: request.clientId,
    redirectUri: request.redirectUri,
    ...(request.codeChallenge !== undefined && { codeChallenge: request.codeChallenge }),
    ...(request.nonce !== undefined && { nonce: request.nonce }),
    scopes: permittedScopes(request.scopes, registration),
    sub: person.sub,
    level: person.level,
    ...(request.amr && mayHaveAmr(registration) && { amr: person.amr }),
    authTime: person.authTime,
    claims: claimsToRelease(deps, interaction),
    providerId: person.providerId,
    providerIdToken: person.providerIdToken,
    reference: request.reference,
    plan,
  };
}
