/**
 * Attack 26: actions that need two people, tried by one person with two accounts and by operators appointed for the
 * purpose.
 */

import { csrfToken } from '@garance/web/server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changeOperatorOnMachine } from '../objects/account/operators.ts';
import type { Approval } from '../objects/approval/table.ts';
import { createTestPortal, type TestPerson, type TestPortal } from '../testing/portal-fixture.ts';

const dayMs = 24 * 3600 * 1000;
const machine = { reason: 'first operators' };

describe('attack 26: actions that need two operators', () => {
  let portal: TestPortal;
  let first: TestPerson;
  let other: TestPerson;
  let bystander: string;
  beforeAll(async () => {
    portal = await createTestPortal({ rotateKeys: async () => ['new-key'] });
    bystander = (await portal.as()).person.id;
  });
  afterAll(() => portal.close());
  /** Two operators appointed by the command line, and no open approval. */
  beforeEach(async () => {
    const { platformRoles, approvals } = portal.store.portal;
    first = await portal.as();
    other = await portal.as();
    const fresh = [first, other];
    for (const { person } of fresh) {
      expect(
        await changeOperatorOnMachine(portal.deps, { ...machine, verb: 'grant', email: person.email }),
      ).toBe('done');
    }
    for (const { id } of await platformRoles.list('operator')) {
      if (!fresh.some(({ person }) => person.id === id)) await platformRoles.remove(id, 'operator');
    }
    for (const { id } of await approvals.open()) {
      await approvals.decide(id, { by: bystander, atMs: 0, verdict: 'refused' });
    }
    for (const { browser, person } of fresh) browser.setSession(await sessionOf(person.id));
    portal.clock.advance(1);
  });

  const sessions = new Map<string, string>();
  /** Signs in with the second factor that staff need. */
  const sessionOf = async (personId: string): Promise<string> => {
    const secret = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url');
    await portal.store.portal.portalSessions.begin({
      secret,
      personId,
      method: 'mail-code',
      atMs: portal.clock.now(),
      secondFactor: true,
      device: '',
    });
    sessions.set(personId, secret);
    return secret;
  };
  const send = (who: TestPerson, path: string, form: string, fields: Readonly<Record<string, string>> = {}) =>
    who.browser.post(path, { ...fields, csrf: csrfToken(sessions.get(who.person.id) ?? '', form) });
  const proposeOperator = (by: TestPerson, email: string) =>
    send(by, '/administration/staff', 'administration.add-staff:', { email, role: 'operator' });
  const decide = async (who: TestPerson, approval: Approval | undefined, verdict = 'approved') => {
    const id = approval?.id ?? '';
    const form = `administration.decide-approval:${id}`;
    return send(who, `/administration/approvals/${id}`, form, { verdict });
  };
  const lastRequest = async () => (await portal.store.portal.approvals.open()).at(-1);
  const isOperator = async ({ person }: TestPerson) =>
    (await portal.store.portal.platformRoles.find(person.id, 'operator')) !== undefined;
  /** Requests another action that needs two people: the rotation of a hub's keys. */
  const requestRotation = async (by: TestPerson, hub = 'plus-production') => {
    await send(by, `/administration/keys/${hub}/rotate`, `administration.rotate-keys:${hub}`);
    return lastRequest();
  };
  /** @returns the error code of a refusal, otherwise the status */
  const codeOf = (page: { readonly html: string; readonly status: number }) =>
    /(?:support|portal|general)\.[a-z_]+/.exec(page.html)?.[0] ?? `${page.status}`;

  /** A second account of the attacker, made operator on the proposal of `first` and the approval of `other`. */
  const makeSecondAccount = async (): Promise<TestPerson> => {
    const secondAccount = await portal.as();
    await proposeOperator(first, secondAccount.person.email);
    expect((await decide(other, await lastRequest())).status).toBe(303);
    secondAccount.browser.setSession(await sessionOf(secondAccount.person.id));
    expect(await isOperator(secondAccount)).toBe(true);
    portal.clock.advance(1);
    return secondAccount;
  };

  it('one operator alone neither grants nor withdraws the operator role', async () => {
    const secondAccount = await portal.as();
    const proposal = await proposeOperator(first, secondAccount.person.email);
    expect(proposal.headers.location).toBe('/administration/staff?done=asked');
    expect(await isOperator(secondAccount)).toBe(false);
    expect(codeOf(await decide(first, await lastRequest()))).toBe('support.second_person_required');
    expect(await isOperator(secondAccount)).toBe(false);
    const path = `/administration/staff/${other.person.id}/operator/remove`;
    const form = `administration.remove-staff:${other.person.id}/operator`;
    expect((await send(first, path, form)).headers.location).toBe('/administration/staff?done=asked');
    expect(await isOperator(other)).toBe(true);
    expect(await decide(other, await lastRequest()).then(({ status }) => status)).toBe(303);
    expect(await isOperator(other)).toBe(false);
  });

  it('proposer and approver of a role are kept with the role and in the audit log', async () => {
    const secondAccount = await makeSecondAccount();
    expect(await portal.store.portal.platformRoles.find(secondAccount.person.id, 'operator')).toMatchObject({
      proposedBy: first.person.id,
      approvedBy: other.person.id,
    });
    const [entry] = await portal.store.portal.audit.list({ limit: 1, filter: { action: 'staff.add' } });
    expect(entry).toMatchObject({
      actor: other.person.id,
      objectId: secondAccount.person.id,
      detail: { role: 'operator', askedBy: first.person.id },
    });
  });

  it('a new operator approves no request of their proposer or approver for 14 days', async () => {
    const secondAccount = await makeSecondAccount();
    for (const requester of [first, other]) {
      const proposal = await requestRotation(
        requester,
        requester === first ? 'plus-production' : 'standard-production',
      );
      expect(codeOf(await decide(secondAccount, proposal))).toBe('support.approver_not_independent');
      const page = await secondAccount.browser.get('/administration/approvals');
      expect(page.html).not.toContain('value="approved"');
      expect(page.html).toContain('value="refused"');
      expect(page.text).toContain('depuis moins de quatorze jours');
      portal.clock.advance(14 * dayMs - 1000);
      secondAccount.browser.setSession(await sessionOf(secondAccount.person.id));
      expect(codeOf(await decide(secondAccount, proposal))).toBe('support.approver_not_independent');
      portal.clock.advance(-14 * dayMs + 1000);
    }
    portal.clock.advance(14 * dayMs);
    secondAccount.browser.setSession(await sessionOf(secondAccount.person.id));
    first.browser.setSession(await sessionOf(first.person.id));
    await decide(first, (await portal.store.portal.approvals.open()).at(-1), 'refused');
    const late = await requestRotation(first, 'plus-integration');
    expect((await decide(secondAccount, late)).status).toBe(303);
  });

  it('a new operator approves no request that was made before their role began', async () => {
    const proposal = await requestRotation(other);
    const secondAccount = await portal.as();
    portal.clock.advance(1);
    await proposeOperator(first, secondAccount.person.email);
    await decide(other, await lastRequest());
    portal.clock.advance(30 * dayMs);
    secondAccount.browser.setSession(await sessionOf(secondAccount.person.id));
    expect(codeOf(await decide(secondAccount, proposal))).toBe('support.approver_too_new');
    expect((await decide(secondAccount, proposal, 'refused')).status).toBe(303);
  });

  it('requests of an operator end with their role, whether or not it is granted again', async () => {
    const secondAccount = await makeSecondAccount();
    const proposal = await requestRotation(secondAccount);
    await portal.store.portal.platformRoles.remove(secondAccount.person.id, 'operator');
    expect(codeOf(await decide(first, proposal))).toBe('support.asker_left');
    portal.clock.advance(1);
    await portal.store.portal.platformRoles.put(secondAccount.person.id, 'operator');
    expect(codeOf(await decide(first, proposal))).toBe('support.asker_left');
  });

  it('second factors of a member of the team are reset by two operators, also just after the role was withdrawn', async () => {
    const legal = await portal.as({ platformRoles: ['legal-reviewer'] });
    await portal.store.portal.totpFactors.putPending(legal.person.id, 'JBSWY3DPEHPK3PXP');
    await portal.store.portal.totpFactors.confirm(legal.person.id, 0);
    const reset = { email: legal.person.email, reason: 'Appel du standard' };
    const hasFactor = async () => (await portal.store.portal.totpFactors.find(legal.person.id)) !== undefined;
    const askReset = () => send(first, '/account/recovery', 'account.recover:', reset);
    expect((await askReset()).headers.location).toBe('/account/recovery?done=asked');
    expect(await hasFactor()).toBe(true);
    expect((await decide(other, await lastRequest(), 'refused')).status).toBe(303);
    // One operator removes the role, resets the second factor and gives the role back.
    const path = `/administration/staff/${legal.person.id}/legal-reviewer/remove`;
    await send(first, path, `administration.remove-staff:${legal.person.id}/legal-reviewer`);
    expect((await askReset()).headers.location).toBe('/account/recovery?done=asked');
    expect(await hasFactor()).toBe(true);
    expect((await decide(other, await lastRequest())).status).toBe(303);
    expect(await hasFactor()).toBe(false);
    const [entry] = await portal.store.portal.history.list('person', legal.person.id);
    expect(entry).toMatchObject({
      event: 'reset_second_factors',
      actor: other.person.id,
      reason: reset.reason,
    });
  });

  it('second factors of a partner are reset by one operator', async () => {
    const partner = await portal.as();
    const fields = { email: partner.person.email, reason: 'Appel' };
    const done = await send(first, '/account/recovery', 'account.recover:', fields);
    expect(done.headers.location).toBe('/account/recovery?done=reset');
  });

  describe('by the command on the machine', () => {
    it('the role is granted and withdrawn, recorded with its reason, and every operator is notified', async () => {
      const newOperator = await portal.as();
      await portal.mails();
      const order = { email: newOperator.person.email.toUpperCase(), reason: 'equipe complete' };
      expect(await changeOperatorOnMachine(portal.deps, { ...order, verb: 'grant' })).toBe('done');
      expect(await changeOperatorOnMachine(portal.deps, { ...order, verb: 'grant' })).toBe('unchanged');
      expect(await isOperator(newOperator)).toBe(true);
      const [entry] = await portal.store.portal.audit.list({ limit: 1 });
      const about = { actor: 'command-line', objectId: newOperator.person.id, detail: { role: 'operator' } };
      expect(entry).toMatchObject({ ...about, action: 'staff.add' });
      expect(await portal.store.portal.history.list('person', newOperator.person.id)).toMatchObject([
        { event: 'grant_operator', actor: 'command-line', reason: 'equipe complete' },
      ]);
      const notified = [first, other, newOperator].map(({ person }) => person.email).sort();
      expect((await portal.mails()).map(({ to }) => to).sort()).toEqual(notified);
      expect(await changeOperatorOnMachine(portal.deps, { ...order, verb: 'remove' })).toBe('done');
      expect(await isOperator(newOperator)).toBe(false);
      expect((await portal.mails()).map(({ to }) => to).sort()).toEqual(notified);
    });

    it('an unknown account and an empty reason are refused, and the last operator cannot be removed', async () => {
      const order = { verb: 'grant', email: 'personne@ailleurs.example', reason: 'x' } as const;
      expect(await changeOperatorOnMachine(portal.deps, order)).toBe('unknown');
      expect(() => changeOperatorOnMachine(portal.deps, { ...order, reason: ' ' })).toThrow(
        'portal.reason_missing',
      );
      const remove = ({ person }: TestPerson) =>
        changeOperatorOnMachine(portal.deps, { ...machine, verb: 'remove', email: person.email });
      expect(await remove(first)).toBe('done');
      await expect(remove(other)).rejects.toThrow('support.last_operator');
      const blocked = await portal.as();
      await portal.store.portal.people.setBlocked(blocked.person.id, 1);
      const revive = { ...machine, verb: 'grant', email: blocked.person.email } as const;
      await expect(changeOperatorOnMachine(portal.deps, revive)).rejects.toThrow('account.blocked');
    });

    it('the only operator, given the role this way, and the next one may approve each other’s requests', async () => {
      const secondAccount = await portal.as();
      await proposeOperator(first, secondAccount.person.email);
      expect((await decide(other, await lastRequest())).status).toBe(303);
      expect(await isOperator(secondAccount)).toBe(true);
    });
  });
});
