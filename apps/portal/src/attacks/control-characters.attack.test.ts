/**
 * NUL and other control characters in every text field of every form of the partner space (security.md 29): visits the
 * pages as each role and sends each form once for each of its text fields. The answer must be a field error, never a
 * failure, and nothing may be written.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedDemonstration } from '../demonstration/seed-demonstration.ts';
import { type PlatformRole, platformRoles } from '../objects/lifecycle/lifecycle.ts';
import { createTestPortal, type TestPortal } from '../testing/portal-fixture.ts';
import type { TestBrowser } from '../testing/test-browser.ts';

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** Forms are distinguished by action and field names; ids in paths are left out. */
const shapeOf = (text: string): string => text.replace(uuid, ':id').replace(/\?.*/s, '');

interface FoundForm {
  readonly action: string;
  readonly isUpload: boolean;
  readonly fields: readonly (readonly [string, string])[];
  readonly textFields: readonly string[];
}

const decode = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
const attribute = (tag: string, name: string): string | undefined => {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? undefined : decode(value);
};

function formsOf(html: string, url: string): readonly FoundForm[] {
  return [...html.matchAll(/(<form\b[^>]*>)([\s\S]*?)<\/form>/g)].flatMap(([, tag = '', inner = '']) => {
    if (attribute(tag, 'method') !== 'post') return [];
    const controls = [...inner.matchAll(/<(?:input|textarea|select|button)\b[^>]*>/g)].map(
      ([control]) => control,
    );
    const named = controls.flatMap((control) => {
      const name = attribute(control, 'name');
      return name === undefined ? [] : [{ name, control, type: attribute(control, 'type') ?? 'text' }];
    });
    return [
      {
        action: attribute(tag, 'action') ?? url,
        isUpload: attribute(tag, 'enctype') === 'multipart/form-data',
        fields: named.map(({ name, control }) => [name, attribute(control, 'value') ?? ''] as const),
        // Selects, radios and hidden fields are sent as free text, as an attacker can.
        textFields: [...new Set(named.map(({ name }) => name))].filter((name) => name !== 'csrf'),
      },
    ];
  });
}

