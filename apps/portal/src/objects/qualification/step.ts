import type { Localized, Platform } from '@garance/core';
import type { PortalTables } from '../portal-store.ts';
import type { StepState } from '../service/step-state.ts';

const labels: Readonly<Record<string, Localized>> = {
  open: { fr: 'En préparation', en: 'Being prepared' },
  submitted: { fr: 'Transmise', en: 'Sent' },
  changes_requested: { fr: 'Modifications demandées', en: 'Changes requested' },
  qualified: { fr: 'Qualifié', en: 'Qualified' },
  expired: { fr: 'À renouveler', en: 'To be repeated' },
  withdrawn: { fr: 'Retirée', en: 'Withdrawn' },
};

const stepStates: Readonly<Record<string, StepState['state']>> = {
  open: 'in_progress',
  submitted: 'waiting',
  changes_requested: 'in_progress',
  qualified: 'done',
  expired: 'in_progress',
  withdrawn: 'stopped',
};

/** Where the qualification of a service on a platform stands. It may be begun as soon as a registration is published. */
export async function stepOf(
  tables: Pick<PortalTables, 'qualifications' | 'registrationDrafts'>,
  serviceId: string,
  platform: Platform,
): Promise<StepState> {
  const href = `/services/${serviceId}/${platform}/qualification`;
  const qualification = await tables.qualifications.findFor(serviceId, platform);
  const published = await tables.registrationDrafts.current(serviceId, {
    platform,
    environment: 'integration',
  });
  const { state } = qualification ?? {};
  if (state === undefined || (state === 'open' && published === undefined)) {
    if (published === undefined) {
      return {
        state: 'not_yet',
        action: { href, label: { fr: 'Envoyer des maquettes', en: 'Send mock-ups' } },
      };
    }
    return { state: 'to_do', action: { href, label: { fr: 'Voir la liste', en: 'See the list' } } };
  }
  const label = labels[state];
  const isOver = state === 'qualified' || state === 'submitted' || state === 'withdrawn';
  return {
    state: stepStates[state] ?? 'in_progress',
    ...(label !== undefined && { label }),
    action: {
      href,
      label: isOver ? { fr: 'Voir', en: 'See' } : { fr: 'Continuer', en: 'Go on' },
    },
  };
}
