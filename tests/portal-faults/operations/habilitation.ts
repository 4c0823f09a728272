import type { TestPortal } from '@garance/portal/testing';
import { aFilledRequest } from '@garance/portal/testing/habilitation';
import {
  after,
  colleague,
  form,
  nothingMore,
  type Operation,
  of,
  organisation,
  type Subject,
} from './operation.ts';

async function draft(portal: TestPortal): Promise<Subject> {
  const made = await portal.organisation();
  const { person, sessionSecret } = await portal.as({ organisation: made });
  const { request, service } = await aFilledRequest(portal, { organisation: made, ownerId: person.id });
  return {
    organisation: made.id,
    owner: person.email,
    'owner session': sessionSecret,
    service: service.id,
    request: request.id,
  };
}

const requestState: Operation['state'] = async (tables, subject) =>
  (await tables.requests.find(of(subject, 'request')))?.state ?? 'none';

const finishEligibility: Operation = {
  name: 'eligibility is finished and the service made',
  prepare: organisation,
  begin: form({
    as: 'owner',
    path: () => '/services/new?audience=citizens&who=public',
    fields: { name: 'Stationnement', terms: '2026-01' },
  }),
  state: async (tables, subject) =>
    (await tables.services.ofOrganisations([of(subject, 'organisation')], { limit: 2 })).length === 1
      ? 'made'
      : 'none',
  before: 'none',
  after: 'made',
  tells: [],
};

const serviceOf = async (portal: TestPortal, subject: Subject): Promise<Subject> => {
  const list = await portal.store.portal.services.ofOrganisations([of(subject, 'organisation')], {
    limit: 1,
  });
  return { service: list[0]?.id ?? 'none' };
};

const createRequest: Operation = {
  name: 'a request is created',
  prepare: after([finishEligibility], serviceOf),
  begin: form({
    as: 'owner',
    path: (subject) => `/services/${of(subject, 'service')}`,
    mark: 'value="standard"',
  }),
  state: async (tables, subject) =>
    (await tables.requests.ofService(of(subject, 'service')))[0]?.state ?? 'none',
  before: 'none',
  after: 'draft',
  tells: [],
};

const saveStep: Operation = {
  name: 'a step of a request is saved',
  prepare: draft,
  begin: form({
    as: 'owner',
    path: (subject) => `/requests/${of(subject, 'request')}/steps/project`,
    fields: { name: 'Carte de résident' },
  }),
  state: async (tables, subject) => (await tables.requests.find(of(subject, 'request')))?.title ?? 'none',
  before: 'Carte de stationnement',
  after: 'Carte de résident',
  tells: [],
};

const submitRequest: Operation = {
  name: 'a request is submitted',
  prepare: async (portal) => ({
    ...(await colleague(portal, 'reviewer', 'legal-reviewer')),
    ...(await draft(portal)),
  }),
  begin: form({ as: 'owner', path: (subject) => `/requests/${of(subject, 'request')}/events/submit` }),
  state: requestState,
  before: 'draft',
  after: 'submitted',
  tells: ['owner', 'reviewer'],
};

export function review(name: string, event: string, more: Pick<Operation, 'after' | 'tells'>): Operation {
  return {
    name,
    prepare: after([submitRequest], nothingMore),
    begin: form({
      as: 'reviewer',
      path: (subject) => `/review/${of(subject, 'request')}/decide/${event}`,
      fields: { reason: 'Une raison.', confirm: 'yes' },
      mark: 'name="confirm"',
    }),
    state: requestState,
    before: 'submitted',
    ...more,
  };
}

const returnRequest = review('a request is sent back', 'request_changes', {
  after: 'changes_requested',
  tells: ['owner'],
});
const refuseRequest = review('a request is refused', 'refuse', { after: 'refused', tells: ['owner'] });
export const approveRequest = review('a request is validated', 'approve', {
  after: 'validated',
  tells: ['owner'],
});

export const habilitationOperations: readonly Operation[] = [
  finishEligibility,
  createRequest,
  saveStep,
  submitRequest,
  returnRequest,
  refuseRequest,
  approveRequest,
];
