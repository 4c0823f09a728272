/** Writing a registration: begun, saved over what was read, looked at against the world, thrown away. */
import { randomUUID } from 'node:crypto';
import { GaranceError } from '@garance/core';
import type { PortalDeps } from '../../deps.ts';
import type { Standing } from '../lifecycle/interpreter.ts';
import { perform } from '../lifecycle/perform.ts';
import type { Habilitation } from '../request/tables/habilitations.ts';
import { registrationLifecycle } from './lifecycle.ts';
import { initialForm, parseForm, type RegistrationProblem, withoutPrivateKeys } from './parse-form.ts';
import { rulesFor } from './publish.ts';
import type { Access } from './tables/accesses.ts';
import type { RegistrationDraft, RegistrationFormValues } from './tables/registration-drafts.ts';
import { checkWorld } from './world/check-world.ts';

export interface DraftInput {
  readonly access: Access;
  readonly form: RegistrationFormValues;
  /** Version that the form was shown with; 0 when there was no draft. */
  readonly expectedVersion: number;
  /** Person id. */
  readonly actor: string;
}

export type DraftSaved =
  | { readonly kind: 'saved'; readonly draft: RegistrationDraft }
  /** Somebody else saved since the form was shown. */
  | { readonly kind: 'changed-meanwhile'; readonly draft: RegistrationDraft };

/** Keeps what was typed, right or wrong, unless somebody else kept something meanwhile. */
export async function saveDraft(
  deps: Pick<PortalDeps, 'store' | 'clock'>,
  input: DraftInput,
): Promise<DraftSaved> {
  const { access, expectedVersion, actor } = input;
  const form = withoutPrivateKeys(input.form);
  return deps.store.portal.transaction(async (tables) => {
    const drafts = tables.registrationDrafts;
    const known = await drafts.draftOf(access.id);
    const atMs = deps.clock.now();
    const by = actor;
    const done =
      known === undefined
        ? await drafts.create({ id: randomUUID(), accessId: access.id, form, by, atMs })
        : await drafts.save({ id: known.id, expectedVersion, form, by, atMs });
    const draft = await drafts.draftOf(access.id);
    if (draft === undefined) throw new GaranceError('portal.changed_meanwhile');
    return { kind: done ? 'saved' : 'changed-meanwhile', draft };
  });
}

/** The form to show: the draft, else the published version, else a sensible beginning. */
export async function formToEdit(
  deps: Pick<PortalDeps, 'store' | 'config'>,
  access: Access,
  habilitation: Habilitation | undefined,
  serviceName: string,
): Promise<{ readonly form: RegistrationFormValues; readonly version: number }> {
  const { portal } = deps.store;
  const draft = await portal.registrationDrafts.draftOf(access.id);
  if (draft !== undefined) return { form: draft.form, version: draft.version };
  const published = await portal.registrationDrafts.publishedOf(access.id);
  if (published !== undefined) return { form: published.form, version: 0 };
  const rules = await rulesFor(portal, deps, access, habilitation);
  const start = { displayName: serviceName, scopes: habilitation?.scopes ?? [] };
  return { form: initialForm(rules, start), version: 0 };
}

/** What is wrong with a form by itself. */
export async function problemsOf(
  deps: Pick<PortalDeps, 'store' | 'config'>,
  {
    access,
    habilitation,
    form,
  }: {
    readonly access: Access;
    readonly habilitation: Habilitation | undefined;
    readonly form: RegistrationFormValues;
  },
): Promise<readonly RegistrationProblem[]> {
  const parsed = parseForm(form, await rulesFor(deps.store.portal, deps, access, habilitation));
  return parsed.ok ? [] : parsed.problems;
}

/**
 * Looks at the world for a draft whose form is right, and notes what was found. Outside of any transaction: other
 * people's servers are slow. A draft that changed meanwhile keeps nothing of it.
 */
export async function lookAtWorld(
  deps: Pick<PortalDeps, 'store' | 'config' | 'clock' | 'outbound'>,
  {
    access,
    habilitation,
    draft,
  }: {
    readonly access: Access;
    readonly habilitation: Habilitation | undefined;
    readonly draft: RegistrationDraft;
  },
): Promise<void> {
  const { portal } = deps.store;
  const parsed = parseForm(draft.form, await rulesFor(portal, deps, access, habilitation));
  if (!parsed.ok) return;
  const { checks, keysEndAtMs } = await checkWorld(deps, parsed.content);
  await portal.registrationDrafts.saveChecks({
    id: draft.id,
    expectedVersion: draft.version,
    checks,
    atMs: deps.clock.now(),
    ...(keysEndAtMs !== undefined && { keysEndAtMs }),
  });
}

/** Throws a draft away; the published version stays. @throws GaranceError as `perform` */
export async function discardDraft(
  deps: Pick<PortalDeps, 'store' | 'clock'>,
  {
    draft,
    actor,
    standing,
  }: { readonly draft: RegistrationDraft; readonly actor: string; readonly standing: Standing },
): Promise<void> {
  await deps.store.portal.transaction((tables) =>
    perform(tables, deps.clock, {
      lifecycle: registrationLifecycle,
      objectId: draft.id,
      event: 'discard',
      state: draft.state,
      standing,
      actor,
      facts: new Set(),
      setState: (within, to) =>
        within.registrationDrafts.setState({
          id: draft.id,
          from: 'draft',
          to: to as RegistrationDraft['state'],
          expectedVersion: draft.version,
        }),
      effects: {},
    }),
  );
}
