/** Form steps of a request: each is shown, saved and checked separately; a draft keeps invalid values. */
import { GaranceError } from '@garance/core';
import type { PortalDeps } from '../../deps.ts';
import type { FieldErrors, PortalForm } from '../../objects/form.ts';
import { readAnswers, type StepAnswers } from '../../objects/request/answers.ts';
import { refuseSecond } from '../../objects/request/create-request.ts';
import { findDocumentField, findDocuments } from '../../objects/request/documents.ts';
import { isEditable, readStepAnswers, theirFields } from '../../objects/request/fill-step.ts';
import { questionContext } from '../../objects/request/question-context.ts';
import { type FormStep, isFormStepName } from '../../objects/request/questions/field.ts';
import { formSteps, getFormStep } from '../../objects/request/questions/steps.ts';
import { checkStep } from '../../objects/request/questions/validate.ts';
import { type SaveOutcome, saveStep } from '../../objects/request/save-step.ts';
import type { HabilitationRequest } from '../../objects/request/tables/requests.ts';
import { currentTerms } from '../../objects/service/terms.ts';
import { refusedStatus } from '../../parts/form/form-parts.tsx';
import type { RequestContext } from '../../parts/request-context.ts';
import type { Routes } from '../../parts/routes.ts';
import { type RequestScope, requireRequest } from '../../parts/scope/request-scope.ts';
import { StepPage } from './pages/step-page.tsx';
import { pageTexts } from './pages/texts.ts';

const formId = (requestId: string, step: FormStep): string => `habilitation.step-${step.name}:${requestId}`;

export function mountSteps(routes: Routes, deps: PortalDeps): void {
  const { portal } = deps.store;
  routes.get('/requests/:id/steps/:step', async (visit, { id, step: name }) => {
    const opened = await requireRequest(deps, visit, { id, action: 'request.edit' });
    if (!isEditable(opened.request)) return visit.goTo(`/requests/${opened.request.id}`);
    return showStep(visit, deps, { opened, step: requireStep(name) });
  });
  routes.post('/requests/:id/steps/:step', async (visit, { id, step: name }) => {
    const opened = await requireRequest(deps, visit, { id, action: 'request.edit' });
    const step = requireStep(name);
    const form = visit.form(formId(opened.request.id, step));
    const { request, organisation, actor } = opened;
    const answers = readStepAnswers({ step, form, platform: request.platform, organisation });
    const stepVersion = versionOf(form);
    const input = { requestId: request.id, step, answers, stepVersion, personId: actor.personId };
    const outcome = await refuseSecond(portal.transaction((tables) => saveStep(tables, deps.clock, input)));
    return answerSave(visit, deps, { opened, step, answers, stepVersion, outcome, go: form.text('go') });
  });
}

function requireStep(name: string | undefined): FormStep {
  if (!isFormStepName(name)) throw new GaranceError('general.not_found');
  return getFormStep(name);
}

function versionOf(form: PortalForm): number {
  const text = form.text('step_version');
  if (!/^\d{1,9}$/.test(text)) throw new GaranceError('general.bad_request');
  return Number(text);
}

interface Saved {
  readonly opened: RequestScope;
  readonly step: FormStep;
  readonly answers: StepAnswers;
  readonly stepVersion: number;
  readonly outcome: SaveOutcome;
  readonly go: string;
}

async function answerSave(visit: RequestContext, deps: PortalDeps, saved: Saved) {
  const { opened, step, answers, stepVersion, outcome, go } = saved;
  const { request } = outcome;
  const typed = { opened: { ...opened, request }, step, values: answers };
  if (outcome.kind === 'other-platform') {
    const errors = { level: pageTexts(visit.locale).otherPlatform };
    return showStep(visit, deps, { ...typed, errors, stepVersion, status: refusedStatus });
  }
  if (outcome.kind === 'conflict') {
    const theirs = theirFields(answers, readAnswers(request.answers)[step.name] ?? {});
    // Equal values are not a conflict.
    if (Object.keys(theirs).length > 0) return showStep(visit, deps, { ...typed, theirs, status: 409 });
  }
  const documents = findDocumentField(
    go.startsWith('documents:') ? go.slice('documents:'.length) : undefined,
  );
  if (documents !== undefined) return visit.goTo(`/requests/${request.id}/documents/${documents.name}`);
  if (go === 'later') return visit.goTo(`/requests/${request.id}`);
  const errors = checkStep(step, await questionContext(deps.store.portal, request), visit.locale);
  if (Object.keys(errors).length > 0) {
    return showStep(visit, deps, { ...typed, errors, kept: true, status: refusedStatus });
  }
  const next = formSteps[formSteps.indexOf(step) + 1];
  return visit.goTo(
    next === undefined ? `/requests/${request.id}` : `/requests/${request.id}/steps/${next.name}`,
  );
}

interface Shown {
  readonly opened: RequestScope;
  readonly step: FormStep;
  /** Typed values; the saved ones by default. */
  readonly values?: StepAnswers;
  readonly errors?: FieldErrors;
  readonly theirs?: Readonly<Record<string, string>>;
  readonly stepVersion?: number;
  readonly kept?: boolean;
  readonly status?: number;
}

async function showStep(visit: RequestContext, { store }: PortalDeps, shown: Shown) {
  const { opened, step, values, errors = {}, theirs, kept, status = 200 } = shown;
  const { request } = opened;
  const documents = await findDocuments(store.portal, request.id);
  const savedBy = await whoSaved(store.portal.people, request, step);
  const page = (
    <StepPage
      context={visit.context}
      requestId={request.id}
      title={request.title}
      step={step}
      position={{ at: formSteps.indexOf(step) + 1, of: formSteps.length }}
      csrf={visit.token(formId(request.id, step))}
      stepVersion={shown.stepVersion ?? request.stepEdits[step.name]?.version ?? 0}
      fields={{
        locale: visit.locale,
        platform: request.platform,
        values: values ?? readAnswers(request.answers)[step.name] ?? {},
        errors,
        termsVersion: currentTerms.version,
        documents: new Map([...documents].map(([key, list]) => [key, list.map(({ name }) => name)])),
        ...(theirs !== undefined && { theirs }),
      }}
      {...(savedBy !== undefined && { savedBy })}
      {...(kept !== undefined && { kept })}
    />
  );
  return visit.show(page, status);
}

async function whoSaved(
  people: PortalDeps['store']['portal']['people'],
  request: HabilitationRequest,
  step: FormStep,
): Promise<{ readonly name: string; readonly atMs: number } | undefined> {
  const edit = request.stepEdits[step.name];
  if (edit === undefined) return undefined;
  const person = edit.by === 'datapass' ? undefined : await people.find(edit.by);
  return { name: person?.name ?? 'DataPass', atMs: edit.atMs };
}
