/** Rules of sessions over tables in memory; sessions.test.ts tests them with the database. */
import { createManualClock } from '@garance/core';
import { describe, expect, it } from 'vitest';
import type { PortalDeps } from '../../deps.ts';
import type { Actor } from '../../objects/account/actor.ts';
import type { PortalSession } from '../../objects/account/tables/portal-sessions.ts';
import type { RequestContext } from '../../parts/request-context.ts';
import {
  beginSession,
  createSessionReader,
  isAlive,
  newSessionSecret,
  raiseSession,
} from '../../parts/session/sessions.ts';

const hourMs = 3600 * 1000;
const nowMs = Date.UTC(2026, 10, 3);
const session: PortalSession = {
  id: 'session-1',
  personId: 'person-1',
  method: 'mail-code',
  createdAtMs: nowMs,
  lastSeenAtMs: nowMs,
  device: 'Firefox · Linux',
};
const person = { id: 'person-1', email: 'camille@partenaire.example', name: 'Camille Essai' };

interface Kept {
  readonly session?: PortalSession | undefined;
  readonly person?: object | undefined;
}

function createScene(kept: Kept = { session, person }, origin = 'https://partenaires.example') {
  const done: unknown[] = [];
  const note =
    (what: string, answer?: unknown) =>
    async (...args: readonly unknown[]) => {
      done.push([what, ...args]);
      return answer;
    };
  const tables = {
    portalSessions: {
      findBySecret: async (secret: string) => (secret === 'old secret' ? kept.session : undefined),
      touch: note('touch'),
      end: note('end'),
      begin: note('begin', { id: 'session-2' }),
      rotate: note('rotate'),
      removeExpired: note('removeExpired'),
    },
    people: { find: async (id: string) => (id === 'person-1' ? kept.person : undefined) },
    memberships: {
      ofPerson: async () => [
        { organisationId: 'organisation', role: 'owner', isActive: true },
        { organisationId: 'blocked one', role: 'owner', isActive: false },
      ],
    },
    platformRoles: { ofPerson: async () => ['operator'] },
    audit: { append: note('audit') },
    browserErrands: { take: async () => undefined },
    totpFactors: { find: async () => undefined },
  };
  const transaction = (work: (transactionTables: unknown) => Promise<unknown>) => work(tables);
  const clock = createManualClock(nowMs);
  const deps = {
    store: { portal: { ...tables, transaction }, secrets: { getOrCreate: async () => new Uint8Array(32) } },
    clock,
    config: { origin },
  };
  const cookies: unknown[][] = [];
  const visit = {
    secret: 'old secret',
    request: {
      cookies: {},
      headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0' },
    },
    reply: { setCookie: (...args: unknown[]) => cookies.push(args) },
  } as unknown as RequestContext;
  return { deps: deps as unknown as PortalDeps, clock, done, visit, cookies };
}

describe('a session', () => {
  it('is valid for two hours after its last use and twelve after its beginning, to the millisecond', () => {
    const at = (age: number, idle: number) =>
      isAlive({ ...session, createdAtMs: nowMs - age, lastSeenAtMs: nowMs - idle }, nowMs);
    expect([at(0, 0), at(12 * hourMs - 1, 2 * hourMs - 1)]).toEqual([true, true]);
    expect([at(12 * hourMs, 0), at(0, 2 * hourMs)]).toEqual([false, false]);
  });

  it('has its person, with their present rights and whether a second factor was shown', async () => {
    const { deps } = createScene();
    expect(await createSessionReader(deps).findActor('old secret')).toEqual({
      personId: 'person-1',
      email: 'camille@partenaire.example',
      name: 'Camille Essai',
      memberships: [{ organisationId: 'organisation', role: 'owner', isActive: true }],
      stoppedIn: ['blocked one'],
      platformRoles: ['operator'],
      secondFactor: false,
      sessionId: 'session-1',
    });
    const proven = createScene({ session: { ...session, secondFactorAtMs: 0 }, person });
    expect(await createSessionReader(proven.deps).findActor('old secret')).toMatchObject({
      secondFactor: true,
    });
  });

  it.each<[string, Kept, string]>([
    ['its secret is another', { session, person }, 'other secret'],
    ['it has ended', { person }, 'old secret'],
    ['it is too old', { session: { ...session, createdAtMs: nowMs - 12 * hourMs }, person }, 'old secret'],
    ['it was idle', { session: { ...session, lastSeenAtMs: nowMs - 2 * hourMs }, person }, 'old secret'],
    ['its person is gone', { session }, 'old secret'],
    [
      'its person is blocked (security.md 12)',
      { session, person: { ...person, blockedAtMs: 0 } },
      'old secret',
    ],
  ])('has no person when %s', async (_, kept, secret) => {
    const { deps, done, clock } = createScene(kept);
    clock.advance(60_000);
    expect(await createSessionReader(deps).findActor(secret)).toBeUndefined();
    expect(done).toEqual([]);
  });

  it('updates its time of last use once a minute', async () => {
    const { deps, clock, done } = createScene();
    const { findActor } = createSessionReader(deps);
    clock.advance(59_999);
    await findActor('old secret');
    expect(done).toEqual([]);
    clock.advance(1);
    await findActor('old secret');
    expect(done).toEqual([['touch', 'session-1', nowMs + 60_000]]);
  });
});

describe('a session that begins (session fixation, security.md 8)', () => {
  const input = { personId: 'person-1', method: 'mail-code', secondFactor: false } as const;

  it('ends the former one of this browser, under a new secret that is sent to this browser only', async () => {
    const { deps, done, visit, cookies } = createScene();
    await beginSession(deps, visit, input);
    const [[name, secret, options] = []] = cookies;
    expect([name, secret]).toEqual(['__Host-garance-portal-session', expect.stringMatching(/^[\w-]{43}$/)]);
    expect(options).toMatchObject({ secure: true, httpOnly: true });
    expect(done).toEqual([
      ['end', 'session-1', 'person-1'],
      ['removeExpired', { createdBeforeMs: nowMs - 36 * hourMs, seenBeforeMs: nowMs - 26 * hourMs }],
      [
        'begin',
        {
          secret,
          personId: 'person-1',
          method: 'mail-code',
          atMs: nowMs,
          secondFactor: false,
          device: expect.stringContaining('Firefox'),
        },
      ],
      [
        'audit',
        {
          atMs: nowMs,
          actor: 'person-1',
          action: 'session.begin',
          object: 'session',
          objectId: 'session-2',
          detail: { method: 'mail-code', secondFactor: false },
        },
      ],
    ]);
  });

  it('ends none where there was none', async () => {
    const { deps, done, visit } = createScene({});
    await beginSession(deps, visit, input);
    expect(done.map((call) => (call as unknown[])[0])).toEqual(['removeExpired', 'begin', 'audit']);
  });

  it('gets another secret once a second factor was shown', async () => {
    const { deps, done, visit, cookies } = createScene(undefined, 'http://localhost:3000');
    await raiseSession(deps, visit, { sessionId: 'session-1', email: person.email } as Actor);
    const [[name, secret, options] = []] = cookies;
    expect(done).toEqual([['rotate', 'session-1', { secret, secondFactorAtMs: nowMs }]]);
    expect([name, options]).toEqual(['garance-portal-session', expect.objectContaining({ secure: false })]);
    expect(secret).not.toBe('old secret');
  });

  it('has a secret of 256 random bits', () => {
    expect(Buffer.from(newSessionSecret(), 'base64url')).toHaveLength(32);
    expect(newSessionSecret()).not.toBe(newSessionSecret());
  });
});
