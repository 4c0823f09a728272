/**
 * Role × action × organisation, through HTTP (security.md 17): for every action of `rights.ts` and every event of the
 * lifecycle tables, each partner role of the organisation, each role of the platform, staff without second factor, a
 * stranger and nobody are let through or refused as the tables say. A new action or event without a probe fails.
 *
 * A form is sent without its token where rights are looked at first: whoever may gets as far as the missing token, and
 * nothing changes. Events are tried with their token on an object whose state does not know them.
 */
import { csrfToken } from '@garance/web/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedDemonstration } from './demonstration/seed-demonstration.ts';
import { lifecycles } from './lifecycle/all.ts';
import { partnerRoles, platformRoles, type Role } from './lifecycle/lifecycle.ts';
import { type Action, actions, mayDo, secondFactorActions } from './lifecycle/rights.ts';
import { decideRequest } from './stages/habilitation/decide.ts';
import { createTestPortal, type TestPerson, type TestPortal } from './testing/portal-fixture.ts';

/** What the probes are about, by short names in their paths. */
interface World {
  /** A draft, submitted and archived request; one sent back. */
  readonly draft: string;
  readonly submitted: string;
  readonly archived: string;
  readonly sentBack: string;
  /** A service in production, its qualification (accepted); a service whose qualification is submitted. */
  readonly live: string;
  readonly qualified: string;
  readonly waiting: string;
  readonly organisation: string;
  /** Somebody to whom a request could go. */
  readonly heir: string;
}

interface Probe {
  readonly method: 'GET' | 'POST';
  readonly path: (world: World) => string;
  /** Form id whose token is sent, and the fields; no token when absent. */
  readonly form?: (world: World) => {
    readonly id: string;
    readonly fields: Readonly<Record<string, string>>;
  };
}

const get = (path: Probe['path']): Probe => ({ method: 'GET', path });
const post = (path: Probe['path'], form?: Probe['form']): Probe => ({
  method: 'POST',
  path,
  ...(form !== undefined && { form }),
});
const integration = ({ live }: World) => `/services/${live}/standard/integration`;
const qualification = ({ live }: World) => `/services/${live}/standard/qualification`;
const production = ({ live }: World) => `/services/${live}/standard/production`;

const actionProbes: Readonly<Partial<Record<Action, readonly Probe[]>>> = {
  'request.view': [get(({ submitted }) => `/requests/${submitted}`), get(({ live }) => `/services/${live}`)],
  'request.edit': [
    get(({ draft }) => `/requests/${draft}/steps/project`),
    post(({ draft }) => `/requests/${draft}/steps/project`),
    get(({ draft }) => `/requests/${draft}/documents/mockups`),
    post(({ live }) => `/services/${live}/requests`),
  ],
  'request.discuss': [post(({ submitted }) => `/requests/${submitted}/discussion`)],
  'request.assign': [post(({ submitted }) => `/review/${submitted}/assign`)],
  'request.export': [
    get(({ submitted }) => `/requests/${submitted}/print`),
    get(({ submitted }) => `/requests/${submitted}/export.json`),
  ],
  'registration.view': ['', '/versions', '/secrets', '/configurations'].map((page) =>
    get((world) => `${integration(world)}${page}`),
  ),
  'registration.edit': [
    get((world) => `${integration(world)}/registration`),
    post((world) => `${integration(world)}/registration`),
    post((world) => `${integration(world)}/check`),
  ],
  'secret.create': [
    post((world) => `${integration(world)}/secrets`),
    post((world) => `${integration(world)}/secrets/own`),
  ],
  'production-secret.create': [
    get((world) => `${production(world)}/secret`),
    post((world) => `${production(world)}/secret`),
    post((world) => `${production(world)}/secret/end`),
    post((world) => `${production(world)}/publish`),
  ],
  'trace.view': [get((world) => `${integration(world)}/trace`)],
  'test-identity.edit': [post((world) => `${integration(world)}/test-identities`)],
  'qualification.view': ['', '/reports', '/mock-ups', '/items/secrets'].map((page) =>
    get((world) => `${qualification(world)}${page}`),
  ),
  'qualification.edit': ['/reports', '/items/secrets', '/mock-ups/messages'].map((page) =>
    post((world) => `${qualification(world)}${page}`),
  ),
  'qualification.judge': [
    post(({ qualified }) => `/qualifications/${qualified}/items/secrets`),
    post(({ qualified }) => `/qualifications/${qualified}/messages`),
  ],
  'production.view': [get(production)],
  'production.edit': [
    get((world) => `${production(world)}/registration`),
    post((world) => `${production(world)}/registration`),
  ],
  'organisation.view': [get(({ organisation }) => `/organisations/${organisation}`)],
  'organisation.manage': [
    get(({ organisation }) => `/organisations/${organisation}/invite`),
    post(({ organisation }) => `/organisations/${organisation}/invitations`),
  ],
  'queue.view': [get(() => '/qualifications')],
  'template.edit': [get(() => '/review/templates/new')],
  'webhook.manage': [get(() => '/administration/webhooks')],
};

