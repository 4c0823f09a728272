import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { GaranceError } from '@garance/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildServer } from './build-server.ts';
import { sendError } from './errors.ts';
import { createPino } from './logging.ts';
import { rawQuery } from './raw-query.ts';

const logger = createPino({ name: 'test', level: 'silent' });
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const html = { accept: 'text/html,application/xhtml+xml' };

const app = buildServer({
  name: 'test',
  logger,
  issuerOrigin: 'http://localhost',
  bodyLimitBytes: 1000,
  site: { platform: 'plus', band: 'integration' },
  languageCookie: 'garance-language',
});

beforeAll(() => {
  app.post('/echo', (request, reply) => reply.type('text/plain').send(request.body));
  app.get('/query', (request, reply) => reply.type('text/plain').send(rawQuery(request)));
  app.get('/page', { config: { answers: 'page' } }, () => {
    throw new GaranceError('general.cross_site', { detail: 'csrf' });
  });
  app.post('/json', { config: { answers: 'json' } }, () => {
    throw new GaranceError('general.cross_site', { detail: 'csrf' });
  });
  app.get('/broken', () => {
    throw new Error('the password is hunter2');
  });
  app.get('/teapot', () => {
    throw Object.assign(new Error('made up by a library: hunter2'), { statusCode: 418 });
  });
  app.get('/away', () => {
    throw new GaranceError('store.unavailable');
  });
  app.get('/refused', (_request, reply) =>
    sendError(reply, 'general.bad_request', {
      as: 'page',
      page: {
        locale: 'en',
        serviceName: '<b>Service</b>',
        action: { href: 'https://service.example/', label: 'Back to the service' },
      },
    }),
  );
});
afterAll(() => app.close());

describe('a server', () => {
  it('is alive', async () => {
    expect((await app.inject('/healthz')).json()).toEqual({ status: 'ok' });
  });

  it('sends its security headers with every answer, errors included', async () => {
    for (const url of ['/healthz', '/nowhere', '/broken', '/page', '/%zz']) {
      const { headers } = await app.inject({ url, headers: html });
      expect(headers['content-security-policy'], url).toContain("default-src 'none'");
      expect(headers['x-content-type-options'], url).toBe('nosniff');
      expect(headers['cache-control'], url).toBe('no-store');
    }
  });

  it('enables HSTS when it is reached by https', async () => {
    const secure = buildServer({ name: 'test', logger, issuerOrigin: 'https://hub.example' });
    expect((await secure.inject('/healthz')).headers['strict-transport-security']).toBeDefined();
    await secure.close();
  });

  it('does not name its software', async () => {
    const { headers } = await app.inject('/healthz');
    expect(Object.keys(headers)).not.toContain('x-powered-by');
    expect(Object.keys(headers)).not.toContain('server');
  });
});

describe('forms', () => {
  it('arrive unchanged, repeated parameters and encodings included', async () => {
    const payload = 'a=1&a=2&b=%F0%9F&__proto__=x&c=+';
    const { body } = await app.inject({ method: 'POST', url: '/echo', headers: form, payload });
    expect(body).toBe(payload);
  });

  it('are refused when they are not UTF-8', async () => {
    const payload = Buffer.from([0x61, 0x3d, 0xff, 0xfe]);
    const answer = await app.inject({ method: 'POST', url: '/echo', headers: form, payload });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ error: 'invalid_request', error_code: 'general.bad_request' });
  });

  it('are refused when they are too large', async () => {
    const payload = `a=${'x'.repeat(1000)}`;
    const answer = await app.inject({ method: 'POST', url: '/echo', headers: form, payload });
    expect(answer.statusCode).toBe(413);
    expect(answer.json()).toMatchObject({ error_code: 'general.bad_request' });
  });

  it('are refused when they are of another kind', async () => {
    const headers = { 'content-type': 'application/xml' };
    const answer = await app.inject({ method: 'POST', url: '/echo', headers, payload: '<a/>' });
    expect(answer.statusCode).toBe(415);
    expect(answer.json()).toMatchObject({ error_code: 'general.bad_request' });
  });

  it('are read from the unchanged query, too', async () => {
    expect((await app.inject('/query?a=1&a=%FF+b')).body).toBe('a=1&a=%FF+b');
    expect((await app.inject('/query')).body).toBe('');
  });
});

