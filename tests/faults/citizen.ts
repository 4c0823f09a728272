/** One login of a fault run: a citizen's browser and the server of a service, and what became of it. */
import { type Answer, type Connections, createBrowser } from '#bench/load/browser';
import { parseForms } from '#bench/load/html-form';
import {
  type Actors,
  authorizationUrl,
  fetchUserinfo,
  redeemCode,
  type StartedLogin,
  startLogin,
  type Tokens,
  walk,
} from '#bench/load/login';
import type { CodeBook, LoginEnd } from './login-record.ts';
import { givenToHeader, type NodeName, nodeHeader } from './proxy.ts';

/** A hub as citizens and services see it. */
export interface HubSide {
  readonly actors: Actors;
  readonly level: string;
  /** Name of the client of a service. */
  clientId(service: number): string;
  /** Origins of its nodes: where a code is sent a second time. */
  readonly nodes: Readonly<Partial<Record<NodeName, string>>>;
  /** Checks an id_token, where it can be read. */
  verify?(idToken: string, login: StartedLogin): Promise<void>;
}

export interface Plan {
  readonly service: number;
  /** Providers in the order in which the citizen tries them. */
  readonly providers: readonly string[];
  /** What the service does with its code: redeems it, sends it again to the other node afterwards, to both nodes at the same moment, or late. */
  readonly redemption: 'once' | 'again' | 'race' | 'late';
}

export interface World {
  readonly codes: CodeBook;
  /** Told of every secret, token, code and identity attribute that is seen. */
  note(...values: readonly string[]): void;
  /** Told of the node that answered a request. */
  answered(node: NodeName): void;
  /** Nodes that nobody reaches: the proxy has taken them out. */
  readonly unreached: Set<NodeName>;
  /** Until then services that are late keep their codes; told of each. */
  keep(): Promise<void>;
}

/** Ends a login that cannot go on. */
class Stopped extends Error {
  readonly end: LoginEnd;
  constructor(end: LoginEnd) {
    super(end.kind);
    this.end = end;
  }
}

const headerOf = ({ headers }: Pick<Answer, 'headers'>, name: string): string | undefined =>
  headers[name]?.toString();

interface Trail {
  /** When the last request was begun. */
  requestMs: number;
  /** Sends the code again. */
  sendAgain?: () => Promise<unknown>;
}

/** Connections that remember when the last request was begun, and note what must stay secret. */
function follow(connections: Connections, { note, answered }: World) {
  const trail: Trail = { requestMs: Date.now() };
  const send: Connections['send'] = async (url, request) => {
    trail.requestMs = Date.now();
    for (const name of ['code', 'state']) note(url.searchParams.get(name) ?? '');
    const answer = await connections.send(url, request);
    const node = headerOf(answer, nodeHeader);
    if (node !== undefined) answered(node as NodeName);
    for (const line of answer.setCookie) note(/=([^;]*)/.exec(line)?.[1] ?? '');
    return answer;
  };
  return { trail, connections: { ...connections, send } };
}

