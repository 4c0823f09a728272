/**
 * Step 5: the citizen sees what leaves, and agrees or not. Owns the decision, the sign-in event and the code.
 * What is released is what was shown and is still permitted at this moment.
 */
import { randomUUID } from 'node:crypto';
import { type Registration, releaseClaims } from '@garance/core';
import type { HubDeps } from '../../deps.ts';
import { type Grant, sealGrant } from '../../grant.ts';
import { newId } from '../../ids.ts';
import type { IdentifiedInteraction } from '../../interaction.ts';
import type { StepOutcome } from '../../outcome.ts';
import { isAllowedProvider } from '../../registry.ts';
import { answerService, errorToService } from '../../to-service.ts';
import type { SignedInPerson } from '../../transaction.ts';

/** The claims that continuing would release, in the order of the platform's table. Never `sub`, which identifies nobody by itself. */
export function claimsToRelease(deps: HubDeps, interaction: IdentifiedInteraction): Grant['claims'] {
  const { transaction, registration } = interaction;
  return releaseClaims({
    platform: deps.config.platform,
    grantedScopes: stillPermitted(transaction.request.scopes, registration),
    identity: transaction.person.identity,
    idpId: transaction.person.providerId,
  });
}

/** A code for the service, once: the transaction is taken, and on plus the sign-in is durable before the code leaves. */
export async function releaseToService(
  deps: HubDeps,
  interaction: IdentifiedInteraction,
): Promise<StepOutcome> {
  const { transaction, registration } = interaction;
  const { request, person } = transaction;
  const provider = deps.registry.findProvider(person.providerId);
  const withdrawn =
    transaction.rehearsalPlan === undefined &&
    (provider === undefined ||
      provider.status === 'disabled' ||
      !isAllowedProvider(registration, provider.id));
  if (!(await deps.inflight.takeTransaction(interaction.id, interaction.version))) {
    return { kind: 'error-page', error: 'interaction.out_of_order' };
  }
  if (withdrawn) return errorToService(request, 'interaction.provider_withdrawn');
  if (!(await recorded(deps, registration, person)))
    return errorToService(request, 'interaction.not_recorded');

  const code = newId();
  const { codeTtlSeconds, accessTokenTtlSeconds } = deps.config;
  await deps.inflight.putCode(code, {
    grantId: newId(),
    value: sealGrant(deps.vault, grantFor(deps, interaction)),
    ttlSeconds: codeTtlSeconds,
    tombstoneSeconds: accessTokenTtlSeconds + codeTtlSeconds,
  });
  notifyCitizen(deps, registration, person, request.uiLocales[0] ?? 'fr');
  return answerService(request, { code });
}

function grantFor(deps: HubDeps, interaction: IdentifiedInteraction): Grant {
  const { registration, transaction } = interaction;
  const { request, person, rehearsalPlan } = transaction;
  return {
    clientId: request.clientId,
    redirectUri: request.redirectUri,
    ...(request.codeChallenge !== undefined && { codeChallenge: request.codeChallenge }),
    ...(request.nonce !== undefined && { nonce: request.nonce }),
    scopes: stillPermitted(request.scopes, registration),
    sub: person.sub,
    level: person.level,
    ...(request.amr && registration.amrAllowed && { amr: person.amr }),
    authTime: person.authTime,
    claims: claimsToRelease(deps, interaction),
    providerId: person.providerId,
    providerIdToken: person.providerIdToken,
    ...(rehearsalPlan !== undefined && { rehearsalPlan }),
  };
}

function stillPermitted(shown: readonly string[], registration: Registration): readonly string[] {
  return shown.filter((scope) => scope === 'openid' || registration.scopes.includes(scope));
}

/** On plus a login that could not be recorded does not happen; on standard it goes on and the failure is logged. */
async function recorded(deps: HubDeps, registration: Registration, person: SignedInPerson): Promise<boolean> {
  const { platform, environment } = deps.config;
  const written = deps
    .recordSignIn({
      id: randomUUID(),
      atMs: deps.clock.now(),
      hub: { platform, environment },
      personFingerprint: person.fingerprint,
      serviceId: registration.serviceId,
      clientId: registration.clientId,
      providerId: person.providerId,
      level: person.level,
    })
    .then(
      () => true,
      (error: unknown) => {
        deps.logger.error({ err: error }, 'sign-in event not recorded');
        return false;
      },
    );
  return platform === 'plus' ? written : true;
}

/** Queued beside the login, which neither waits for it nor fails with it. */
function notifyCitizen(
  deps: HubDeps,
  registration: Registration,
  person: SignedInPerson,
  locale: 'fr' | 'en',
): void {
  const { email } = person.identity;
  deps
    .notify({
      to: email,
      locale,
      serviceName: registration.displayName,
      providerName: deps.registry.findProvider(person.providerId)?.name ?? person.providerId,
      atMs: deps.clock.now(),
      environment: deps.config.environment,
    })
    .catch((error: unknown) => deps.logger.error({ err: error }, 'sign-in mail not queued'));
}
