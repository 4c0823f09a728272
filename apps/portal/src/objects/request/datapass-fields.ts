/**
 * A request in DataPass's terms: its events and its fields. Names: etalab/data_pass, docs/webhooks.md,
 * AuthorizationRequest::FranceConnect and its extensions.
 */
import type { Level } from '@garance/core';
import { answer, type RequestAnswers, requestedScopes } from './answers.ts';
import type { FormStepName } from './questions/field.ts';

export const datapassEvents = [
  'create',
  'update',
  'submit',
  'approve',
  'refuse',
  'request_changes',
  'revoke',
  'archive',
  'reopen',
  'cancel_reopening',
  'transfer',
] as const;
export type DatapassEvent = (typeof datapassEvents)[number];

/** Texts that mean the same on both sides. */
export const datapassTexts: readonly (readonly [string, FormStepName, string])[] = [
  ['intitule', 'project', 'name'],
  ['description', 'project', 'description'],
  ['date_prevue_mise_en_production', 'project', 'go_live'],
  ['cadre_juridique_nature', 'legal', 'nature'],
  ['cadre_juridique_url', 'legal', 'url'],
  ['destinataire_donnees_caractere_personnel', 'personal_data', 'recipients'],
  ['duree_conservation_donnees_caractere_personnel', 'personal_data', 'retention_months'],
  [
    'duree_conservation_donnees_caractere_personnel_justification',
    'personal_data',
    'retention_justification',
  ],
  ['responsable_traitement_email', 'people', 'controller_email'],
  ['delegue_protection_donnees_email', 'people', 'dpo_email'],
  ['contact_technique_email', 'people', 'technical_email'],
  ['contact_technique_phone_number', 'people', 'technical_phone'],
];

/** Persons: DataPass has given and family name, the form one name. */
export const datapassPeople: readonly (readonly [string, string])[] = [
  ['responsable_traitement', 'controller'],
  ['delegue_protection_donnees', 'dpo'],
  ['contact_technique', 'technical'],
];

export const datapassLevels: Readonly<Record<string, Level>> = {
  eidas_1: 'eidas1',
  eidas_2: 'eidas2',
  eidas_3: 'eidas3',
};

/** The answers as `data.data` of an event. Purposes of scopes have no field there. */
export function datapassFields(answers: RequestAnswers): Readonly<Record<string, unknown>> {
  const fields: Record<string, unknown> = {};
  const add = (key: string, value: string) => {
    if (value !== '') fields[key] = value;
  };
  for (const [key, step, field] of datapassTexts) add(key, answer(answers, step, field));
  for (const [prefix, who] of datapassPeople) {
    const [givenName = '', ...familyName] = answer(answers, 'people', `${who}_name`).split(' ');
    add(`${prefix}_given_name`, givenName);
    add(`${prefix}_family_name`, familyName.join(' '));
  }
  const level = answer(answers, 'level', 'level');
  add('france_connect_eidas', Object.keys(datapassLevels).find((key) => datapassLevels[key] === level) ?? '');
  add('volumetrie_approximative', answer(answers, 'project', 'volume'));
  if (answer(answers, 'commitments', 'alternative') === 'yes') fields.alternative_connexion = '1';
  fields.scopes = requestedScopes(answers);
  return fields;
}
