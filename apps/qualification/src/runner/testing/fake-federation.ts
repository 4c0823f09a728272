/**
 * For tests of the runner alone: a hub and a service of a few lines, which say what the real ones would. The service
 * is as wrong as the test wants.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fault } from '../../vocabulary/fault.ts';
import type { Observation } from '../../vocabulary/observation.ts';
import type { Rehearsal, RehearsalInput, RehearsedService } from '../../vocabulary/rehearsal.ts';
import type { ServiceUnderTest } from '../../vocabulary/stage.ts';

/** What the service does wrong. */
export interface Behaviour {
  /** Signs in whatever the fault is. */
  readonly accepts?: (fault: Fault) => boolean;
  /** Stops before it asks for a token. */
  readonly stopsEarly?: (fault: Fault) => boolean;
  /** Signs nobody in once it has met a fault. */
  readonly breaksDown?: boolean;
  /** Signs nobody in for three logins after such a fault: a control tries twice. */
  readonly stumbles?: (fault: Fault) => boolean;
  /** After a fault. */
  readonly refusal?: { readonly status: number; readonly html: string };
  /** Signs nobody in at all. */
  readonly dead?: boolean;
  /** The mark of a signed-in person appears by a script, so many milliseconds after the page. */
  readonly lateMs?: number;
}

export interface FakeFederation extends AsyncDisposable {
  readonly origin: string;
  readonly rehearsal: Rehearsal;
  readonly service: ServiceUnderTest;
  /** Sessions that are open now. */
  sessions(): number;
  readonly requests: readonly string[];
}

interface Plan {
  readonly input: RehearsalInput;
  readonly observations: Observation[];
}

const cookie = 'fake-token';

