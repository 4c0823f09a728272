import type { Platform } from '@garance/core';
import type { PortalTables } from '../portal-store.ts';
import type { StageState } from '../service/stage-state.ts';
import { accessLifecycle } from './lifecycle.ts';

/** State of the integration stage of a service on a platform: done once a registration is published. */
export async function stageOf(
  tables: Pick<PortalTables, 'clientRegistrations' | 'habilitations' | 'registrationDrafts'>,
  serviceId: string,
  platform: Platform,
): Promise<StageState> {
  const href = `/services/${serviceId}/${platform}/integration`;
  const open = { href, label: { fr: 'Ouvrir l’intégration', en: 'Open the integration' } };
  const access = await tables.clientRegistrations.findFor(serviceId, {
    platform,
    environment: 'integration',
  });
  if (access !== undefined && !accessLifecycle.states[access.state].signsIn) {
    return { state: 'stopped', label: { fr: 'Connexions arrêtées', en: 'Sign-ins stopped' }, action: open };
  }
  const habilitation = await tables.habilitations.inForce(serviceId, platform);
  if (habilitation === undefined) return { state: 'not_yet' };
  if (access !== undefined && (await tables.registrationDrafts.publishedOf(access.id)) !== undefined) {
    return { state: 'done', action: open };
  }
  const draft = access && (await tables.registrationDrafts.draftOf(access.id));
  if (draft !== undefined) {
    const label = { fr: 'Vérifier et publier l’enregistrement', en: 'Check and publish the registration' };
    return { state: 'in_progress', action: { href: `${href}/review`, label } };
  }
  const label = { fr: 'Enregistrer le service', en: 'Register the service' };
  return { state: 'to_do', action: { href, label } };
}
