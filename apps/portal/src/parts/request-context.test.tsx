/** Request contexts and routes over the real server, with sessions in memory. */
import { GaranceError } from '@garance/core';
import { buildServer, createPino, csrfToken } from '@garance/web/server';
import { Layout } from '@garance/web/view';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../objects/account/actor.ts';
import { requireActor, signOutForm } from './request-context.ts';
import type { RequestKit } from './request-kit.ts';
import { createRoutes, safeNext } from './routes.ts';

const secret = 'a'.repeat(43);
const camille: Actor = {
  personId: 'person',
  email: 'camille@partenaire.example',
  name: 'Camille Essai',
  memberships: [],
  platformRoles: [],
  secondFactor: false,
  sessionId: 'session',
};

function build(secure: boolean): FastifyInstance {
  const app = buildServer({
    name: 'visits',
    logger: createPino({ name: 'visits', level: 'silent' }),
    issuerOrigin: 'http://localhost:3000',
  });
  const kit: RequestKit = {
    secure,
    sessions: { findActor: async (received) => (received === secret ? camille : undefined) },
  };
  const routes = createRoutes(app, kit);
  routes.get('/mine', (visit) => visit.reply.send(requireActor(visit).name));
  routes.post('/mine', (visit) => visit.reply.send(requireActor(visit).name));
  routes.get('/proven', () => {
    throw new GaranceError('portal.second_factor_required');
  });
  routes.get('/refused', () => {
    throw new GaranceError('portal.not_allowed');
  });
  routes.get('/broken', () => {
    throw new Error('a mistake of ours');
  });
  routes.get('/context/:name', ({ context, locale, secret: own, reply, token }, { name }) =>
    reply.send({ ...context, locale, own, name, form: token('form') }),
  );
  routes.get('/page', (visit) =>
    visit.show(
      <Layout title="Une page" locale={visit.locale}>
        Bonjour
      </Layout>,
    ),
  );
  routes.get('/missing', (visit) =>
    visit.show(
      <Layout title="Une page" locale={visit.locale}>
        Bonjour
      </Layout>,
      404,
    ),
  );
  routes.post('/form', (visit) => visit.goTo(`/done/${visit.form('form:1').text('value')}`));
  return app;
}

let app: FastifyInstance;
let secureApp: FastifyInstance;
beforeAll(() => {
  app = build(false);
  secureApp = build(true);
});
afterAll(async () => {
  await app.close();
  await secureApp.close();
});

const signedIn = { cookie: `garance-portal-session=${secret}` };
const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers });

function post(csrf: string | undefined, headers: Record<string, string> = {}) {
  const payload = new URLSearchParams({ value: 'kept', ...(csrf !== undefined && { csrf }) }).toString();
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  return app.inject({ method: 'POST', url: '/form', headers: { ...signedIn, ...type, ...headers }, payload });
}

describe('a page for signed-in people', () => {
  it('is shown to them', async () => {
    expect((await get('/mine', signedIn)).body).toBe('Camille Essai');
  });

  it('redirects an unknown visitor to the sign-in page, and back with the query', async () => {
    const { statusCode, headers } = await get('/mine?a=1&b=2');
    expect([statusCode, headers.location]).toEqual([303, '/sign-in?next=%2Fmine%3Fa%3D1%26b%3D2']);
    expect(headers['cache-control']).toBe('no-store');
  });

  it('redirects an unknown visitor to the start after a form, which cannot be sent again', async () => {
    const { headers } = await app.inject({ method: 'POST', url: '/mine' });
    expect(headers.location).toBe('/sign-in?next=%2F');
  });

  it('redirects a person to their second factor where it is required', async () => {
    const { statusCode, headers } = await get('/proven?x', signedIn);
    expect([statusCode, headers.location]).toEqual([303, '/second-factor?next=%2Fproven%3Fx']);
  });

  it('answers other errors at their own address', async () => {
    const accept = { accept: 'text/html' };
    const refused = await get('/refused', accept);
    expect(refused.statusCode).toBe(403);
    expect(refused.body).toContain('portal.not_allowed');
    expect(refused.headers['content-type']).toContain('text/html');
    expect((await get('/broken', accept)).statusCode).toBe(500);
  });

  it('answers them as a page, whatever the Accept header', async () => {
    for (const method of ['GET', 'POST'] as const) {
      const url = method === 'GET' ? '/refused' : '/form';
      const { headers } = await app.inject({ method, url, headers: { accept: '*/*' } });
      expect(headers['content-type'], method).toContain('text/html');
    }
  });
});

