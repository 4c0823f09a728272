/** Sends deliveries as DataPass does: signed, in the documented form. */
import type { FastifyInstance } from '@garance/web/server';
import type { DatapassEvent } from '../../request/datapass-fields.ts';
import { signBody } from '../signature.ts';

export const testDatapassSecret = 'a secret shared with the habilitation site of tests';

export interface TestEvent {
  readonly event: DatapassEvent | string;
  /** Unix time in seconds. */
  readonly firedAt: number;
  /** Id of the request at DataPass. */
  readonly id?: number;
  /** Override the default answers in `data.data`. */
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly applicant?: Readonly<Record<string, unknown>>;
  readonly organization?: Readonly<Record<string, unknown>>;
  readonly state?: string;
}

/** A payload as DataPass documents it, for a request of FranceConnect. */
export function datapassBody(event: TestEvent): string {
  return JSON.stringify({
    event: event.event,
    fired_at: event.firedAt,
    model_type: 'authorization_request/france_connect',
    model_id: event.id ?? 9001,
    data: {
      id: event.id ?? 9001,
      public_id: 'a90939e8-f906-4343-8996-5955257f161d',
      state: event.state ?? 'submitted',
      form_uid: 'france-connect',
      created_at: '2026-11-01T10:00:00.000+01:00',
      organization: {
        id: 9002,
        name: 'Mairie de Saint-Ail',
        siret: '98043033400022',
        ...event.organization,
      },
      applicant: {
        id: 9003,
        email: 'jeanne.martin@saint-ail.example',
        given_name: 'Jeanne',
        family_name: 'Martin',
        phone_number: '0836656565',
        job_title: 'Directrice',
        ...event.applicant,
      },
      service_provider: null,
      data: {
        intitule: 'Inscriptions scolaires',
        description: 'Les familles inscrivent leurs enfants à l’école.',
        scopes: ['openid', 'family_name', 'given_name', 'email', 'cnaf_identite'],
        france_connect_eidas: 'eidas_1',
        cadre_juridique_nature: 'Arrêté du 8 novembre 2018',
        cadre_juridique_url: 'https://www.legifrance.gouv.fr/loda/id/JORFTEXT000037611479',
        destinataire_donnees_caractere_personnel: 'Service des écoles',
        duree_conservation_donnees_caractere_personnel: 12,
        contact_technique_given_name: 'Tech',
        contact_technique_family_name: 'Os',
        contact_technique_phone_number: '0612345678',
        contact_technique_email: 'tech@saint-ail.example',
        delegue_protection_donnees_given_name: 'Dominique',
        delegue_protection_donnees_family_name: 'Protège',
        delegue_protection_donnees_email: 'dpo@saint-ail.example',
        responsable_traitement_given_name: 'Rémi',
        responsable_traitement_family_name: 'Traite',
        responsable_traitement_email: 'rt@saint-ail.example',
        alternative_connexion: '1',
        un_champ_de_demain: 'gardé',
        ...event.fields,
      },
    },
  });
}

export interface SentDelivery {
  readonly status: number;
  readonly json: Readonly<Record<string, unknown>>;
}

export async function sendDelivery(
  app: FastifyInstance,
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
): Promise<SentDelivery> {
  const response = await app.inject({
    method: 'POST',
    url: '/datapass/webhook',
    headers: {
      'content-type': 'application/json',
      'x-hub-signature-256': signBody(testDatapassSecret, body),
      'x-app-environment': 'sandbox',
      ...headers,
    },
    payload: body,
  });
  return { status: response.statusCode, json: response.json() };
}

export const sendEvent = (app: FastifyInstance, event: TestEvent): Promise<SentDelivery> =>
  sendDelivery(app, datapassBody(event));
