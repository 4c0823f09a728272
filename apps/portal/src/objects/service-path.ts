import type { Platform } from '@garance/core';
import type { PortalTables } from './portal-store.ts';
import { stepOf as productionStepOf } from './production/step.ts';
import { stepOf as qualificationStepOf } from './qualification/step.ts';
import { stepOf as integrationStepOf } from './registration/step.ts';
import { currentRequest, stepOfRequest } from './request/step-of.ts';
import type { HabilitationRequest } from './request/tables/requests.ts';
import type { PathStep, StepState } from './service/step-state.ts';

type StepOf = (tables: PortalTables, serviceId: string, platform: Platform) => Promise<StepState>;

/** The steps after the habilitation, each computed by its object. */
const laterSteps: readonly (readonly [PathStep, StepOf])[] = [
  ['integration', integrationStepOf],
  ['qualification', qualificationStepOf],
  ['production', productionStepOf],
];

/** The path of one service on one platform. */
export interface PlatformPath {
  readonly platform: Platform;
  readonly request?: HabilitationRequest;
  readonly steps: readonly (readonly [PathStep, StepState])[];
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
  const later: (readonly [PathStep, StepState])[] = [];
  for (const [name, stepOf] of laterSteps) later.push([name, await stepOf(tables, serviceId, platform)]);
  return {
    platform,
    ...(request !== undefined && { request }),
    // Without its answers a service would not be here.
    steps: [['eligibility', { state: 'done' }], ['habilitation', stepOfRequest(request)], ...later],
  };
}

/** The first step of the path that waits for the partner. */
export function nextAction({ steps }: PlatformPath): StepState['action'] {
  return steps.find(
    ([, { state, action }]) => action !== undefined && ['to_do', 'in_progress'].includes(state),
  )?.[1].action;
}
