import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestPortal, type TestPerson, type TestPortal } from '../../../testing/portal-fixture.ts';

const hub = { platform: 'standard', environment: 'production' } as const;
const path = '/administration/choice-page/standard-production';
const hostile = '<script>alert(1)</script>';

describe('the choice page of a hub', () => {
  let portal: TestPortal;
  let operator: TestPerson;
  beforeAll(async () => {
    portal = await createTestPortal();
    operator = await portal.as({ platformRoles: ['operator'] });
  });
  afterAll(() => portal.close());

  const send = async (fields: Readonly<Record<string, string>>) =>
    operator.browser.submit(await operator.browser.get(path), fields);
  const kept = () => portal.store.choicePages.get(hub);

  it('shows what the operator wrote, between the dates that they set; the act is in the audit log', async () => {
    const saved = await send({
      message_fr: 'Travaux ce soir\nMerci',
      message_en: 'Works tonight',
      from: '2026-11-30 18:00',
      until: '2026-12-01 06:00',
      show_excluded: 'yes',
    });
    expect(saved.text).toContain('La page de choix est enregistrée');
    expect(await kept()).toEqual({
      showExcluded: true,
      message: {
        text: { fr: 'Travaux ce soir\nMerci', en: 'Works tonight' },
        fromMs: Date.UTC(2026, 10, 30, 17),
        untilMs: Date.UTC(2026, 11, 1, 5),
      },
    });
    expect(saved.html).toContain('2026-11-30 18:00');
    const filter = { objectId: 'standard/production' };
    const [act] = await portal.store.portal.audit.list({ limit: 1, filter });
    expect(act).toMatchObject({ action: 'choice-page.change', actor: operator.person.id });
    expect(await portal.store.choicePages.get({ ...hub, platform: 'plus' })).toEqual({ showExcluded: false });
  });

  it('shows no message when the texts are removed', async () => {
    await send({ message_fr: '', message_en: '', from: '', until: '', show_excluded: '' });
    expect(await kept()).toEqual({ showExcluded: false });
  });

  it.each([
    ['message_en', { message_fr: 'Travaux' }],
    ['message_fr', { message_en: 'Works' }],
    ['message_en', { message_fr: 'a', message_en: 'a\u202e' }],
    ['message_fr', { message_fr: 'x'.repeat(1_001), message_en: 'x' }],
    ['from', { message_fr: 'a', message_en: 'a', from: 'tomorrow' }],
    ['until', { message_fr: 'a', message_en: 'a', until: '2026-02-30 10:00' }],
    ['until', { message_fr: 'a', message_en: 'a', from: '2026-11-30 18:00', until: '2026-11-30 18:00' }],
  ])('a wrong %s is refused beside its field: %j', async (field, fields) => {
    const before = await kept();
    const refused = await send(fields);
    expect([refused.status, refused.html.includes(`id="${field}-error"`)]).toEqual([422, true]);
    expect(await kept()).toEqual(before);
  });

  it('attack 16: runs no script', async () => {
    const shown = await send({ message_fr: hostile, message_en: hostile });
    expect([shown.status, shown.html.includes(hostile)]).toEqual([200, false]);
  });

  it('attack 17: is editable by operators only, for hubs that exist only', async () => {
    const outsider = await portal.as();
    const reviewer = await portal.as({ platformRoles: ['legal-reviewer'] });
    for (const { browser } of [outsider, reviewer]) expect((await browser.get(path)).status).not.toBe(200);
    expect((await operator.browser.get('/administration/choice-page/other')).status).toBe(404);
    expect((await operator.browser.post(path, { message_fr: 'a', message_en: 'a' })).status).toBe(403);
  });
});
