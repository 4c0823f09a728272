/** Inputs of the pages of production and of its activation. */
import type { HubId, Platform, Registration } from '@garance/core';
import type { PortalDeps } from '../../deps.ts';
import { textOf } from '../form/field.ts';
import type { Habilitation } from '../habilitation/table.ts';
import type { PortalTables } from '../portal-store.ts';
import { qualificationLifecycle } from '../qualification/lifecycle.ts';
import type { Qualification } from '../qualification/tables/qualifications.ts';
import type { FieldRules } from '../registration/fields.ts';
import { parseForm, type RegistrationProblem } from '../registration/parse-form.ts';
import { rulesFor } from '../registration/publish.ts';
import type { ClientRegistration } from '../registration/tables/client-registrations.ts';
import type { ClientSecret } from '../registration/tables/client-secrets.ts';
import type {
  RegistrationDraft,
  RegistrationFormValues,
} from '../registration/tables/registration-drafts.ts';
import type { Service } from '../service/table.ts';
import { type NameStatus, nameProblem, readNameStatus } from './display-name.ts';
import type { ProductionFacts } from './lifecycle.ts';
import { firstProductionForm } from './production-form.ts';
import type { Production } from './table.ts';

export interface ProductionView {
  readonly service: Service;
  readonly platform: Platform;
  readonly hub: HubId;
  /** Absent until a qualification opens it. */
  readonly production: Production | undefined;
  readonly qualification: Qualification | undefined;
  readonly habilitation: Habilitation | undefined;
  readonly access: ClientRegistration | undefined;
  readonly registration: Registration | undefined;
  readonly secrets: readonly ClientSecret[];
  /** The draft being edited. */
  readonly draft: RegistrationDraft | undefined;
  /** The form that was qualified. */
  readonly qualifiedForm: RegistrationFormValues;
  /** Values of the draft, else of the published version, else of the qualified form. */
  readonly form: RegistrationFormValues;
  readonly problems: readonly RegistrationProblem[];
  readonly name: NameStatus;
  /** Rules of `form`. */
  readonly rules: FieldRules;
  /** Conditions of the lifecycle that hold now. */
  readonly facts: ProductionFacts;
}

export async function readProduction(
  tables: PortalTables,
  deps: Pick<PortalDeps, 'config' | 'clock'>,
  { service, platform }: { readonly service: Service; readonly platform: Platform },
): Promise<ProductionView> {
  const hub = { platform, environment: 'production' } as const;
  const nowMs = deps.clock.now();
  const production = await tables.productions.findFor(service.id, platform);
  const qualification = await tables.qualifications.findFor(service.id, platform);
  const habilitation = await tables.habilitations.inForce(service.id, platform);
  const access = await tables.clientRegistrations.findFor(service.id, hub);
  const draft = access && (await tables.registrationDrafts.draftOf(access.id));
  const published = access && (await tables.registrationDrafts.publishedOf(access.id));
  const qualifiedForm = await findQualifiedForm(tables, service.id, qualification);
  const form =
    draft?.form ??
    published?.form ??
    firstProductionForm(qualifiedForm, { platform, scopes: habilitation?.scopes ?? [] });
  const rules = await rulesFor(tables, deps, { hub, habilitation });
  const parsed = parseForm(form, rules);
  const name = await readNameStatus(tables, {
    accessId: access?.id,
    qualified: textOf(qualifiedForm, 'displayName'),
    published: published === undefined ? undefined : textOf(published.form, 'displayName'),
  });
  const problems = [...(parsed.ok ? [] : parsed.problems), ...nameProblem(name, textOf(form, 'displayName'))];
  return {
    service,
    platform,
    hub,
    production,
    qualification,
    habilitation,
    access,
    registration: await tables.registrationDrafts.current(service.id, hub),
    secrets: access === undefined ? [] : await tables.clientSecrets.valid(access.id, nowMs),
    draft,
    qualifiedForm,
    form,
    problems,
    name,
    rules,
    facts: {
      'organisation-proven': await tables.organisations.isProven(service.organisationId),
      'habilitation-in-force': habilitation !== undefined,
      'qualification-in-force': isInForce(qualification, nowMs),
      'fields-valid': draft !== undefined && problems.length === 0 && isChecked(draft),
    },
  };
}

/** A qualification stays valid for its twelve months, also while a newer one is assessed. */
function isInForce(qualification: Qualification | undefined, nowMs: number): boolean {
  if (qualification?.holds === undefined || qualification.holds.untilMs <= nowMs) return false;
  return qualificationLifecycle.states[qualification.state].holds === true;
}

function isChecked(draft: RegistrationDraft): boolean {
  return draft.checkedAtMs !== undefined && !draft.checks.some(({ outcome }) => outcome === 'failed');
}

async function findQualifiedForm(
  tables: PortalTables,
  serviceId: string,
  qualification: Qualification | undefined,
): Promise<RegistrationFormValues> {
  const holds = qualification?.holds;
  if (holds === undefined) return {};
  const access = await tables.clientRegistrations.find(holds.registrationId);
  if (access?.serviceId !== serviceId) return {};
  return (await tables.registrationDrafts.findNumber(access.id, holds.draftNumber))?.form ?? {};
}
