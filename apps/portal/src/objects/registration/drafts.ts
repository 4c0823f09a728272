/** Drafts of a registration: create, save with optimistic locking, check live, discard. */
import { randomUUID } from 'node:crypto';
import { type Clock, GaranceError } from '@garance/core';
import type { PortalDeps } from '../../deps.ts';
import type { Habilitation } from '../habilitation/table.ts';
import type { AuthorizationContext } from '../lifecycle/check-transition.ts';
import { create, transition } from '../lifecycle/transition.ts';
import type { PortalTables } from '../portal-store.ts';
import { registrationLifecycle } from './lifecycle.ts';
import { initialForm, parseForm, type RegistrationProblem, withoutPrivateKeys } from './parse-form.ts';
import { rulesFor } from './publish.ts';
import type { ClientRegistration } from './tables/client-registrations.ts';
import type { RegistrationDraft, RegistrationFormValues } from './tables/registration-drafts.ts';
import { checkWorld } from './world/check-world.ts';

export interface DraftInput {
  readonly access: ClientRegistration;
  readonly form: RegistrationFormValues;
  /** Version that the form was shown with; 0 when there was no draft. */
  readonly expectedVersion: number;
  /** Person id. */
  readonly actor: string;
  readonly authorization: AuthorizationContext;
}

export type DraftSaved =
  | { readonly kind: 'saved'; readonly draft: RegistrationDraft }
  /** Another save happened after the page was loaded. */
  | { readonly kind: 'changed-meanwhile'; readonly draft: RegistrationDraft };

/** Saves the values as typed, valid or not, unless the draft was saved since the page was loaded. */
export async function saveDraft(
  deps: Pick<PortalDeps, 'store' | 'clock'>,
  input: DraftInput,
): Promise<DraftSaved> {
  const { access, expectedVersion, actor: by } = input;
  const form = withoutPrivateKeys(input.form);
  return deps.store.portal.transaction(async (tables) => {
    const drafts = tables.registrationDrafts;
    const existing = await drafts.draftOf(access.id);
    const done =
      existing === undefined
        ? await createDraft(tables, deps.clock, { ...input, form })
        : await drafts.save({ id: existing.id, expectedVersion, form, by, atMs: deps.clock.now() });
    const draft = await drafts.draftOf(access.id);
    if (draft === undefined) throw new GaranceError('portal.changed_meanwhile');
    return { kind: done ? 'saved' : 'changed-meanwhile', draft };
  });
}

async function createDraft(tables: PortalTables, clock: Clock, input: DraftInput): Promise<boolean> {
  const { access, form, actor, authorization } = input;
  const id = randomUUID();
  const created = await create(tables, clock, {
    lifecycle: registrationLifecycle,
    event: 'create',
    id,
    actor,
    authorization,
    insert: async (state, atMs) => {
      const draft = { id, accessId: access.id, state, form, by: actor, atMs };
      return (await tables.registrationDrafts.create(draft)) ? id : undefined;
    },
    effects: {},
  });
  return created !== undefined;
}

interface Habilitated {
  readonly access: ClientRegistration;
  readonly habilitation: Habilitation | undefined;
}

/** The form to show: the draft, else the published version, else the initial values. */
export async function formToEdit(
  deps: Pick<PortalDeps, 'store' | 'config'>,
  { access, habilitation, serviceName }: Habilitated & { readonly serviceName: string },
): Promise<{ readonly form: RegistrationFormValues; readonly version: number }> {
  const { portal } = deps.store;
  const draft = await portal.registrationDrafts.draftOf(access.id);
  if (draft !== undefined) return { form: draft.form, version: draft.version };
  const published = await portal.registrationDrafts.publishedOf(access.id);
  if (published !== undefined) return { form: published.form, version: 0 };
  const rules = await rulesFor(portal, deps, { hub: access, habilitation });
  const start = { displayName: serviceName, scopes: habilitation?.scopes ?? [] };
  return { form: initialForm(rules, start), version: 0 };
}

/** Problems of the form that need no network. */
export async function problemsOf(
  deps: Pick<PortalDeps, 'store' | 'config'>,
  { access, habilitation, form }: Habilitated & { readonly form: RegistrationFormValues },
): Promise<readonly RegistrationProblem[]> {
  const parsed = parseForm(form, await rulesFor(deps.store.portal, deps, { hub: access, habilitation }));
  return parsed.ok ? [] : parsed.problems;
}

/**
 * Runs the live checks of a draft with a valid form and stores the results. Runs outside of transactions, because
 * remote servers may be slow. Results for a draft that changed meanwhile are dropped.
 */
export async function lookAtWorld(
  deps: Pick<PortalDeps, 'store' | 'config' | 'clock' | 'outbound'>,
  { access, habilitation, draft }: Habilitated & { readonly draft: RegistrationDraft },
): Promise<void> {
  const { portal } = deps.store;
  const parsed = parseForm(draft.form, await rulesFor(portal, deps, { hub: access, habilitation }));
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

/** Discards a draft; the published version stays. @throws GaranceError as `transition` */
export async function discardDraft(
  deps: Pick<PortalDeps, 'store' | 'clock'>,
  {
    draft,
    actor,
    authorization,
  }: {
    readonly draft: RegistrationDraft;
    readonly actor: string;
    readonly authorization: AuthorizationContext;
  },
): Promise<void> {
  await deps.store.portal.transaction((tables) =>
    transition(tables, deps.clock, {
      lifecycle: registrationLifecycle,
      table: tables.registrationDrafts,
      id: draft.id,
      event: 'discard',
      expectedVersion: draft.version,
      actor,
      authorization,
      prepare: () => ({ facts: {}, effects: {} }),
    }),
  );
}
