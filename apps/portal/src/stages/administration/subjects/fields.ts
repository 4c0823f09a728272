import type { Environment } from '@garance/core';
import { createMessages } from '@garance/web/view';
import { z } from 'zod';
import { overrideSchema } from '../../../objects/approval/actions.ts';
import { plainOptions, withTexts } from '../../../objects/form/field.ts';

const subjectTexts = createMessages({
  fr: {
    labels: {
      environment: 'Environnement',
      given_name: 'Prénoms',
      family_name: 'Nom de naissance',
      birthdate: 'Date de naissance',
      gender: 'Sexe',
      birthplace: 'Code officiel géographique de la commune de naissance',
      birthcountry: 'Code officiel géographique du pays de naissance',
      sector_id: 'Secteur',
      sub: 'Identifiant technique à remettre',
    },
    hints: {
      birthdate: 'AAAA-MM-JJ',
      birthplace: 'Cinq caractères ; vide pour une naissance à l’étranger.',
      birthcountry: '99100 pour la France.',
      sector_id: 'L’identifiant de secteur du service.',
    },
    options: {
      environment: { integration: 'Intégration', production: 'Production' },
      gender: { female: 'Féminin', male: 'Masculin' },
    },
  },
  en: {
    labels: {
      environment: 'Environment',
      given_name: 'Given names',
      family_name: 'Family name at birth',
      birthdate: 'Birth date',
      gender: 'Gender',
      birthplace: 'Official geographic code of the commune of birth',
      birthcountry: 'Official geographic code of the country of birth',
      sector_id: 'Sector',
      sub: 'Subject identifier to hand out',
    },
    hints: {
      birthdate: 'YYYY-MM-DD',
      birthplace: 'Five characters; empty when born abroad.',
      birthcountry: '99100 for France.',
      sector_id: 'The sector identifier of the service.',
    },
    options: {
      environment: { integration: 'Integration', production: 'Production' },
      gender: { female: 'Female', male: 'Male' },
    },
  },
});

const birthdate = z.string().regex(/^\d{4}-(?:(?:0[1-9]|1[0-2])-(?:0\d|[12]\d|3[01])|00-00)$/);
const commune = z.string().regex(/^[0-9AB]{5}$/);
const country = z.string().regex(/^\d{5}$/);
const text = { kind: 'text', maxLength: 200 } as const;
const code = { ...text, width: 10 } as const;

/** The pivot identity of a person, and the identifier that they keep in one sector. */
export function subjectFields(environments: readonly Environment[]) {
  const { sectorId, sub } = overrideSchema.shape;
  const rows = [
    { kind: 'choice', name: 'environment', options: plainOptions(environments) },
    { ...text, name: 'given_name' },
    { ...text, name: 'family_name' },
    { ...code, name: 'birthdate', rule: birthdate },
    { kind: 'choice', name: 'gender', options: plainOptions(['female', 'male']) },
    { ...code, name: 'birthplace', optional: true, rule: commune },
    { ...code, name: 'birthcountry', rule: country },
    { ...text, name: 'sector_id', rule: sectorId },
    { ...text, name: 'sub', maxLength: 255, rule: sub },
  ] as const;
  return withTexts(rows, subjectTexts);
}
export type SubjectField = ReturnType<typeof subjectFields>[number];
