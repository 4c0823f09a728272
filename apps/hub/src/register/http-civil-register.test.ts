import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createManualClock, type PivotIdentity } from '@garance/core';
import { createOutbound } from '@garance/web/outbound';
import { describe, expect, it } from 'vitest';
import { createHttpCivilRegister } from './http-civil-register.ts';
import { maxAnswerLength } from './parse-answer.ts';
import { queryUrl } from './query.ts';
import { answerWithoutPerson, answerXml } from './testing/register-xml.ts';

const angela: PivotIdentity = {
  familyName: 'DUBOIS',
  givenName: 'Angela Claire',
  givenNames: ['Angela', 'Claire'],
  birthdate: '1962-08-24',
  gender: 'female',
  birthplace: '75107',
  birthcountry: '99100',
};

const found = answerXml('2');

type Behaviour = (response: ServerResponse) => void;
const honest: Behaviour = (response) =>
  response.writeHead(200, { 'content-type': 'application/xml' }).end(found);
const down: Behaviour = (response) => response.writeHead(503).end('down');
const status =
  (code: number): Behaviour =>
  (response) =>
    response.writeHead(code, { location: '/' }).end(found);
const body =
  (text: string): Behaviour =>
  (response) =>
    response.end(text);
const silent: Behaviour = () => undefined;
const hangUp: Behaviour = (response) => response.destroy();