describe('attack 29: control characters', () => {
  let portal: TestPortal;
  const browsers = new Map<string, TestBrowser>();
  beforeAll(async () => {
    portal = await createTestPortal({
      rotateKeys: async () => ['new-key'],
      fingerprintPerson: async () => 'f'.repeat(64),
    });
    const roles = ['owner', 'technical-contact', 'legal-reviewer', 'qualification-officer'] as const;
    await seedDemonstration(
      portal.deps,
      roles.map((role) => ({ role, email: `${role}@seed.example`, name: role })),
    );
    const organisation = await portal.store.portal.organisations.findProven('21990000100013');
    if (organisation === undefined) throw new Error('no demonstration');
    browsers.set('owner', (await portal.as({ organisation, secondFactor: true })).browser);
    for (const role of platformRoles satisfies readonly PlatformRole[]) {
      browsers.set(role, (await portal.as({ platformRoles: [role] })).browser);
    }
    browsers.set('visitor', portal.browser());
  });
  afterAll(() => portal.close());

  /** Pages reached by links, at most two of each path pattern. */
  async function walk(
    browser: TestBrowser,
    see: (url: string, html: string) => Promise<void>,
  ): Promise<void> {
    const waiting = [
      '/',
      '/administration',
      '/review',
      '/qualifications',
      '/threads',
      '/support',
      '/services/new',
    ];
    const counts = new Map<string, number>();
    for (let url = waiting.shift(); url !== undefined; url = waiting.shift()) {
      const shape = shapeOf(url);
      const count = counts.get(shape) ?? 0;
      if (count >= 2) continue;
      counts.set(shape, count + 1);
      const page = await browser.get(url);
      expect(page.status, url).toBeLessThan(500);
      if (!String(page.headers['content-type']).startsWith('text/html')) continue;
      await see(url, page.html);
      for (const [, href = ''] of page.html.matchAll(/<a\b[^>]*\shref="(\/[^"#]*)/g)) {
        const path = decode(href);
        if (!path.startsWith('/assets') && !path.includes('lang=') && !counts.has(path)) waiting.push(path);
      }
    }
  }

  it('in any field of any form give a field error, and nothing is written', {
    timeout: 600_000,
  }, async () => {
    const done = new Set<string>();
    const wrong: string[] = [];
    for (const [who, browser] of browsers) {
      await walk(browser, async (url, html) => {
        for (const { action, isUpload, fields, textFields } of formsOf(html, url)) {
          if (isUpload || action === '/sign-out') continue;
          for (const field of textFields) {
            const key = `${shapeOf(action)} ${field}`;
            if (done.has(key)) continue;
            done.add(key);
            const sent = new Map<string, string>(fields);
            sent.set(field, `a${done.size % 2 === 0 ? '\0' : '\u001b'}b`);
            const before = await portal.store.portal.audit.list({ limit: 1 });
            const answer = await browser.post(action, Object.fromEntries(sent));
            const isFieldError =
              answer.status === 422 &&
              answer.html.includes('govuk-error-summary') &&
              answer.html.includes('aria-invalid') &&
              answer.text.includes(`« ${field} »`);
            if (!isFieldError) wrong.push(`${who} ${action} ${field}: ${answer.status}`);
            const after = await portal.store.portal.audit.list({ limit: 1 });
            if (before[0]?.sequence !== after[0]?.sequence) wrong.push(`${action} ${field} was written`);
          }
        }
      });
    }
    expect(wrong).toEqual([]);
    expect(done.size).toBeGreaterThan(150);
    const posts = postRoutes();
    const walked = posts.filter((route) =>
      [...done].some((key) => routePattern(route).test(key.split(' ')[0] ?? '')),
    );
    expect(walked.length, `${walked.length} of ${posts.length} routes`).toBeGreaterThan(posts.length / 4);
  });

  it('sent to any route that takes forms, with or without its page, never cause a server error', async () => {
    const wrong: string[] = [];
    for (const who of ['owner', 'operator', 'visitor']) {
      const browser = browsers.get(who);
      for (const route of postRoutes()) {
        const path = route.replace(/:platform/g, 'standard').replace(/:[A-Za-z]+/g, crypto.randomUUID());
        const answer = await browser?.post(path, { csrf: 'a\0b', name: '\0', text: '\u001b', id: '\0' });
        if (answer === undefined || answer.status >= 500) wrong.push(`${who} ${path}: ${answer?.status}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  /** The message of the server's error page. */
  function postRoutes(): readonly string[] {
    const path: string[] = [];
    const found: string[] = [];
    for (const line of portal.app.printRoutes({ commonPrefix: false }).split('\n')) {
      const [, indent = '', part = '', methods = ''] =
        /^([│ ]*)[├└]── (\S*)(?: \(([^)]*)\))?/.exec(line) ?? [];
      path.length = indent.length / 4;
      path.push(part);
      if (methods.includes('POST')) found.push(path.join(''));
    }
    return found;
  }
  const routePattern = (route: string): RegExp => {
    const literal = route.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return new RegExp(`^${literal.replace(/:[A-Za-z]+/g, '[^/]+')}$`);
  };

  it('in the address of any page give a clear refusal', async () => {
    const owner = browsers.get('owner');
    const operator = browsers.get('operator');
    for (const url of [
      '/services?text=%00',
      '/administration/services?text=a%00b',
      '/administration/audit?action=%1b',
      '/services/%00',
      '/sign-in?next=%2F%00',
      '/threads?other=%zz&text=%00',
      '/threads?text=%C2%9b',
      '/review?text=%00',
      '/support/%00',
    ]) {
      for (const browser of [owner, operator]) {
        const answer = await browser?.get(url);
        expect(answer?.status, url).toBeGreaterThanOrEqual(400);
        expect(answer?.status, url).toBeLessThan(500);
      }
    }
  });

  it('are left out when the field is shown again, the other values stay, and the form is then accepted', async () => {
    const { browser, person } = await portal.as({ name: 'Avant' });
    const page = await browser.get('/account');
    const refused = await browser.submit(
      page,
      { name: 'Cam\u0000ille\u001b Essai', locale: 'en' },
      { form: 'name="name"' },
    );
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('value="Camille Essai"');
    expect((await portal.store.portal.people.find(person.id))?.name).toBe('Avant');
    const accepted = await browser.submit(refused);
    expect(accepted.url).toBe('/account?done=saved');
    expect(await portal.store.portal.people.find(person.id)).toMatchObject({
      name: 'Camille Essai',
      locale: 'en',
    });
  });

  it('do not include tabs and line breaks, which are text', async () => {
    const organisation = await portal.organisation();
    const { browser } = await portal.as({ organisation });
    const page = await browser.get('/support/new');
    const sent = await browser.submit(page, { subject: 'Une question', text: 'Bonjour,\r\n\r\n\tvoici' });
    expect(sent.status).toBe(200);
  });
});