/** Where an answer names its error: a page, an error of the API, one of the kit. */
const named = [/\b([a-z_]+\.[a-z_]+)<\/code>/, /\[([a-z_]+\.[a-z_]+)\]"/, /"error_code":"([\w.]+)"/];

/** Why an answer ends a login. */
function endOf(answer: Answer, requestMs: number): LoginEnd {
  const { status, body } = answer;
  const node = headerOf(answer, givenToHeader) as NodeName | undefined;
  const isProxied = node !== undefined || /^<html><body><h1>\d/.test(body);
  if (isProxied && headerOf(answer, nodeHeader) === undefined) {
    if (status === 503) return { kind: 'refused', code: 'proxy.no_node', requestMs };
    return { kind: 'cut', ...(node !== undefined && { node }), requestMs };
  }
  const code = named.map((pattern) => pattern.exec(body)?.[1]).find((found) => found !== undefined);
  if (code === undefined || code === 'general.unexpected' || status === 500)
    return { kind: 'failed', why: `${status} ${code ?? body.slice(0, 300)}`, requestMs };
  return { kind: 'refused', code, requestMs };
}

/** Redirects and pages of a login in which three providers are tried. */
const maxHops = 20;

/** Chooses the providers one after the other, agrees, and comes back to the service. */
function walkThrough(
  actors: Actors,
  start: URL,
  { providers, trail }: { readonly providers: readonly string[]; readonly trail: Trail },
): Promise<URL> {
  const choices = [...providers];
  return walk({ actors, browser: createBrowser(actors.connections), start, maxHops }, (answer) => {
    const forms = parseForms(answer.body);
    const choice = forms.find(({ action }) => action.endsWith('/provider'));
    const form = choice ?? forms.find(({ action }) => action.endsWith('/consent'));
    if (answer.status !== 200 || form === undefined) throw new Stopped(endOf(answer, trail.requestMs));
    if (choice === undefined) return { form, fields: {} };
    const provider = choices.shift();
    if (provider === undefined)
      throw new Stopped({ kind: 'refused', code: 'choice.again', requestMs: trail.requestMs });
    return { form, fields: { provider } };
  });
}

/** The service's calls for a code, at the proxy or at a node. */
function tokenCalls(hub: HubSide, actors: Actors, { codes, note, unreached }: World) {
  const nodes = () => Object.entries(hub.nodes).filter(([name]) => !unreached.has(name as NodeName));
  const redeemAt = async (login: StartedLogin, code: string, origin?: string): Promise<Answer> => {
    const token =
      origin === undefined ? actors.script.token : `${origin}${new URL(actors.script.token).pathname}`;
    const answer = await redeemCode({ ...actors, script: { ...actors.script, token } }, login, code);
    if (answer.status === 200) {
      codes.redeemed(code);
      const { access_token, id_token } = JSON.parse(answer.body) as Tokens;
      note(access_token, id_token);
    }
    return answer;
  };
  /** To a node that may be gone: undefined then. */
  const tryAt = (login: StartedLogin, code: string, origin?: string): Promise<Answer | undefined> =>
    redeemAt(login, code, origin).catch(() => undefined);
  /** Both nodes at once. At most one may give tokens; a node that is gone gives none. */
  const race = async (login: StartedLogin, code: string): Promise<readonly Answer[]> => {
    const answers = await Promise.all(nodes().map(([, origin]) => tryAt(login, code, origin)));
    return answers.filter((answer) => answer !== undefined);
  };
  return { redeemAt, race, tryAt, nodes };
}

/** Sends a code that was redeemed to the other node: it gives nothing there, and ends what it gave (RFC 6749 §4.1.2). */
async function replay(
  { actors, calls }: { readonly actors: Actors; readonly calls: ReturnType<typeof tokenCalls> },
  redeemed: {
    readonly login: StartedLogin;
    readonly code: string;
    readonly from: Answer;
    readonly token: string;
  },
): Promise<void> {
  const first = headerOf(redeemed.from, nodeHeader);
  const other = calls.nodes().find(([name]) => name !== first)?.[1];
  const again = await calls.tryAt(redeemed.login, redeemed.code, other);
  if (again?.status !== 400) return;
  const after = await fetchUserinfo(actors, redeemed.token);
  if (after.status === 200)
    throw new Stopped({ kind: 'refused', code: 'replay.token_alive', requestMs: Date.now() });
}

/** Goes through one login. Rejects never. */
export async function signInOnce(hub: HubSide, plan: Plan, world: World): Promise<LoginEnd> {
  const { trail, connections } = follow(hub.actors.connections, world);
  const actors = { ...hub.actors, connections };
  const login = { ...startLogin(plan.service), clientId: hub.clientId(plan.service) };
  world.note(login.nonce, login.codeVerifier);
  const refuseUnless = (answer: Answer, status = 200): void => {
    if (answer.status !== status) throw new Stopped(endOf(answer, trail.requestMs));
  };
  try {
    const start = authorizationUrl(actors, login);
    start.searchParams.set('acr_values', hub.level);
    const returned = await walkThrough(actors, start, { providers: plan.providers, trail });
    const error = returned.searchParams.get('error');
    if (error === 'server_error') throw new Error(`back at the service with ${error}`);
    if (error !== null) return { kind: 'refused', code: error, requestMs: trail.requestMs };
    const code = returned.searchParams.get('code') ?? '';
    world.note(code);
    const calls = tokenCalls(hub, actors, world);
    trail.sendAgain = () => calls.tryAt(login, code);
    if (plan.redemption === 'late') await world.keep();
    if (plan.redemption === 'race') {
      const answers = await calls.race(login, code);
      // A replay that comes before the winner has written its token refuses the winner too (attack 3).
      for (const answer of answers) if (answer.status !== 200 && answer.status !== 400) refuseUnless(answer);
      return { kind: 'done' };
    }
    const answer = await calls.redeemAt(login, code);
    refuseUnless(answer);
    const tokens = JSON.parse(answer.body) as Tokens;
    await hub.verify?.(tokens.id_token, login);
    refuseUnless(await fetchUserinfo(actors, tokens.access_token));
    if (plan.redemption === 'again')
      await replay({ actors, calls }, { login, code, from: answer, token: tokens.access_token });
    return { kind: 'done' };
  } catch (error) {
    if (error instanceof Stopped) return error.end;
    const { requestMs } = trail;
    const why = error instanceof Error ? error.message : String(error);
    const system = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (/^(?:UND_ERR|E[A-Z]+$)/.test(system)) return { kind: 'cut', requestMs };
    if (system.startsWith('ERR_J')) return { kind: 'refused', code: 'token.unverifiable', requestMs };
    return { kind: 'failed', why, requestMs };
  } finally {
    // Not before the login has ended: a code that comes again ends what it gave.
    if (trail.sendAgain !== undefined) world.codes.sent(trail.sendAgain);
  }
}
