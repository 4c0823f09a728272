import {
  type DemoClaims,
  type DemoPerson,
  type DemoProviderId,
  type DemoRecord,
  type DemoRegisterEntry,
  demoPassword,
} from './person.ts';

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

/** The record of somebody whom the register knows as the provider does. Presumed dates are recorded as the first of the month, of January. */
export function recordOf(claims: DemoClaims, corrections: Partial<DemoRecord> = {}): DemoRecord {
  const { given_name, family_name, birthdate, gender, birthplace, birthcountry } = claims;
  const recorded = { given_name, family_name, gender, birthplace, birthcountry };
  return { ...recorded, birthdate: birthdate.replaceAll('-00', '-01'), ...corrections };
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
