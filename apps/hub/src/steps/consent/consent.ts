/**
 * Step 5: the citizen sees what leaves, and agrees or not. Owns the decision, the sign-in event and the code.
 * What is released is what was shown and is still permitted at this moment.
 */
import { randomUUID } from 'node:crypto';
import { releaseClaims } from '@garance/core';
import type { HubDeps } from '../../deps.ts';
import { type Grant, sealGrant } from '../../grant.ts';
import { newId } from '../../ids.ts';
import type { IdentifiedInteraction } from '../../interaction.ts';
import type { StepOutcome } from '../../outcome.ts';
import { isStillPermitted, mayHaveAmr, permittedScopes } from '../../permission.ts';
import { answerService, errorToService } from '../../to-service.ts';
import { notifyCitizen, recordSignIn } from './record-sign-in.ts';

/** The claims that continuing would release, in the order of the platform's table. Never `sub`, which identifies nobody by itself. */
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
  readonly locale: 'fr' | 'en';
  /** The person has signed in on this device before: they are not written to. */
  readonly knownDevice: boolean;
}

/** A code for the service, once: the transaction is taken, and on plus the sign-in is durable before the code leaves. */
export async function releaseToService(
  deps: HubDeps,
  interaction: IdentifiedInteraction,
  { locale, knownDevice }: ReleaseVisit,
): Promise<StepOutcome> {
  const { transaction, registration } = interaction;
  const { request, person } = transaction;
  if (!(await deps.inflight.takeTransaction(interaction.id, interaction.version))) {
    return { kind: 'error-page', error: 'interaction.out_of_order' };
  }
  const { rehearsalPlan } = transaction;
  const { providerId } = person;
  if (!isStillPermitted(deps.registry, registration, { providerId, rehearsalPlan }))
    return errorToService(request, 'interaction.provider_withdrawn');
  const signIn = { reference: randomUUID(), registration, person, locale };
  // A person of a rehearsal has no history to keep and no mailbox.
  const real = rehearsalPlan === undefined;
  if (real && !(await recordSignIn(deps, signIn))) return errorToService(request, 'interaction.not_recorded');

  const code = newId();
  const { codeTtlSeconds, accessTokenTtlSeconds } = deps.config;
  await deps.inflight.putCode(code, {
    grantId: newId(),
    value: sealGrant(deps.vault, code, grantFor(deps, interaction)),
    ttlSeconds: codeTtlSeconds,
    tombstoneSeconds: accessTokenTtlSeconds + codeTtlSeconds,
  });
  if (real && !knownDevice) notifyCitizen(deps, signIn);
  const answer = answerService(request, { code });
  return rehearsalPlan === undefined ? answer : { ...answer, rehearsalPlan };
}

function grantFor(deps: HubDeps, interaction: IdentifiedInteraction): Grant {
  const { registration, transaction } = interaction;
  const { request, person, rehearsalPlan } = transaction;
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
    ...(rehearsalPlan !== undefined && { rehearsalPlan }),
  };
}
