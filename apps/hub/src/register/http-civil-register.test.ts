import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createManualClock, type PivotIdentity } from '@garance/core';
import { createOutbound } from '@garance/web/outbound';
import { describe, expect, it } from 'vitest';
import { createHttpCivilRegister } from './http-civil-register.ts';

const angela: PivotIdentity = {
  familyName: 'DUBOIS',
  givenName: 'Angela Claire',
  birthdate: '1962-08-24',
  gender: 'female',
  birthplace: '75107',
  birthcountry: '99100',
};

const found =
  '<reponse><code>2</code><individu><nomNaissance>DUBOIS</nomNaissance><prenoms>Angela Claire</prenoms><dateNaissance>19620824</dateNaissance><sexe>F</sexe><codeLieuNaissance>75107</codeLieuNaissance><codePaysNaissance>99100</codePaysNaissance></individu><deces>false</deces></reponse>';

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

/** A register whose answers follow the list; the last one for ever. */
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
      nom: 'DUBOIS',
      prenoms: 'Angela Claire',
      dateNaissance: '19620824',
      sexe: 'F',
      codeLieuNaissance: '75107',
      ...expected,
    });
  });
});

describe('the civil register over HTTP', () => {
  it('answers with the person as it knows them', async () => {
    await using env = await setUp([honest]);
    expect(await env.register.lookUp(angela)).toEqual({ kind: 'found', identity: angela });
  });

  it.each<[string, Behaviour]>([
    ['an error of the server', down],
    ['a connection cut', hangUp],
  ])('is asked once more after %s', async (_what, fault) => {
    await using env = await setUp([fault, honest]);
    expect((await env.register.lookUp(angela)).kind).toBe('found');
    expect(env.queries).toHaveLength(2);
  });

  it.each<[string, Behaviour]>([
    ['an error of the server', down],
    ['a connection cut', hangUp],
  ])('is unavailable after %s twice, and is not asked a third time', async (_what, fault) => {
    await using env = await setUp([fault]);
    expect(await env.register.lookUp(angela)).toEqual({ kind: 'unavailable' });
    expect(env.queries).toHaveLength(2);
  });

  it('is unavailable when too slow: who has waited once is not made to wait again', async () => {
    await using env = await setUp([silent], 100);
    expect(await env.register.lookUp(angela)).toEqual({ kind: 'unavailable' });
    expect(env.queries).toHaveLength(1);
  });

  it('is unavailable when it says there are too many requests, and is not asked again', async () => {
    await using env = await setUp([status(429)]);
    expect(await env.register.lookUp(angela)).toEqual({ kind: 'unavailable' });
    expect(env.queries).toHaveLength(1);
  });

  it.each<[string, Behaviour]>([
    ['malformed XML', body('<reponse><code>2</code><individu>')],
    ['HTML', body('<!doctype html><title>Maintenance</title>')],
    ['an oversize answer', body(found.padEnd(20_000))],
    [
      'an endless answer',
      (response) => {
        const pour = () => {
          while (!response.destroyed && response.write('x'.repeat(10_000)));
          if (!response.destroyed) response.once('drain', pour);
        };
        pour();
      },
    ],
    ['a redirect', status(302)],
    ['a refusal', status(400)],
    ['nothing there', status(404)],
  ])('says invalid-request for %s, at the first time', async (_what, fault) => {
    await using env = await setUp([fault]);
    expect(await env.register.lookUp(angela)).toEqual({ kind: 'invalid-request' });
    expect(env.queries).toHaveLength(1);
  });

  it('is left alone while it is down, and used again when one trial went well', async () => {
    await using env = await setUp([down]);
    for (let login = 0; login < 3; login += 1) await env.register.lookUp(angela);
    const asked = env.queries.length;
    expect(await env.register.lookUp(angela)).toEqual({ kind: 'unavailable' });
    expect(env.queries).toHaveLength(asked);
    env.behave(honest);
    env.clock.advance(1_000);
    expect((await env.register.lookUp(angela)).kind).toBe('found');
    expect(env.changes).toEqual(['open', 'half-open', 'closed']);
  });

  it('keeps the circuit closed for answers that refuse a person', async () => {
    await using env = await setUp([body('<reponse><code>8</code></reponse>')]);
    for (let login = 0; login < 10; login += 1)
      expect(await env.register.lookUp(angela)).toEqual({ kind: 'not-found' });
    expect(env.changes).toEqual([]);
  });

  it('forgets a look-up that its caller gave up, without holding it against the register', async () => {
    await using env = await setUp([silent]);
    for (let login = 0; login < 5; login += 1) {
      const controller = new AbortController();
      const pending = env.register.lookUp(angela, controller.signal);
      controller.abort();
      expect(await pending).toEqual({ kind: 'unavailable' });
    }
    env.behave(honest);
    expect((await env.register.lookUp(angela)).kind).toBe('found');
  });
});
