import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import { upstreamProviderId } from '../../shared/contract.ts';
import type { Accounts } from './accounts.ts';
import { createExpiringMap } from './expiring-map.ts';
import { type CivilRegister, type Identity, readIdentity } from './identity.ts';
import { choicePage, informationPage } from './pages.ts';
import { interactionPath } from './provider.ts';
import type { SignInLog } from './sign-in-log.ts';
import type { UpstreamClient, UpstreamRequest } from './upstream-client.ts';

export interface BrokerDeps {
  readonly issuer: string;
  readonly provider: Provider;
  readonly upstream: UpstreamClient;
  readonly accounts: Accounts;
  readonly register: CivilRegister;
  readonly signIns: SignInLog;
}

/** The broker's own state of an interaction; the rest is in the library. */
interface Progress {
  readonly csrf: string;
  upstream?: UpstreamRequest;
  login?: { readonly accountId: string; readonly acr: string; readonly amr: string[]; readonly ts: number };
}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export const callbackPath = `${interactionPath}/callback/${upstreamProviderId}`;
const transactionSeconds = 600;
const levelOf = (params: Readonly<Record<string, unknown>>): string => String(params.acr_values ?? 'eidas3');

const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; style-src 'self'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

function sendPage(response: ServerResponse, html: string): void {
  response.writeHead(200, pageHeaders).end(html);
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, { location, 'cache-control': 'no-store' }).end();
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let body = '';
  request.setEncoding('utf8');
  for await (const chunk of request) body += chunk;
  return new URLSearchParams(body);
}

/** The pages between authorization request and code, by `method path`. Each is bound to the interaction cookie. */
export function createInteractions(deps: BrokerDeps): Readonly<Record<string, Handler>> {
  const { provider, upstream, accounts, register } = deps;
  const progressOf = createExpiringMap<Progress>();

  const current = async (request: IncomingMessage, response: ServerResponse) => {
    const interaction = await provider.interactionDetails(request, response);
    const progress = progressOf.get(interaction.uid);
    const client = await provider.Client.find(String(interaction.params.client_id));
    if (!client) throw new Error('unknown client');
    return { interaction, progress, client };
  };

  const submitted = async (request: IncomingMessage, response: ServerResponse) => {
    const { progress, ...rest } = await current(request, response);
    const form = await readForm(request);
    if (!progress || form.get('csrf') !== progress.csrf) throw new Error('stale form');
    return { ...rest, progress, form };
  };

  return {
    [`GET ${interactionPath}`]: async (request, response) => {
      const { interaction, client } = await current(request, response);
      const csrf = randomBytes(24).toString('base64url');
      progressOf.set(interaction.uid, { csrf }, transactionSeconds);
      sendPage(response, choicePage({ service: client.clientName ?? client.clientId, csrf }));
    },
    [`POST ${interactionPath}/provider`]: async (request, response) => {
      const { interaction, progress, form } = await submitted(request, response);
      if (form.get('provider') !== upstreamProviderId) throw new Error('unknown provider');
      const { url, request: sent } = await upstream.begin(levelOf(interaction.params));
      progress.upstream = sent;
      redirect(response, url);
    },
    [`GET ${callbackPath}`]: async (request, response) => {
      const { interaction, progress } = await current(request, response);
      const sent = progress?.upstream;
      if (!progress || !sent) throw new Error('no upstream request');
      delete progress.upstream;
      const answer = await upstream.finish(new URL(request.url ?? '', deps.issuer), sent);
      if (answer.acr < levelOf(interaction.params)) throw new Error('level too low');
      const identity: Identity = readIdentity(answer.claims);
      if ((await register.lookUp(identity)) !== 'found') throw new Error('unknown to the register');
      const accountId = accounts.keep(identity);
      progress.login = { accountId, acr: answer.acr, amr: answer.amr, ts: answer.authTime };
      redirect(response, `${interactionPath}/consent`);
    },
    [`GET ${interactionPath}/consent`]: async (request, response) => {
      const { progress, client } = await current(request, response);
      if (!progress?.login) throw new Error('not signed in');
      const claims = ['prénoms', 'nom', 'date de naissance', 'sexe', 'lieu et pays de naissance', 'e-mail'];
      const service = client.clientName ?? client.clientId;
      sendPage(response, informationPage({ service, claims, csrf: progress.csrf }));
    },
    [`POST ${interactionPath}/consent`]: async (request, response) => {
      const { interaction, progress, client } = await submitted(request, response);
      const { login } = progress;
      if (!login) throw new Error('not signed in');
      progressOf.delete(interaction.uid);
      const grant = new provider.Grant({ accountId: login.accountId, clientId: client.clientId });
      grant.addOIDCScope(String(interaction.params.scope));
      const grantId = await grant.save();
      await deps.signIns.append({
        id: randomUUID(),
        atMs: Date.now(),
        accountId: login.accountId,
        clientId: client.clientId,
      });
      await provider.interactionFinished(
        request,
        response,
        { login: { ...login, remember: false }, consent: { grantId } },
        { mergeWithLastSubmission: false },
      );
    },
  };
}
