import { createHash, randomBytes } from 'node:crypto';
import {
  type LoginScript,
  requestedLevel,
  requestedScope,
  type ServicesDescription,
  serviceClientId,
} from '../shared/contract.ts';
import { type Answer, type Browser, type Connections, createBrowser } from './browser.ts';
import { type HtmlForm, parseForms } from './html-form.ts';

/** Connections and script with which one process plays the citizen's browser and the service. */
export interface Actors {
  readonly script: LoginScript;
  readonly services: ServicesDescription;
  readonly connections: Connections;
}

/** A running login in the service's session. */
export interface StartedLogin {
  readonly clientId: string;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

export interface Tokens {
  readonly access_token: string;
  readonly id_token: string;
  readonly token_type: string;
  readonly scope?: string;
}

const maxHops = 15;
const random = (): string => randomBytes(24).toString('base64url');

/** Begins a login at the service: new state, nonce and PKCE verifier. */
export function startLogin(serviceIndex: number): StartedLogin {
  return {
    clientId: serviceClientId(serviceIndex),
    state: random(),
    nonce: random(),
    codeVerifier: random() + random(),
  };
}

export function authorizationUrl({ script, services }: Actors, login: StartedLogin): URL {
  const url = new URL(script.authorization);
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: login.clientId,
    redirect_uri: services.redirectUri,
    scope: requestedScope,
    acr_values: requestedLevel,
    state: login.state,
    nonce: login.nonce,
    code_challenge: createHash('sha256').update(login.codeVerifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString();
  return url;
}

interface Way {
  readonly actors: Actors;
  readonly browser: Browser;
  readonly start: URL;
  /** Answers after which a login goes round. */
  readonly maxHops: number;
}

interface Filled {
  readonly form: HtmlForm;
  /** Beside the hidden ones. */
  readonly fields: Readonly<Record<string, string>>;
}

/** The citizen's way from the service and back, with the forms of the script. */
export function walkToService(actors: Actors, browser: Browser, start: URL): Promise<URL> {
  const steps = [...actors.script.forms];
  return walk({ actors, browser, start, maxHops }, (answer, url) => {
    const step = steps.shift();
    if (answer.status !== 200 || !step) throw unexpected(url, answer);
    const form = parseForms(answer.body).find(({ action }) => action.endsWith(step.actionEndsWith));
    if (!form) throw unexpected(url, answer);
    return { form, fields: step.fields };
  });
}

/**
 * Follows redirects and reloads from `start` until the browser is back at the service.
 *
 * @param fill the form that goes on from a page. Throws where there is none
 */
export async function walk(
  { actors, browser, start, maxHops }: Way,
  fill: (answer: Answer, url: URL) => Filled,
): Promise<URL> {
  let url = start;
  let answer = await browser.visit(url);
  for (let hop = 0; hop < maxHops; hop += 1) {
    const next = answer.status >= 300 && answer.status < 400 ? answer.location : answer.refresh;
    if (next !== undefined) {
      url = new URL(next, url);
      if (url.href.startsWith(actors.services.redirectUri)) return url;
      answer = await browser.visit(url);
      continue;
    }
    const { form, fields } = fill(answer, url);
    url = new URL(form.action, url);
    answer = await browser.visit(url, new URLSearchParams([...form.hidden, ...Object.entries(fields)]));
  }
  throw unexpected(url, answer);
}

const unexpected = (url: URL, answer: Answer): Error =>
  new Error(`${url.pathname} answered ${answer.status}: ${answer.body.slice(0, 2000)}`);

/** Redeems a code at the token endpoint; returns the raw answer, because the acceptance test checks refusals too. */
export function redeemCode(actors: Actors, login: StartedLogin, code: string): Promise<Answer> {
  const form = new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    redirect_uri: actors.services.redirectUri,
    client_id: login.clientId,
    client_secret: actors.services.clientSecret,
    code_verifier: login.codeVerifier,
  });
  return actors.connections.send(new URL(actors.script.token), {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: form.toString(),
  });
}

export function fetchUserinfo(actors: Actors, accessToken: string): Promise<Answer> {
  return actors.connections.send(new URL(actors.script.userinfo), {
    method: 'GET',
    headers: { authorization: `Bearer ${accessToken}` },
  });
}

export interface CompletedLogin {
  readonly login: StartedLogin;
  readonly browser: Browser;
  readonly returned: URL;
  readonly tokens: Tokens;
  readonly userinfo: string;
}

/** One complete login, from authorize to userinfo. Throws where it stops. */
export async function completeLogin(actors: Actors, serviceIndex: number): Promise<CompletedLogin> {
  const login = startLogin(serviceIndex);
  const browser = createBrowser(actors.connections);
  const returned = await walkToService(actors, browser, authorizationUrl(actors, login));
  const code = returned.searchParams.get('code');
  if (code === null || returned.searchParams.get('state') !== login.state) {
    throw new Error(`came back without a code: ${returned.search}`);
  }
  const tokenAnswer = await redeemCode(actors, login, code);
  if (tokenAnswer.status !== 200) throw unexpected(new URL(actors.script.token), tokenAnswer);
  const tokens = JSON.parse(tokenAnswer.body) as Tokens;
  const userinfo = await fetchUserinfo(actors, tokens.access_token);
  if (userinfo.status !== 200) throw unexpected(new URL(actors.script.userinfo), userinfo);
  return { login, browser, returned, tokens, userinfo: userinfo.body };
}