/** Actions of stages whose pages try every role in tests of their own. */
const actionsElsewhere: readonly Action[] = [
  'thread.view',
  'thread.open',
  'provider.manage',
  'service.manage',
  'key.manage',
  'subject.manage',
  'figures.view',
  'audit.view',
  'incident.manage',
  'staff.manage',
];

const partnerEvent = (event: string): Probe =>
  post(
    ({ archived }) => `/requests/${archived}/events/${event}`,
    ({ archived, heir }) => ({
      id: `habilitation.${event}:${archived}`,
      fields: { version: 'archived', new_owner: heir },
    }),
  );
const reviewEvent = (event: string): Probe =>
  post(
    ({ sentBack }) => `/review/${sentBack}/decide/${event}`,
    ({ sentBack }) => ({
      id: `review.decide:${sentBack}`,
      fields: { version: 'sentBack', reason: 'Une raison', confirm: 'yes' },
    }),
  );
const stop = post((world) => `${production(world)}/stop`);

const eventProbes: Readonly<Record<string, Probe>> = {
  'request.submit': partnerEvent('submit'),
  'request.reopen': partnerEvent('reopen'),
  'request.cancel_reopening': partnerEvent('cancel_reopening'),
  'request.archive': partnerEvent('archive'),
  'request.transfer': partnerEvent('transfer'),
  'request.approve': reviewEvent('approve'),
  'request.request_changes': reviewEvent('request_changes'),
  'request.refuse': reviewEvent('refuse'),
  'request.revoke': reviewEvent('revoke'),
  'registration.publish': post((world) => `${integration(world)}/publish`),
  'registration.discard': post((world) => `${integration(world)}/discard`),
  'qualification.submit': post(
    ({ waiting }) => `/services/${waiting}/standard/qualification/submit`,
    ({ waiting }) => ({ id: `qualification.submit:${waiting}.standard`, fields: { version: '0' } }),
  ),
  'qualification.request_changes': post(({ qualified }) => `/qualifications/${qualified}/decision`),
  'qualification.accept': post(({ qualified }) => `/qualifications/${qualified}/decision`),
  'qualification.withdraw': post(({ qualified }) => `/qualifications/${qualified}/withdraw`),
  'production.activate': post((world) => `${production(world)}/activate`),
  'production.suspend': stop,
  'production.resume': stop,
  'production.close': stop,
};

/** Events of administration and support, whose pages try every role in tests of their own. */
const eventsElsewhere = [
  'access.suspend',
  'access.resume',
  'access.revoke',
  'thread.answer',
  'thread.ask',
  'thread.write',
  'thread.close',
];

