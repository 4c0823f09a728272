import { randomUUID } from 'node:crypto';
import type { Registration } from '@garance/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestPortal, type TestPortal } from '../../testing/portal-fixture.ts';
import type { Organisation, Person } from '../account/tables/accounts.ts';
import type { Lifecycle } from '../lifecycle/lifecycle.ts';
import { type Decision, decideRequest, decideRequestIn } from './decide.ts';
import { requestEffects } from './effects.ts';
import { type RequestEvent, requestLifecycle } from './lifecycle.ts';
import { mailTexts } from './mail-texts.ts';
import { aFilledRequest, aHabilitation, completeAnswers } from './testing/filled-request.ts';

const owner = { roles: ['owner'], secondFactor: false } as const;
const reviewer = { roles: ['legal-reviewer'], secondFactor: true } as const;

describe('the decision on a habilitation request', () => {
  let portal: TestPortal;
  let organisation: Organisation;
  let camille: Person;
  beforeAll(async () => {
    portal = await createTestPortal();
    organisation = await portal.organisation();
    camille = (await portal.as({ organisation, email: 'camille@ville.example' })).person;
  });
  afterAll(() => portal.close());

  const filled = (answers = completeAnswers('standard')) =>
    aFilledRequest(portal, { organisation, ownerId: camille.id, answers });
  const decide = (requestId: string, event: RequestEvent, more: Partial<Decision> = {}) =>
    decideRequest(portal.deps, {
      requestId,
      event,
      actor: camille.id,
      authorization: ['submit', 'reopen', 'cancel_reopening', 'archive', 'transfer'].includes(event)
        ? owner
        : reviewer,
      ...more,
    });

  it('has an implementation for every effect that the table names, and a text for every mail, in both languages', async () => {
    const { request, service } = await filled();
    const { transitions }: Lifecycle = requestLifecycle;
    const named = new Set(transitions.flatMap((transition) => transition.effects ?? []));
    const context = {
      request,
      service,
      event: 'submit' as const,
      nowMs: 0,
      actor: 'a',
      deps: portal.deps,
    };
    expect(new Set(Object.keys(requestEffects(context)))).toEqual(named);
    for (const { event, effects = [] } of transitions) {
      for (const locale of ['fr', 'en'] as const) {
        const texts = mailTexts(locale);
        if (effects.includes('mail-partner')) expect(texts.partner[event], event).toBeTypeOf('function');
        if (effects.includes('mail-reviewers')) expect(texts.reviewers[event], event).toBeTypeOf('function');
      }
    }
  });

  it('freezes what was submitted, starts the clock and writes to both sides', async () => {
    const reviewing = await portal.as({ platformRoles: ['legal-reviewer'], email: 'legal@garance.example' });
    const { request, read } = await filled();
    await portal.mails();
    expect(await decide(request.id, 'submit')).toBe('submitted');
    expect(await read()).toMatchObject({
      state: 'submitted',
      dueOn: '2026-11-10',
      submittedAtMs: portal.clock.now(),
    });
    const [copy] = await portal.store.portal.requestCopies.list(request.id);
    expect(copy).toMatchObject({ kind: 'submission', level: 'eidas1', by: camille.id });
    expect(copy?.answers).toMatchObject({ project: { name: 'Carte de stationnement' } });
    const mails = await portal.mails();
    expect(mails.map((mail) => mail.to).sort()).toEqual(['camille@ville.example', reviewing.person.email]);
    expect(mails[0]?.text).toContain('10 novembre 2026');
    const history = await portal.store.portal.history.list('request', request.id);
    expect(history.map(({ event }) => event)).toEqual(['create', 'submit']);
  });

  it('is refused while an answer is missing, with `complete` as the failed condition', async () => {
    const { data: _data, ...incomplete } = completeAnswers('standard');
    const { request, read } = await filled({ ...incomplete, data: { scopes: ['email'] } });
    await expect(decide(request.id, 'submit')).rejects.toMatchObject({
      code: 'portal.condition_missing',
      detail: 'complete',
    });
    expect((await read()).state).toBe('draft');
  });

  it('is refused when the accepted terms are not those in force', async () => {
    const answers = completeAnswers('standard');
    const { request } = await filled({
      ...answers,
      commitments: { ...answers.commitments, terms: '2019-12' },
    });
    await expect(decide(request.id, 'submit')).rejects.toMatchObject({ code: 'portal.condition_missing' });
    await expect(decide(request.id, 'submit', { vouched: { complete: true } })).rejects.toMatchObject({
      detail: 'terms-accepted',
    });
  });

  it('grants the habilitation, writes to the people responsible for the data, and invites the technical contact', async () => {
    const { request, service } = await filled();
    await decide(request.id, 'submit');
    await portal.mails();
    const habilitationId = randomUUID();
    expect(await decide(request.id, 'approve', { habilitationId })).toBe('validated');
    expect(await portal.store.portal.habilitations.inForce(service.id, 'standard')).toMatchObject({
      id: habilitationId,
      scopes: ['openid', 'given_name', 'email'],
      level: 'eidas1',
      type: 'public',
      commonIdentifier: false,
    });
    const mails = await portal.mails();
    const to = mails.map((mail) => mail.to).sort();
    expect(to).toEqual([
      'camille@ville.example',
      'dpo@ville.example',
      'maire@ville.example',
      'technique@ville.example',
    ]);
    const invitation = mails.find((mail) => mail.to === 'technique@ville.example');
    const secret = /\/invitations\/([A-Za-z0-9_-]{43})/.exec(invitation?.text ?? '')?.[1] ?? '';
    expect(await portal.store.portal.invitations.findOpen(secret)).toMatchObject({
      organisationId: organisation.id,
      role: 'technical-contact',
    });
  });

  it('stops the clock while changes are requested and continues it afterwards', async () => {
    const { request, read } = await filled();
    await decide(request.id, 'submit');
    const submittedAt = portal.clock.now();
    portal.clock.advance(2 * 24 * 3600 * 1000);
    await decide(request.id, 'request_changes', { reason: 'Précisez les destinataires' });
    const waiting = await read();
    expect(waiting).toMatchObject({ state: 'changes_requested', clockUsedDays: 2 });
    expect(waiting.dueOn).toBeUndefined();
    portal.clock.advance(14 * 24 * 3600 * 1000);
    await decide(request.id, 'submit');
    expect(await read()).toMatchObject({ clockUsedDays: 2, dueOn: '2026-11-24' });
    portal.clock.advance(submittedAt - portal.clock.now());
  });

  it('requires a reason where the partner is refused', async () => {
    const { request } = await filled();
    await decide(request.id, 'submit');
    for (const event of ['request_changes', 'refuse'] as const) {
      await expect(decide(request.id, event, { reason: '  ' })).rejects.toMatchObject({
        code: 'portal.reason_missing',
      });
    }
  });

  it('keeps the earlier habilitation in force when a reopened request is refused, and restores its answers', async () => {
    const { request, service, read, habilitation } = await aHabilitation(portal, {
      organisation,
      ownerId: camille.id,
    });
    await decide(request.id, 'reopen');
    const widened = {
      ...completeAnswers('standard').data,
      scopes: ['openid', 'birthdate'],
      purpose_birthdate: 'x',
    };
    await portal.store.portal.requests.saveStep({
      id: request.id,
      step: 'data',
      answers: widened,
      expectedStepVersion: 0,
      by: camille.id,
      atMs: portal.clock.now(),
    });
    await decide(request.id, 'submit');
    expect(await decide(request.id, 'refuse', { reason: 'Trop large' })).toBe('validated');
    expect(await portal.store.portal.habilitations.inForce(service.id, 'standard')).toEqual(habilitation);
    expect((await read()).answers.data).toEqual(completeAnswers('standard').data);
  });

  it('grants a new habilitation with its own snapshot when a reopened request is validated, and withdraws the scopes it no longer allows', async () => {
    const { request, service, habilitation } = await aHabilitation(portal, {
      organisation,
      ownerId: camille.id,
    });
    const registration = await portal.store.registrations.publish(
      aRegistration(service.id, habilitation.scopes),
    );
    await decide(request.id, 'reopen');
    await portal.store.portal.requests.saveStep({
      id: request.id,
      step: 'data',
      answers: { scopes: ['openid', 'email', 'gender'], purpose_email: 'x', purpose_gender: 'y' },
      expectedStepVersion: 0,
      by: camille.id,
      atMs: portal.clock.now(),
    });
    await decide(request.id, 'submit');
    await decide(request.id, 'approve');
    const next = await portal.store.portal.habilitations.inForce(service.id, 'standard');
    expect(next?.scopes).toEqual(['openid', 'email', 'gender']);
    expect(next?.id).not.toBe(habilitation.id);
    expect((await portal.store.portal.habilitations.find(habilitation.id))?.snapshot).toEqual(
      habilitation.snapshot,
    );
    const [published] = await portal.store.registrations.history(registration.id);
    expect(published?.registration.scopes).toEqual(['openid', 'email']);
  });

  it('security 12: a revocation suspends every registration of the service on that platform, and no other', async () => {
    const { request, service, habilitation } = await aHabilitation(portal, {
      organisation,
      ownerId: camille.id,
    });
    const own = aRegistration(service.id, habilitation.scopes);
    const production = {
      ...aRegistration(service.id, habilitation.scopes),
      environment: 'production' as const,
    };
    const plus = { ...aRegistration(service.id, ['openid']), platform: 'plus' as const };
    const foreign = aRegistration(randomUUID(), ['openid']);
    for (const registration of [own, production, plus, foreign])
      await portal.store.registrations.publish(registration);
    const before = await portal.store.changes.revision();
    expect(await decide(request.id, 'revoke', { reason: 'Manquement grave' })).toBe('revoked');
    const status = async (id: string) =>
      (await portal.store.registrations.history(id))[0]?.registration.status;
    expect(await Promise.all([own, production, plus, foreign].map(({ id }) => status(id)))).toEqual([
      'suspended',
      'suspended',
      'active',
      'active',
    ]);
    expect(await portal.store.changes.revision()).toBeGreaterThan(before);
    expect(await portal.store.portal.habilitations.inForce(service.id, 'standard')).toBeUndefined();
  });

  it('transfers a request only to a member who may write', async () => {
    const { request, read } = await filled();
    const colleague = await portal.as({ organisation, role: 'contributor' });
    const readerOnly = await portal.as({ organisation, role: 'reader' });
    const nonMember = await portal.as();
    for (const outsider of [readerOnly.person.id, nonMember.person.id, randomUUID(), undefined]) {
      const newOwner = outsider === undefined ? {} : { newOwnerId: outsider };
      await expect(decide(request.id, 'transfer', newOwner)).rejects.toMatchObject({
        code: 'habilitation.transfer_to_outsider',
      });
    }
    await portal.mails();
    await decide(request.id, 'transfer', { newOwnerId: colleague.person.id });
    expect((await read()).ownerId).toBe(colleague.person.id);
    expect((await portal.mails()).map((mail) => mail.to)).toContain(colleague.person.email);
  });

  it('of ten concurrent decisions one is taken', async () => {
    const { request } = await filled();
    await decide(request.id, 'submit');
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, n) =>
        decide(request.id, n % 2 === 0 ? 'approve' : 'refuse', { reason: 'Non' }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const history = await portal.store.portal.history.list('request', request.id);
    expect(history).toHaveLength(3);
  });

  it('is refused when the answers have changed since they were read', async () => {
    const { request, read } = await filled();
    const { version } = await read();
    await portal.store.portal.requests.update(request.id, { title: 'Autre' });
    await expect(decide(request.id, 'submit', { expectedVersion: version })).rejects.toMatchObject({
      code: 'portal.changed_meanwhile',
    });
  });

  it('faults 8: a failing effect rolls back state, history, audit, copy and mails', async () => {
    const { request, read } = await filled();
    await portal.mails();
    const before = await read();
    const { entries } = await portal.store.portal.audit.verify();
    const broken = portal.store.portal.transaction((tables) =>
      decideRequestIn(
        {
          ...tables,
          outbox: {
            ...tables.outbox,
            enqueue: async (mail) => {
              await tables.outbox.enqueue(mail);
              throw new Error('the machine stops here');
            },
          },
        },
        portal.deps,
        { requestId: request.id, event: 'submit', actor: camille.id, authorization: owner },
      ),
    );
    await expect(broken).rejects.toThrow('the machine stops here');
    expect(await read()).toEqual(before);
    expect(await portal.store.portal.requestCopies.list(request.id)).toEqual([]);
    expect(await portal.store.portal.history.list('request', request.id)).toHaveLength(1);
    expect((await portal.store.portal.audit.verify()).entries).toBe(entries);
    expect(await portal.mails()).toEqual([]);
    expect(await decide(request.id, 'submit')).toBe('submitted');
  });

  function aRegistration(serviceId: string, scopes: readonly string[]): Omit<Registration, 'version'> {
    const id = randomUUID();
    return {
      id,
      serviceId,
      organisationId: organisation.id,
      platform: 'standard',
      environment: 'integration',
      clientId: id,
      status: 'active',
      type: 'public',
      displayName: 'Service',
      redirectUris: ['https://service.example/callback'],
      postLogoutRedirectUris: [],
      auth: { method: 'client_secret_post', secretHashes: [], assertionAudience: 'issuer' },
      keys: { kind: 'none' },
      idToken: { signingAlg: 'ES256' },
      userinfo: { signingAlg: 'ES256' },
      scopes,
      amrAllowed: false,
      pkce: 'optional',
      par: 'optional',
      profile: 'franceconnect',
      idpHintAllowed: false,
      sector: { algorithm: 'g1', id },
      sessionLengthSeconds: 1800,
    };
  }
});
