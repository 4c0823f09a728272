import { fc, test } from '@fast-check/vitest';
import { afterAll, describe, expect, it } from 'vitest';
import { buildServer } from './build-server.ts';
import { createPino } from './logging.ts';
import { sendPage } from './send-page.ts';

const app = buildServer({
  name: 'test',
  logger: createPino({ name: 'test', level: 'silent' }),
  issuerOrigin: 'https://hub.example',
});
app.get<{ Querystring: { readonly to?: string } }>('/on', ({ query: { to } }, reply) =>
  sendPage(reply, <p>page</p>, {
    locale: 'fr',
    ...(to !== undefined && { refresh: { url: to, seconds: 0 } }),
  }),
);
afterAll(() => app.close());

const refreshOf = async (to: string) =>
  (await app.inject({ url: '/on', query: { to } })).headers.refresh as string | undefined;

describe('a page', () => {
  it('has no refresh by default, is never cached, and limits its forms to the site', async () => {
    const { headers, body } = await app.inject('/on');
    expect([headers.refresh, headers['cache-control'], body]).toEqual([
      undefined,
      'no-store',
      '<!doctype html><p>page</p>',
    ]);
    expect(headers['content-security-policy']).toMatch(/form-action 'self'$/);
  });

  test.prop([fc.string({ unit: 'grapheme' }), fc.webPath()])(
    'that redirects has the whole address in one line, whatever it contains',
    async (state, path) => {
      const to = new URL(`https://service.example${path}`);
      to.searchParams.set('state', state);
      const refresh = (await refreshOf(to.href)) ?? '';
      expect(refresh).toMatch(/^0; url=https:[!-~]+$/);
      expect(new URL(refresh.slice('0; url='.length)).searchParams.get('state')).toBe(
        to.searchParams.get('state'),
      );
    },
  );

  it.each([
    ['https://service.example/a\r\nset-cookie: x=y', '0; url=https://service.example/aset-cookie:%20x=y'],
    ['https://service.example/é?é', '0; url=https://service.example/%C3%A9?%C3%A9'],
    ['https://service.example', '0; url=https://service.example/'],
  ])('that redirects to %j has %j', async (to, refresh) => {
    expect(await refreshOf(to)).toBe(refresh);
  });
});
