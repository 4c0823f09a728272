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
  /** Providers with an account of this person, each with the claims that differ there. */
  readonly at: Partial<Record<DemoProviderId, Partial<DemoClaims>>>;
  readonly claims: DemoClaims;
  /** Absent: the register has exactly this person, alive. */
  readonly register?: DemoRegisterEntry;
}

/** The register's record of a person with these claims; without birthplace when born abroad. */
export function recordOf(
  { email: _, ...recorded }: DemoClaims,
  corrections: Partial<DemoRecord> = {},
): DemoRecord {
  const birthplace = recorded.birthcountry === france ? recorded.birthplace : '';
  return { ...recorded, birthplace, ...corrections };
}

/** Completes a person: one account at each provider named in `at`, all with the demo's password. */
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

/** E-mail address of an invented person: `.example` cannot be registered (RFC 2606). */
export function demoEmail(login: string): string {
  return `${login}@courriel.example`;
}
