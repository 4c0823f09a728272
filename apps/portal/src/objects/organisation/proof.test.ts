/** security.md 24 for random sequences of claims, invitations, proofs of every kind, blocks and removals. */
import { GaranceError } from '@garance/core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestPortal, type TestPortal } from '../../testing/portal-fixture.ts';
import type { Organisation, Person } from '../account/tables/accounts.ts';
import { blockOrganisation, removeOrganisation } from './organisation-acts.ts';
import { createOrganisation, proveByOfficer, proveForPerson, proveOwn } from './proof.ts';

const people = [0, 1, 2] as const;
const actArbitrary = fc.oneof(
  fc.record({ kind: fc.constant('claim' as const), person: fc.constantFrom(...people), siret: fc.nat(1) }),
  fc.record({ kind: fc.constant('invite' as const), person: fc.constantFrom(...people), at: fc.nat(9) }),
  fc.record({
    kind: fc.constant('professional' as const),
    person: fc.constantFrom(...people),
    siret: fc.nat(1),
  }),
  fc.record({ kind: fc.constant('datapass' as const), person: fc.constantFrom(...people), siret: fc.nat(1) }),
  fc.record({ kind: fc.constant('officer' as const), at: fc.nat(9) }),
  fc.record({ kind: fc.constantFrom('block' as const, 'remove' as const), at: fc.nat(9) }),
);
type Act = typeof actArbitrary extends fc.Arbitrary<infer S> ? S : never;

