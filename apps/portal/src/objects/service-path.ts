import type { Platform } from '@garance/core';
import type { PortalTables } from './portal-store.ts';
import { stageOf as productionStepOf } from './production/stage.ts';
import { stageOf as qualificationStepOf } from './qualification/stage.ts';
import { stageOf as integrationStepOf } from './registration/stage.ts';
import { currentRequest, stageOfRequest } from './request/stage-of.ts';
import type { HabilitationRequest } from './request/tables/requests.ts';
import type { PathStage, StageState } from './service/stage-state.ts';

type StageOf = (tables: PortalTables, serviceId: string, platform: Platform) => Promise<StageState>;

/** The stages after the habilitation, each computed by its object. */
const laterStages: readonly (readonly [PathStage, StageOf])[] = [
  ['integration', integrationStepOf],
  ['qualification', qualificationStepOf],
  ['production', productionStepOf],
];

/** The path of one service on one platform. */
export interface PlatformPath {
  readonly platform: Platform;
  readonly request?: HabilitationRequest;
  readonly stages: readonly (readonly [PathStage, StageState])[];
}

export async function pathOf(
  tables: PortalTables,
  serviceId: string,
  platform: Platform,
): Promise<PlatformPath> {
  const requests = (await tables.requests.ofService(serviceId)).filter(
    (request) => request.platform === platform,
  );
  const request = currentRequest(requests);
  const later: (readonly [PathStage, StageState])[] = [];
  for (const [name, stageOf] of laterStages) later.push([name, await stageOf(tables, serviceId, platform)]);
  return {
    platform,
    ...(request !== undefined && { request }),
    // A service is created with its eligibility answers, so that stage is always done.
    stages: [['eligibility', { state: 'done' }], ['habilitation', stageOfRequest(request)], ...later],
  };
}

/** The first stage of the path that waits for the partner. */
export function nextAction({ stages }: PlatformPath): StageState['action'] {
  return stages.find(
    ([, { state, action }]) => action !== undefined && ['to_do', 'in_progress'].includes(state),
  )?.[1].action;
}