describe('the page context', () => {
  it('has person, path without query, language, and tokens of this browser', async () => {
    const signedInContext = (
      await get('/context/a?lang=xx', { ...signedIn, 'accept-language': 'en' })
    ).json();
    expect(signedInContext).toEqual({
      locale: 'en',
      path: '/context/a',
      actor: { ...camille },
      signOutToken: csrfToken(secret, signOutForm),
      own: secret,
      name: 'a',
      form: csrfToken(secret, 'form'),
    });
    expect(signOutForm).toBe('sign-out');
  });

  it('has no person without a session', async () => {
    const { actor, signOutToken } = (await get('/context/a')).json();
    expect([actor, signOutToken]).toEqual([undefined, undefined]);
  });

  it('has the language of the address, which is remembered for a year', async () => {
    for (const lang of ['fr', 'en']) {
      const other = lang === 'fr' ? 'en' : 'fr';
      const { cookies, ...answer } = await get(`/context/a?lang=${lang}`, {
        ...signedIn,
        'accept-language': other,
      });
      expect(answer.json().locale).toBe(lang);
      expect(cookies).toEqual([
        {
          name: 'garance-portal-lang',
          value: lang,
          maxAge: 31_536_000,
          path: '/',
          httpOnly: true,
          sameSite: 'Lax',
        },
      ]);
    }
    const kept = { cookie: 'garance-portal-lang=en', 'accept-language': 'fr' };
    expect((await get('/context/a', kept)).json().locale).toBe('en');
    const wrong = await get('/context/a?lang=de', { ...signedIn, 'accept-language': 'en' });
    expect([wrong.json().locale, wrong.cookies]).toEqual(['en', []]);
  });

  it('is sent with no-store, with its status', async () => {
    const page = await get('/page');
    expect([page.statusCode, page.headers['cache-control']]).toEqual([200, 'no-store']);
    expect(page.body).toContain('lang="fr"');
    expect((await get('/missing')).statusCode).toBe(404);
  });
});

describe('the secret of a browser', () => {
  it('is made on the first visit: 256 random bits in a cookie that is HttpOnly and same-site', async () => {
    const answers = [await get('/context/a'), await get('/context/a')];
    const made = answers.map(({ cookies }) => cookies[0]);
    for (const [index, cookie] of made.entries()) {
      expect(cookie).toEqual({
        name: 'garance-portal-session',
        value: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
        path: '/',
        httpOnly: true,
        sameSite: 'Lax',
      });
      expect(answers[index]?.json().own).toBe(cookie?.value);
      expect(Buffer.from(cookie?.value ?? '', 'base64url').some((byte) => byte !== 0)).toBe(true);
    }
    expect(made[0]?.value).not.toBe(made[1]?.value);
  });

  it('is bound to its host over https', async () => {
    const { cookies } = await secureApp.inject({ url: '/context/a?lang=en' });
    expect(cookies.map(({ name, secure }) => [name, secure])).toEqual([
      ['__Host-garance-portal-session', true],
      ['__Host-garance-portal-lang', true],
    ]);
  });

  it('stays the same on later visits', async () => {
    const own = `${'B'.repeat(40)}_-9`;
    const answer = await get('/context/a', { cookie: `garance-portal-session=${own}` });
    expect([answer.json().own, answer.cookies]).toEqual([own, []]);
  });

  it.each([
    'a'.repeat(42),
    'a'.repeat(44),
    `${'a'.repeat(42)}!`,
    `!${'a'.repeat(43)}`,
    `${'a'.repeat(43)}!`,
    '',
  ])('is replaced when it does not have our form: %s', async (odd) => {
    const answer = await get('/context/a', { cookie: `garance-portal-session=${odd}` });
    expect(answer.json().own).not.toBe(odd);
    expect(answer.cookies).toHaveLength(1);
  });
});

describe('a form (CSRF, security.md 17)', () => {
  const token = csrfToken(secret, 'form:1');

  it('is accepted with the token of this form in this browser, and redirects to a page', async () => {
    for (const site of [undefined, 'same-origin', 'none']) {
      const answer = await post(token, site === undefined ? {} : { 'sec-fetch-site': site });
      expect([answer.statusCode, answer.headers.location]).toEqual([303, '/done/kept']);
    }
  });

  it.each([
    ['no token', undefined, {}],
    ['an empty one', '', {}],
    ['that of another form', csrfToken(secret, 'form:2'), {}],
    ['that of another browser', csrfToken('b'.repeat(43), 'form:1'), {}],
    ['a right one from another site', token, { 'sec-fetch-site': 'cross-site' }],
    ['a right one from another host of the site', token, { 'sec-fetch-site': 'same-site' }],
  ])('is refused with %s', async (_, csrf, headers) => {
    const answer = await post(csrf, headers);
    expect(answer.statusCode).toBe(403);
    expect(answer.body).toContain('general.cross_site');
  });
});

describe('the return address', () => {
  it.each(['/', '/services', '/requests/1?step=2#top', '/a//b', '/a/\u00e9'])('may be a path: %s', (path) => {
    expect(safeNext(path)).toBe(path);
  });

  it.each([
    undefined,
    '',
    'services',
    '//evil.example',
    '/\\evil.example',
    '/a\\b',
    'https://evil.example',
    'javascript:alert(1)',
    ' /services',
    '/ser vices',
    '/services\n',
    '/\t/evil.example',
    'x/services',
  ])('is the start page when it could lead to another site: %j', (value) => {
    expect(safeNext(value)).toBe('/');
  });
});
