import type { PortalTables } from '@garance/portal';
import { goodForm } from '@garance/portal/testing/integration';
import { approveRequest, review } from './habilitation.ts';
import { after, colleague, form, nothingMore, type Operation, of, type Subject } from './operation.ts';

const integration = (subject: Subject): string => `/services/${of(subject, 'service')}/standard/integration`;

async function accessOf(tables: PortalTables, subject: Subject): Promise<string> {
  const hub = { platform: 'standard', environment: 'integration' } as const;
  return (await tables.clientRegistrations.findFor(of(subject, 'service'), hub))?.id ?? 'none';
}

const saveRegistration: Operation = {
  name: 'a registration is drafted',
  prepare: after([approveRequest], nothingMore),
  begin: form({
    as: 'owner',
    path: (subject) => `${integration(subject)}/registration`,
    fields: goodForm,
    mark: 'name="redirectUris"',
  }),
  state: async (tables, subject) => {
    const draftOf = await tables.registrationDrafts.draftOf(await accessOf(tables, subject));
    return draftOf?.state ?? 'none';
  },
  before: 'none',
  after: 'draft',
  tells: [],
};

const publishRegistration: Operation = {
  name: 'a registration is published',
  prepare: after([approveRequest, saveRegistration], nothingMore),
  begin: form({ as: 'owner', path: (subject) => `${integration(subject)}/review`, mark: '/publish' }),
  state: async (tables, subject) =>
    (await tables.registrationDrafts.publishedOf(await accessOf(tables, subject)))?.state ?? 'none',
  notesFirst: ['registration_draft'],
  before: 'none',
  after: 'published',
  tells: [],
};

const integrated = [approveRequest, saveRegistration, publishRegistration];
const secretCount: Operation['state'] = async (tables, subject) =>
  `${(await tables.clientSecrets.list(await accessOf(tables, subject), 10)).length}`;

const createSecret: Operation = {
  name: 'a secret is made',
  prepare: after(integrated, nothingMore),
  begin: form({
    as: 'owner',
    path: (subject) => `${integration(subject)}/secrets`,
    fields: { label: 'serveur' },
    mark: 'name="lifetimeDays"',
  }),
  state: secretCount,
  before: '0',
  after: '1',
  tells: [],
};

const rotateSecret: Operation = {
  ...createSecret,
  name: 'a secret is rotated',
  prepare: after([...integrated, createSecret], nothingMore),
  before: '1',
  after: '2',
};

const suspendRegistration: Operation = {
  name: 'a registration is suspended',
  prepare: after(integrated, async (portal, subject) => ({
    ...(await colleague(portal, 'operator', 'operator')),
    access: await accessOf(portal.store.portal, subject),
  })),
  begin: form({
    as: 'operator',
    path: (subject) => `/administration/services/${of(subject, 'access')}`,
    fields: { reason: 'Fuite de secret' },
    mark: '/suspend',
  }),
  state: async (tables, subject) =>
    (await tables.clientRegistrations.find(of(subject, 'access')))?.state ?? 'none',
  before: 'active',
  after: 'suspended',
  tells: ['owner'],
};

const revokeHabilitation: Operation = {
  ...review('a habilitation is revoked', 'revoke', { after: 'revoked', tells: ['owner'] }),
  prepare: after(integrated, nothingMore),
  before: 'validated',
};

export const integrationOperations: readonly Operation[] = [
  saveRegistration,
  publishRegistration,
  createSecret,
  rotateSecret,
  suspendRegistration,
  revokeHabilitation,
];
