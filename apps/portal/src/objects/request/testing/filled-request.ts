/** Requests in any state, for tests of the stages that follow a habilitation. */
import { randomUUID } from 'node:crypto';
import type { Platform } from '@garance/core';
import type { TestPortal } from '../../../testing/portal-fixture.ts';
import type { Organisation } from '../../account/tables/accounts.ts';
import type { Habilitation } from '../../habilitation/table.ts';
import type { Service } from '../../service/table.ts';
import { currentTerms } from '../../service/terms.ts';
import type { RequestAnswers } from '../answers.ts';
import { createRequest } from '../create-request.ts';
import { decideRequest } from '../decide.ts';
import type { HabilitationRequest } from '../tables/requests.ts';

/** Answers that pass every rule. */
export function completeAnswers(platform: Platform): RequestAnswers {
  return {
    organisation: { contractor: 'no' },
    project: { name: 'Carte de stationnement', description: 'Demander une carte de stationnement en ligne.' },
    legal: {
      template: 'other',
      nature: 'Délibération du 3 mars 2026',
      url: 'https://www.ville.example/texte',
    },
    level: {
      already_connected: 'no',
      level: platform === 'standard' ? 'eidas1' : 'eidas2',
      why: 'Des droits en dépendent.',
    },
    data: {
      scopes: ['openid', 'given_name', 'email'],
      purpose_given_name: 'S’adresser à l’usager',
      purpose_email: 'Envoyer la carte',
    },
    personal_data: { recipients: 'Service stationnement', retention_months: '24' },
    people: {
      controller_name: 'Claude Maire',
      controller_email: 'maire@ville.example',
      dpo_name: 'Dominique Delegue',
      dpo_email: 'dpo@ville.example',
      technical_name: 'Sacha Technique',
      technical_email: 'technique@ville.example',
      technical_phone: '06 12 34 56 78',
      security_name: 'Alix Securite',
      security_email: 'rssi@ville.example',
    },
    commitments: { terms: currentTerms.version, dpo_informed: 'yes', alternative: 'yes' },
    identifiers: { identifiers: 'different' },
  };
}

export interface TestRequest {
  readonly service: Service;
  readonly request: HabilitationRequest;
  read(): Promise<HabilitationRequest>;
}

interface TestRequestOptions {
  readonly organisation: Organisation;
  readonly ownerId: string;
  readonly platform?: Platform;
  readonly answers?: RequestAnswers;
  /** An existing service to use instead of a new one. */
  readonly service?: Service;
}

/** A service and a complete draft. */
export async function aFilledRequest(portal: TestPortal, options: TestRequestOptions): Promise<TestRequest> {
  const { organisation, ownerId, platform = 'standard', answers } = options;
  const tables = portal.store.portal;
  const service = options.service ?? (await aService(portal, organisation));
  const request = await tables.transaction((inside) =>
    createRequest(inside, portal.clock, {
      serviceId: service.id,
      platform,
      ownerId,
      authorization: { roles: ['owner'], secondFactor: false },
      answers: answers ?? completeAnswers(platform),
    }),
  );
  return {
    service,
    request,
    read: async () => {
      const found = await tables.requests.find(request.id);
      if (found === undefined) throw new Error('the request is gone');
      return found;
    },
  };
}

export async function aService(
  portal: TestPortal,
  organisation: Organisation,
  name = 'Stationnement',
): Promise<Service> {
  const service: Service = {
    id: randomUUID(),
    organisationId: organisation.id,
    name,
    kind: 'public',
    eligibility: {},
    createdAtMs: portal.clock.now(),
  };
  await portal.store.portal.services.create(service);
  return service;
}

/** A habilitation in force, obtained through every step of its request. */
export async function aHabilitation(
  portal: TestPortal,
  options: TestRequestOptions,
): Promise<TestRequest & { readonly habilitation: Habilitation }> {
  const made = await aFilledRequest(portal, options);
  const common = { requestId: made.request.id, actor: options.ownerId };
  const owner = { roles: ['owner'], secondFactor: false } as const;
  const reviewer = { roles: ['legal-reviewer'], secondFactor: true } as const;
  await decideRequest(portal.deps, { ...common, event: 'submit', authorization: owner });
  await decideRequest(portal.deps, { ...common, event: 'approve', authorization: reviewer });
  const { service, request } = made;
  const habilitation = await portal.store.portal.habilitations.inForce(service.id, request.platform);
  if (habilitation === undefined) throw new Error('no habilitation came of it');
  return { ...made, habilitation };
}
