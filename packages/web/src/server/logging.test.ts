import { Writable } from 'node:stream';
import { GaranceError } from '@garance/core';
import { describe, expect, it } from 'vitest';
import { buildServer } from './build-server.ts';
import { createPino } from './logging.ts';

function capture() {
  const lines: string[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  return { text: () => lines.join(''), logger: createPino({ name: 'test', level: 'trace', destination }) };
}

/** One value for each place where personal data or secrets are passed. */
const planted = {
  query: 'codeInTheQuery-4f1c2d',
  path: 'interactionInThePath-9a8b7c',
  cookie: 'cookieValue-1122334455',
  authorization: 'basicCredentials-aabbccdd',
  body: 'clientSecretInTheBody-998877',
  header: 'referrerHeader-665544',
  message: 'Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4MTIzNDU2Nzg',
  mail: 'camille.fontanes@courrier.example',
  jwt: 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhYmMifQ.c2lnbmF0dXJl',
} as const;

function expectNothingPlanted(text: string): void {
  expect(text).not.toBe('');
  for (const [place, value] of Object.entries(planted)) expect(text, place).not.toContain(value);
}

describe('the log of a server', () => {
  it('contains nothing of a request but method, route, status, time and occurrence', async () => {
    const { logger, text } = capture();
    const app = buildServer({ name: 'test', logger, issuerOrigin: 'http://localhost' });
    app.post('/interaction/:id', (request) => {
      request.log.info({ req: request }, 'handling');
      request.log.info({ request: request.raw, headers: request.headers, body: request.body }, 'careless');
      request.log.info(
        { nested: { deeper: { cookies: request.cookies, query: request.query } } },
        'careless',
      );
      return { fine: true };
    });
    const answer = await app.inject({
      method: 'POST',
      url: `/interaction/${planted.path}?code=${planted.query}`,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        cookie: `garance-transaction=${planted.cookie}`,
        authorization: `Basic ${planted.authorization}`,
        referer: `https://service.example/?x=${planted.header}`,
      },
      payload: `client_secret=${planted.body}`,
    });
    expect(answer.statusCode).toBe(200);
    expectNothingPlanted(text());
    expect(text()).toContain('"route":"/interaction/:id"');
    expect(text()).toMatch(/"occurrence":"[0-9a-f]{32}"/);
    await app.close();
  });

  it('contains no query of addresses that do not exist or cannot be decoded', async () => {
    const { logger, text } = capture();
    const app = buildServer({ name: 'test', logger, issuerOrigin: 'http://localhost' });
    await app.inject(`/nowhere/${planted.path}?code=${planted.query}`);
    await app.inject(`/%zz/${planted.path}?code=${planted.query}`);
    await app.inject({
      method: 'POST',
      url: `/nowhere?code=${planted.query}`,
      headers: { 'content-type': 'application/json' },
      payload: `{"client_secret": "${planted.body}`,
    });
    expectNothingPlanted(text());
    await app.close();
  });

  it('contains no secret that an error quotes, in its message, its causes or its properties', async () => {
    const { logger, text } = capture();
    const app = buildServer({ name: 'test', logger, issuerOrigin: 'http://localhost' });
    const quoting = `GET https://fi.example/token?code=${planted.query} with Bearer ${planted.authorization} and ${planted.jwt}`;
    app.get('/broken', () => {
      const cause = new Error(`refused ${planted.message} for ${planted.mail}`);
      throw Object.assign(new Error(quoting, { cause }), {
        response: { body: planted.body },
        config: planted,
      });
    });
    app.get('/parsed', () => JSON.parse(`${planted.cookie}{`));
    app.get('/known', () => {
      throw new GaranceError('general.bad_request', { cause: new Error(planted.message) });
    });
    for (const url of ['/broken', '/parsed', '/known']) await app.inject(url);
    expectNothingPlanted(text());
    expect(text()).toContain('https://fi.example/token');
    expect(text()).toContain('logging.test');
    await app.close();
  });

  it('states where and why a request failed', async () => {
    const { logger, text } = capture();
    const app = buildServer({ name: 'test', logger, issuerOrigin: 'http://localhost' });
    app.get('/broken', () => {
      throw Object.assign(new Error('connection refused'), { code: 'ECONNREFUSED' });
    });
    await app.inject('/broken');
    const line = text()
      .split('\n')
      .find((entry) => entry.includes('request failed'));
    expect(JSON.parse(line ?? '')).toMatchObject({
      level: 'error',
      name: 'test',
      error: 'general.unexpected',
      err: { kind: 'Error', code: 'ECONNREFUSED', message: 'connection refused' },
    });
    await app.close();
  });
});

describe('the logger', () => {
  it.each([
    { given_name: 'Camille' },
    { identity: { family_name: 'Camille' } },
    { claims: { sub: 'Camille' } },
    { nested: { list: [{ idTokenHint: 'Camille' }] } },
    { 'client-secret': 'Camille' },
    { deep: { a: { b: { c: { d: { e: { f: 'Camille' } } } } } } },
    { bytes: Buffer.from('Camille') },
    { map: new Map([['x', 'Camille']]) },
    { url: 'https://fi.example/Camille' },
    { note: 'see https://fi.example/cb?login_hint=Camille' },
    { note: 'eyJhbGciOiJFUzI1NiJ9.Camille.x' },
    { note: 'Authorization: Basic Camille' },
    { occurrence: 'Bearer Camille' },
    { occurrence: { given_name: 'Camille' } },
    { occurrence: '0'.repeat(32), given_name: 'Camille' },
  ])('removes what is sensitive from %j', (fields) => {
    const { logger, text } = capture();
    logger.info(fields, 'said');
    logger.child(fields).warn('said');
    expect(text()).toContain('said');
    expect(text()).not.toContain('Camille');
  });

  it.each([
    [new Error('found Bearer Camille')],
    [{ err: new Error('found Bearer Camille') }],
    [{ problem: new Error('found Bearer Camille') }, 'went wrong'],
    ['GET https://fi.example/?login_hint=Camille'],
  ])('scrubs the errors and texts it is given: %j', (...line) => {
    const { logger, text } = capture();
    logger.warn(...(line as [object, string]));
    expect(text()).not.toBe('');
    expect(text()).not.toContain('Camille');
  });

  it('keeps what operators need', () => {
    const { logger, text } = capture();
    logger.info({ provider: 'ameli', status: 503, milliseconds: 12, error: 'provider.unavailable' }, 'slow');
    expect(JSON.parse(text())).toMatchObject({
      provider: 'ameli',
      status: 503,
      error: 'provider.unavailable',
    });
  });
});
