import { Writable } from 'node:stream';
import { createPino } from '@garance/web/server';
import { describe, expect, it } from 'vitest';
import { createTestPortal } from '../../testing/portal-fixture.ts';
import { totpCodeAt } from '../../testing/totp-code.ts';

describe('the log of a whole sign-in', () => {
  it('contains no address, name, code, secret, session or invitation link (security.md 18)', async () => {
    const lines: string[] = [];
    const destination = new Writable({
      write: (chunk, _encoding, done) => {
        lines.push(String(chunk));
        done();
      },
    });
    const portal = await createTestPortal({
      logger: createPino({ name: 'portal', level: 'trace', destination }),
    });
    const organisation = await portal.organisation();
    const owner = await portal.as({ organisation, email: 'planted.owner@mairie.example' });
    const invite = await owner.browser.get(`/organisations/${organisation.id}/invite`);
    await owner.browser.submit(invite, { email: 'planted.person@mairie.example' }, { form: '/invitations"' });
    const [invitation] = await portal.mails();
    const link = /\/invitations\/([\w-]+)/.exec(invitation?.text ?? '')?.[1] ?? 'none';
    const browser = portal.browser();
    const signIn = await browser.get(`/invitations/${link}`);
    const codePage = await browser.submit(signIn, { email: 'planted.person@mairie.example' });
    const code = /\b\d{6}\b/.exec((await portal.mails())[0]?.text ?? '')?.[0] ?? 'none';
    await browser.submit(codePage, { code: 'abcdef' });
    const named = await browser.submit(await browser.submit(codePage, { code }), { name: 'Nom Planté' });
    await browser.submit(named);
    const totp = await browser.submit(
      await browser.get('/account/second-factors'),
      {},
      { form: 'second-factors/totp"' },
    );
    const secret = /<code[^>]*>([A-Z2-7]{32})<\/code>/.exec(totp.html)?.[1] ?? 'none';
    const totpCode = totpCodeAt(secret, portal.clock.now());
    await browser.submit(totp, { code: totpCode });
    await browser.get('/organisations/unknown');
    const log = lines.join('');
    await portal.close();
    expect(log).toContain('/invitations/:secret');
    const planted = [
      'planted.',
      'Planté',
      code,
      totpCode,
      secret,
      link,
      browser.session() ?? 'none',
      'abcdef',
    ];
    expect(planted.filter((value) => value === 'none' || log.includes(value))).toEqual([]);
  });
});
