import type { Platform } from '@garance/core';
import type { RequestAnswers } from '../objects/request/answers.ts';
import { currentTerms } from '../objects/service/terms.ts';

/** Persons named in the demonstration's requests. */
interface NamedInRequest {
  readonly technicalName: string;
  readonly technicalEmail: string;
}

/** Answers of a complete request. */
export function demonstrationAnswers(
  name: string,
  platform: Platform,
  { technicalName, technicalEmail }: NamedInRequest,
): RequestAnswers {
  return {
    organisation: { contractor: 'no' },
    project: { name, description: `${name} : faire la démarche en ligne, sans se déplacer.` },
    legal: {
      template: 'other',
      nature: 'Délibération du conseil municipal du 3 mars 2026',
      url: 'https://www.valgarance.example/deliberations/2026-03-03',
    },
    level: {
      already_connected: 'no',
      level: platform === 'standard' ? 'eidas1' : 'eidas2',
      why: 'Des droits dépendent de l’identité de la personne.',
    },
    data: {
      scopes: ['openid', 'given_name', 'family_name', 'email'],
      purpose_given_name: 'S’adresser à la personne',
      purpose_family_name: 'Retrouver son dossier',
      purpose_email: 'Lui envoyer la réponse',
    },
    personal_data: { recipients: 'Le service instructeur de la mairie', retention_months: '24' },
    people: {
      controller_name: 'Claude Maire',
      controller_email: 'maire@valgarance.example',
      dpo_name: 'Dominique Délégué',
      dpo_email: 'dpo@valgarance.example',
      technical_name: technicalName,
      technical_email: technicalEmail,
      technical_phone: '06 12 34 56 78',
      security_name: 'Alix Sûreté',
      security_email: 'rssi@valgarance.example',
    },
    commitments: { terms: currentTerms.version, dpo_informed: 'yes', alternative: 'yes' },
    identifiers: { identifiers: 'different' },
  };
}
