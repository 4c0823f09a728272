import type { Environment } from '@garance/core';
import { z } from 'zod';
import { overrideSchema } from '../../../objects/approval/actions.ts';
import { type Field, inBoth } from '../../../objects/form/field.ts';
import { adminTexts } from '../texts.ts';

/** The pivot identity of a person, and the identifier that they keep in one sector. */
export function subjectFields(environments: readonly Environment[]) {
  const text = { kind: 'text', maxLength: 200 } as const;
  const code = { ...text, width: 10 } as const;
  return [
    {
      kind: 'choice',
      name: 'environment',
      options: environments.map((value) => ({
        value,
        label: inBoth(adminTexts, ({ environments: names }) => names[value]),
      })),
      label: { fr: 'Environnement', en: 'Environment' },
    },
    { ...text, name: 'given_name', label: { fr: 'Prénoms', en: 'Given names' } },
    { ...text, name: 'family_name', label: { fr: 'Nom de naissance', en: 'Family name at birth' } },
    {
      ...code,
      name: 'birthdate',
      rule: z.string().regex(/^\d{4}-(?:(?:0[1-9]|1[0-2])-(?:0\d|[12]\d|3[01])|00-00)$/),
      label: { fr: 'Date de naissance', en: 'Birth date' },
      hint: { fr: 'AAAA-MM-JJ', en: 'YYYY-MM-DD' },
    },
    {
      kind: 'choice',
      name: 'gender',
      options: [
        { value: 'female', label: { fr: 'Féminin', en: 'Female' } },
        { value: 'male', label: { fr: 'Masculin', en: 'Male' } },
      ],
      label: { fr: 'Sexe', en: 'Gender' },
    },
    {
      ...code,
      name: 'birthplace',
      optional: true,
      rule: z.string().regex(/^[0-9AB]{5}$/),
      label: {
        fr: 'Code officiel géographique de la commune de naissance',
        en: 'Official geographic code of the commune of birth',
      },
      hint: {
        fr: 'Cinq caractères ; vide pour une naissance à l’étranger.',
        en: 'Five characters; empty when born abroad.',
      },
    },
    {
      ...code,
      name: 'birthcountry',
      rule: z.string().regex(/^\d{5}$/),
      label: {
        fr: 'Code officiel géographique du pays de naissance',
        en: 'Official geographic code of the country of birth',
      },
      hint: { fr: '99100 pour la France.', en: '99100 for France.' },
    },
    {
      ...text,
      name: 'sector_id',
      rule: overrideSchema.shape.sectorId,
      label: { fr: 'Secteur', en: 'Sector' },
      hint: { fr: 'L’identifiant de secteur du service.', en: 'The sector identifier of the service.' },
    },
    {
      ...text,
      name: 'sub',
      maxLength: 255,
      rule: overrideSchema.shape.sub,
      label: { fr: 'Identifiant technique à remettre', en: 'Subject identifier to hand out' },
    },
  ] as const satisfies readonly Field[];
}
export type SubjectField = ReturnType<typeof subjectFields>[number];
