/**
 * Role × action × organisation, through HTTP (security.md 17): for every action of `rights.ts` and every event of the
 * lifecycle tables, each partner role of the organisation, each role of the platform, staff without second factor, a
 * person outside the organisation and a visitor without a session are allowed or refused as the tables say. A new
 * action or event without a probe fails. Where rights are checked before the token, the form is sent without one: a
 * person with the right gets the answer for a missing token, and nothing changes. Events are sent with their token, to
 * an object in a state without that event.
 */
import { randomUUID } from 'node:crypto';
import { csrfToken } from '@garance/web/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedDemonstration } from './demonstration/seed-demonstration.ts';
import { type PlatformRole, partnerRoles, platformRoles, type Role } from './objects/lifecycle/lifecycle.ts';
import { type Action, actions, mayDo, secondFactorActions } from './objects/lifecycle/rights.ts';
import { lifecycles } from './objects/lifecycles.ts';
import { decideRequest } from './objects/request/decide.ts';
import { actOnThread, openThread } from './objects/thread/write.ts';
import { actionProbes, eventProbes, eventsWithin, type Probe, type World } from './testing/matrix-probes.ts';
import { createTestPortal, type TestPerson, type TestPortal } from './testing/portal-fixture.ts';

const machines: readonly Role[] = ['system', 'datapass'];
const events = lifecycles.flatMap(({ object, transitions }) =>
  [...new Set(transitions.map(({ event }) => event))].map((event) => ({
    name: `${object}.${event}`,
    who: new Set<Role>(
      transitions.filter((transition) => transition.event === event).flatMap((transition) => transition.who),
    ),
  })),
);
const humanEvents = events.filter(({ who }) => [...who].some((role) => !machines.includes(role)));

type Outcome = 'allowed' | 'refused' | 'hidden' | 'second factor' | 'sign in';
type Who = Role | 'outsider' | 'visitor' | `${Role} without second factor` | `${PlatformRole} of the partner`;
const ofThePartner = ' of the partner';

let portal: TestPortal;
let world: World;
const people = new Map<Who, TestPerson>();
const versions = new Map<string, string>();

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
  const organisation = await tables.organisations.findProven('21990000100013');
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
    // Attack 26: the officer also owns the organisation that is concerned.
    const both = { organisation, role: 'owner', platformRoles: [role] } as const;
    people.set(`${role}${ofThePartner}`, await portal.as(both));
  }
  const foreign = await portal.organisation();
  people.set('outsider', await portal.as({ organisation: foreign, secondFactor: true }));
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
    authorization: { roles: ['owner'], secondFactor: false },
  });
  // Archiving left the service without an open request, so a new draft is created.
  const page = await owner?.browser.get(`/services/${serviceOf('Inscription à la bibliothèque')}`);
  if (page !== undefined) await owner?.browser.submit(page, {}, { form: 'value="standard"' });
  const requests = await tables.requests.ofService(serviceOf('Inscription à la bibliothèque'));
  const hub = { platform: 'standard', environment: 'integration' } as const;
  const thread = randomUUID();
  const openedBy = owner?.person.id ?? '';
  const about = { organisationId: organisation, serviceId: live, foundBy: '' };
  const authorization = { roles: ['owner'], secondFactor: false } as const;
  const opening = { id: thread, openedBy, subject: 'Une question', ...about, authorization, text: 'Bonjour' };
  await openThread(portal.deps, opening);
  await actOnThread(portal.deps, { threadId: thread, actor: openedBy, authorization, event: 'close' });
  const found = {
    thread,
    sandbox: await makeSandboxClient(organisation),
    access: (await tables.clientRegistrations.findFor(live, hub))?.id ?? '',
    draft: requests.find(({ state }) => state === 'draft')?.id ?? '',
    submitted: await requestOf('Carte de stationnement'),
    archived,
    sentBack: await requestOf('Aide au permis de conduire'),
    live,
    qualified: (await tables.qualifications.findFor(live, 'standard'))?.id ?? '',
    waiting: serviceOf('Dossier de subvention'),
    organisation,
    newOwner: people.get('contributor')?.person.id ?? '',
  };
  for (const name of ['archived', 'sentBack'] as const) {
    versions.set(name, `${(await tables.requests.find(found[name]))?.version}`);
  }
  return found;
}

