import type { Localized, Platform, Registration } from '@garance/core';
import type { PortalTables } from '../portal-store.ts';
import type { StageState } from '../service/stage-state.ts';
import { type ProductionState, productionLifecycle } from './lifecycle.ts';
import type { Production } from './table.ts';

interface Shown {
  readonly label: Localized;
  readonly go: Localized;
}

const shown: Readonly<Record<ProductionState, Shown>> = {
  opened: {
    label: { fr: 'Prête à activer', en: 'Ready to activate' },
    go: { fr: 'Préparer la production', en: 'Prepare production' },
  },
  active: { label: { fr: 'Active', en: 'Active' }, go: { fr: 'Voir', en: 'See' } },
  suspended: { label: { fr: 'Suspendue', en: 'Suspended' }, go: { fr: 'Voir la raison', en: 'See why' } },
  closed: { label: { fr: 'Fermée', en: 'Closed' }, go: { fr: 'Voir la raison', en: 'See why' } },
};

/** State of the production stage of a service on a platform. */
export async function stageOf(
  tables: Pick<PortalTables, 'productions' | 'registrationDrafts'>,
  serviceId: string,
  platform: Platform,
): Promise<StageState> {
  const production = await tables.productions.findFor(serviceId, platform);
  if (production === undefined) return { state: 'not_yet' };
  const current = await tables.registrationDrafts.current(serviceId, {
    platform,
    environment: 'production',
  });
  const state = shownState(production, current);
  const { label, go } = shown[state];
  const href = `/services/${serviceId}/${platform}/production`;
  return { state: productionLifecycle.states[state].stage, label, action: { href, label: go } };
}

/** State shown to the partner: production counts as stopped when its client is stopped on the hub, by any page. */
export function shownState({ state }: Production, current: Registration | undefined): ProductionState {
  return productionLifecycle.states[state].live && current?.status === 'suspended' ? 'suspended' : state;
}
