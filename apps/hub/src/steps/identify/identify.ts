/**
 * Step 4: from a provider's claims to the person as this service sees them. Owns the outcome of the identity rules, the
 * civil register, the subject identifier, and the change of the transaction's identifier (session fixation). Discloses
 * nothing.
 */
import {
  decideIdentity,
  type ErrorCode,
  parseProviderIdentity,
  personFingerprint,
  type ReleasedIdentity,
  releasedLevel,
} from '@garance/core';
import type { HubDeps } from '../../deps.ts';
import { newId, sha256 } from '../../ids.ts';
import { advance, type Interaction } from '../../interaction.ts';
import type { StepOutcome } from '../../outcome.ts';
import { sharesSessions } from '../../session.ts';
import { subjectAt } from '../../subject-at.ts';
import {
  baseOf,
  type ConfirmedSignIn,
  nextState,
  type SignedInPerson,
  sealTransaction,
  type Transaction,
  type VerifiedAnswer,
} from '../../transaction.ts';

/** Confirms the claims and, when they are valid, stores the confirmed person in this login. */
export async function identify(
  deps: HubDeps,
  interaction: Interaction,
  answer: VerifiedAnswer,
): Promise<StepOutcome> {
  const confirmed = await confirm(deps, interaction, answer);
  if (!confirmed.ok) return failLogin(deps, interaction, confirmed);
  const { providerId, level, amr, authTime, authTimePresumed, idToken } = answer;
  return becomeIdentified(deps, interaction, {
    identity: confirmed.identity,
    providerId,
    level: releasedLevel(deps.config.platform, level),
    amr,
    authTime,
    ...(authTimePresumed === true && { authTimePresumed }),
    providerIdToken: idToken,
    ...(sharesSessions(deps) && { claims: answer.claims }),
  });
}

/**
 * Continues under a new identifier, so that a person who knew the old one cannot follow the login (session fixation).
 */
export async function becomeIdentified(
  deps: HubDeps,
  interaction: Interaction,
  signIn: ConfirmedSignIn,
): Promise<StepOutcome> {
  const { transaction } = interaction;
  const person = describePerson(deps, interaction, signIn);
  const { expectedSubHash } = transaction.request;
  if (expectedSubHash !== undefined && expectedSubHash !== sha256(person.sub)) {
    return failLogin(deps, interaction, { error: 'authorize.other_person' });
  }
  if (nextState(transaction.state, 'identified') === undefined) {
    return { kind: 'error-page', error: 'interaction.out_of_order' };
  }
  const next: Transaction = { ...baseOf(transaction), state: 'identified', person };
  const id = newId();
  const replaced = await deps.inflight.replaceTransaction({
    oldId: interaction.id,
    newId: id,
    value: sealTransaction(deps.vault, id, next),
    expectedVersion: interaction.version,
  });
  if (!replaced) return { kind: 'error-page', error: 'interaction.out_of_order' };
  return { kind: 'next', id, version: 1, transaction: next };
}

interface Refusal {
  readonly error: ErrorCode;
  /** Name of an attribute, for the error page. */
  readonly detail?: string;
  /** For the operator's log only. */
  readonly reason?: string;
}

type Confirmed =
  | { readonly ok: true; readonly identity: ReleasedIdentity }
  | ({ readonly ok: false } & Refusal);

/** Checks the provider's claims by the identity rules, then with the civil register. */
async function confirm(
  deps: HubDeps,
  { registration, transaction }: Interaction,
  { claims, providerId }: VerifiedAnswer,
): Promise<Confirmed> {
  const conduct = deps.logins.conductOf(transaction.plan);
  const { serviceId } = registration;
  const providerSub = typeof claims.sub === 'string' ? claims.sub : '';
  if (await conduct.isForeignTestAccount({ providerId, providerSub, serviceId })) {
    return { ok: false, error: 'identity.foreign_test_person' };
  }
  const parsed = parseProviderIdentity(claims, deps.geography, { nowMs: deps.clock.now() });
  if (!parsed.ok) {
    const { attribute, problem } = parsed;
    const error = problem === 'missing' ? 'identity.missing_attribute' : 'identity.invalid_attribute';
    return { ok: false, error, detail: attribute, reason: problem };
  }
  const { leftOut } = parsed;
  if (leftOut.length > 0) deps.logger.info({ providerId, leftOut }, 'optional claims left out');
  const answer = await conduct.register.lookUp(parsed.identity.pivot);
  const { platform, environment } = deps.config;
  if (answer.kind === 'not-asked' && environment !== 'integration') {
    return { ok: false, error: 'register.required' };
  }
  return decideIdentity(platform, answer, parsed.identity);
}

function describePerson(
  deps: HubDeps,
  { registration }: Interaction,
  signIn: ConfirmedSignIn,
): SignedInPerson {
  const { register: person, source } = signIn.identity;
  return {
    ...signIn,
    sub: subjectAt(deps, registration, signIn.identity),
    fingerprint: personFingerprint(deps.subjectKeys.history, person, source),
  };
}

/** Faults of the hub or of systems around it, which the operator must see; every other refusal concerns the person. */
const faults: ReadonlySet<ErrorCode> = new Set([
  'register.invalid_request',
  'register.required',
  'register.unavailable',
]);

/** Ends the login for this person; the page that says so links back to the service. */
async function failLogin(
  deps: HubDeps,
  interaction: Interaction,
  { error, detail, reason }: Refusal,
): Promise<StepOutcome> {
  const next: Transaction = {
    ...baseOf(interaction.transaction),
    state: 'failed',
    error,
    ...(detail !== undefined && { detail }),
  };
  if (!(await advance(deps, interaction, { event: 'failed', next }))) {
    return { kind: 'error-page', error: 'interaction.out_of_order' };
  }
  const { clientId } = interaction.registration;
  deps.logger[faults.has(error) ? 'warn' : 'info'](
    { code: error, detail, reason, clientId },
    'identity not confirmed',
  );
  return { kind: 'next', id: interaction.id, version: interaction.version + 1, transaction: next };
}
