import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeReportLink } from '../../report-link.ts';
import { errorCodeOf } from '../../testing/browser.ts';
import { createTestHub, type TestHub } from '../../testing/hub-fixture.ts';

const base = '/api/v2/sign-in-report';
const dayMs = 24 * 3600_000;

/** Makes a sign-in. @returns the path of the link in its mail */
async function mailed(hub: TestHub): Promise<string> {
  await hub.browser().login(hub.service('public'));
  return new URL(hub.notices.at(-1)?.reportUrl ?? '').pathname;
}

describe('"this was not me"', () => {
  it('names that sign-in, says what to do, and notifies the operator on request', async () => {
    await using hub = await createTestHub();
    const path = await mailed(hub);
    const citizen = hub.browser();
    const page = await citizen.get(path);
    expect(page.status).toBe(200);
    for (const text of [
      'mot de passe',
      'Démarches public',
      'Compte alpha',
      '1er juin 2026',
      hub.signIns[0]?.id,
    ]) {
      expect(page.body).toContain(text);
    }
    expect(hub.reports).toEqual([]);
    const reported = await citizen.submit(path);
    expect(reported.body).toContain('est prévenue');
    expect(hub.reports).toEqual([hub.signIns[0]?.id]);
  });

  it('names neither the citizen nor another sign-in', async () => {
    await using hub = await createTestHub();
    const path = await mailed(hub);
    await hub.browser().login(hub.service('basic'), {}, 'beta');
    const { body } = await hub.browser().get(path);
    expect(body).not.toMatch(/DUBOIS|Angela|courriel|1962|Démarches basic|Compte beta/);
  });

  it('that was sent already: the page says so, and no second notification is sent', async () => {
    const reported = { reportedAtMs: 1 };
    await using hub = await createTestHub();
    const path = await mailed(hub);
    const [signIn] = hub.signIns;
    if (signIn === undefined) throw new Error('no sign-in');
    const citizen = hub.browser();
    await citizen.get(path);
    hub.signIns[0] = { ...signIn, ...reported };
    const again = await citizen.submit(path);
    expect(again.body).toContain('est prévenue');
    expect((await hub.browser().get(path)).body).toContain('est prévenue');
    expect(hub.reports).toEqual([]);
  });

  it('is refused from another site’s form', async () => {
    await using hub = await createTestHub();
    const path = await mailed(hub);
    const citizen = hub.browser();
    await citizen.get(path);
    expect(errorCodeOf(await citizen.submit(path, { csrf: 'x' }))).toBe('general.cross_site');
    await citizen.get(path);
    const headers = { 'sec-fetch-site': 'cross-site' };
    expect(errorCodeOf(await citizen.submit(path, {}, { headers }))).toBe('general.cross_site');
    expect(hub.reports).toEqual([]);
  });

  it('is available in English', async () => {
    await using hub = await createTestHub();
    const { body } = await hub.browser().get(`${await mailed(hub)}?lang=en`);
    expect(body).toContain('Change the password');
    expect(body).toContain('1 June 2026');
  });

  it('is accepted for 30 days, and then the page says what to do', async () => {
    await using hub = await createTestHub();
    const path = await mailed(hub);
    hub.clock.advance(30 * dayMs - 1);
    expect((await hub.browser().get(path)).status).toBe(200);
    hub.clock.advance(1);
    const late = await hub.browser().get(path);
    expect([late.status, errorCodeOf(late)]).toEqual([410, 'report.link_expired']);
    expect(late.body).toContain('/api/v2/help');
    expect((await hub.browser().post(path, { csrf: 'x' })).status).toBe(410);
  });
});

describe('attack 25: the operator is notified only of a sign-in that exists, by a link that was mailed', () => {
  it.each([
    ['a reference alone', () => randomUUID()],
    ['the reference of a real sign-in', (hub: TestHub) => hub.signIns[0]?.id ?? ''],
    ['text', () => encodeURIComponent('<script>')],
    ['a link with one letter changed', (hub: TestHub) => flip(linkOf(hub))],
    ['half a link', (hub: TestHub) => linkOf(hub).slice(0, 60)],
    ['a link and more', (hub: TestHub) => `${linkOf(hub)}AAAA`],
    ['something else that this hub sealed', (hub: TestHub) => hub.deps.vault.seal('device', '[]')],
  ])('%s is refused', async (_, link) => {
    await using hub = await createTestHub();
    await mailed(hub);
    const path = `${base}/${link(hub)}`;
    for (const answer of [await hub.browser().get(path), await hub.browser().post(path, { csrf: 'x' })]) {
      expect([answer.status, errorCodeOf(answer)]).toEqual([404, 'report.link_unknown']);
    }
    expect(hub.reports).toEqual([]);
  });

  it('a valid link to a sign-in that is not recorded, or on another hub, sends no report', async () => {
    await using hub = await createTestHub();
    const nowhere = makeReportLink(hub.deps.vault, randomUUID(), hub.clock.now());
    expect(errorCodeOf(await hub.browser().get(`${base}/${nowhere}`))).toBe('report.sign_in_unknown');
    const path = await mailed(hub);
    const [signIn] = hub.signIns;
    if (signIn === undefined) throw new Error('no sign-in');
    hub.signIns[0] = { ...signIn, hub: { ...signIn.hub, environment: 'production' } };
    expect(errorCodeOf(await hub.browser().get(path))).toBe('report.sign_in_unknown');
    await using other = await createTestHub({ environment: 'production' });
    expect(errorCodeOf(await other.browser().get(path))).toBe('report.link_unknown');
  });

  it('opening the link, as scanners of mails do, sends no report', async () => {
    await using hub = await createTestHub();
    const path = await mailed(hub);
    for (let turn = 0; turn < 5; turn += 1) await hub.browser().get(path);
    await hub.app.inject({ method: 'HEAD', url: path });
    expect(hub.reports).toEqual([]);
  });
});

function linkOf(hub: TestHub): string {
  return hub.notices[0]?.reportUrl.split('/').at(-1) ?? '';
}

function flip(link: string): string {
  const at = Math.floor(link.length / 2);
  return `${link.slice(0, at)}${link[at] === 'A' ? 'B' : 'A'}${link.slice(at + 1)}`;
}
