/** Rules of second factors over tables in memory; second-factor.test.ts tests them with the database. */

import { createManualClock, GaranceError } from '@garance/core';
import { describe, expect, it } from 'vitest';
import type { PortalDeps } from '../../../deps.ts';
import type { Actor } from '../../../objects/account/actor.ts';
import { resetSecondFactors, resetSecondFactorsOnMachine } from '../../../objects/account/recover.ts';
import type { PortalTables } from '../../../objects/portal-store.ts';
import type { RequestContext } from '../../../parts/request-context.ts';
import { totpCodeAt } from '../../../testing/totp-code.ts';
import {
  addPasskey,
  confirmTotp,
  countFactors,
  removeFactor,
  requireFactorToChange,
  useTotp,
} from './factors.ts';

const nowMs = Date.UTC(2026, 10, 3);
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const timeStep = Math.floor(nowMs / 30_000);
const right = totpCodeAt(secret, nowMs);
const wrong = right === '000000' ? '111111' : '000000';

interface Kept {
  readonly totp?: string;
  readonly pending?: string;
  readonly passkeys?: readonly string[];
  readonly isKnown?: boolean;
  readonly isUsed?: boolean;
  readonly locale?: string;
}

function createScene({
  totp,
  pending,
  passkeys = [],
  isKnown = false,
  isUsed = false,
  locale = 'en',
}: Kept = {}) {
  const done: unknown[][] = [];
  const note =
    (what: string, answer?: unknown) =>
    async (...args: readonly unknown[]) => {
      done.push([what, ...args]);
      return answer;
    };
  const tables = {
    totpFactors: {
      find: async () => totp,
      findPending: async () => pending,
      useTimeStep: note('useTimeStep', !isUsed),
      confirm: note('confirm'),
      remove: note('removeTotp'),
    },
    passkeys: {
      ofPerson: async () => passkeys.map((id) => ({ id, name: `Clé ${id}` })),
      add: note('addPasskey', !isKnown),
      remove: note('removePasskey'),
      removeAll: note('removeAllPasskeys'),
    },
    people: {
      findByEmail: async (email: string) =>
        email === 'camille@partenaire.example' ? { id: 'person-1' } : undefined,
      find: async (id: string) =>
        id === 'person-1' ? { id, email: 'camille@partenaire.example', locale } : undefined,
    },
    portalSessions: { endAll: note('endAll') },
    history: { append: note('history') },
    audit: { append: note('audit') },
    outbox: { enqueue: note('mail') },
  };
  const transaction = (work: (transactionTables: unknown) => Promise<unknown>) => work(tables);
  const clock = createManualClock(nowMs);
  const config = { origin: 'https://partenaires.example' };
  return {
    done,
    clock,
    tables: tables as unknown as PortalTables,
    deps: { store: { portal: { ...tables, transaction } }, clock, config } as unknown as PortalDeps,
    names: () => done.map(([name]) => name),
    mail: () => done.find(([name]) => name === 'mail')?.[1],
    audited: () => done.find(([name]) => name === 'audit')?.[1],
  };
}

const visit = { locale: 'fr' } as RequestContext;
const actor = (more: Partial<Actor> = {}) =>
  ({
    personId: 'person-1',
    email: 'camille@partenaire.example',
    platformRoles: [],
    secondFactor: true,
    ...more,
  }) as unknown as Actor;

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => {
      if (error instanceof GaranceError) return error.code;
      throw error;
    },
  );

describe('changing one’s second factors', () => {
  it('needs a fresh sign-in by mail for the first factor, and a factor from then on', async () => {
    const mailOnly = actor({ secondFactor: false });
    const tryWith = (kept: Kept, who: Actor) => codeOf(requireFactorToChange(createScene(kept).tables, who));
    expect(await tryWith({}, mailOnly)).toBe('done');
    expect(await tryWith({ totp: secret }, mailOnly)).toBe('portal.second_factor_required');
    expect(await tryWith({ passkeys: ['a'] }, mailOnly)).toBe('portal.second_factor_required');
    expect(await tryWith({ totp: secret, passkeys: ['a'] }, actor())).toBe('done');
  });

  it('counts each passkey, and the code app as one', () => {
    const of = (totp: boolean, count: number) =>
      countFactors({ totp, passkeys: Array.from({ length: count }, () => ({}) as never) });
    expect([of(false, 0), of(true, 0), of(false, 2), of(true, 2)]).toEqual([0, 1, 2, 3]);
  });
});