async function makeSandboxClient(organisation: string): Promise<string> {
  const owner = people.get('owner');
  const page = await owner?.browser.get(`/sandbox/new?platform=standard&for=${organisation}`);
  if (page === undefined) throw new Error('no owner');
  const redirectUris = 'https://essai.example/retour';
  await owner?.browser.submit(page, { redirectUris }, { form: 'action="/sandbox"' });
  const holder = { kind: 'organisation', organisationId: organisation } as const;
  const [made] = await portal.store.portal.sandboxClients.ofHolder(holder);
  return made?.id ?? '';
}

/** Sends the probe as this person. @returns the outcome */
async function attempt(who: Who, probe: Probe): Promise<Outcome> {
  const person = people.get(who);
  const form = probe.form?.(world);
  const filled: Record<string, string> = { ...form?.fields };
  if (filled.version !== undefined) filled.version = versions.get(filled.version) ?? filled.version;
  if (form !== undefined && person !== undefined) filled.csrf = csrfToken(person.sessionSecret, form.id);
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

/** Outcomes that the tables allow. Without the right, refused and hidden are both accepted. */
function expected(who: Who, { may, needsFactor }: Rule, concernsPartner: boolean): readonly Outcome[] {
  if (who === 'visitor') return ['sign in'];
  if (who === 'outsider') return ['hidden'];
  if (who.endsWith(ofThePartner)) {
    const own = who.replace(ofThePartner, '') as Role;
    // Towards an object of their own organisation staff have the role of their membership; elsewhere that of the
    // platform.
    return may(concernsPartner ? ['owner'] : ['owner', own]) ? ['allowed'] : ['refused', 'hidden'];
  }
  const role = who.replace(' without second factor', '') as Role;
  const isProven = role === who;
  const isStaff = (platformRoles as readonly Role[]).includes(role);
  // Staff may be sent to the second factor before any other answer.
  if (!may([role]))
    return isStaff && !isProven ? ['refused', 'hidden', 'second factor'] : ['refused', 'hidden'];
  return !isProven && (isStaff || needsFactor) ? ['second factor'] : ['allowed'];
}

function onItsSide(rule: Rule, { side }: Probe): Rule {
  if (side === undefined) return rule;
  const own: readonly Role[] = side === 'partner' ? partnerRoles : platformRoles;
  return { ...rule, may: (roles) => rule.may(roles.filter((role) => own.includes(role))) };
}

/** Whether the path belongs to an object of the organisation. */
function concerns({ path }: Probe): boolean {
  return Object.values(world).some((id) => id !== '' && path(world).includes(id));
}

async function expectRule(name: string, probe: Probe, rule: Rule): Promise<void> {
  const wrong: string[] = [];
  for (const who of [...people.keys(), 'visitor' as const]) {
    const outcome = await attempt(who, probe);
    const required = expected(who, onItsSide(rule, probe), concerns(probe));
    if (!required.includes(outcome))
      wrong.push(`${name} as ${who}: ${outcome}, not ${required.join(' or ')}`);
  }
  expect(wrong).toEqual([]);
}

describe('every action of the rights table, by every role', () => {
  it.each(Object.keys(actions) as Action[])('%s', async (action) => {
    const probes = actionProbes[action];
    const rule = {
      may: (roles: readonly Role[]) => mayDo(action, roles),
      needsFactor: secondFactorActions.has(action),
    };
    for (const probe of probes) await expectRule(`${probe.method} ${probe.path(world)}`, probe, rule);
  });
});

describe('every event of the lifecycle tables that a person may cause, by every role', () => {
  it.each(humanEvents)('$name', async ({ name, who }) => {
    const probes = [eventProbes[name] ?? []].flat();
    expect(probes.length > 0 || eventsWithin.includes(name), 'has a probe').toBe(true);
    const [object, event] = name.split('.');
    const needsFactor = lifecycles.some(
      (lifecycle) =>
        lifecycle.object === object &&
        lifecycle.transitions.some(
          (transition) => transition.event === event && transition.secondFactor === true,
        ),
    );
    const may = (roles: readonly Role[]) => roles.some((role) => who.has(role));
    for (const probe of probes) await expectRule(name, probe, { may, needsFactor });
  });

  it('the refused attempts have changed no state', async () => {
    const tables = portal.store.portal;
    const stateOf = async (id: string) => (await tables.requests.find(id))?.state;
    expect(await stateOf(world.archived)).toBe('archived');
    expect(await stateOf(world.sentBack)).toBe('changes_requested');
    expect(await stateOf(world.submitted)).toBe('submitted');
    expect((await tables.qualifications.find(world.qualified))?.state).toBe('qualified');
    expect((await tables.productions.findFor(world.live, 'standard'))?.state).toBe('active');
  });
});
