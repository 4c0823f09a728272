/**
 * Step 4: from what a provider claims to the person this service will see. Owns the identity rules' outcome, the civil
 * register, the subject identifier, and the change of the transaction's identifier (session fixation). Discloses nothing.
 */
import {
  decideIdentity,
  type ErrorCode,
  parseProviderIdentity,
  personFingerprint,
  type RegisterAnswer,
  type ReleasedIdentity,
  releasedLevel,
  subjectFor,
} from '@garance/core';
import type { HubDeps } from '../../deps.ts';
import { newId } from '../../ids.ts';
import { advance, type Interaction } from '../../interaction.ts';
import type { StepOutcome } from '../../outcome.ts';
import {
  baseOf,
  type ConfirmedSignIn,
  nextState,
  type SignedInPerson,
  sealTransaction,
  type Transaction,
  type VerifiedAnswer,
} from '../../transaction.ts';

/** Confirms the claims and, when they hold, makes this login the confirmed person's. */
export async function identify(
  deps: HubDeps,
  interaction: Interaction,
  answer: VerifiedAnswer,
): Promise<StepOutcome> {
  const confirmed = await confirm(deps, interaction, answer);
  if (!confirmed.ok) return failLogin(deps, interaction, confirmed.error, confirmed.detail);
  const { providerId, level, amr, authTime, authTimePresumed, idToken } = answer;
  return becomeIdentified(deps, interaction, {
    identity: confirmed.identity,
    providerId,
    level: releasedLevel(deps.config.platform, level),
    amr,
    authTime,
    ...(authTimePresumed === true && { authTimePresumed }),
    providerIdToken: idToken,
  });
}

/** The login goes on under a new identifier, known to nobody who knew the old one. */
export async function becomeIdentified(
  deps: HubDeps,
  interaction: Interaction,
  signIn: ConfirmedSignIn,
): Promise<StepOutcome> {
  const { transaction } = interaction;
  const person = describePerson(deps, interaction, signIn);
  if (transaction.expectedSub !== undefined && transaction.expectedSub !== person.sub) {
    return failLogin(deps, interaction, 'authorize.other_person');
  }
  if (nextState(transaction.state, 'identified') === undefined) {
    return { kind: 'error-page', error: 'interaction.out_of_order' };
  }
  const next: Transaction = { ...baseOf(transaction), state: 'identified', person };
  const id = newId();
  const replaced = await deps.inflight.replaceTransaction({
    oldId: interaction.id,
    newId: id,
    value: sealTransaction(deps.vault, next),
    expectedVersion: interaction.version,
  });
  if (!replaced) return { kind: 'error-page', error: 'interaction.out_of_order' };
  return { kind: 'next', id, version: 1, transaction: next };
}

type Confirmed =
  | { readonly ok: true; readonly identity: ReleasedIdentity }
  | { readonly ok: false; readonly error: ErrorCode; readonly detail?: string };

/** The provider's claims against the identity rules, then against the civil register. */
async function confirm(
  deps: HubDeps,
  { registration, transaction }: Interaction,
  { claims, providerId }: VerifiedAnswer,
): Promise<Confirmed> {
  const rehearsed = transaction.rehearsalPlan !== undefined;
  const { serviceId } = registration;
  const providerSub = typeof claims.sub === 'string' ? claims.sub : '';
  if (!rehearsed && (await deps.isForeignTestPerson?.({ providerId, providerSub, serviceId }))) {
    return { ok: false, error: 'identity.foreign_test_person' };
  }
  const parsed = parseProviderIdentity(claims, deps.geography, { nowMs: deps.clock.now() });
  if (!parsed.ok) return { ok: false, error: 'identity.invalid_attribute', detail: parsed.attribute };
  const { pivot } = parsed.identity;
  // Nobody real signs in to a rehearsal: there is no register to ask, and what it would say is not what is rehearsed.
  const answer: RegisterAnswer = rehearsed
    ? { kind: 'found', identity: pivot }
    : await deps.register.lookUp(pivot);
  return decideIdentity(deps.config.platform, answer, parsed.identity);
}

function describePerson(
  deps: HubDeps,
  { registration }: Interaction,
  signIn: ConfirmedSignIn,
): SignedInPerson {
  const person = signIn.identity.register;
  return {
    ...signIn,
    sub: subjectFor({
      sector: registration.sector,
      person,
      keys: deps.subjectKeys,
      overrides: deps.subjectOverrides(),
    }),
    fingerprint: personFingerprint(deps.subjectKeys.history, person),
  };
}

/** The login ends here for this person; the page that says so leads back to the service. */
async function failLogin(
  deps: HubDeps,
  interaction: Interaction,
  error: ErrorCode,
  detail?: string,
): Promise<StepOutcome> {
  const next: Transaction = {
    ...baseOf(interaction.transaction),
    state: 'failed',
    error,
    ...(detail !== undefined && { detail }),
  };
  if (!(await advance(deps, interaction, 'failed', next))) {
    return { kind: 'error-page', error: 'interaction.out_of_order' };
  }
  deps.logger.info({ code: error, detail }, 'identity not confirmed');
  return { kind: 'next', id: interaction.id, version: interaction.version + 1, transaction: next };
}