describe('a code of the authenticator app', () => {
  it('is accepted once per time step', async () => {
    const { deps, done } = createScene({ totp: secret });
    expect(await useTotp(deps, 'person-1', right)).toBe(true);
    expect(done).toEqual([['useTimeStep', 'person-1', timeStep]]);
    expect(await useTotp(createScene({ totp: secret, isUsed: true }).deps, 'person-1', right)).toBe(false);
  });

  it('is refused without a secret, or when it is wrong', async () => {
    const { deps, done } = createScene({ totp: secret });
    expect(await useTotp(deps, 'person-1', wrong)).toBe(false);
    expect(await useTotp(createScene({ pending: secret }).deps, 'person-1', right)).toBe(false);
    expect(done).toEqual([]);
  });

  it('activates a pending secret, which is mailed and recorded', async () => {
    const { deps, done, names, mail, audited } = createScene({ pending: secret });
    expect(await confirmTotp(deps, visit, { actor: actor(), typed: right })).toBe(true);
    expect(names()).toEqual(['confirm', 'audit', 'mail']);
    expect(done[0]).toEqual(['confirm', 'person-1', timeStep]);
    expect(audited()).toEqual({
      atMs: nowMs,
      actor: 'person-1',
      action: 'second-factor.added',
      object: 'person',
      objectId: 'person-1',
    });
    expect(mail()).toMatchObject({
      to: 'camille@partenaire.example',
      subject: 'Un second facteur a été ajouté à votre compte',
      id: expect.stringMatching(/^second-factor-added-[0-9a-f-]{36}$/),
      text: expect.stringContaining('application de codes'),
      expiresAtMs: nowMs + 24 * 3600 * 1000,
    });
    expect(mail()).toMatchObject({ text: expect.stringContaining('https://partenaires.example/account') });
  });

  it('activates nothing when it is wrong', async () => {
    const { deps, done } = createScene({ pending: secret });
    expect(await confirmTotp(deps, visit, { actor: actor(), typed: wrong })).toBe(false);
    expect(await confirmTotp(createScene().deps, visit, { actor: actor(), typed: right })).toBe(false);
    expect(done).toEqual([]);
  });
});

describe('a passkey', () => {
  const made = { id: 'new' } as never;

  it('is added, mailed and recorded', async () => {
    const { deps, done, names, mail } = createScene();
    expect(await addPasskey(deps, visit, { actor: actor(), made, name: 'Mon téléphone' })).toBe(true);
    expect(names()).toEqual(['addPasskey', 'audit', 'mail']);
    expect(done[0]).toEqual(['addPasskey', { id: 'new', personId: 'person-1', name: 'Mon téléphone' }]);
    expect(mail()).toMatchObject({ text: expect.stringContaining('« Mon téléphone »') });
  });

  it('is mailed in the language of the page', async () => {
    const { deps, mail } = createScene();
    const page = { locale: 'en' } as RequestContext;
    await addPasskey(deps, page, { actor: actor(), made, name: 'My phone' });
    expect(mail()).toMatchObject({
      subject: 'A second factor was added to your account',
      text: expect.stringContaining('“My phone”'),
    });
  });

  it('changes nothing when it is already registered', async () => {
    const { deps, names } = createScene({ isKnown: true });
    expect(await addPasskey(deps, visit, { actor: actor(), made, name: 'x' })).toBe(false);
    expect(names()).toEqual(['addPasskey']);
  });
});

