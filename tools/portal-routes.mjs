// Routes of the partner space and who may use them: read from the running app with the demonstration's data. Every link
// shown to one of the roles is followed, so that each page is opened with a real object; then every role requests each
// page.
import { randomUUID } from 'node:crypto';
import { openPlatformStore, seedDemonstration } from '../apps/portal/dist/index.js';
import { createTestPortal } from '../apps/portal/dist/testing/portal-fixture.js';
import { routesOf } from './read-routes.mjs';

const partnerRoles = ['owner', 'technical-contact', 'contributor', 'reader'];
const staffRoles = ['legal-reviewer', 'qualification-officer', 'support-agent', 'operator'];
const everyone = 'everyone';
/**
 * More than the demonstration has of any kind: their order changes between runs, and each may have pages that no other
 * has.
 */
const objectsPerPage = 60;
/** SIRET of the demonstration's organisation. */
const demonstrationSiret = '21990000100013';

/** @returns rows `{ path, methods, who }`, sorted by path */
export async function readPortalRoutes() {
  const portal = await createTestPortal({
    openStore: (settings) => openPlatformStore({ url: 'pglite::memory:', ...settings }),
  });
  try {
    const visitors = await signIn(portal);
    const routes = routesOf(portal.app);
    const seen = await followLinks(portal.app, visitors, routes);
    return await Promise.all(
      routes.map((route) => describeRoute(portal.app, visitors, route, seen.get(route.path) ?? new Set())),
    );
  } finally {
    await portal.close();
  }
}

async function signIn(portal) {
  const accounts = ['owner', 'technical-contact', 'legal-reviewer', 'qualification-officer'];
  await seedDemonstration(
    portal.deps,
    accounts.map((role) => ({ role, email: `${role}@seed.example`, name: role })),
  );
  const organisation = await portal.store.portal.organisations.findProven(demonstrationSiret);
  const visitors = new Map([[everyone, '']]);
  for (const role of partnerRoles) {
    const { sessionSecret } = await portal.as({ organisation, role, secondFactor: true });
    visitors.set(role, sessionSecret);
  }
  for (const role of staffRoles) {
    const { sessionSecret } = await portal.as({ platformRoles: [role] });
    visitors.set(role, sessionSecret);
  }
  return visitors;
}

/** @returns addresses found, by the path of their route */
async function followLinks(app, visitors, routes) {
  const patterns = routes.map(({ path }) => [path, new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}$`)]);
  const patternOf = (address) =>
    patterns.find(([path]) => path === address)?.[0] ??
    patterns.find(([, pattern]) => pattern.test(address))?.[0];
  const seen = new Map();
  for (const session of visitors.values()) {
    const waiting = ['/', ...routes.filter(({ path }) => !path.includes(':')).map(({ path }) => path)];
    const visited = new Set();
    for (const address of waiting) {
      const pattern = patternOf(address);
      if (pattern === undefined || visited.has(address)) continue;
      visited.add(address);
      const known = seen.get(pattern) ?? new Set();
      if (!known.has(address) && known.size >= objectsPerPage) continue;
      const { status, body } = await ask(app, address, session);
      if (status !== 200) continue;
      seen.set(pattern, known.add(address));
      for (const [, link] of body.matchAll(/(?:href|action)="(\/[^"?#]*)/g)) waiting.push(link);
    }
  }
  return seen;
}

async function describeRoute(app, visitors, { path, methods }, addresses) {
  if (addresses.size === 0) return { path, methods, who: await whoAtLeast(app, path, methods[0]) };
  const may = [];
  for (const [name, session] of visitors) {
    for (const address of addresses) {
      if ((await ask(app, address, session)).status !== 200) continue;
      may.push(name);
      break;
    }
  }
  return { path, methods, who: inWords(may) };
}

/** For a form, and a page without a link: whether a visitor without a session is sent to sign-in. */
async function whoAtLeast(app, path, method) {
  const { location = '' } = await ask(app, path.replace(/:\w+/g, randomUUID()), '', method);
  return location.startsWith('/sign-in') ? 'signed in *' : '*';
}

function inWords(may) {
  if (may.includes(everyone)) return everyone;
  const group = (roles, word) =>
    roles.every((role) => may.includes(role)) ? [word] : roles.filter((role) => may.includes(role));
  return [...group(partnerRoles, 'every partner'), ...group(staffRoles, 'every team')].join(', ');
}

let caller = 0;

async function ask(app, url, session, method = 'GET') {
  // Each from another address, so that limits by address do not end the run.
  caller += 1;
  const remoteAddress = `2001:db8:${(caller >> 8).toString(16)}:${(caller & 255).toString(16)}::1`;
  const headers = {
    accept: 'text/html',
    ...(session !== '' && { cookie: `garance-portal-session=${session}` }),
  };
  const answer = await app.inject({ method, url, remoteAddress, headers });
  return { status: answer.statusCode, body: answer.body, location: answer.headers.location };
}
