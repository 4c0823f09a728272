import { type Field, inBoth } from '../../../objects/form/field.ts';
import { platformRoles } from '../../../objects/lifecycle/lifecycle.ts';
import { adminTexts } from '../texts.ts';

/** A role of the team, given to a person who has an account. */
export const staffFields = [
  {
    kind: 'text',
    name: 'email',
    maxLength: 254,
    format: 'email',
    label: inBoth(adminTexts, ({ email }) => email),
    hint: { fr: 'D’une personne qui a déjà un compte.', en: 'Of a person who has an account already.' },
  },
  {
    kind: 'choice',
    name: 'role',
    options: platformRoles.map((value) => ({
      value,
      label: inBoth(adminTexts, ({ roles }) => roles[value]),
    })),
    label: inBoth(adminTexts, ({ role }) => role),
  },
] as const satisfies readonly Field[];
