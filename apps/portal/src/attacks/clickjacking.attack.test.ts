/**
 * security.md 16: no page of the partner space can be framed by another site, and none runs scripts of another origin.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestPortal, type TestPortal } from '../testing/portal-fixture.ts';

const pages = [
  '/sign-in',
  '/eligibility',
  '/services',
  '/support/new',
  '/account/second-factors',
  '/review',
  '/administration/audit',
  '/nowhere',
];

describe('attack 16: clickjacking of the partner space', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await createTestPortal();
  });
  afterAll(() => portal.close());

  it.each(pages)('%s cannot be framed, and runs our scripts only', async (path) => {
    const { browser } = await portal.as({ platformRoles: ['operator', 'legal-reviewer'] });
    const { headers, html } = await browser.get(path);
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=")/);
    expect(html).not.toMatch(/\son\w+=/);
  });
});
