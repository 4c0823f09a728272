import { randomBytes, randomUUID } from 'node:crypto';
import { createManualClock } from '@garance/core';
import { createVault } from '@garance/store';
import { createOutbound } from '@garance/web/outbound';
import { describe, expect, it } from 'vitest';
import { openLeasedPlatformStore } from '../../testing/leased-store.ts';
import { createS3Double } from '../../testing/s3-double.ts';
import { createAttachmentOutbound, createAttachmentStore } from './attachment-store.ts';
import { resealAttachments } from './reseal-attachments.ts';

const clock = createManualClock(Date.UTC(2026, 0, 5));
const [former, next] = [randomBytes(32), randomBytes(32)];
const credentials = { region: 'fr-par', bucket: 'documents', accessKeyId: 'key', secretAccessKey: 'secret' };

describe('documents of an S3 store', () => {
  it('can be opened with the new master key alone after the change; a destroyed one is counted', async () => {
    const double = await createS3Double(credentials);
    const attachments = { kind: 's3', endpoint: double.endpoint, ...credentials, ownNetwork: true } as const;
    const config = { attachments };
    const outbound = createOutbound({ policy: { allowHttp: false, allowPrivateAddresses: false } });
    const own = createAttachmentOutbound({ attachments });
    const store = await openLeasedPlatformStore({ vault: createVault(former), clock });
    const parts = { config, clock, outbound, ...(own && { attachmentOutbound: own }) };
    const under = (vault = createVault(former)) => createAttachmentStore({ ...parts, vault });
    const ids: string[] = [];
    for (let number = 0; number < 3; number += 1) {
      const prepared = await under().prepare({
        owner: { object: 'request', id: randomUUID() },
        name: 'a.png',
        mediaType: 'image/png',
        bytes: Buffer.from(`document ${number}`),
        createdBy: 'person',
      });
      ids.push((await under().add(store.portal, prepared)).id);
    }
    const [first = '', second = '', third = ''] = ids;
    double.objects.set(keyIn(double.objects, third), double.objects.get(keyIn(double.objects, second)) ?? '');
    const deps = { config, clock, outbound, store, vault: createVault(next, former) };

    expect(await resealAttachments(deps)).toMatchObject({ resealed: 2, current: 0, unreadable: 1 });
    expect(await resealAttachments(deps)).toMatchObject({ resealed: 0, current: 2, unreadable: 1 });
    const attachment = await store.portal.attachments.find(first);
    if (attachment === undefined) throw new Error('the attachment is gone');
    const read = (vault: ReturnType<typeof createVault>) => under(vault).read(store.portal, attachment);
    expect(Buffer.from(await read(createVault(next))).toString()).toBe('document 0');
    await expect(read(createVault(former))).rejects.toMatchObject({ code: 'store.unreadable' });
    for (const opened of [own, outbound, double, store]) await opened?.close();
  });
});

function keyIn(objects: ReadonlyMap<string, unknown>, id: string): string {
  return [...objects.keys()].find((key) => key.includes(id)) ?? '';
}
