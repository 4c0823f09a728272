import { randomUUID } from 'node:crypto';
import { createManualClock } from '@garance/core';
import { createVault } from '@garance/store';
import { createOutbound } from '@garance/web/outbound';
import { csrfToken } from '@garance/web/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDocuments } from '../../objects/attachment/add-documents.ts';
import { maxDocumentBytes } from '../../objects/attachment/attachment-content.ts';
import {
  createAttachmentOutbound,
  createAttachmentStore,
} from '../../objects/attachment/attachment-store.ts';
import { documentLimits } from '../../objects/attachment/limits.ts';
import { decideRequest } from '../../objects/request/decide.ts';
import { documentList } from '../../objects/request/document-list.ts';
import { attachmentOwner, findDocumentField } from '../../objects/request/documents.ts';
import { aFilledRequest, type TestRequest } from '../../objects/request/testing/filled-request.ts';
import { aPdf, aPng } from '../../testing/documents.ts';
import { createTestPortal, type TestPerson, type TestPortal } from '../../testing/portal-fixture.ts';
import { createS3Double, type S3Double } from '../../testing/s3-double.ts';

interface Sent {
  readonly name: string;
  readonly bytes: Buffer;
  readonly type?: string;
}

const s3 = { accessKeyId: 'AKEXAMPLE', secretAccessKey: 'not-a-real-secret', region: 'eu-west-3' };

