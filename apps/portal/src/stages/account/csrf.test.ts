import { csrfToken } from '@garance/web/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestPortal, type TestPortal } from '../../testing/portal-fixture.ts';
import type { TestBrowser } from '../../testing/test-browser.ts';
import { mountAccount } from './mount.ts';

const id = '5f0c9d4e-1c2b-4a3d-8e4f-0a1b2c3d4e5f';

describe('every form of the account stage', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await createTestPortal();
  });
  afterAll(() => portal.close());

  /** Path and form id of every form, for an owner of `organisationId` who is an operator as well. */
  const formsOf = (organisationId: string, personId: string, sessionId: string) =>
    [
      ['/sign-in', 'account.ask-code:'],
      ['/sign-in/code', 'account.try-code:'],
      ['/sign-in/name', 'account.sign-up:'],
      ['/sign-in/passkey', 'account.sign-in-passkey:'],
      ['/sign-out', 'sign-out'],
      ['/second-factor', 'account.step-up:'],
      ['/second-factor/passkey', 'account.step-up-passkey:'],
      ['/account', 'account.save:'],
      ['/account/sessions/end-others', 'account.end-other-sessions:'],
      [`/account/sessions/${sessionId}/end`, `account.end-session:${sessionId}`],
      ['/account/second-factors/totp', 'account.start-totp:'],
      ['/account/second-factors/totp/confirm', 'account.confirm-totp:'],
      ['/account/second-factors/totp/remove', 'account.remove-totp:'],
      ['/account/second-factors/passkey', 'account.add-passkey:'],
      [`/account/second-factors/passkeys/${id}/remove`, `account.remove-passkey:${id}`],
      ['/account/recovery', 'account.recover:'],
      ['/organisations', 'account.create-organisation:'],
      [`/organisations/${organisationId}/leave`, `account.leave:${organisationId}`],
      [`/organisations/${organisationId}/invitations`, `account.invite:${organisationId}`],
      [`/organisations/${organisationId}/invitations/${id}/withdraw`, `account.withdraw-invitation:${id}`],
      [
        `/organisations/${organisationId}/members/${personId}/role`,
        `account.change-role:${organisationId}:${personId}`,
      ],
      [
        `/organisations/${organisationId}/members/${personId}/remove`,
        `account.remove-member:${organisationId}:${personId}`,
      ],
      [
        `/organisations/${organisationId}/members/${personId}/hand-over`,
        `account.hand-over:${organisationId}:${personId}`,
      ],
    ] as const;

  const scene = async () => {
    const organisation = await portal.organisation();
    const { browser, person } = await portal.as({ organisation, platformRoles: ['operator'] });
    const member = await portal.as({ organisation, role: 'reader' });
    const [session] = await portal.store.portal.portalSessions.ofPerson(person.id);
    return { browser, forms: formsOf(organisation.id, member.person.id, session?.id ?? '') };
  };

  it('is refused without its token, with that of another form, of another browser, and from another site (CSRF, security.md 17)', async () => {
    const { browser, forms } = await scene();
    const secret = browser.session() ?? '';
    for (const [path, formId] of forms) {
      const own = csrfToken(secret, formId);
      const sent = (csrf: string | undefined, headers: Record<string, string> = {}) =>
        browser.post(path, csrf === undefined ? {} : { csrf }, headers).then(({ status }) => status);
      expect([
        path,
        await sent(undefined),
        await sent(csrfToken(secret, 'account.other:')),
        await sent(csrfToken('another browser', formId)),
        await sent(own, { 'sec-fetch-site': 'cross-site' }),
        await sent(own, { 'sec-fetch-site': 'same-site' }),
      ]).toEqual([path, 403, 403, 403, 403, 403]);
    }
  });

  it('is accepted with its own token: the list above contains every form', async () => {
    const { forms } = await scene();
    const mounted: string[] = [];
    mountAccount({ get: () => {}, post: (path) => mounted.push(path) }, portal.deps);
    const matches = (pattern: string) => new RegExp(`^${pattern.replaceAll(/:\w+/g, '[^/]+')}$`);
    const unlisted = mounted.filter((pattern) => !forms.some(([path]) => matches(pattern).test(path)));
    // The form of an invitation is addressed by its secret: see organisations.test.ts.
    expect(unlisted).toEqual(['/invitations/:secret']);
    for (const [path] of forms) {
      // Each form gets a new scene, because several of them end the session or the membership.
      const { browser, forms: own } = await scene();
      const [ownPath, ownForm] = own[forms.findIndex(([formPath]) => formPath === path)] ?? ['', ''];
      const { status } = await postOwn(browser, ownPath, ownForm);
      expect([path, status === 403]).toEqual([path, false]);
    }
  });

  const postOwn = (browser: TestBrowser, path: string, formId: string) =>
    browser.post(path, { csrf: csrfToken(browser.session() ?? '', formId) });
});
