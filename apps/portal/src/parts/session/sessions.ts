/**
 * Sessions of the partner space: kept by the server, found by the hash of a cookie's value, rotated whenever the person
 * proves more than before (session fixation, security.md 8), ended by idleness, age, the person, or a block.
 */
import { randomBytes } from 'node:crypto';
import type { Clock } from '@garance/core';
import { cookieOptions } from '@garance/web/server';
import type { PortalDeps } from '../../deps.ts';
import type { Actor } from '../../objects/account/actor.ts';
import { deviceOf } from '../../objects/account/device.ts';
import type { PortalSession, SignInMethod } from '../../objects/account/tables/portal-sessions.ts';
import type { PortalStore, PortalTables } from '../../objects/portal-store.ts';
import { dayMs } from '../../objects/time/day.ts';
import { carryKeptForm } from '../form/kept-form.ts';
import { type RequestContext, type SessionReader, sessionCookie } from '../request-context.ts';
import { rememberBrowser } from './known-browser.ts';

/** Milliseconds without a request after which a session ends. */
export const idleLimitMs = 2 * 3600 * 1000;
/** Milliseconds after which a session ends in any case: a working day. */
export const absoluteLimitMs = 12 * 3600 * 1000;
/** Time for which the owner of an ended session stays known, for a form submitted too late. Grants no access. */
const rememberedMs = dayMs;
/** Precision of "last seen", in milliseconds; not every request writes. */
const touchEveryMs = 60_000;

/** Reads session, person and rights once per request, so that a removal takes effect at once. */
export function createSessionReader({ store, clock }: Pick<PortalDeps, 'store' | 'clock'>): SessionReader {
  return {
    findActor: async (secret) => {
      const { portal } = store;
      const session = await portal.portalSessions.findBySecret(secret);
      if (session === undefined || !isAlive(session, clock.now())) return undefined;
      const actor = await actorOf(portal, session);
      if (actor === undefined) return undefined;
      if (clock.now() - session.lastSeenAtMs >= touchEveryMs) {
        await portal.portalSessions.touch(session.id, clock.now());
      }
      return actor;
    },
    findFormerPerson: async (secret) => {
      const session = await store.portal.portalSessions.findBySecret(secret);
      return session === undefined || isAlive(session, clock.now()) ? undefined : session.personId;
    },
  };
}

export function isAlive({ createdAtMs, lastSeenAtMs }: PortalSession, nowMs: number): boolean {
  return nowMs - createdAtMs < absoluteLimitMs && nowMs - lastSeenAtMs < idleLimitMs;
}

async function actorOf(tables: PortalTables, session: PortalSession): Promise<Actor | undefined> {
  const person = await tables.people.find(session.personId);
  if (person === undefined || person.blockedAtMs !== undefined) return undefined;
  const memberships = await tables.memberships.ofPerson(person.id);
  return {
    personId: person.id,
    email: person.email,
    name: person.name,
    memberships: memberships.filter(({ isActive }) => isActive),
    stoppedIn: memberships.filter(({ isActive }) => !isActive).map(({ organisationId }) => organisationId),
    platformRoles: await tables.platformRoles.ofPerson(person.id),
    secondFactor: session.secondFactorAtMs !== undefined,
    sessionId: session.id,
  };
}

/** Value of a session cookie: 256 random bits, in the form that `RequestContext` accepts. */
export function newSessionSecret(): string {
  return randomBytes(32).toString('base64url');
}

interface NewSession {
  readonly personId: string;
  readonly method: SignInMethod;
  readonly secondFactor: boolean;
}

/**
 * Begins a session under a new secret and sets its cookie. A former value of the cookie, from another session of this
 * browser or planted, is not accepted afterwards.
 */
export async function beginSession(
  { store, clock, config }: Pick<PortalDeps, 'store' | 'clock' | 'config'>,
  visit: RequestContext,
  { personId, method, secondFactor }: NewSession,
): Promise<void> {
  const secret = newSessionSecret();
  const atMs = clock.now();
  await store.portal.transaction(async (tables) => {
    const former = await tables.portalSessions.findBySecret(visit.secret);
    if (former !== undefined) await tables.portalSessions.end(former.id, former.personId);
    await removeExpiredSessions(tables, clock);
    await carryKeptForm(tables, { from: visit.secret, to: secret, personId, nowMs: atMs });
    const device = deviceOf(visit.request.headers['user-agent']);
    const session = await tables.portalSessions.begin({
      secret,
      personId,
      method,
      atMs,
      secondFactor,
      device,
    });
    await tables.audit.append({
      atMs,
      actor: personId,
      action: 'session.begin',
      object: 'session',
      objectId: session.id,
      detail: { method, secondFactor },
    });
  });
  setSessionCookie(visit, config.origin, secret);
}

/** Records a second factor; the session continues under a new secret. */
export async function raiseSession(
  { store, clock, config }: Pick<PortalDeps, 'store' | 'clock' | 'config'>,
  visit: RequestContext,
  actor: Actor,
): Promise<void> {
  const secret = newSessionSecret();
  await store.portal.portalSessions.rotate(actor.sessionId, { secret, secondFactorAtMs: clock.now() });
  const { personId } = actor;
  await carryKeptForm(store.portal, { from: visit.secret, to: secret, personId, nowMs: clock.now() });
  setSessionCookie(visit, config.origin, secret);
  await rememberBrowser({ store, clock, config }, visit, actor.email);
}

export function setSessionCookie(visit: RequestContext, origin: string, secret: string): void {
  const secure = origin.startsWith('https:');
  visit.reply.setCookie(sessionCookie(secure), secret, cookieOptions(secure));
}

async function removeExpiredSessions(
  tables: Pick<PortalStore, 'portalSessions'>,
  clock: Clock,
): Promise<void> {
  const nowMs = clock.now();
  await tables.portalSessions.removeExpired({
    createdBeforeMs: nowMs - absoluteLimitMs - rememberedMs,
    seenBeforeMs: nowMs - idleLimitMs - rememberedMs,
  });
}
