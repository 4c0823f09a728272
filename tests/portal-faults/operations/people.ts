import { randomUUID } from 'node:crypto';
import type { PortalTables } from '@garance/portal';
import { after, colleague, form, type Operation, of, organisation, type Subject } from './operation.ts';

const openThread: Operation = {
  name: 'a thread is opened',
  prepare: async (portal) => ({
    ...(await organisation(portal)),
    ...(await colleague(portal, 'agent', 'support-agent')),
  }),
  begin: form({ as: 'owner', path: () => '/support/new', fields: { subject: 'Clé', text: 'Pourquoi ?' } }),
  state: async (tables, subject) => (await threadOf(tables, subject))?.state ?? 'none',
  before: 'none',
  after: 'open',
  tells: ['agent'],
};

async function threadOf(tables: PortalTables, subject: Subject) {
  const page = {
    personId: of(subject, 'owner id'),
    organisationIds: [of(subject, 'organisation')],
    limit: 1,
  };
  return (await tables.threads.visibleTo(page))[0];
}

const answerThread: Operation = {
  name: 'a thread is answered',
  prepare: after([openThread], async (portal, subject) => ({
    thread: (await threadOf(portal.store.portal, subject))?.id ?? 'none',
  })),
  begin: form({
    as: 'agent',
    path: (subject) => `/threads/${of(subject, 'thread')}`,
    fields: { event: 'answer', text: 'Voici pourquoi.' },
    mark: '/messages',
  }),
  state: openThread.state,
  before: 'open',
  after: 'answered',
  tells: ['owner'],
};

const inviteMember: Operation = {
  name: 'a member is invited',
  prepare: async (portal) => ({
    ...(await organisation(portal)),
    invited: `invited-${randomUUID()}@partenaire.example`,
  }),
  begin: (portal, subject) =>
    form({
      as: 'owner',
      path: () => `/organisations/${of(subject, 'organisation')}/invite`,
      fields: { email: of(subject, 'invited'), role: 'contributor' },
      mark: '/invitations"',
    })(portal, subject),
  state: async (tables, subject) =>
    `${(await tables.invitations.openOf(of(subject, 'organisation'))).length} open`,
  before: '0 open',
  after: '1 open',
  tells: ['invited'],
};

const verifyOrganisation: Operation = {
  name: 'an organisation is verified',
  prepare: async (portal) => {
    const made = await portal.organisation({ proven: false });
    const rival = await portal.organisation({ proven: false, siret: made.siret ?? '' });
    const { person: owner } = await portal.as({ organisation: made });
    const { person: squatter } = await portal.as({ organisation: rival });
    return {
      organisation: made.id,
      rival: rival.id,
      owner: owner.email,
      squatter: squatter.email,
      ...(await colleague(portal, 'operator', 'operator')),
    };
  },
  begin: form({
    as: 'operator',
    path: (subject) => `/administration/organisations/${of(subject, 'organisation')}/prove`,
    fields: { looked: 'yes', reason: 'Appel au standard publié.' },
    mark: '/prove"',
  }),
  state: async ({ organisations }, subject) => {
    const made = await organisations.find(of(subject, 'organisation'));
    const rival = await organisations.find(of(subject, 'rival'));
    return `${made?.proof === undefined ? 'unproven' : 'proven'}, the other ${rival?.siret === undefined ? 'without' : 'with'} the SIRET`;
  },
  before: 'unproven, the other with the SIRET',
  after: 'proven, the other without the SIRET',
  tells: ['owner', 'squatter'],
};

export const peopleOperations: readonly Operation[] = [
  openThread,
  answerThread,
  inviteMember,
  verifyOrganisation,
];
