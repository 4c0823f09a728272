import { randomInt } from 'node:crypto';
import type { PortalTables } from '@garance/portal';
import { datapassBody, sendDelivery } from '@garance/portal/testing/datapass';
import { after, colleague, nothingMore, type Operation, of, type Subject } from './operation.ts';

const requestOfDelivery = async (tables: PortalTables, subject: Subject): Promise<string> => {
  const link = await tables.datapassRequests.find(of(subject, 'remote'));
  const request = link?.requestId === undefined ? undefined : await tables.requests.find(link.requestId);
  return request?.state ?? 'none';
};

function delivery(event: string, more: Pick<Operation, 'prepare' | 'before' | 'after' | 'tells'>): Operation {
  return {
    name: `a DataPass delivery is processed: ${event}`,
    begin: async (portal, subject) => {
      const firedAt = Number(of(subject, 'fired at')) + ['submit', 'approve', 'revoke'].indexOf(event);
      const body = datapassBody({ event, firedAt, id: Number(of(subject, 'remote')) });
      return () => sendDelivery(portal.app, body);
    },
    state: requestOfDelivery,
    ...more,
  };
}

const submitByDatapass = delivery('submit', {
  prepare: async (portal) => ({
    remote: `${randomInt(1, 2 ** 31)}`,
    'fired at': `${Math.floor(portal.clock.now() / 1000) - 100}`,
    ...(await colleague(portal, 'reviewer', 'legal-reviewer')),
    owner: 'jeanne.martin@saint-ail.example',
  }),
  before: 'none',
  after: 'submitted',
  tells: ['owner', 'reviewer'],
});
const approveByDatapass = delivery('approve', {
  prepare: after([submitByDatapass], nothingMore),
  before: 'submitted',
  after: 'validated',
  tells: ['owner'],
});
const revokeByDatapass = delivery('revoke', {
  prepare: after([submitByDatapass, approveByDatapass], nothingMore),
  before: 'validated',
  after: 'revoked',
  tells: ['owner'],
});

export const datapassOperations: readonly Operation[] = [
  submitByDatapass,
  approveByDatapass,
  revokeByDatapass,
];
