import { buildServer } from '@garance/web/server';
import { describe, expect, it } from 'vitest';
import { createCookieJar } from './browser.ts';
import { dispatch } from './dispatch.ts';
import { newId, sha256 } from './ids.ts';
import type { StepOutcome } from './outcome.ts';
import type { StoredRequest } from './stored-request.ts';
import { angela } from './testing/fakes.ts';
import { createTestHub, type TestHub, type TestHubOptions } from './testing/hub-fixture.ts';
import type { ServiceName } from './testing/services.ts';
import { errorToService } from './to-service.ts';
import { baseOf, sealTransaction, type Transaction } from './transaction.ts';

const secret = newId();
const id = newId();

function requestOf(hub: TestHub, name: ServiceName, changes: Partial<StoredRequest> = {}): StoredRequest {
  return {
    clientId: hub.service(name).clientId,
    redirectUri: `https://${name}.example/callback`,
    responseMode: 'query',
    scopes: ['openid'],
    state: 'state',
    level: 'eidas1',
    prompt: [],
    amr: false,
    uiLocales: [],
    reference: 'reference',
    ...changes,
  };
}

/** A login of the request in a state. */
function loginIn(state: Transaction['state'], request: StoredRequest): Transaction {
  const shared = baseOf({ state: 'choosing', request, browserHash: sha256(secret), startedAtMs: 0 });
  switch (state) {
    case 'choosing':
      return { ...shared, state };
    case 'at-provider':
      return {
        ...shared,
        state,
        upstreamStateHash: '',
        sent: { providerId: 'alpha', url: 'https://a.example', atMs: 0 },
      };
    case 'identified': {
      const pivot = { ...angela, given_name: ['Angela'], given_names: ['Angela'] } as never;
      const citizen = {
        identity: { pivot, register: pivot, email: angela.email, idpBirthdate: angela.birthdate },
        providerId: 'alpha',
        level: 'eidas1',
        amr: [],
        authTime: 0,
        providerIdToken: '',
        sub: 'sub',
        fingerprint: 'fingerprint',
      } as const;
      return { ...shared, state, person: citizen };
    }
    case 'failed':
      return { ...shared, state, error: 'register.not_found' };
    case 'ended':
      return {
        ...shared,
        state,
        ending: { response: { kind: 'redirect', url: 'https://public.example/' }, atMs: 0 },
      };
  }
}

/** The answer to a browser for an outcome of a step. */
async function answerTo(
  hub: TestHub,
  outcome: StepOutcome | Transaction,
  { cookies = true }: { readonly cookies?: boolean } = {},
) {
  const { deps } = hub;
  const jar = createCookieJar(deps.config);
  const loaded: StepOutcome =
    'kind' in outcome ? outcome : { kind: 'next', id, version: 1, transaction: outcome };
  if (loaded.kind === 'next') {
    await deps.inflight.createTransaction(id, {
      value: sealTransaction(deps.vault, id, loaded.transaction),
      ttlSeconds: 600,
    });
  }
  const app = buildServer({
    name: 'dispatch',
    logger: deps.logger,
    issuerOrigin: new URL(hub.issuer).origin,
  });
  app.get('/', (request, reply) => dispatch({ deps, jar, request, reply }, loaded));
  const name = `__Host-garance-${deps.config.platform}-${deps.config.environment}-browser`;
  const answer = await app.inject({ url: '/', ...(cookies && { cookies: { [name]: secret } }) });
  await app.close();
  const { location } = answer.headers;
  return { status: answer.statusCode, location: String(location ?? ''), body: answer.body };
}

const open = (options: TestHubOptions = {}) => createTestHub(options);

