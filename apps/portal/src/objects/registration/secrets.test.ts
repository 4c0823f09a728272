import { hashClientSecret } from '@garance/oidc';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PortalTables } from '../portal-store.ts';
import { addOwnHash, createSecret, secretHash } from './secrets.ts';
import {
  createIntegrationScene,
  createPortalInWorld,
  type PortalInWorld,
} from './testing/integration-scene.ts';

let portal: PortalInWorld;
beforeAll(async () => {
  portal = await createPortalInWorld();
});
afterAll(() => portal.close());

async function aClient() {
  const scene = await createIntegrationScene(portal);
  await scene.habilitate('standard');
  await (await scene.member()).browser.get(`/services/${scene.service.id}/standard/integration`);
  const [access] = await portal.store.portal.clientRegistrations.ofService(scene.service.id);
  if (access === undefined) throw new Error('no client registration');
  const input = { deps: portal.deps, accessId: access.id, actor: 'x', label: '', overlapDays: 0 };
  const list = () => portal.store.portal.clientSecrets.list(access.id, 9);
  return { accessId: access.id, input, list };
}

/**
 * Runs `work` and then another write in one transaction. @returns its outcome, and whether the second write was
 * committed
 */
async function andGoOn<T>(work: (tables: PortalTables) => Promise<T>, objectId: string) {
  const outcome = await portal.store.portal.transaction(async (tables) => {
    const done = await work(tables);
    const probe = { actor: 'x', action: 'probe', object: 'access', objectId, detail: {} };
    await tables.audit.append({ ...probe, atMs: portal.clock.now() });
    return done;
  });
  const audit = await portal.store.portal.audit.list({ limit: 20 });
  return { outcome, wentOn: audit.some((entry) => entry.action === 'probe' && entry.objectId === objectId) };
}

describe('a refused secret is a return value, and its transaction continues', () => {
  it('when there are two: both keep their ends', async () => {
    const { accessId, input, list } = await aClient();
    for (const overlapDays of [0, 30]) {
      await portal.store.portal.transaction((tables) => createSecret(tables, { ...input, overlapDays }));
    }
    const before = await list();
    expect(before).toHaveLength(2);
    expect(await andGoOn((tables) => createSecret(tables, input), accessId)).toEqual({
      outcome: { ok: false, error: 'integration.too_many_secrets' },
      wentOn: true,
    });
    expect(await list()).toEqual(before);
  });

  it('when the hash is in use, in this registration or another: the present secret keeps its end', async () => {
    const other = await aClient();
    const { accessId, input, list } = await aClient();
    const sha256 = hashClientSecret(`of ${other.accessId}`);
    await portal.store.portal.transaction((tables) => addOwnHash(tables, other.input, sha256));
    await portal.store.portal.transaction((tables) => createSecret(tables, input));
    const before = await list();
    expect(await andGoOn((tables) => addOwnHash(tables, input, sha256), accessId)).toEqual({
      outcome: { ok: false, error: 'integration.hash_used' },
      wentOn: true,
    });
    expect(await list()).toEqual(before);
    expect(before.map(({ expiresAtMs }) => expiresAtMs)).toEqual([undefined]);
  });
});

describe('the hash of a secret', () => {
  const good = hashClientSecret('made elsewhere');

  it('is read in upper case and kept in lower case', () => {
    expect(secretHash.parse(good.toUpperCase())).toBe(good);
  });

  it.each([
    '',
    good.slice(1),
    `${good}0`,
    `g${good.slice(1)}`,
    `${good}\n`,
    hashClientSecret(''),
    hashClientSecret('\n'),
  ])('is refused: %j', (typed) => {
    expect(secretHash.safeParse(typed).success).toBe(false);
  });
});
