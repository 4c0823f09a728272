/** Loads the run of a path and checks rights. */
import { GaranceError } from '@garance/core';
import type { PortalDeps } from '../../../deps.ts';
import type { QualificationRun } from '../../../objects/qualification/tables/qualification-runs.ts';
import { requireId } from '../../../objects/require-id.ts';
import type { PathParams } from '../../../parts/handler.ts';
import type { RequestContext } from '../../../parts/request-context.ts';
import { type PlatformScope, requirePlatform } from '../../../parts/scope/service-scope.ts';

export interface FoundRun {
  readonly scope: PlatformScope;
  readonly run: QualificationRun;
}

interface RunInput {
  readonly params: PathParams;
  readonly action?: 'qualification.view' | 'qualification.edit';
}

/** A run of this service and platform; runs of others are reported as not found. */
export async function findRun(
  deps: PortalDeps,
  visit: RequestContext,
  { params, action = 'qualification.view' }: RunInput,
): Promise<FoundRun> {
  const scope = await requirePlatform(deps, visit, { params, action });
  const run = await deps.store.portal.qualificationRuns.find(requireId(params.run));
  if (run?.serviceId !== scope.service.id || run.platform !== scope.platform) {
    throw new GaranceError('general.not_found');
  }
  return { scope, run: asSeen(run, deps.clock.now()) };
}

/** A run with an expired lease counts as interrupted, whatever its stored state. */
function asSeen(run: QualificationRun, nowMs: number): QualificationRun {
  const isLost = run.state === 'running' && (run.leaseUntilMs ?? 0) < nowMs;
  return isLost ? { ...run, state: 'interrupted' } : run;
}

/** One scenario of a run, with its evidence. */
export async function findResult(deps: PortalDeps, visit: RequestContext, params: PathParams) {
  const found = await findRun(deps, visit, { params });
  const { scenario = '' } = params;
  const isId = /^[a-z0-9][a-z0-9.-]{0,99}$/.test(scenario);
  const result = isId ? await deps.store.portal.qualificationRuns.result(found.run.id, scenario) : undefined;
  if (result === undefined) throw new GaranceError('general.not_found');
  return { ...found, result };
}