const machines: readonly Role[] = ['system', 'datapass'];
const events = lifecycles.flatMap(({ object, transitions }) =>
  [...new Set(transitions.map(({ event }) => event))].map((event) => ({
    name: `${object}.${event}`,
    who: new Set<Role>(transitions.filter((one) => one.event === event).flatMap((one) => one.who)),
  })),
);
const humanEvents = events.filter(({ who }) => [...who].some((role) => !machines.includes(role)));

type Outcome = 'allowed' | 'refused' | 'hidden' | 'second factor' | 'sign in';
type Who = Role | 'stranger' | 'nobody' | `${Role} without second factor`;

let portal: TestPortal;
let world: World;
const people = new Map<Who, TestPerson>();
const versions: Record<string, string> = {};

beforeAll(async () => {
  portal = await createTestPortal();
  const account = (role: Role) => ({ role, email: `${role}@seed.example`, name: role });
  await seedDemonstration(
    portal.deps,
    (['owner', 'technical-contact', 'legal-reviewer', 'qualification-officer'] as const).map((role) => ({
      ...account(role),
      role,
    })),
  );
  const tables = portal.store.portal;
  const organisation = await tables.organisations.findBySiret('21990000100013');
  if (organisation === undefined) throw new Error('no demonstration');
  for (const role of partnerRoles) {
    people.set(role, await portal.as({ organisation, role, secondFactor: true }));
  }
  for (const role of ['owner', 'technical-contact'] as const) {
    people.set(`${role} without second factor`, await portal.as({ organisation, role }));
  }
  for (const role of platformRoles) {
    people.set(role, await portal.as({ platformRoles: [role] }));
    const unproven = { platformRoles: [role], secondFactor: false };
    people.set(`${role} without second factor`, await portal.as(unproven));
  }
  const foreign = await portal.organisation();
  people.set('stranger', await portal.as({ organisation: foreign, secondFactor: true }));
  world = await findWorld(organisation.id);
});
afterAll(async () => {
  await portal?.close();
});

async function findWorld(organisation: string): Promise<World> {
  const tables = portal.store.portal;
  const services = await tables.services.ofOrganisations([organisation], { limit: 50 });
  const serviceOf = (name: string) => services.find((service) => service.name === name)?.id ?? '';
  const requestOf = async (name: string) => (await tables.requests.ofService(serviceOf(name)))[0]?.id ?? '';
  const live = serviceOf('Portail des familles');
  const archived = await requestOf('Inscription à la bibliothèque');
  const owner = people.get('owner');
  await decideRequest(portal.deps, {
    requestId: archived,
    event: 'archive',
    actor: owner?.person.id ?? '',
    standing: { roles: ['owner'], secondFactor: false },
  });
  // Archiving left the service without an open request: another draft takes its place.
  const page = await owner?.browser.get(`/services/${serviceOf('Inscription à la bibliothèque')}`);
  if (page !== undefined) await owner?.browser.submit(page, {}, { form: 'value="standard"' });
  const requests = await tables.requests.ofService(serviceOf('Inscription à la bibliothèque'));
  const found = {
    draft: requests.find(({ state }) => state === 'draft')?.id ?? '',
    submitted: await requestOf('Carte de stationnement'),
    archived,
    sentBack: await requestOf('Aide au permis de conduire'),
    live,
    qualified: (await tables.qualifications.findFor(live, 'standard'))?.id ?? '',
    waiting: serviceOf('Dossier de subvention'),
    organisation,
    heir: people.get('contributor')?.person.id ?? '',
  };
  for (const name of ['archived', 'sentBack'] as const) {
    versions[name] = `${(await tables.requests.find(found[name]))?.version}`;
  }
  return found;
}

