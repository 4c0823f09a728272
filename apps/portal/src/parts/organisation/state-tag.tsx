import { createMessages, type Locale, Tag } from '@garance/web/view';
import type { OrganisationState } from '../../objects/organisation/tables/organisations.ts';

export const organisationStateNames = createMessages({
  fr: { unproven: 'À vérifier', proven: 'Vérifiée', blocked: 'Bloquée', removed: 'Supprimée' },
  en: { unproven: 'To be verified', proven: 'Verified', blocked: 'Blocked', removed: 'Removed' },
});

const tones = { unproven: 'warning', proven: 'success', blocked: 'error', removed: 'neutral' } as const;

/** State of an organisation. */
export function StateTag({ state, locale }: { readonly state: OrganisationState; readonly locale: Locale }) {
  return <Tag tone={tones[state]}>{organisationStateNames(locale)[state]}</Tag>;
}
