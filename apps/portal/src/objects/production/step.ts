import type { Localized, Platform } from '@garance/core';
import type { PortalTables } from '../portal-store.ts';
import type { StepState } from '../service/step-state.ts';

const steps: Readonly<
  Record<string, { readonly state: StepState['state']; readonly label: Localized; readonly go: Localized }>
> = {
  opened: {
    state: 'to_do',
    label: { fr: 'Prête à activer', en: 'Ready to activate' },
    go: { fr: 'Préparer la production', en: 'Prepare production' },
  },
  active: {
    state: 'done',
    label: { fr: 'Active', en: 'Active' },
    go: { fr: 'Voir', en: 'See' },
  },
  suspended: {
    state: 'stopped',
    label: { fr: 'Suspendue', en: 'Suspended' },
    go: { fr: 'Voir la raison', en: 'See why' },
  },
  closed: {
    state: 'stopped',
    label: { fr: 'Fermée', en: 'Closed' },
    go: { fr: 'Voir la raison', en: 'See why' },
  },
};

/** Where the production of a service on a platform stands; a stop on the hub shows even when it came from elsewhere. */
export async function stepOf(
  tables: Pick<PortalTables, 'productions' | 'registrationDrafts'>,
  serviceId: string,
  platform: Platform,
): Promise<StepState> {
  const production = await tables.productions.findFor(serviceId, platform);
  if (production === undefined) return { state: 'not_yet' };
  const current = await tables.registrationDrafts.current(serviceId, {
    platform,
    environment: 'production',
  });
  const isStopped = production.state === 'active' && current?.status === 'suspended';
  const step = steps[isStopped ? 'suspended' : production.state];
  if (step === undefined) return { state: 'not_yet' };
  const { state, label, go } = step;
  return {
    state,
    label,
    action: { href: `/services/${serviceId}/${platform}/production`, label: go },
  };
}
