import type { Person } from '../../objects/account/tables/accounts.ts';
import { type Field, namedOptions } from '../../objects/form/field.ts';

/** The new applicant of a request. */
export function transferFields(candidates: readonly Pick<Person, 'id' | 'name' | 'email'>[]) {
  return [
    {
      kind: 'choice',
      name: 'new_owner',
      options: candidates.flatMap((person) =>
        namedOptions([person]).map((option) => ({ ...option, hint: { fr: person.email, en: person.email } })),
      ),
      label: { fr: 'À qui confier la demande ?', en: 'Who shall follow the request?' },
    },
  ] as const satisfies readonly Field[];
}