describe('the dispatcher', () => {
  it.each([
    ['choosing', `/interaction/${id}`],
    ['at-provider', `/interaction/${id}`],
    ['failed', `/interaction/${id}`],
    ['identified', `/interaction/${id}/consent`],
    ['ended', `/interaction/${id}/ended`],
  ] as const)('sends the browser of a login that is %s to its page', async (state, path) => {
    await using hub = await open();
    const { status, location } = await answerTo(hub, loginIn(state, requestOf(hub, 'public')));
    expect([status, location]).toEqual([303, `${hub.issuer}${path}`]);
  });

  it.each([
    ['choosing', 'authorize.login_required'],
    ['identified', 'interaction.consent_required'],
    ['failed', 'register.not_confirmed'],
  ] as const)(
    'shows no page of a login that is %s to a service that requests none: %s',
    async (state, code) => {
      await using hub = await open();
      const request = requestOf(hub, 'openid', { prompt: ['none'] });
      const { status, location } = await answerTo(hub, loginIn(state, request));
      expect(status).toBe(303);
      const { origin, searchParams } = new URL(location);
      expect(origin).toBe('https://openid.example');
      expect(searchParams.get('error_description')).toContain(`[${code}]`);
      expect(await hub.deps.inflight.getTransaction(id)).toBeUndefined();
    },
  );

  it('redirects to the provider of a hint at once', async () => {
    await using hub = await open();
    const request = requestOf(hub, 'hinting', { idpHint: 'alpha' });
    const { location } = await answerTo(hub, loginIn('choosing', request));
    expect(location).toBe(`${hub.issuer}/interaction/${id}/onward`);
  });

  it('shows the choice, with its reason, to a citizen who came back from the provider of a hint', async () => {
    await using hub = await open();
    const choosing = loginIn('choosing', requestOf(hub, 'hinting', { idpHint: 'alpha' }));
    const { location } = await answerTo(hub, { ...choosing, notice: 'provider.cancelled' } as Transaction);
    expect(location).toBe(`${hub.issuer}/interaction/${id}`);
  });

  it('runs no automatic step for an unknown browser, or a service that no longer exists', async () => {
    await using hub = await open();
    const request = requestOf(hub, 'hinting', { idpHint: 'alpha' });
    const unknown = await answerTo(hub, loginIn('choosing', request), { cookies: false });
    expect(unknown.location).toBe(`${hub.issuer}/interaction/${id}`);
    await hub.deps.inflight.takeTransaction(id, 1);
    const gone = await answerTo(hub, loginIn('choosing', { ...request, clientId: 'gone' }));
    expect(gone.location).toBe(`${hub.issuer}/interaction/${id}`);
  });

  it('answers the final outcomes: an answer to the service, an error page, a redirect', async () => {
    await using hub = await open();
    const request = requestOf(hub, 'public');
    const toService = await answerTo(hub, errorToService(request, 'interaction.declined'));
    expect([toService.status, new URL(toService.location).searchParams.get('iss')]).toEqual([
      303,
      hub.issuer,
    ]);
    const refused = await answerTo(hub, { kind: 'error-page', error: 'interaction.expired' });
    expect(refused.body).toContain('interaction.expired');
    const onward = await answerTo(hub, { kind: 'onward', id });
    expect(onward.location).toBe(`${hub.issuer}/interaction/${id}/onward`);
    const away = await answerTo(hub, { kind: 'leave', url: 'https://alpha.example/logout', name: 'Alpha' });
    expect(away.body).toContain('https://alpha.example/logout');
  });

  it('uses the identity source of the login’s plan before it shows the choice', async () => {
    await using plain = await open();
    const plans: string[] = [];
    const port = { identity: async (plan: string) => ({ claims: { ...angela, sub: plans.push(plan) } }) };
    const rehearsal = { port, keys: { publicJwks: () => [] } } as never;
    await using hub = await open({ deps: { rehearsal } });
    const request = requestOf(hub, 'public', { prompt: ['login'] });
    await answerTo(hub, loginIn('choosing', request));
    expect(plans).toEqual([]);
    await hub.deps.inflight.takeTransaction(id, 1);
    await answerTo(hub, { ...loginIn('choosing', request), plan: 'p' }).catch(() => {});
    expect(plans).toEqual(['p']);
    await answerTo(plain, { ...loginIn('choosing', request), plan: 'p' });
    expect(plans).toEqual(['p']);
  });
});