/** A register that answers in the order of the list, then repeats the last answer. */
async function setUp(behaviours: readonly Behaviour[], timeoutMs = 10_000) {
  const queries: URL[] = [];
  let script = behaviours;
  const server = createServer((request, response) => {
    queries.push(new URL(request.url ?? '', 'http://register'));
    const [next = honest, ...rest] = script;
    if (rest.length > 0) script = rest;
    next(response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const clock = createManualClock(1_000_000);
  const outbound = createOutbound({ policy: { allowHttp: true, allowPrivateAddresses: true } });
  const changes: string[] = [];
  const register = createHttpCivilRegister({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/individus?version=1`,
    outbound,
    clock,
    timeoutMs,
    breaker: { failures: 3, openMs: 1_000 },
    onBreakerChange: (state) => changes.push(state),
  });
  return {
    clock,
    register,
    queries,
    changes,
    behave: (...next: readonly Behaviour[]) => {
      script = next;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await outbound.close();
    },
  };
}

describe('the query to the civil register', () => {
  it.each<[string, Partial<PivotIdentity>, Record<string, string>]>([
    ['of a person born in France', {}, {}],
    [
      'of a person born abroad names the country',
      { birthplace: '', birthcountry: '99217' },
      { codeLieuNaissance: '99217' },
    ],
    [
      'of a person born abroad with a commune names the commune',
      { birthplace: '75107', birthcountry: '99217' },
      { codeLieuNaissance: '75107' },
    ],
    ['of a presumed day', { birthdate: '1949-05-00' }, { dateNaissance: '19490500' }],
    ['of a presumed day and month', { birthdate: '1949-00-00' }, { dateNaissance: '19490000' }],
    ['of a man', { gender: 'male' }, { sexe: 'M' }],
    ['of unspecified gender', { gender: 'unspecified' }, { sexe: 'I' }],
    ['of a name with diacritics and apostrophe', { familyName: "D'ÉTÉ & fils" }, { nom: "D'ÉTÉ & fils" }],
  ])('%s', async (_what, changes, expected) => {
    await using env = await setUp([honest]);
    await env.register.lookUp({ ...angela, ...changes });
    expect(Object.fromEntries(env.queries[0]?.searchParams ?? [])).toEqual({
      version: '1',
      rechercheType: 'S',
      nom: 'DUBOIS',
      prenoms: 'Angela Claire',
      dateNaissance: '19620824',
      sexe: 'F',
      codeLieuNaissance: '75107',
      ...expected,
    });
  });
});

describe('the address of the query', () => {
  it('escapes what a query must, spaces as %20', () => {
    const url = queryUrl('https://register.example/individus', {
      ...angela,
      familyName: "D'A+B & C=É",
      givenName: 'Angela Claire',
    });
    expect(url.href).toBe(
      'https://register.example/individus?rechercheType=S&nom=D%27A%2BB%20%26%20C%3D%C3%89&prenoms=Angela%20Claire' +
        '&dateNaissance=19620824&sexe=F&codeLieuNaissance=75107',
    );
  });
});

describe('the civil register over HTTP', () => {
  it('answers with the identity as the register has it', async () => {
    await using env = await setUp([honest]);
    expect(await env.register.lookUp(angela)).toEqual({ kind: 'found', identity: angela });
  });

  it.each<[string, Behaviour]>([
    ['an error of the server', down],
    ['a connection cut', hangUp],
  ])('is tried once more after %s', async (_what, fault) => {
    await using env = await setUp([fault, honest]);
    expect((await env.register.lookUp(angela)).kind).toBe('found');
    expect(env.queries).toHaveLength(2);
  });

  it.each<[string, Behaviour]>([
    ['an error of the server', down],
    ['a connection cut', hangUp],
  ])('is unavailable after %s twice, and is not tried a third time', async (_what, fault) => {
    await using env = await setUp([fault]);
    expect(await env.register.lookUp(angela)).toMatchObject({ kind: 'unavailable' });
    expect(env.queries).toHaveLength(2);
  });

  it('is unavailable after a timeout: the citizen does not wait a second time', async () => {
    await using env = await setUp([silent], 100);
    expect(await env.register.lookUp(angela)).toMatchObject({ kind: 'unavailable' });
    expect(env.queries).toHaveLength(1);
  });

  it('is unavailable when it answers too many requests, and is not tried again', async () => {
    await using env = await setUp([status(429)]);
    expect(await env.register.lookUp(angela)).toMatchObject({ kind: 'unavailable' });
    expect(env.queries).toHaveLength(1);
  });

  const typed =
    (contentType: string): Behaviour =>
    (response) =>
      response.writeHead(200, { 'content-type': contentType }).end(found);

  it.each<[string, Behaviour, string]>([
    ['malformed XML', body(found.slice(0, 900)), 'unreadable xml'],
    ['HTML', body('<!doctype html><title>Maintenance</title>'), 'unreadable xml'],
    ['an oversize answer', body(found.padEnd(maxAnswerLength + 1)), 'too-large'],
    [
      'an endless answer',
      (response) => {
        const pour = () => {
          while (!response.destroyed && response.write('x'.repeat(10_000)));
          if (!response.destroyed) response.once('drain', pour);
        };
        pour();
      },
      'too-large',
    ],
    ['another charset', typed('text/xml; charset=ISO-8859-1'), 'charset'],
    ['another charset, quoted', typed('text/xml;Charset="utf-16"; x=y'), 'charset'],
    [
      'bytes of another encoding',
      (response) => response.end(Buffer.from(answerXml('2', { NomFamille: 'DÉTÉ' }), 'latin1')),
      'unreadable xml',
    ],
    ['a redirect', status(302), 'redirect'],
    ['a success without an answer', status(202), 'HTTP 202'],
    ['a refusal', status(400), 'HTTP 400'],
    ['a certificate that it does not take', status(403), 'HTTP 403'],
    ['nothing there', status(404), 'HTTP 404'],
  ])('returns invalid-request for %s, without another try, with the reason', async (_what, fault, reason) => {
    await using env = await setUp([fault]);
    expect(await env.register.lookUp(angela)).toEqual({ kind: 'invalid-request', reason });
    expect(env.queries).toHaveLength(1);
  });

  it.each(['text/xml; charset=UTF-8', 'application/xml;charset="utf-8"', 'text/xml', ''])(
    'reads an answer of type %j',
    async (type) => {
      await using env = await setUp([typed(type)]);
      expect((await env.register.lookUp(angela)).kind).toBe('found');
    },
  );

  it.each<[string, readonly Behaviour[], string]>([
    ['down', [down], 'HTTP 503'],
    ['too slow to wait for the question', [status(408)], 'HTTP 408'],
    ['overloaded', [status(429)], 'HTTP 429'],
    ['gone in the middle of an answer', [hangUp], 'network UND_ERR_SOCKET'],
  ])('returns why it is unavailable: %s', async (_what, behaviours, reason) => {
    await using env = await setUp(behaviours);
    expect(await env.register.lookUp(angela)).toEqual({ kind: 'unavailable', reason });
  });

  it('is not called while the circuit is open, and used again when one trial succeeded', async () => {
    await using env = await setUp([down]);
    for (let login = 0; login < 3; login += 1) await env.register.lookUp(angela);
    const queriesBefore = env.queries.length;
    expect(await env.register.lookUp(angela)).toMatchObject({ kind: 'unavailable' });
    expect(env.queries).toHaveLength(queriesBefore);
    env.behave(honest);
    env.clock.advance(1_000);
    expect((await env.register.lookUp(angela)).kind).toBe('found');
    expect(env.changes).toEqual(['open', 'half-open', 'closed']);
  });

  it('keeps the circuit closed for answers that refuse an identity', async () => {
    await using env = await setUp([body(answerWithoutPerson('8'))]);
    for (let login = 0; login < 10; login += 1)
      expect((await env.register.lookUp(angela)).kind).toBe('not-found');
    expect(env.changes).toEqual([]);
  });

  it('does not count a look-up that its caller abandoned as a failure', async () => {
    await using env = await setUp([silent]);
    for (let login = 0; login < 5; login += 1) {
      const controller = new AbortController();
      const pending = env.register.lookUp(angela, controller.signal);
      controller.abort();
      expect(await pending).toMatchObject({ kind: 'unavailable' });
    }
    env.behave(honest);
    expect((await env.register.lookUp(angela)).kind).toBe('found');
  });
});