/** The same tests with contents in the database and in an S3 store. */
describe.each(['database', 's3'] as const)('documents of a request, kept in %s', (storage) => {
  let portal: TestPortal;
  let double: S3Double;
  let owner: TestPerson;
  let outsider: TestPerson;
  let made: TestRequest;
  beforeAll(async () => {
    double = await createS3Double(s3);
    const attachments =
      storage === 's3'
        ? ({ kind: 's3', endpoint: double.endpoint, bucket: 'garance', ...s3 } as const)
        : ({ kind: 'database' } as const);
    portal = await createTestPortal({ config: { attachments } });
    const organisation = await portal.organisation();
    owner = await portal.as({ organisation });
    outsider = await portal.as({ organisation: await portal.organisation() });
    made = await aFilledRequest(portal, { organisation, ownerId: owner.person.id });
  });
  afterAll(async () => {
    await portal.close();
    await double.close();
  });

  const url = (rest = '', id = made.request.id) => `/requests/${id}/documents/mockups${rest}`;
  const token = (person: TestPerson, verb = 'attach-mockups') =>
    csrfToken(person.sessionSecret, `habilitation.${verb}:${made.request.id}`);

  function send(files: readonly Sent[], { person = owner, csrf = token(person), field = 'mockups' } = {}) {
    const boundary = `----${randomUUID()}`;
    const part = (head: string, content: Buffer) =>
      Buffer.concat([Buffer.from(`--${boundary}\r\n${head}\r\n\r\n`), content, Buffer.from('\r\n')]);
    const payload = Buffer.concat([
      part('Content-Disposition: form-data; name="csrf"', Buffer.from(csrf)),
      ...files.map(({ name, bytes, type = 'image/png' }) =>
        part(
          `Content-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: ${type}`,
          bytes,
        ),
      ),
      Buffer.from(`--${boundary}--\r\n`),
    ]);
    return portal.app.inject({
      method: 'POST',
      url: `/requests/${made.request.id}/documents/${field}`,
      headers: {
        'content-type': `multipart/form-data; boundary=${boundary}`,
        cookie: `garance-portal-session=${person.sessionSecret}`,
        accept: 'text/html',
      },
      payload,
    });
  }
  const get = (path: string, person = owner) =>
    portal.app.inject({ url: path, headers: { cookie: `garance-portal-session=${person.sessionSecret}` } });
  const list = (field = 'mockups') =>
    portal.store.portal.attachments.list(attachmentOwner(made.request.id, field));
  async function empty(): Promise<void> {
    for (const { id } of await list()) await portal.store.portal.attachments.remove(id, 0);
  }

  it('are attached, shown on the form step and served as files that cannot run here', async () => {
    const png = aPng();
    const sent = await send([{ name: 'accueil é.png', bytes: png }]);
    expect(sent.statusCode).toBe(303);
    const [attachment] = await list();
    expect(attachment).toMatchObject({ name: 'accueil é.png', mediaType: 'image/png', storage });
    const page = await owner.browser.get(`/requests/${made.request.id}/steps/project`);
    expect(page.text).toContain('accueil é.png');
    const got = await get(url(`/${attachment?.id}`));
    expect(got.rawPayload.equals(png)).toBe(true);
    expect(got.headers).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'content-disposition': `attachment; filename="accueil _.png"; filename*=UTF-8''accueil%20%C3%A9.png`,
    });
    expect(got.headers['content-security-policy']).toContain('sandbox');
    await empty();
  });

  it('security 16: are judged by content, whatever name and type say, and one refused file does not remove the others', async () => {
    const sent = await send([
      { name: 'page.png', bytes: Buffer.from('<script>alert(1)</script>') },
      { name: 'logo.svg', bytes: Buffer.from('<svg onload="alert(1)"/>'), type: 'image/svg+xml' },
      { name: 'texte.exe', bytes: aPdf(), type: 'application/octet-stream' },
      { name: 'faux.pdf', bytes: Buffer.from('%PDF-1.7 pas vraiment'), type: 'application/pdf' },
    ]);
    expect(sent.statusCode).toBe(422);
    expect(sent.body).toContain('page.png');
    expect(sent.body).toContain('faux.pdf');
    expect((await list()).map(({ name, mediaType }) => [name, mediaType])).toEqual([
      ['texte.pdf', 'application/pdf'],
    ]);
    await empty();
  });

  it('are counted also when they are uploaded concurrently', async () => {
    await Promise.all(
      Array.from({ length: 4 }, (_, n) =>
        send([
          { name: `a${n}.png`, bytes: aPng() },
          { name: `b${n}.png`, bytes: aPng() },
        ]),
      ),
    );
    expect(await list()).toHaveLength(6);
    expect((await send([{ name: 'septieme.png', bytes: aPng() }])).statusCode).toBe(422);
    expect((await get(url())).body).not.toContain('type="file"');
    await empty();
  });

  it('have 10 MB each and 40 MB together', async () => {
    const tooLarge = await send([{ name: 'enorme.png', bytes: aPng({ padding: maxDocumentBytes }) }]);
    expect(tooLarge.statusCode).toBe(422);
    expect(await list()).toEqual([]);
    const png = aPng();
    // Three documents that leave room for one of the next two.
    const owner = attachmentOwner(made.request.id, 'document');
    for (const sizeBytes of [documentLimits.request.maxBytes - png.length - 2, 1, 1]) {
      const row = {
        name: 'a.png',
        mediaType: 'image/png',
        sha256: '',
        storage,
        createdBy: '',
        createdAtMs: 0,
      };
      await portal.store.portal.attachments.put({ ...row, id: randomUUID(), owner, sizeBytes });
    }
    expect((await send([{ name: 'juste.png', bytes: png }])).statusCode).toBe(303);
    expect((await send([{ name: 'trop.png', bytes: png }])).statusCode).toBe(422);
    expect(await list()).toHaveLength(1);
    for (const { id } of await list('document')) await portal.store.portal.attachments.remove(id, 0);
    await empty();
  });

  it('security 20: many concurrent uploads are each answered, and the next one is accepted', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) => send([{ name: `${n}.png`, bytes: aPng() }])),
    );
    // Accepted, over the limit of the question, or over the limit of parallel uploads (uploads.attack.test.ts fills the
    // slots).
    expect(answers.every(({ statusCode }) => [303, 422, 503].includes(statusCode))).toBe(true);
    await empty();
    expect((await send([{ name: 'ensuite.png', bytes: aPng() }])).statusCode).toBe(303);
    await empty();
  });

  it('security 17: are neither read nor changed by others, nor through another request or question', async () => {
    await send([{ name: 'secret.png', bytes: aPng() }]);
    const [attachment] = await list();
    expect((await get(url(`/${attachment?.id}`), outsider)).statusCode).toBe(404);
    expect((await send([{ name: 'x.png', bytes: aPng() }], { person: outsider })).statusCode).toBe(404);
    const organisation = await portal.organisation();
    const mine = await portal.as({ organisation });
    const other = await aFilledRequest(portal, { organisation, ownerId: mine.person.id });
    expect((await get(url(`/${attachment?.id}`, other.request.id), mine)).statusCode).toBe(404);
    const question = `/requests/${made.request.id}/documents/document/${attachment?.id}`;
    expect((await get(question)).statusCode).toBe(404);
    expect((await get(`/requests/${made.request.id}/documents/constructor`)).statusCode).toBe(404);
    await empty();
  });

  it('security 17: need the form’s token before any file is read', async () => {
    for (const csrf of [
      '',
      token(outsider),
      token(owner, 'attach-document'),
      token(owner, 'detach-mockups'),
    ]) {
      expect((await send([{ name: 'x.png', bytes: aPng() }], { csrf })).statusCode).toBe(403);
    }
    const boundary = 'x';
    const late =
      `--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\na\r\n` +
      `--x\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n${token(owner)}\r\n--x--\r\n`;
    const answer = await portal.app.inject({
      method: 'POST',
      url: url(),
      headers: {
        'content-type': `multipart/form-data; boundary=${boundary}`,
        cookie: `garance-portal-session=${owner.sessionSecret}`,
      },
      payload: late,
    });
    expect(answer.statusCode).toBe(403);
    expect(await list()).toEqual([]);
  });

  it('security 15: are the only multipart bodies, on their page only', async () => {
    const headers = { cookie: `garance-portal-session=${owner.sessionSecret}` };
    const multipart = { ...headers, 'content-type': 'multipart/form-data; boundary=x' };
    const post = (path: string, head: typeof headers, payload: string) =>
      portal.app.inject({ method: 'POST', url: path, headers: head, payload });
    expect((await post(`/requests/${made.request.id}/discussion`, multipart, '--x--')).statusCode).toBe(415);
    const plain = { ...headers, 'content-type': 'application/x-www-form-urlencoded' };
    expect((await post(url(), plain, `csrf=${token(owner)}`)).statusCode).toBe(400);
    expect((await post(url(), multipart, 'broken')).statusCode).toBeGreaterThanOrEqual(400);
    const many = Array.from({ length: 12 }, (_, n) => ({ name: `${n}.png`, bytes: aPng() }));
    expect((await send(many)).statusCode).toBe(400);
    expect(await list()).toEqual([]);
  });

  it('are removed while the request may change, and stay when a copy refers to them', async () => {
    const remove = async (id: string | undefined) =>
      owner.browser.post(url('/remove'), { csrf: token(owner, 'detach-mockups'), document: id ?? '' });
    await send([{ name: 'brouillon.png', bytes: aPng() }]);
    const [first] = await list();
    expect((await remove(first?.id)).status).toBe(303);
    expect(await portal.store.portal.attachments.find(first?.id ?? '')).toBeUndefined();
    if (storage === 's3')
      expect([...double.objects.keys()].some((key) => key.includes(first?.id ?? '-'))).toBe(false);
    await send([{ name: 'envoyee.png', bytes: aPng() }]);
    const [second] = await list();
    const authorization = { roles: ['owner', 'legal-reviewer'], secondFactor: true } as const;
    const common = { requestId: made.request.id, actor: owner.person.id, authorization };
    await decideRequest(portal.deps, { ...common, event: 'submit' });
    const [copy] = await portal.store.portal.requestCopies.list(made.request.id);
    expect(copy?.answers.attachments).toEqual({ mockups: [`${second?.id}/envoyee.png`], document: [] });
    expect((await remove(second?.id)).status).toBe(409);
    expect((await send([{ name: 'tard.png', bytes: aPng() }])).statusCode).toBe(409);
    expect((await get(url())).statusCode).toBe(409);
    // The request was submitted during the upload: its state is checked again in the transaction that writes.
    const field = findDocumentField('mockups');
    if (field === undefined) throw new Error('no mock-ups');
    const files = [{ fileName: 'course.png', bytes: aPng(), tooLarge: false }];
    const sent = { files, createdBy: owner.person.id, locale: 'fr' } as const;
    const input = { ...documentList(made.request.id, field), ...sent };
    const kept = double.objects.size;
    const late = addDocuments(portal.deps, createAttachmentStore(portal.deps), input);
    await expect(late).rejects.toMatchObject({ code: 'portal.not_now' });
    expect(await list()).toHaveLength(1);
    expect(double.objects.size).toBe(kept);
    await decideRequest(portal.deps, { ...common, event: 'request_changes', reason: 'Encore' });
    expect((await remove(second?.id)).status).toBe(303);
    expect(await list()).toEqual([]);
    expect((await get(url(`/${second?.id}`))).statusCode).toBe(200);
  });

  if (storage === 's3') {
    it('are encrypted there, with signed requests that verify', async () => {
      await send([{ name: 'scelle.pdf', bytes: aPdf('tres secret') }]);
      const [attachment] = await list();
      const kept = double.objects.get(`/garance/attachments/${attachment?.id}`);
      expect(kept).toMatch(/^v1\./);
      expect(kept).not.toContain(Buffer.from('tres secret').toString('base64').slice(0, 10));
      expect(await portal.store.portal.attachments.content(attachment?.id ?? '')).toBeUndefined();
      expect(double.refused).toBe(0);
      const forged = await fetch(`${double.endpoint}/garance/attachments/${attachment?.id}`);
      expect(forged.status).toBe(403);
      double.refused = 0;
    });

    it('are refused with a message while the store is down, and nothing is half stored', async () => {
      const before = await list();
      double.down = true;
      expect((await send([{ name: 'perdu.png', bytes: aPng() }])).statusCode).toBe(503);
      double.down = false;
      expect(await list()).toEqual(before);
    });
  }
});