export async function startFakeFederation(behaviour: Behaviour = {}): Promise<FakeFederation> {
  const plans = new Map<string, Plan>();
  const sessions = new Set<string>();
  const requests: string[] = [];
  const state: State = { plans, sessions, behaviour, broken: false, stumbling: 0 };
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    route(request, response, state);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  // Two sites on one server, as in life: the hub is addressed by name.
  const origin = `http://127.0.0.1:${port}`;
  const hub = `http://localhost:${port}`;
  return {
    origin,
    requests,
    rehearsal: {
      service: rehearsedService(hub, origin),
      token: async (input) => {
        const id = randomUUID();
        plans.set(id, { input, observations: [] });
        return { id, cookie: { url: hub, name: cookie, value: id } };
      },
      observations: async (id) => [...(plans.get(id)?.observations ?? [])],
      search: async () => [],
      close: async () => undefined,
    },
    service: {
      loginUrl: `${origin}/login`,
      signedIn: { selector: '#me' },
      protectedUrl: `${origin}/account`,
      logoutUrl: `${origin}/logout`,
    },
    sessions: () => sessions.size,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function rehearsedService(hub: string, origin: string): RehearsedService {
  return {
    clientId: 'client',
    serviceId: 'service',
    registrationId: 'registration',
    registrationVersion: 3,
    platform: 'standard',
    issuer: `${hub}/api/v2`,
    redirectUris: [`${origin}/cb`],
    postLogoutRedirectUris: [],
    grantedScopes: ['openid'],
    authMethod: 'client_secret_post',
    encrypted: false,
    hasSecondEncryptionKey: false,
    rehearsalIssuer: hub,
  };
}

interface State {
  readonly plans: Map<string, Plan>;
  readonly sessions: Set<string>;
  readonly behaviour: Behaviour;
  broken: boolean;
  /** Logins that still fail. */
  stumbling: number;
}

function route(request: IncomingMessage, response: ServerResponse, state: State): unknown {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const cookies = new Map(
    (request.headers.cookie ?? '').split('; ').map((each) => each.split('=', 2) as [string, string]),
  );
  const port = request.socket.localPort;
  const session = cookies.get('session') ?? '';
  const page = (html: string, status = 200): void => {
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(html);
  };
  const redirect = (location: string, headers: Record<string, string> = {}): void => {
    response.writeHead(303, { location, ...headers }).end();
  };

  if (url.pathname === '/login') {
    return page(`<h1>Connexion</h1><a href="/start">S’identifier avec FranceConnect</a>`);
  }
  if (url.pathname === '/start') return redirect(`http://localhost:${port}/hub?state=s1`);
  if (url.pathname === '/hub') {
    const id = cookies.get(cookie) ?? '';
    if (!state.plans.has(id)) return page('<h1>Choisissez un compte</h1>');
    observe(state, id, { kind: 'authorize', facts: authorizeFacts });
    const faulty = state.plans.get(id)?.input.fault?.at === 'callback';
    observe(state, id, { kind: 'callback', withheld: false, faulty, params: ['code', 'state'] });
    return redirect(`http://127.0.0.1:${port}/cb?code=${id}&state=s1`);
  }
  if (url.pathname === '/cb') return callback(url, { response, state, page, redirect });
  if (url.pathname === '/logout') {
    state.sessions.delete(session);
    return redirect('/login', { 'set-cookie': 'session=; Max-Age=0; Path=/' });
  }
  if (url.pathname === '/account') {
    if (!state.sessions.has(session)) return redirect('/login');
    return page(accountPage(state.behaviour.lateMs));
  }
  return page('<h1>Accueil</h1>', url.pathname === '/' ? 200 : 404);
}

function accountPage(lateMs: number | undefined): string {
  const mark = '<p id="me">Bonjour Angela</p>';
  if (lateMs === undefined) return `<h1>Mon espace</h1>${mark}`;
  return `<h1>Mon espace</h1><div id="root"></div>
    <script>setTimeout(() => { document.querySelector('#root').innerHTML = '${mark}'; }, ${lateMs})</script>`;
}

interface Reply {
  readonly response: ServerResponse;
  readonly state: State;
  page(html: string, status?: number): void;
  redirect(location: string, headers?: Record<string, string>): void;
}

function callback(url: URL, { state, page, redirect }: Reply): unknown {
  const id = url.searchParams.get('code') ?? '';
  const fault = state.plans.get(id)?.input.fault;
  const { behaviour } = state;
  const refuse = () => {
    const { status, html } = behaviour.refusal ?? {
      status: 400,
      html: '<h1>Connexion refusée, recommencez</h1>',
    };
    page(html, status);
  };
  if (behaviour.dead === true || state.broken) return refuse();
  if (state.stumbling > 0) {
    state.stumbling -= 1;
    return refuse();
  }
  if (fault !== undefined && behaviour.breaksDown === true) state.broken = true;
  if (fault !== undefined && behaviour.stumbles?.(fault) === true) state.stumbling = 3;
  if (fault !== undefined && behaviour.stopsEarly?.(fault) === true) return refuse();
  observe(state, id, { kind: 'token', facts: tokenFacts, faulty: fault?.at === 'id_token' });
  if (fault !== undefined && behaviour.accepts?.(fault) !== true) return refuse();
  observe(state, id, { kind: 'userinfo', facts: { tokenInUrl: false }, faulty: fault?.at === 'userinfo' });
  const session = randomUUID();
  state.sessions.add(session);
  return redirect('/account', { 'set-cookie': `session=${session}; Path=/; HttpOnly` });
}

type Unstamped = Observation extends infer O ? (O extends Observation ? Omit<O, 'atMs'> : never) : never;

function observe({ plans }: State, id: string, observation: Unstamped): void {
  plans.get(id)?.observations.push({ atMs: Date.now(), ...observation } as Observation);
}

const authorizeFacts = {
  pushed: false,
  redirectUri: 'http://127.0.0.1/cb',
  responseMode: 'query',
  state: 's1',
  nonce: 'n1',
  scopesAsked: ['openid'],
  scopesGranted: ['openid'],
  acrValues: 'eidas1',
  pkce: 'absent',
  credentialsInUrl: [],
} as const;

const tokenFacts = { authMethod: 'client_secret_post', credentialsInUrl: [] } as const;
