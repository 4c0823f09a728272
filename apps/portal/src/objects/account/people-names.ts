import type { Locale } from '@garance/web/view';
import type { PortalTables } from '../portal-store.ts';

const others: Readonly<Record<Locale, Readonly<Record<'team' | 'datapass' | 'system' | 'former', string>>>> =
  {
    fr: { team: 'L’équipe', datapass: 'DataPass', system: 'Garance', former: 'Une personne partie depuis' },
    en: { team: 'The team', datapass: 'DataPass', system: 'Garance', former: 'Somebody who has left' },
  };

/** Names shown to partners: members by name, the team without names. */
export async function partnerNames(
  tables: PortalTables,
  organisationId: string,
  locale: Locale,
): Promise<(actor: string) => string> {
  const members = await tables.memberships.list(organisationId);
  const names = new Map(members.map(({ person }) => [person.id, person.name]));
  const staff = new Set<string>();
  for (const role of ['legal-reviewer', 'operator', 'qualification-officer', 'support-agent'] as const) {
    for (const { id } of await tables.platformRoles.list(role)) staff.add(id);
  }
  return (actor) => {
    const texts = others[locale];
    if (actor === 'datapass' || actor === 'system') return texts[actor];
    return names.get(actor) ?? (staff.has(actor) ? texts.team : texts.former);
  };
}
