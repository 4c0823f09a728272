import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServiceState } from '../../deps.ts';
import { createTestPortal, type TestPerson, type TestPortal } from '../../testing/portal-fixture.ts';

const announcement = {
  kind: 'incident',
  title_fr: 'Connexions lentes',
  title_en: 'Slow sign-ins',
  text_fr: 'Nous cherchons.',
  text_en: 'We are looking.',
} as const;

describe('the status page', () => {
  let portal: TestPortal;
  let operator: TestPerson;
  beforeAll(async () => {
    portal = await createTestPortal();
    operator = await portal.as({ platformRoles: ['operator'] });
  });
  afterAll(() => portal.close());

  const announce = async (changes: Readonly<Record<string, string>> = {}) =>
    operator.browser.submit(await operator.browser.get('/administration/incidents/new'), {
      ...announcement,
      ...changes,
    });
  const textOf = async (lang = 'fr') => (await portal.browser().get(`/status?lang=${lang}`)).text;

  it('shows everyone, in both languages, present, planned and past incidents', async () => {
    expect(await textOf()).toContain('Tout fonctionne');
    expect(await textOf('en')).toContain('Everything works');
    const list = await announce();
    expect(list.text).toContain('L’annonce est publiée');
    expect(await textOf()).toMatch(
      /En ce moment .*Connexions lentes Nous cherchons\. Depuis le 3 novembre 2026 à 10 h 05/,
    );
    expect(await textOf('en')).toMatch(/At the moment .*Slow sign-ins/);
    await announce({
      kind: 'maintenance',
      title_fr: 'Mise à jour',
      begins_at: '2026-11-08 02:00',
      ends_at: '2026-11-08 03:00',
    });
    expect(await textOf()).toMatch(
      /Prévu Mise à jour Maintenance .*Du 8 novembre 2026 à 2 h 00 au 8 novembre 2026 à 3 h 00/,
    );
    portal.clock.advance(60_000);
    const ended = await operator.browser.submit(
      await operator.browser.get('/administration/incidents'),
      {},
      { form: '/end' },
    );
    expect(ended.text).toContain('L’annonce est terminée');
    expect(await textOf()).toMatch(/Tout fonctionne .*Passé Connexions lentes/);
    const acts = await portal.store.portal.audit.list({ limit: 3 });
    expect(acts.map(({ action, actor }) => [action, actor])).toEqual([
      ['incident.end', operator.person.id],
      ['incident.announce', operator.person.id],
      ['incident.announce', operator.person.id],
    ]);
  });

  it('an announcement is changed at its own address, and ended once', async () => {
    await announce({ title_fr: 'À corriger' });
    const list = await operator.browser.get('/administration/incidents');
    const path =
      /href="(\/administration\/incidents\/[0-9a-f-]{36})"[^>]*>À corriger/.exec(list.html)?.[1] ?? '';
    await operator.browser.submit(await operator.browser.get(path), {
      title_fr: 'Corrigé',
      ends_at: '2026-11-03 10:06',
    });
    expect(await textOf()).toContain('Corrigé');
    expect(await textOf()).not.toContain('À corriger');
    const end = /action="([^"]*\/end)"/.exec((await operator.browser.get('/administration/incidents')).html);
    expect(end).toBeNull();
    expect((await operator.browser.get(`/administration/incidents/${randomUUID()}`)).status).toBe(404);
  });

  it.each([
    ['kind', { kind: '' }],
    ['title_en', { title_en: '' }],
    ['text_fr', { text_fr: '' }],
    ['begins_at', { begins_at: 'demain' }],
    ['ends_at', { ends_at: 'plus tard' }],
    ['ends_at', { ends_at: '2026-11-01 10:00' }],
  ])('a wrong %s is refused beside its field, and the typed values are kept', async (field, change) => {
    const refused = await announce({ title_fr: 'À garder', ...change });
    expect(refused.status).toBe(422);
    expect(refused.html).toContain(`${field}-error`);
    expect(refused.html).toContain('À garder');
    expect(await textOf()).not.toContain('À garder');
  });

  it('a script in an announcement does not run (security.md 16)', async () => {
    await announce({ title_fr: '<script>alert(1)</script>', text_fr: '<img src=x onerror=alert(1)>' });
    const { html } = await portal.browser().get('/status?lang=fr');
    expect(html).not.toContain('<script>alert');
    expect(html).not.toContain('<img src=x');
  });
});

describe('the status page of a partner space that reads measurements', () => {
  const production = (platform: 'standard' | 'plus') => ({ platform, environment: 'production' }) as const;
  const hubs = [{ hub: production('standard') }, { hub: production('plus') }];
  let state: ServiceState;
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await createTestPortal({ serviceState: async () => state });
  });
  afterAll(() => portal.close());
  const textWith = async (measured: ServiceState, lang = 'fr') => {
    state = measured;
    return (await portal.browser().get(`/status?lang=${lang}`)).text;
  };

  it('says of each hub whether it works', async () => {
    const text = await textWith({ kind: 'known', hubs });
    expect(text).toContain('Tout fonctionne');
    expect(text).toMatch(
      /État mesuré .*FranceConnect, production Fonctionne FranceConnect\+, production Fonctionne/,
    );
  });

  it('says since when one is disturbed, and then not that everything works', async () => {
    const disturbedSinceMs = Date.UTC(2026, 10, 3, 8, 50);
    const measured: ServiceState = {
      kind: 'known',
      hubs: [...hubs.slice(0, 1), { hub: production('plus'), disturbedSinceMs }],
    };
    const text = await textWith(measured);
    expect(text).toMatch(/FranceConnect\+, production Perturbée depuis le 3 novembre 2026 à 9 h 50/);
    expect(text).toContain('Aucun incident ni maintenance annoncés.');
    expect(text).not.toContain('Tout fonctionne');
    expect(await textWith(measured, 'en')).toMatch(/FranceConnect\+, production Disturbed since/);
  });

  it('says that it does not know when the measurements cannot be read', async () => {
    const text = await textWith({ kind: 'unknown' });
    expect(text).toContain('l’état des services n’est pas connu');
    expect(text).not.toMatch(/Tout fonctionne|Fonctionne/);
    expect(await textWith({ kind: 'unknown' }, 'en')).toContain('the state of the services is not known');
  });
});