describe('an error', () => {
  it('is a page on a route for people', async () => {
    const { statusCode, headers, body } = await app.inject('/page');
    expect(statusCode).toBe(403);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(body).toContain('general.cross_site');
    expect(body).toContain('Garance+');
    expect(body).toMatch(/<code[^>]*>[0-9a-f]{32}<\/code>/);
  });

  it('is JSON on a route for programs, whatever the caller accepts', async () => {
    const { statusCode, body, json } = await app.inject({ method: 'POST', url: '/json', headers: html });
    expect(statusCode).toBe(403);
    expect(json()).toMatchObject({ error: 'invalid_request', error_code: 'general.cross_site' });
    expect(json().occurrence_id).toMatch(/^[0-9a-f]{32}$/);
    expect(body).toContain('(csrf)');
  });

  it('of something that is away says when to try again, to people and to programs', async () => {
    for (const headers of [html, {}]) {
      const answer = await app.inject({ url: '/away', headers });
      expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '5']);
    }
    expect((await app.inject('/page')).headers['retry-after']).toBeUndefined();
  });

  it('unexpected reveals no details', async () => {
    for (const url of ['/broken', '/teapot']) {
      for (const headers of [html, {}]) {
        const { statusCode, body } = await app.inject({ url, headers });
        expect(statusCode).toBe(500);
        expect(body).toContain('general.unexpected');
        expect(body).not.toContain('hunter2');
        expect(body).not.toContain('build-server');
      }
    }
  });

  it('carries an occurrence id that the caller cannot choose', async () => {
    const { json } = await app.inject({
      url: '/broken',
      headers: { 'request-id': 'mine', 'x-request-id': 'mine' },
    });
    expect(json().occurrence_id).toMatch(/^[0-9a-f]{32}$/);
  });

  it('is in the language of the person', async () => {
    const english = await app.inject({ url: '/page', headers: { 'accept-language': 'en' } });
    expect(english.body).toContain('<html lang="en"');
    expect(english.headers['content-language']).toBe('en');
    const headers = { cookie: 'garance-language=fr', 'accept-language': 'en' };
    expect((await app.inject({ url: '/page', headers })).body).toContain('<html lang="fr"');
  });

  it('links back, and renders no name as markup', async () => {
    const { body } = await app.inject('/refused');
    expect(body).toContain('href="https://service.example/"');
    expect(body).toContain('&lt;b>Service');
    expect(body).not.toContain('<b>Service');
  });

  it('for an address that does not exist or cannot be decoded is a page or JSON as the caller accepts', async () => {
    const page = await app.inject({ url: '/nowhere/<script>', headers: html });
    expect([page.statusCode, page.body.includes('general.not_found')]).toEqual([404, true]);
    expect(page.body).not.toContain('nowhere');
    expect((await app.inject('/nowhere')).json()).toMatchObject({ error_code: 'general.not_found' });
    expect((await app.inject('/%zz')).json()).toMatchObject({ error_code: 'general.bad_request' });
  });
});

describe('slow and silent connections', () => {
  it('are ended without delaying others', async () => {
    const hasty = buildServer({
      name: 'test',
      logger,
      issuerOrigin: 'http://localhost',
      timeouts: { headersMs: 50, requestMs: 100, checkMs: 20 },
    });
    await hasty.listen({ host: '127.0.0.1', port: 0 });
    const { port } = hasty.server.address() as AddressInfo;
    const ended = (firstBytes: string) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(firstBytes));
      socket.on('error', () => {}).resume();
      return new Promise<void>((resolve) => socket.on('close', () => resolve()));
    };
    const slow = [
      ended('GET /healthz HTTP/1.1\r\nHost: a\r\nX-Slow: '),
      ended('POST /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc'),
      ended(''),
    ];
    const response = await fetch(`http://127.0.0.1:${port}/healthz`);
    expect(response.status).toBe(200);
    await Promise.all(slow);
    await hasty.close();
  });
});
