import {
  type DemoClaims,
  type DemoPerson,
  type DemoProviderId,
  type DemoRecord,
  type DemoRegisterEntry,
  demoPassword,
} from './person.ts';

const france = '99100';

interface PersonDraft {
  readonly id: string;
  readonly trait: { readonly fr: string; readonly en: string };
  readonly login: string;
  /** Providers with an account, and what each of them spells differently. */
  readonly at: Partial<Record<DemoProviderId, Partial<DemoClaims>>>;
  readonly claims: DemoClaims;
  /** Absent: the register knows exactly this person, alive. */
  readonly register?: DemoRegisterEntry;
}

/** The record of a person whom the register knows as the provider does. Born abroad, its place of birth is a country. */
export function recordOf(
  { email: _, ...recorded }: DemoClaims,
  corrections: Partial<DemoRecord> = {},
): DemoRecord {
  const birthplace = recorded.birthcountry === france ? recorded.birthplace : '';
  return { ...recorded, birthplace, ...corrections };
}

export function makePerson(draft: PersonDraft): DemoPerson {
  const { id, trait, login, claims } = draft;
  const places = Object.entries(draft.at) as [DemoProviderId, Partial<DemoClaims>][];
  return {
    id,
    trait,
    accounts: places.map(([provider, spelling]) => ({
      provider,
      login,
      password: demoPassword,
      claims: { ...claims, ...spelling },
    })),
    register: draft.register ?? { answer: 'found', record: recordOf(claims), deceased: false },
  };
}

/** The address of an invented person: `.example` never belongs to anybody (RFC 2606). */
export function demoEmail(login: string): string {
  return `${login}@courriel.example`;
}
