import type { Localized, Platform } from '@garance/core';
import { initialOf } from '../lifecycle/lifecycle.ts';
import type { PortalTables } from '../portal-store.ts';
import type { StageState } from '../service/stage-state.ts';
import { type QualificationState, qualificationLifecycle } from './lifecycle.ts';

const labels: Readonly<Record<QualificationState, Localized>> = {
  open: { fr: 'En préparation', en: 'Being prepared' },
  submitted: { fr: 'Transmise', en: 'Sent' },
  changes_requested: { fr: 'Modifications demandées', en: 'Changes requested' },
  qualified: { fr: 'Qualifié', en: 'Qualified' },
  expired: { fr: 'À renouveler', en: 'To be repeated' },
  withdrawn: { fr: 'Retirée', en: 'Withdrawn' },
};

/** State of the qualification stage of a service on a platform. It may start once a registration is published. */
export async function stageOf(
  tables: Pick<PortalTables, 'qualifications' | 'registrationDrafts'>,
  serviceId: string,
  platform: Platform,
): Promise<StageState> {
  const href = `/services/${serviceId}/${platform}/qualification`;
  const qualification = await tables.qualifications.findFor(serviceId, platform);
  const published = await tables.registrationDrafts.current(serviceId, {
    platform,
    environment: 'integration',
  });
  const { state } = qualification ?? {};
  if (state === undefined || (state === initialOf(qualificationLifecycle) && published === undefined)) {
    if (published === undefined) {
      return {
        state: 'not_yet',
        action: { href, label: { fr: 'Envoyer des maquettes', en: 'Send mock-ups' } },
      };
    }
    return { state: 'to_do', action: { href, label: { fr: 'Voir la liste', en: 'See the list' } } };
  }
  const { stage } = qualificationLifecycle.states[state];
  const goOn = { fr: 'Continuer', en: 'Go on' };
  const see = { fr: 'Voir', en: 'See' };
  return {
    state: stage,
    label: labels[state],
    action: { href, label: stage === 'in_progress' ? goOn : see },
  };
}
