/** Pages of runs: start, progress, result, downloads. Rights as for the qualification itself. */

import { GaranceError } from '@garance/core';
import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../../deps.ts';
import { partnerNames } from '../../../objects/account/people-names.ts';
import { errorsOf } from '../../../objects/form/errors-of.ts';
import type { FormValues } from '../../../objects/form/field.ts';
import { readForm } from '../../../objects/form/read-form.ts';
import type { FieldErrors } from '../../../objects/form.ts';
import { requestRun } from '../../../objects/qualification/runs/ask.ts';
import { compareResults } from '../../../objects/qualification/runs/compare.ts';
import { findPublished } from '../../../objects/qualification/runs/find-published.ts';
import { lookAtAddresses, targetAddress } from '../../../objects/qualification/runs/target.ts';
import type { QualificationRun } from '../../../objects/qualification/tables/qualification-runs.ts';
import { formStatus } from '../../../parts/form/form-parts.tsx';
import type { PathParams } from '../../../parts/handler.ts';
import { pageSizes, readPage, timeCursor } from '../../../parts/queue/read-page.ts';
import type { RequestContext } from '../../../parts/request-context.ts';
import type { Routes } from '../../../parts/routes.ts';
import { type PlatformScope, requirePlatform } from '../../../parts/scope/service-scope.ts';
import { requireMayLook } from '../../../parts/session/limit-looks.ts';
import { sendPicture, sendReport } from './downloads.ts';
import { runFields } from './fields.ts';
import { findResult, findRun } from './find-run.ts';
import { RunPage } from './pages/run-page.tsx';
import { RunsPage } from './pages/runs-page.tsx';
import { ScenarioPage } from './pages/scenario-page.tsx';
import { WatchPage } from './pages/watch-page.tsx';
import { runTexts } from './texts.ts';

const root = '/services/:id/:platform/qualification/runs';

function runFormId(verb: string, { service, platform }: PlatformScope): string {
  return `qualification.${verb}:${service.id}.${platform}`;
}

export function mountRuns(routes: Routes, deps: PortalDeps): void {
  routes.get(root, async (visit, params) => {
    const scope = await requirePlatform(deps, visit, { params, action: 'qualification.view' });
    return showRuns(deps, visit, { scope, errors: {} });
  });
  routes.post(root, (visit, params) => startRun(deps, visit, params));
  routes.get(`${root}/:run`, (visit, params) => showRun(deps, visit, params));
  routes.post(`${root}/:run/cancel`, (visit, params) => cancelRun(deps, visit, params));
  routes.get(`${root}/:run/download/:format`, (visit, params) => sendReport(deps, visit, params));
  routes.get(`${root}/:run/scenarios/:scenario`, async (visit, params) => {
    const { scope, run, result } = await findResult(deps, visit, params);
    const runAtMs = run.startedAtMs ?? run.queuedAtMs;
    return visit.show(
      <ScenarioPage context={visit.context} scope={scope} runId={run.id} runAtMs={runAtMs} result={result} />,
    );
  });
  routes.get(`${root}/:run/scenarios/:scenario/screenshot`, async (visit, params) => {
    const { screenshot } = (await findResult(deps, visit, params)).result;
    if (screenshot === undefined) throw new GaranceError('general.not_found');
    return sendPicture(visit.reply, screenshot);
  });
}

interface Typed {
  readonly scope: PlatformScope;
  readonly errors: FieldErrors;
  /** Typed values of a refused form. */
  readonly values?: FormValues;
}

async function showRuns(
  deps: PortalDeps,
  visit: RequestContext,
  { scope, errors, values }: Typed,
): Promise<FastifyReply> {
  const { portal } = deps.store;
  const { service, platform } = scope;
  const page = await readPage(visit, {
    path: `${scope.base}/qualification/runs`,
    size: pageSizes.history,
    direction: 'before',
    cursor: timeCursor,
    read: (at) => portal.qualificationRuns.list(service.id, platform, at),
    placeOf: ({ queuedAtMs: atMs, id }) => ({ atMs, id }),
  });
  const obstacle = await findObstacle(deps, scope);
  const kept = values ?? (await portal.qualificationTargets.find(service.id, platform))?.addresses;
  return visit.show(
    <RunsPage
      context={{ ...visit.context, path: page.currentHref }}
      scope={scope}
      page={page}
      underWay={await portal.qualificationRuns.underWay(service.id, platform)}
      values={kept ?? {}}
      errors={errors}
      {...(obstacle === undefined ? { csrf: visit.token(runFormId('run', scope)) } : { obstacle })}
    />,
    formStatus(errors),
  );
}

