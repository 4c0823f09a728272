import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayMs } from '../time/day.ts';
import { remindExpiring } from './remind.ts';
import { createSecret } from './secrets.ts';
import {
  createIntegrationScene,
  createPortalInWorld,
  type PortalInWorld,
} from './testing/integration-scene.ts';
import { purgeTrace } from './trace-days.ts';

let portal: PortalInWorld;
beforeAll(async () => {
  portal = await createPortalInWorld();
});
afterAll(() => portal.close());

async function withSecret(lifetimeDays?: number) {
  const scene = await createIntegrationScene(portal);
  await scene.habilitate('plus');
  const contact = await scene.member();
  await scene.member('reader');
  await contact.browser.get(`/services/${scene.service.id}/plus/integration`);
  const [access] = await portal.store.portal.clientRegistrations.ofService(scene.service.id);
  if (access === undefined) throw new Error('no access');
  await portal.store.portal.transaction((tables) =>
    createSecret(tables, {
      deps: portal.deps,
      accessId: access.id,
      actor: 'x',
      label: '',
      overlapDays: 0,
      ...(lifetimeDays !== undefined && { lifetimeDays }),
    }),
  );
  await portal.mails();
  return { scene, contact };
}

describe('reminders', () => {
  it('of a secret are sent 30, 7 and 1 days before its end, once each, to owner and technical contact', async () => {
    const { contact } = await withSecret(40);
    const sent: number[] = [];
    for (let day = 0; day < 41; day += 1) {
      const mails = (await remindExpiring(portal.deps)) === 0 ? [] : await portal.mails();
      if (mails.some(({ to }) => to === contact.person.email)) sent.push(40 - day);
      expect(mails.every(({ text }) => text.includes('secret'))).toBe(true);
      expect(await remindExpiring(portal.deps)).toBe(0);
      portal.clock.advance(dayMs);
    }
    expect(sent).toEqual([30, 7, 1]);
  });

  it('of a secret without end are sent after a year, and again after half a year', async () => {
    await withSecret();
    portal.clock.advance(364 * dayMs);
    expect(await remindExpiring(portal.deps)).toBe(0);
    portal.clock.advance(dayMs);
    expect(await remindExpiring(portal.deps)).toBe(1);
    expect(await remindExpiring(portal.deps)).toBe(0);
    portal.clock.advance(182 * dayMs);
    expect(await remindExpiring(portal.deps)).toBe(1);
  });
});

it('trace entries are deleted after seven days', async () => {
  const entry = {
    hub: { platform: 'plus', environment: 'integration' },
    clientId: 'c',
    endpoint: 'token',
    occurrenceId: 'o',
    outcome: 'accepted',
    checks: [],
  } as const;
  const now = portal.clock.now();
  await portal.store.portal.trace.append([
    { ...entry, atMs: now - 7 * dayMs - 1 },
    { ...entry, atMs: now - 6 * dayMs },
  ]);
  expect(await purgeTrace(portal.deps)).toBe(1);
});