describe('attack 24: any sequence of acts on organisations', () => {
  let portal: TestPortal;
  let cast: readonly Person[];
  let serial = 0;
  beforeAll(async () => {
    portal = await createTestPortal();
    cast = await Promise.all(people.map(async () => (await portal.as()).person));
  });
  afterAll(() => portal.close());

  const authorization = { roles: ['operator'], secondFactor: true } as const;
  const named = { name: 'Organisation', address: '' };

  /** One run on two new SIRETs, with the invariants of their organisations. */
  function begin() {
    serial += 1;
    const sirets = [0, 1].map((n) => `${90_000_000_000_000 + serial * 10 + n}`);
    const created: string[] = [];
    const { organisations, memberships } = portal.store.portal;
    const within = <T>(work: Parameters<typeof portal.store.portal.transaction<T>>[0]) =>
      portal.store.portal.transaction(work);
    const personOf = (n: number) => cast[n]?.id ?? '';
    const chosen = async (at: number) => organisations.find(created[at % Math.max(created.length, 1)] ?? '');
    const read = async () => (await organisations.findMany(created)) as readonly Organisation[];
    const membersOf = async (id: string) =>
      (await memberships.list(id)).map(({ person }) => person.id).sort();

    async function take(next: Act): Promise<void> {
      if (next.kind === 'claim' || next.kind === 'professional' || next.kind === 'datapass') {
        const personId = personOf(next.person);
        const siret = sirets[next.siret] ?? '';
        const made = await within(async (tables) => {
          if (next.kind === 'claim') {
            return createOrganisation(tables, portal.deps, { siret, ...named, ownerId: personId });
          }
          const proof = { siret, personId, by: next.kind, actorId: personId };
          return next.kind === 'datapass'
            ? proveForPerson(tables, portal.deps, { ...proof, named })
            : proveOwn(tables, portal.deps, proof);
        });
        if (made !== undefined && !created.includes(made.id)) created.push(made.id);
        return;
      }
      const organisation = await chosen(next.at);
      if (organisation === undefined) return;
      if (next.kind === 'invite') {
        if (organisation.removedAtMs !== undefined) return;
        const member = {
          organisationId: organisation.id,
          personId: personOf(next.person),
          role: 'owner',
        } as const;
        await within((tables) => tables.memberships.put(member));
      } else if (next.kind === 'officer') {
        const order = { organisationId: organisation.id, actorId: 'officer', reason: 'Vu' };
        await within((tables) => proveByOfficer(tables, portal.deps, order)).catch((error: unknown) => {
          if (!(error instanceof GaranceError)) throw error;
        });
      } else if (organisation.removedAtMs === undefined) {
        const act = next.kind === 'block' ? blockOrganisation : removeOrganisation;
        await within((tables) =>
          act({
            tables,
            deps: portal.deps,
            organisation,
            actor: 'operator',
            authorization,
            reason: 'Parce que',
          }),
        );
      }
    }
    return { take, read, membersOf, personOf, sirets };
  }

  /** Changes that one step may make to existing organisations. */
  async function check(
    run: ReturnType<typeof begin>,
    next: Act,
    before: Awaited<ReturnType<typeof snapshot>>,
  ) {
    const after = await snapshot(run);
    for (const siret of run.sirets) {
      const proven = after.filter(
        ({ organisation }) =>
          organisation.siret === siret &&
          organisation.proof !== undefined &&
          organisation.removedAtMs === undefined,
      );
      expect(proven.length).toBeLessThanOrEqual(1);
    }
    for (const { organisation, members } of after) {
      const was = before.find((state) => state.organisation.id === organisation.id);
      const isProvenNow = organisation.proof !== undefined && was?.organisation.proof === undefined;
      if (isProvenNow && (next.kind === 'professional' || next.kind === 'datapass')) {
        // Only an organisation that the proven person created, or one newly created for them.
        expect(organisation.createdBy).toBe(run.personOf(next.person));
        if (was === undefined) expect(members).toEqual([run.personOf(next.person)]);
      }
      // A proof makes no other person a member.
      const mayGain = next.kind === 'invite' || was === undefined;
      if (!mayGain) expect(was.members).toEqual(expect.arrayContaining([...members]));
      // An organisation can lose its SIRET but not change it, and loses it only to one proven in this step.
      if (was?.organisation.siret !== undefined && organisation.siret !== was.organisation.siret) {
        expect(organisation.siret).toBeUndefined();
        expect(organisation.proof).toBeUndefined();
        const { siret } = was.organisation;
        expect(
          after.some((state) => state.organisation.siret === siret && state.organisation.proof !== undefined),
        ).toBe(true);
      }
      if (was?.organisation.proof !== undefined) expect(organisation.proof).toEqual(was.organisation.proof);
    }
    return after;
  }

  async function snapshot(run: ReturnType<typeof begin>) {
    const all = [];
    for (const organisation of await run.read())
      all.push({ organisation, members: await run.membersOf(organisation.id) });
    return all;
  }

  it('gives a SIRET to one organisation at most, never proves one that another person made, and never moves a member', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(actArbitrary, { minLength: 3, maxLength: 14 }), async (life) => {
        const run = begin();
        let before = await snapshot(run);
        for (const next of life) {
          await run.take(next);
          before = await check(run, next, before);
        }
      }),
      { numRuns: 25 },
    );
  });

  it.each(['', ' ', '\n\t'])('an officer who gives no evidence (%j) proves nothing', async (reason) => {
    const { id } = await portal.organisation({ proven: false });
    const order = { organisationId: id, actorId: 'officer', reason };
    await expect(
      portal.store.portal.transaction((tables) => proveByOfficer(tables, portal.deps, order)),
    ).rejects.toMatchObject({ code: 'portal.reason_missing' });
  });

  it('twenty concurrent proofs by twenty people for one SIRET open one organisation', async () => {
    const siret = '99900000900012';
    const owners = await Promise.all(Array.from({ length: 20 }, async () => (await portal.as()).person.id));
    const made = await Promise.all(
      owners.map((personId) =>
        portal.store.portal.transaction((tables) =>
          proveForPerson(tables, portal.deps, {
            siret,
            personId,
            by: 'datapass',
            actorId: 'datapass',
            named,
          }),
        ),
      ),
    );
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect(await portal.store.portal.memberships.list(made[0]?.id ?? '')).toHaveLength(1);
  });
});