async function findObstacle(
  deps: PortalDeps,
  scope: PlatformScope,
): Promise<'noRegistration' | 'noRunner' | 'mayNot' | undefined> {
  if (!scope.may('qualification.edit')) return 'mayNot';
  if (deps.qualificationRunner === undefined) return 'noRunner';
  const published = await findPublished(deps, { serviceId: scope.service.id, platform: scope.platform });
  return published === undefined ? 'noRegistration' : undefined;
}

async function startRun(deps: PortalDeps, visit: RequestContext, params: PathParams): Promise<FastifyReply> {
  const scope = await requirePlatform(deps, visit, { params, action: 'qualification.edit' });
  const form = visit.form(runFormId('run', scope));
  if (deps.qualificationRunner === undefined) throw new GaranceError('qualification.runner_absent');
  const { service, platform, actor } = scope;
  const registration = await findPublished(deps, { serviceId: service.id, platform });
  if (registration === undefined) throw new GaranceError('qualification.nothing_published');
  const underWay = await deps.store.portal.qualificationRuns.underWay(service.id, platform);
  if (underWay !== undefined) return visit.goTo(`${scope.base}/qualification/runs/${underWay.id}`);
  const fields = runFields(targetAddress(registration, deps.outbound));
  const sent = readForm(fields, form, visit);
  // Form, limit and addresses are checked before the service is opened.
  if (!sent.ok) return showRuns(deps, visit, { scope, ...sent });
  const { values: addresses } = sent;
  await requireMayLook(deps, visit, { personId: actor.personId, serviceId: service.id });
  const problems = await lookAtAddresses(addresses, deps);
  if (problems.length > 0) {
    return showRuns(deps, visit, { scope, ...sent, errors: errorsOf(visit.locale, fields, problems) });
  }
  const input = { serviceId: service.id, platform, addresses, actor: actor.personId };
  return visit.goTo(`${scope.base}/qualification/runs/${await requestRun(deps, input)}`);
}

async function showRun(deps: PortalDeps, visit: RequestContext, params: PathParams): Promise<FastifyReply> {
  const { scope, run } = await findRun(deps, visit, { params });
  const { portal } = deps.store;
  const results = await portal.qualificationRuns.results(run.id);
  const { context, locale } = visit;
  const mayEdit = scope.may('qualification.edit');
  if (run.state === 'queued' || run.state === 'running') {
    const csrf = mayEdit ? { csrf: visit.token(runFormId(`cancel-${run.id}`, scope)) } : {};
    return visit.show(<WatchPage context={context} scope={scope} run={run} results={results} {...csrf} />);
  }
  const nameOf = await partnerNames(portal, scope.service.organisationId, locale);
  const comparison = await compareWithPrevious(deps, run, results);
  const isFinished = run.head !== undefined;
  const canRender = isFinished && deps.qualificationRunner !== undefined;
  return visit.show(
    <RunPage
      context={context}
      scope={scope}
      run={run}
      results={results}
      requestedBy={run.cause === 'schedule' ? runTexts(locale).system : nameOf(run.requestedBy)}
      mayStart={mayEdit && deps.qualificationRunner !== undefined}
      formats={[
        ...(canRender ? (['html', 'json', 'junit'] as const) : []),
        ...(run.jws === undefined ? [] : (['jws'] as const)),
      ]}
      {...(comparison !== undefined && { comparison })}
    />,
  );
}

async function compareWithPrevious(
  { store }: PortalDeps,
  run: QualificationRun,
  results: Awaited<ReturnType<PortalDeps['store']['portal']['qualificationRuns']['results']>>,
) {
  if (run.state !== 'finished') return undefined;
  const { qualificationRuns } = store.portal;
  const before = { atMs: run.queuedAtMs, id: run.id };
  const [previous] = await qualificationRuns.list(run.serviceId, run.platform, {
    limit: 1,
    state: 'finished',
    before,
  });
  if (previous === undefined) return undefined;
  const earlier = await qualificationRuns.results(previous.id);
  return { ...compareResults(earlier, results), withMs: previous.queuedAtMs };
}

async function cancelRun(deps: PortalDeps, visit: RequestContext, params: PathParams): Promise<FastifyReply> {
  const { scope, run } = await findRun(deps, visit, { params, action: 'qualification.edit' });
  visit.form(runFormId(`cancel-${run.id}`, scope));
  await deps.store.portal.qualificationRuns.cancel(run.id, deps.clock.now());
  return visit.goTo(`${scope.base}/qualification/runs/${run.id}`);
}
