import type { TestPortal } from '@garance/portal/testing';
import { aQualificationScene, evidence } from '@garance/portal/testing/qualification';
import { after, colleague, form, nothingMore, type Operation, of, type Subject } from './operation.ts';

async function ready(portal: TestPortal): Promise<Subject> {
  const scene = await aQualificationScene(portal);
  await scene.prepare('standard');
  return {
    service: scene.service.id,
    organisation: scene.organisation.id,
    owner: scene.owner.person.email,
    'owner session': scene.owner.sessionSecret,
    officer: scene.officer.person.email,
    'officer session': scene.officer.sessionSecret,
    qualification: await scene.idOf('standard'),
  };
}

const qualificationState: Operation['state'] = async (tables, subject) =>
  (await tables.qualifications.find(of(subject, 'qualification')))?.state ?? 'none';

const submitQualification: Operation = {
  name: 'a qualification is submitted',
  prepare: ready,
  begin: form({
    as: 'owner',
    path: (subject) => `/services/${of(subject, 'service')}/standard/qualification`,
  }),
  state: qualificationState,
  // The first transaction creates the qualification.
  transactions: 2,
  before: 'open',
  after: 'submitted',
  tells: ['owner', 'officer'],
};

const declareItem: Operation = {
  name: 'an item of a qualification is declared',
  prepare: ready,
  begin: form({
    as: 'owner',
    path: (subject) => `/services/${of(subject, 'service')}/standard/qualification/items/secrets`,
    fields: { text: 'Autrement.' },
    mark: 'name="text"',
  }),
  state: async (tables, subject) => {
    const items = await tables.qualificationItems.list(of(subject, 'qualification'));
    return items.find(({ itemId }) => itemId === 'secrets')?.text ?? 'none';
  },
  before: evidence,
  after: 'Autrement.',
  tells: [],
};

const returnQualification: Operation = {
  name: 'a qualification is sent back',
  prepare: after([submitQualification], nothingMore),
  begin: form({
    as: 'officer',
    path: (subject) => `/qualifications/${of(subject, 'qualification')}`,
    fields: { event: 'request_changes', reason: 'Une raison.' },
    mark: '/decision"',
  }),
  state: qualificationState,
  before: 'submitted',
  after: 'changes_requested',
  tells: ['owner'],
};

const acceptQualification: Operation = {
  ...returnQualification,
  name: 'a qualification is accepted',
  prepare: async (portal) => {
    const subject = await after([submitQualification], nothingMore)(portal);
    const browser = portal.browser();
    browser.setSession(of(subject, 'officer session'));
    const path = `/qualifications/${of(subject, 'qualification')}`;
    const { html } = await browser.get(path);
    for (const [mark] of html.matchAll(/\/items\/[a-z0-9-]+"/g)) {
      await browser.submit(await browser.get(path), { verdict: 'accepted' }, { form: mark });
    }
    return subject;
  },
  begin: form({
    as: 'officer',
    path: (subject) => `/qualifications/${of(subject, 'qualification')}`,
    fields: { event: 'accept' },
    mark: '/decision"',
  }),
  after: 'qualified',
};

const production = (subject: Subject): string => `/services/${of(subject, 'service')}/standard/production`;
const productionState: Operation['state'] = async (tables, subject) =>
  (await tables.productions.findFor(of(subject, 'service'), 'standard'))?.state ?? 'none';

const activateProduction: Operation = {
  name: 'production is activated',
  prepare: after([acceptQualification], async (portal, subject) => {
    const made = await portal.store.portal.organisations.find(of(subject, 'organisation'));
    if (made === undefined) throw new Error('no organisation');
    const strong = await portal.as({ organisation: made, role: 'technical-contact', secondFactor: true });
    const fields = {
      redirectUris: 'https://www.familles.example/retour',
      postLogoutRedirectUris: 'https://www.familles.example/',
    };
    const form = await strong.browser.get(`${production(subject)}/registration`);
    await strong.browser.submit(form, fields, { form: 'name="redirectUris"' });
    return {
      technical: strong.person.email,
      'technical session': strong.sessionSecret,
      ...(await colleague(portal, 'operator', 'operator')),
    };
  }),
  begin: form({ as: 'technical', path: (subject) => `${production(subject)}/activate` }),
  state: productionState,
  before: 'opened',
  after: 'active',
  tells: ['owner', 'technical'],
};

const suspendProduction: Operation = {
  name: 'production is suspended',
  prepare: after([activateProduction], nothingMore),
  begin: form({
    as: 'operator',
    path: production,
    fields: { event: 'suspend', reason: 'Fuite signalée.' },
    mark: '/stop"',
  }),
  state: productionState,
  before: 'active',
  after: 'suspended',
  tells: ['owner'],
};

export const qualificationOperations: readonly Operation[] = [
  declareItem,
  submitQualification,
  returnQualification,
  acceptQualification,
  activateProduction,
  suspendProduction,
];
