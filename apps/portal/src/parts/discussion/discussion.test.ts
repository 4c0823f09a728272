import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { maxMessageLength } from '../../objects/discussion/post-message.ts';
import { aQualificationScene } from '../../objects/qualification/testing/qualification-scene.ts';
import { decideRequest } from '../../objects/request/decide.ts';
import { aFilledRequest } from '../../objects/request/testing/filled-request.ts';
import { createTestPortal, type TestPerson, type TestPortal } from '../../testing/portal-fixture.ts';
import type { TestPage } from '../../testing/test-browser.ts';

/** One side of a discussion: who writes, and on which page. */
interface Side {
  readonly who: TestPerson;
  readonly path: string;
  /** Text that identifies the form on the page. */
  readonly form: string;
  readonly object: string;
  readonly objectId: () => Promise<string>;
  readonly fields?: Readonly<Record<string, string>>;
  readonly mails: number;
}

const sides = [
  'request, partner',
  'request, team',
  'request, note of the team',
  'qualification, partner',
  'qualification, team',
  'support, partner',
  'support, team',
  'support, question of the team',
  'support, note of the team',
  'support, answer that closes',
] as const;

describe('a message', () => {
  let portal: TestPortal;
  const worlds: Partial<Record<(typeof sides)[number], Side>> = {};
  beforeAll(async () => {
    portal = await createTestPortal();
    Object.assign(worlds, await requestSides(), await qualificationSides(), await supportSides());
  });
  afterAll(() => portal.close());

  const sideOf = (name: (typeof sides)[number]): Side => {
    const side = worlds[name];
    if (side === undefined) throw new Error(`no side ${name}`);
    return side;
  };

  async function requestSides() {
    const organisation = await portal.organisation();
    const partner = await portal.as({ organisation });
    const reviewer = await portal.as({ platformRoles: ['legal-reviewer'] });
    const { request } = await aFilledRequest(portal, { organisation, ownerId: partner.person.id });
    await decideRequest(portal.deps, {
      requestId: request.id,
      event: 'submit',
      actor: partner.person.id,
      authorization: { roles: ['owner'], secondFactor: false },
    });
    const about = { object: 'request', objectId: async () => request.id, mails: 1 };
    const team = { ...about, who: reviewer, path: `/review/${request.id}`, form: 'name="visibility"' };
    return {
      'request, partner': { ...about, who: partner, path: `/requests/${request.id}`, form: '/discussion"' },
      'request, team': { ...team, fields: { visibility: 'partner' } },
      'request, note of the team': { ...team, fields: { visibility: 'internal' }, mails: 0 },
    };
  }

  async function qualificationSides() {
    const scene = await aQualificationScene(portal);
    const path = `${scene.pathOf('plus')}/mock-ups`;
    await scene.owner.browser.submit(
      await scene.owner.browser.get(path),
      { text: 'Bonjour' },
      { form: '/messages"' },
    );
    const id = await scene.idOf('plus');
    const about = { object: 'qualification', objectId: async () => id, form: '/messages"' };
    return {
      // The team reads it on its own page.
      'qualification, partner': { ...about, who: scene.owner, path, mails: 0 },
      'qualification, team': { ...about, who: scene.officer, path: `/qualifications/${id}`, mails: 1 },
    };
  }

  async function supportSides() {
    const partner = await portal.as({ organisation: await portal.organisation() });
    const agent = await portal.as({ platformRoles: ['support-agent'] });
    const aThread = async () => {
      const form = await partner.browser.get('/support/new');
      const page = await partner.browser.submit(form, { subject: 'Clé', text: 'Pourquoi ?' });
      return page.url.split('?')[0]?.split('/').at(-1) ?? '';
    };
    const [first, second] = [await aThread(), await aThread()];
    const about = { object: 'thread', objectId: async () => first, form: '/messages"', mails: 1 };
    const team = { ...about, who: agent, path: `/threads/${first}` };
    const closing = { ...team, path: `/threads/${second}`, objectId: async () => second };
    return {
      'support, partner': { ...about, who: partner, path: `/support/${first}` },
      'support, team': { ...team, fields: { event: 'answer' } },
      'support, question of the team': { ...team, fields: { event: 'ask' } },
      'support, note of the team': { ...team, fields: { event: 'note' }, mails: 0 },
      'support, answer that closes': { ...closing, fields: { event: 'close' } },
    };
  }

  const messagesOf = async ({ object, objectId }: Side) =>
    portal.store.portal.discussion.list(object, await objectId(), { withInternal: true });
  const send = ({ who, form, fields }: Side, page: TestPage, text: string) =>
    who.browser.submit(page, { ...fields, text }, { form });
  const show = ({ who, path }: Side) => who.browser.get(path);

  it.each(sides)(
    'sent twice is stored and mailed once, also when the first mail has left (%s)',
    async (name) => {
      const side = sideOf(name);
      const page = await show(side);
      const before = (await messagesOf(side)).length;
      await portal.mails();
      expect((await send(side, page, 'Une fois.')).status).toBe(200);
      expect(await portal.mails()).toHaveLength(side.mails);
      expect((await send(side, page, 'Une fois.')).status).toBe(200);
      expect(await messagesOf(side)).toHaveLength(before + 1);
      expect(await portal.mails()).toEqual([]);
    },
  );

  it.each(sides.filter((name) => name !== 'support, answer that closes'))(
    'sent twice concurrently is stored and mailed once, with the same answer (%s)',
    async (name) => {
      const side = sideOf(name);
      const page = await show(side);
      const before = (await messagesOf(side)).length;
      await portal.mails();
      const answers = await Promise.all([1, 2, 3].map(() => send(side, page, 'À la fois.')));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      expect(await messagesOf(side)).toHaveLength(before + 1);
      expect(await portal.mails()).toHaveLength(side.mails);
    },
  );

  it.each(sides.filter((name) => name !== 'support, answer that closes'))(
    'that is empty or too long is refused beside its field, and the typed text is kept (%s)',
    async (name) => {
      const side = sideOf(name);
      const before = await messagesOf(side);
      for (const text of ['', ' \r\n ', '\u200b\u202e', 'é'.repeat(maxMessageLength + 1)]) {
        const refused = await send(side, await show(side), text);
        expect(refused.status).toBe(422);
        expect(refused.html).toContain('id="text-error"');
        expect(refused.html).toContain('href="#text"');
        if (text.length > 10) expect(refused.html).toContain(text);
      }
      expect(await messagesOf(side)).toEqual(before);
      expect((await send(side, await show(side), 'é'.repeat(maxMessageLength))).status).toBe(200);
    },
  );

  it.each(sides.filter((name) => name !== 'support, answer that closes'))(
    'of a form without a valid id is not stored (%s)',
    async (name) => {
      const side = sideOf(name);
      const before = await messagesOf(side);
      const page = await show(side);
      for (const id of ['', 'x', '../x', randomUUID().toUpperCase()]) {
        const fields = { ...side.fields, text: 'Sans nom.', id };
        const { status } = await side.who.browser.submit(page, fields, { form: side.form });
        expect(status).toBe(404);
      }
      expect(await messagesOf(side)).toEqual(before);
    },
  );

  it('that opens a thread is stored once in one thread, however often its form is sent concurrently', async () => {
    const { who } = sideOf('support, partner');
    const form = await who.browser.get('/support/new');
    await portal.mails();
    const fields = { subject: 'Une question', text: 'Une fois.' };
    const pages = await Promise.all([1, 2, 3].map(() => who.browser.submit(form, fields)));
    expect(pages.map(({ status }) => status)).toEqual([200, 200, 200]);
    const [id = '', ...others] = new Set(pages.map(({ url }) => url.split('?')[0]?.split('/').at(-1)));
    expect(others).toEqual([]);
    expect(await portal.store.portal.discussion.list('thread', id)).toHaveLength(1);
    expect(await portal.mails()).toHaveLength(1);
    // A message with an id of another thread changes nothing in that thread.
    const outsider = await portal.as();
    const own = await outsider.browser.get('/support/new');
    const stolen = await outsider.browser.submit(own, { ...fields, text: 'Intrus', id });
    expect(stolen.status).toBe(404);
    expect(await portal.store.portal.discussion.list('thread', id)).toHaveLength(1);
    expect(await portal.mails()).toEqual([]);
  });

  it('is stored without characters that reorder text', async () => {
    const side = sideOf('support, partner');
    await send(side, await show(side), 'bon\u202ejour\u200b\r\nà vous');
    expect((await messagesOf(side)).map(({ text }) => text)).toContain('bonjour\nà vous');
  });
});