describe('removing a factor', () => {
  it('removes the factor that was named, mails and records it', async () => {
    const app = createScene({ totp: secret, passkeys: ['a', 'b'] });
    await removeFactor(app.deps, visit, { actor: actor() });
    expect(app.names()).toEqual(['removeTotp', 'audit', 'mail']);
    expect(app.done[0]).toEqual(['removeTotp', 'person-1']);
    expect(app.mail()).toMatchObject({
      subject: 'Un second facteur a été retiré de votre compte',
      text: expect.stringContaining('application de codes'),
    });
    expect(app.audited()).toMatchObject({ action: 'second-factor.removed' });
    const key = createScene({ totp: secret, passkeys: ['a', 'b'] });
    await removeFactor(key.deps, visit, { actor: actor(), passkeyId: 'b' });
    expect(key.done[0]).toEqual(['removePasskey', 'b', 'person-1']);
    expect(key.mail()).toMatchObject({ text: expect.stringContaining('« Clé b »') });
  });

  it.each<[string, Kept, { passkeyId?: string }]>([
    ['an app without one enrolled', { passkeys: ['a'] }, {}],
    ['another person’s passkey', { totp: secret, passkeys: ['a'] }, { passkeyId: 'x' }],
  ])('answers not found for %s', async (_, kept, which) => {
    const { deps, done } = createScene(kept);
    expect(await codeOf(removeFactor(deps, visit, { actor: actor(), ...which }))).toBe('general.not_found');
    expect(done).toEqual([]);
  });

  it('needs a second factor shown in this session', async () => {
    const { deps, done } = createScene({ totp: secret });
    const removal = removeFactor(deps, visit, { actor: actor({ secondFactor: false }) });
    expect(await codeOf(removal)).toBe('portal.second_factor_required');
    expect(done).toEqual([]);
  });

  it('leaves a member of the team at least one, a partner none if they wish', async () => {
    const staff = actor({ platformRoles: ['operator'] });
    const remove = (kept: Kept, who: Actor) =>
      codeOf(removeFactor(createScene(kept).deps, visit, { actor: who }));
    expect(await remove({ totp: secret }, staff)).toBe('account.second_factor_needed_to_change');
    expect(await remove({ totp: secret, passkeys: ['a'] }, staff)).toBe('done');
    expect(await remove({ totp: secret }, actor())).toBe('done');
  });
});

describe('recovering lost factors', () => {
  const recovery = {
    actorId: 'operator-1',
    personId: 'person-1',
    reason: ' Vue en visioconférence ',
    origin: 'https://partenaires.example',
  };

  it('removes every factor, ends every session, and mails the person', async () => {
    const { tables, clock, done, names, mail } = createScene();
    await resetSecondFactors(tables, clock, recovery);
    expect(done.slice(0, 3)).toEqual([
      ['removeTotp', 'person-1'],
      ['removeAllPasskeys', 'person-1'],
      ['endAll', 'person-1'],
    ]);
    expect(names().slice(3)).toEqual(['history', 'audit', 'mail']);
    expect(done[3]?.[1]).toEqual({
      object: 'person',
      objectId: 'person-1',
      event: 'reset_second_factors',
      from: 'lost',
      to: 'none',
      actor: 'operator-1',
      atMs: nowMs,
      reason: 'Vue en visioconférence',
    });
    expect(done[4]?.[1]).toEqual({
      atMs: nowMs,
      actor: 'operator-1',
      action: 'second-factor.reset',
      object: 'person',
      objectId: 'person-1',
    });
    expect(mail()).toMatchObject({
      id: expect.stringMatching(/^second-factor-reset-[0-9a-f-]{36}$/),
      to: 'camille@partenaire.example',
      subject: 'Your second factors were reset',
      text: expect.stringMatching(/your sessions[\s\S]*https:\/\/partenaires\.example\/sign-in/),
      expiresAtMs: nowMs + 24 * 3600 * 1000,
    });
  });

  it('mails in the language of the person', async () => {
    const { tables, clock, mail } = createScene({ locale: 'fr' });
    await resetSecondFactors(tables, clock, recovery);
    expect(mail()).toMatchObject({ subject: 'Vos seconds facteurs ont été réinitialisés' });
  });

  it('by the command on the machine has no actor, and finds the person by their address', async () => {
    const { deps, done } = createScene();
    const reset = (email: string) => resetSecondFactorsOnMachine(deps, { email, reason: 'Perdu' });
    expect(await reset('nobody@partenaire.example')).toBe(false);
    expect(done).toEqual([]);
    expect(await reset('camille@partenaire.example')).toBe(true);
    expect(done[3]?.[1]).toMatchObject({ objectId: 'person-1', actor: 'command-line', reason: 'Perdu' });
    expect(done[5]?.[1]).toMatchObject({
      text: expect.stringContaining('https://partenaires.example/sign-in'),
    });
  });

  it.each([
    ['oneself', { actorId: 'person-1' }, 'portal.not_allowed'],
    ['no reason', { reason: ' ' }, 'portal.reason_missing'],
    ['an unknown person', { personId: 'person-2' }, 'general.not_found'],
  ])('is refused for %s', async (_, change, code) => {
    const { tables, clock, done } = createScene();
    expect(await codeOf(resetSecondFactors(tables, clock, { ...recovery, ...change }))).toBe(code);
    expect(done).toEqual([]);
  });
});
