import { randomUUID } from 'node:crypto';
import { csrfToken } from '@garance/web/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aPdf, aPng } from '../../testing/documents.ts';
import { createTestPortal, type TestPerson, type TestPortal } from '../../testing/portal-fixture.ts';
import { itemOwner, mockUpOwner } from './read.ts';
import { aQualificationScene, type QualificationScene } from './testing/qualification-scene.ts';

let portal: TestPortal;
beforeAll(async () => {
  portal = await createTestPortal();
});
afterAll(() => portal.close());

interface Upload {
  readonly person?: TestPerson;
  /** `mock-ups`, or `items/<id>`. */
  readonly to?: string;
  readonly name?: string;
  readonly bytes?: Buffer;
  readonly csrf?: string;
}

function send(scene: QualificationScene, upload: Upload = {}) {
  const { person = scene.owner, to = 'mock-ups', name = 'écran.png', bytes = aPng() } = upload;
  const verb = `attach-${to.replace('items/', '')}`;
  const token = csrfToken(person.sessionSecret, `qualification.${verb}:${scene.service.id}.standard`);
  const boundary = randomUUID();
  const part = (head: string, content: Buffer) =>
    Buffer.concat([
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`),
      content,
      Buffer.from('\r\n'),
    ]);
  return portal.app.inject({
    method: 'POST',
    url: `${scene.pathOf('standard')}/${to}/documents`,
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      cookie: `garance-portal-session=${person.sessionSecret}`,
      accept: 'text/html',
    },
    payload: Buffer.concat([
      part('name="csrf"', Buffer.from(upload.csrf ?? token)),
      part(`name="document"; filename="${name}"`, bytes),
      Buffer.from(`--${boundary}--\r\n`),
    ]),
  });
}

const get = (path: string, person: TestPerson) =>
  portal.app.inject({ url: path, headers: { cookie: `garance-portal-session=${person.sessionSecret}` } });

const mockUpsOf = async (scene: QualificationScene) =>
  portal.store.portal.attachments.list(mockUpOwner(await scene.idOf('standard')));

describe('documents of a qualification', () => {
  test('mock-ups may be sent first, and are visible to the partner and the team only', async () => {
    const scene = await aQualificationScene(portal);
    const bytes = aPng();
    expect((await send(scene, { bytes })).statusCode).toBe(303);
    const [mockUp] = await mockUpsOf(scene);
    const own = await get(`${scene.pathOf('standard')}/documents/${mockUp?.id}`, scene.owner);
    expect(own.rawPayload.equals(bytes)).toBe(true);
    expect(own.headers['content-security-policy']).toContain('sandbox');
    const path = `/qualifications/${await scene.idOf('standard')}/documents/${mockUp?.id}`;
    expect((await get(path, scene.officer)).statusCode).toBe(200);
    const outsider = await scene.outsider();
    expect((await get(path, outsider)).statusCode).toBe(404);
    expect((await get(`${scene.pathOf('standard')}/documents/${mockUp?.id}`, outsider)).statusCode).toBe(404);
    // The same id under another service of the partner is not found either.
    const other = await aQualificationScene(portal);
    await send(other);
    const foreign = `${other.pathOf('standard')}/documents/${mockUp?.id}`;
    expect((await get(foreign, other.owner)).statusCode).toBe(404);
  });

  test.each([
    ['a page that calls itself a picture', 'a.png', Buffer.from('<script>alert(1)</script>')],
    ['a drawing with a script', 'a.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['half a document', 'a.pdf', aPdf().subarray(0, 40)],
  ])('%s is refused with a message (security.md 16)', async (_name, name, bytes) => {
    const scene = await aQualificationScene(portal);
    const answer = await send(scene, { name, bytes });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain('ni un PDF ni un PNG');
  });

  test('six at most', async () => {
    const scene = await aQualificationScene(portal);
    const answers = [];
    for (let count = 0; count < 7; count += 1) answers.push((await send(scene)).statusCode);
    expect(answers).toEqual([303, 303, 303, 303, 303, 303, 422]);
    expect(await mockUpsOf(scene)).toHaveLength(6);
  });

  test('six at most, also when they come side by side, and the last may be taken away', async () => {
    const scene = await aQualificationScene(portal);
    const to = 'items/secrets';
    for (let count = 0; count < 5; count += 1) await send(scene, { to });
    const answers = await Promise.all([send(scene, { to }), send(scene, { to }), send(scene, { to })]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 422, 422]);
    const owner = itemOwner(await scene.idOf('standard'), 'secrets');
    const [first, ...others] = await portal.store.portal.attachments.list(owner);
    expect(others).toHaveLength(5);
    const version = async () =>
      (await portal.store.portal.qualificationItems.find(owner.id, 'secrets'))?.version;
    const before = await version();
    const page = await scene.owner.browser.get(`${scene.pathOf('standard')}/${to}`);
    expect(page.html).not.toContain('type="file"');
    await scene.owner.browser.submit(page, {}, { form: `value="${first?.id}"` });
    expect(await portal.store.portal.attachments.list(owner)).toEqual(others);
    // The officer's verdict was about the evidence before the change.
    expect(await version()).toBe((before ?? 0) + 1);
  });

  test('a document is evidence for its item, and removes the officer’s decision on earlier evidence', async () => {
    const scene = await aQualificationScene(portal);
    expect((await send(scene, { to: 'items/secrets' })).statusCode).toBe(303);
    const id = await scene.idOf('standard');
    expect(await portal.store.portal.attachments.list(itemOwner(id, 'secrets'))).toHaveLength(1);
    const page = await scene.owner.browser.get(scene.pathOf('standard'));
    expect(page.text).toMatch(/Les secrets et les clés sont protégés Déclaré par vous À examiner/);
    const judged = { qualificationId: id, itemId: 'secrets', verdict: 'accepted', comment: '' } as const;
    await portal.store.portal.qualificationItems.judge({ ...judged, expectedVersion: 1, by: 'x', atMs: 1 });
    await send(scene, { to: 'items/secrets' });
    const item = await portal.store.portal.qualificationItems.find(id, 'secrets');
    expect(item).toMatchObject({ version: 3 });
    expect(item?.verdict).toBeUndefined();
  });

  test('what was submitted stays readable for officers when the partner removes it later', async () => {
    const scene = await aQualificationScene(portal);
    await send(scene);
    await scene.prepare('standard');
    await scene.submit('standard');
    const [mockUp] = await mockUpsOf(scene);
    const page = await scene.owner.browser.get(`${scene.pathOf('standard')}/mock-ups`);
    await scene.owner.browser.submit(page, {}, { form: `value="${mockUp?.id}"` });
    expect(await mockUpsOf(scene)).toEqual([]);
    const path = `/qualifications/${await scene.idOf('standard')}/documents/${mockUp?.id}`;
    expect((await get(path, scene.officer)).statusCode).toBe(200);
  });

  test('uploads to a submitted qualification, by readers, by other organisations, or without token are refused', async () => {
    const scene = await aQualificationScene(portal);
    await scene.prepare('standard');
    await scene.submit('standard');
    const to = 'items/secrets';
    expect((await send(scene, { to })).statusCode).toBe(409);
    expect((await send(scene, { to, person: await scene.member('reader') })).statusCode).toBe(403);
    expect((await send(scene, { to, person: await scene.outsider() })).statusCode).toBe(404);
    expect((await send(scene, { csrf: 'x' })).statusCode).toBe(403);
    expect((await send(scene, { to: 'items/tokens' })).statusCode).toBe(404);
  });
});