/** Sends the probe as this person; what became of it. */
async function attempt(who: Who, probe: Probe): Promise<Outcome> {
  const person = people.get(who);
  const { id, fields } = probe.form?.(world) ?? { id: undefined, fields: {} };
  const filled: Record<string, string> = { ...fields };
  if (fields.version !== undefined) filled.version = versions[fields.version] ?? fields.version;
  if (id !== undefined && person !== undefined) filled.csrf = csrfToken(person.sessionSecret, id);
  const { statusCode, headers, body } = await portal.app.inject({
    method: probe.method,
    url: probe.path(world),
    headers: {
      accept: 'text/html',
      ...(person !== undefined && { cookie: `garance-portal-session=${person.sessionSecret}` }),
      ...(probe.method === 'POST' && { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    ...(probe.method === 'POST' && { payload: new URLSearchParams(filled).toString() }),
  });
  const location = String(headers.location ?? '');
  if (location.startsWith('/sign-in')) return 'sign in';
  if (location.startsWith('/second-factor')) return 'second factor';
  if (statusCode === 404) return 'hidden';
  if (statusCode === 403) return body.includes('general.cross_site') ? 'allowed' : 'refused';
  expect(statusCode, `${who} ${probe.method} ${probe.path(world)}`).toBeLessThan(500);
  return 'allowed';
}

interface Rule {
  readonly may: (roles: readonly Role[]) => boolean;
  readonly needsFactor: boolean;
}

/** What the tables say; to who may not it does not matter whether the page is refused or hidden. */
function expected(who: Who, { may, needsFactor }: Rule): readonly Outcome[] {
  if (who === 'nobody') return ['sign in'];
  if (who === 'stranger') return ['hidden'];
  const role = who.replace(' without second factor', '') as Role;
  const isProven = role === who;
  const isStaff = (platformRoles as readonly Role[]).includes(role);
  // Staff may be asked for their second factor before anything else is said.
  if (!may([role]))
    return isStaff && !isProven ? ['refused', 'hidden', 'second factor'] : ['refused', 'hidden'];
  return !isProven && (isStaff || needsFactor) ? ['second factor'] : ['allowed'];
}

async function expectRule(name: string, probe: Probe, rule: Rule): Promise<void> {
  const wrong: string[] = [];
  for (const who of [...people.keys(), 'nobody' as const]) {
    const outcome = await attempt(who, probe);
    const wanted = expected(who, rule);
    if (!wanted.includes(outcome)) wrong.push(`${name} as ${who}: ${outcome}, not ${wanted.join(' or ')}`);
  }
  expect(wrong).toEqual([]);
}

describe('every action of the table, by everybody', () => {
  it.each(Object.keys(actions) as Action[])('%s', async (action) => {
    const probes = actionProbes[action] ?? [];
    expect(probes.length > 0 || actionsElsewhere.includes(action), 'has a probe').toBe(true);
    const rule = {
      may: (roles: readonly Role[]) => mayDo(action, roles),
      needsFactor: secondFactorActions.has(action),
    };
    for (const probe of probes) await expectRule(`${probe.method} ${probe.path(world)}`, probe, rule);
  });
});

describe('every event of the lifecycle tables that people cause, by everybody', () => {
  it.each(humanEvents)('$name', async ({ name, who }) => {
    const probe = eventProbes[name];
    expect(probe !== undefined || eventsElsewhere.includes(name), 'has a probe').toBe(true);
    if (probe === undefined) return;
    const [object, event] = name.split('.');
    const needsFactor = lifecycles.some(
      (lifecycle) =>
        lifecycle.object === object &&
        lifecycle.transitions.some((one) => one.event === event && one.secondFactor === true),
    );
    await expectRule(name, probe, { may: (roles) => roles.some((role) => who.has(role)), needsFactor });
  });

  it('has left everything as it was', async () => {
    const tables = portal.store.portal;
    const stateOf = async (id: string) => (await tables.requests.find(id))?.state;
    expect(await stateOf(world.archived)).toBe('archived');
    expect(await stateOf(world.sentBack)).toBe('changes_requested');
    expect(await stateOf(world.submitted)).toBe('submitted');
    expect((await tables.qualifications.find(world.qualified))?.state).toBe('qualified');
    expect((await tables.productions.findFor(world.live, 'standard'))?.state).toBe('active');
  });
});
