import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPortalInWorld, type PortalInWorld } from '../registration/testing/integration-scene.ts';
import { changeSandboxClient, createSandboxClient } from './clients.ts';
import { firstForm, parseSandboxForm } from './rules.ts';

let portal: PortalInWorld;
beforeAll(async () => {
  portal = await createPortalInWorld();
});
afterAll(() => portal.close());

it('a client that was changed meanwhile is left unchanged, and the transaction continues', async () => {
  const { store, deps } = portal;
  const { person } = await portal.as();
  const settings = { platform: 'standard', relaxedAddresses: false, providers: [] } as const;
  const form = firstForm(settings, 'person');
  const parsed = parseSandboxForm(form, settings, 'person');
  if (!parsed.ok) throw new Error('the first form is right');
  const order = { deps, actor: person.id, form, content: parsed.content };
  const holder = { kind: 'person', personId: person.id } as const;
  const { client } = await store.portal.transaction((tables) =>
    createSandboxClient(tables, { ...order, holder, platform: 'standard' }),
  );
  const change = (name: string) =>
    store.portal.transaction(async (tables) => {
      const shown = { id: client.id, expectedVersion: client.version };
      const outcome = await changeSandboxClient(tables, { ...order, ...shown });
      await tables.people.update(person.id, { name, locale: 'fr' });
      return outcome;
    });
  expect((await change('first')).ok).toBe(true);
  const kept = await store.portal.sandboxClients.find(client.id);
  const published = await store.portal.registrations.history(client.id);
  expect(await change('second')).toEqual({ ok: false, version: client.version + 1 });
  expect(await store.portal.sandboxClients.find(client.id)).toEqual(kept);
  expect(await store.portal.registrations.history(client.id)).toEqual(published);
  expect((await store.portal.people.find(person.id))?.name).toBe('second');
});
