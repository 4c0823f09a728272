/** Second factors of a person: list, add, remove, reset after a loss. */
import { randomUUID } from 'node:crypto';
import { GaranceError } from '@garance/core';
import { createMessages } from '@garance/web/view';
import type { PortalDeps } from '../../../deps.ts';
import type { Actor } from '../../../objects/account/actor.ts';
import type { Passkey } from '../../../objects/account/tables/passkeys.ts';
import { timeStepOf } from '../../../objects/account/totp.ts';
import { enqueueMail } from '../../../objects/mail/mail.ts';
import type { PortalTables } from '../../../objects/portal-store.ts';
import { dayMs } from '../../../objects/time/day.ts';
import type { RequestContext } from '../../../parts/request-context.ts';
import type { NewPasskey } from './ceremonies.ts';

export interface SecondFactors {
  readonly totp: boolean;
  readonly passkeys: readonly Passkey[];
}

const messages = createMessages({
  fr: {
    added: 'Un second facteur a été ajouté à votre compte',
    removed: 'Un second facteur a été retiré de votre compte',
    account: 'Mon compte',
    totp: 'Il s’agit d’une application de codes.',
    passkey: (name: string) => `Il s’agit de la clé d’accès « ${name} ».`,
    notMe:
      'Si ce n’était pas vous, écrivez sans attendre à l’équipe de la plateforme en répondant à l’aide de l’espace partenaires.',
  },
  en: {
    added: 'A second factor was added to your account',
    removed: 'A second factor was removed from your account',
    account: 'My account',
    totp: 'It is a code app.',
    passkey: (name) => `It is the passkey “${name}”.`,
    notMe: 'If this was not you, write to the platform team at once through the help of the partner space.',
  },
});

export async function findFactors(tables: PortalTables, personId: string): Promise<SecondFactors> {
  return {
    totp: (await tables.totpFactors.find(personId)) !== undefined,
    passkeys: await tables.passkeys.ofPerson(personId),
  };
}

export function countFactors({ totp, passkeys }: SecondFactors): number {
  return passkeys.length + (totp ? 1 : 0);
}

/**
 * Access to the mailbox alone must not suffice to add or see a factor once one exists: otherwise the second factor
 * would be as weak as the first. The very first factor is added with the mail code alone.
 * @throws GaranceError `portal.second_factor_required`
 */
export async function requireFactorToChange(tables: PortalTables, actor: Actor): Promise<SecondFactors> {
  const factors = await findFactors(tables, actor.personId);
  if (countFactors(factors) > 0 && !actor.secondFactor) {
    throw new GaranceError('portal.second_factor_required');
  }
  return factors;
}

/** Checks a code of the person's app; true once per time step. */
export async function useTotp(
  { store, clock }: Pick<PortalDeps, 'store' | 'clock'>,
  personId: string,
  typed: string,
): Promise<boolean> {
  const { totpFactors } = store.portal;
  const secret = await totpFactors.find(personId);
  const timeStep = secret === undefined ? undefined : timeStepOf(secret, typed, clock.now());
  return timeStep !== undefined && totpFactors.useTimeStep(personId, timeStep);
}

/** Makes the pending secret valid, with its first correct code. */
export async function confirmTotp(
  deps: PortalDeps,
  visit: RequestContext,
  { actor, typed }: { readonly actor: Actor; readonly typed: string },
): Promise<boolean> {
  const { store, clock } = deps;
  const secret = await store.portal.totpFactors.findPending(actor.personId);
  const timeStep = secret === undefined ? undefined : timeStepOf(secret, typed, clock.now());
  if (timeStep === undefined) return false;
  await store.portal.transaction(async (tables) => {
    await tables.totpFactors.confirm(actor.personId, timeStep);
    await mailChange(tables, deps, { actor, visit, change: 'added', what: messages(visit.locale).totp });
  });
  return true;
}

/** @returns false when the credential is already registered */
export async function addPasskey(
  deps: PortalDeps,
  visit: RequestContext,
  { actor, made, name }: { readonly actor: Actor; readonly made: NewPasskey; readonly name: string },
): Promise<boolean> {
  return deps.store.portal.transaction(async (tables) => {
    const added = await tables.passkeys.add({ ...made, personId: actor.personId, name });
    const what = messages(visit.locale).passkey(name);
    if (added) await mailChange(tables, deps, { actor, visit, change: 'added', what });
    return added;
  });
}

/** @throws GaranceError `account.second_factor_needed_to_change` for the last one of a member of the team, `general.not_found` */
export async function removeFactor(
  deps: PortalDeps,
  visit: RequestContext,
  { actor, passkeyId }: { readonly actor: Actor; readonly passkeyId?: string },
): Promise<void> {
  await deps.store.portal.transaction(async (tables) => {
    const factors = await requireFactorToChange(tables, actor);
    const passkey = factors.passkeys.find(({ id }) => id === passkeyId);
    if (passkeyId === undefined ? !factors.totp : passkey === undefined) {
      throw new GaranceError('general.not_found');
    }
    if (actor.platformRoles.length > 0 && countFactors(factors) === 1) {
      throw new GaranceError('account.second_factor_needed_to_change');
    }
    const texts = messages(visit.locale);
    if (passkey === undefined) await tables.totpFactors.remove(actor.personId);
    else await tables.passkeys.remove(passkey.id, actor.personId);
    const what = passkey === undefined ? texts.totp : texts.passkey(passkey.name);
    await mailChange(tables, deps, { actor, visit, change: 'removed', what });
  });
}

interface FactorChange {
  readonly actor: Actor;
  readonly visit: RequestContext;
  readonly change: 'added' | 'removed';
  readonly what: string;
}

/** Mails the person a change of their second factors. */
async function mailChange(
  tables: PortalTables,
  { clock, config }: PortalDeps,
  { actor, visit, change, what }: FactorChange,
): Promise<void> {
  const texts = messages(visit.locale);
  await tables.audit.append({
    atMs: clock.now(),
    actor: actor.personId,
    action: `second-factor.${change}`,
    object: 'person',
    objectId: actor.personId,
  });
  await enqueueMail(tables, {
    id: `second-factor-${change}-${randomUUID()}`,
    to: { email: actor.email, locale: visit.locale },
    subject: texts[change],
    paragraphs: [what, texts.notMe],
    link: { href: `${config.origin}/account`, label: texts.account },
    expiresAtMs: clock.now() + dayMs,
  });
}