describe('a document store on the operator’s own network', () => {
  const guarded = () => createOutbound({ policy: { allowHttp: false, allowPrivateAddresses: false } });
  const attachmentsAt = (endpoint: string) => ({ kind: 's3', endpoint, bucket: 'garance', ...s3 }) as const;
  const document = (ownerId: string) => ({
    owner: { object: 'request', id: randomUUID() },
    name: 'maquette.png',
    mediaType: 'image/png',
    bytes: aPng(),
    createdBy: ownerId,
  });

  it('is reached when the configuration allows it, which opens that network for nothing else', async () => {
    const double = await createS3Double(s3);
    const attachments = { ...attachmentsAt(double.endpoint), ownNetwork: true };
    const outbound = guarded();
    const attachmentOutbound = createAttachmentOutbound({ attachments });
    const config = { attachments };
    const { vault, clock } = parts();
    const own = { config, vault, clock, outbound, ...(attachmentOutbound && { attachmentOutbound }) };
    await createAttachmentStore(own).prepare(document('any'));
    expect(double.objects.size).toBe(1);
    await expect(
      outbound.request({ url: double.endpoint, timeoutMs: 1_000, maxBytes: 10 }),
    ).rejects.toThrow();
    await attachmentOutbound?.close();
    await outbound.close();
    await double.close();
  });

  it('is not reached otherwise', async () => {
    const double = await createS3Double(s3);
    const attachments = attachmentsAt(double.endpoint);
    expect(createAttachmentOutbound({ attachments })).toBeUndefined();
    const outbound = guarded();
    const store = createAttachmentStore({ config: { attachments }, ...parts(), outbound });
    await expect(store.prepare(document('any'))).rejects.toMatchObject({
      code: 'habilitation.attachment_store_unavailable',
    });
    expect(double.objects.size).toBe(0);
    await outbound.close();
    await double.close();
  });

  it('is used for what partners send', async () => {
    const double = await createS3Double(s3);
    const outbound = guarded();
    const attachments = { ...attachmentsAt(double.endpoint), ownNetwork: true };
    const portal = await createTestPortal({ config: { attachments }, outbound });
    const organisation = await portal.organisation();
    const owner = await portal.as({ organisation });
    const made = await aFilledRequest(portal, { organisation, ownerId: owner.person.id });
    const boundary = 'limite';
    const part = (head: string, content: Buffer) =>
      Buffer.concat([Buffer.from(`--${boundary}\r\n${head}\r\n\r\n`), content, Buffer.from('\r\n')]);
    const csrf = csrfToken(owner.sessionSecret, `habilitation.attach-mockups:${made.request.id}`);
    const sent = await portal.app.inject({
      method: 'POST',
      url: `/requests/${made.request.id}/documents/mockups`,
      headers: {
        'content-type': `multipart/form-data; boundary=${boundary}`,
        cookie: `garance-portal-session=${owner.sessionSecret}`,
        accept: 'text/html',
      },
      payload: Buffer.concat([
        part('Content-Disposition: form-data; name="csrf"', Buffer.from(csrf)),
        part(
          'Content-Disposition: form-data; name="file"; filename="a.png"\r\nContent-Type: image/png',
          aPng(),
        ),
        Buffer.from(`--${boundary}--\r\n`),
      ]),
    });
    expect(sent.statusCode).toBe(303);
    expect(double.objects.size).toBe(1);
    await portal.close();
    await double.close();
  });
});

function parts() {
  return { vault: createVault(new Uint8Array(32).fill(3)), clock: createManualClock(Date.UTC(2026, 0, 5)) };
}
