import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { UpstreamClient, UpstreamDescription } from '../shared/contract.ts';
import { type BenchJwk, importRecipient, type KeyAlg, type Recipient } from '../shared/jwe.ts';
import { type Es256Key, importSigningKey } from '../shared/jws.ts';
import { mintIdToken, mintUserinfo, type UpstreamLogin } from './tokens.ts';

/*
 * The identity provider of the bench: really signs and encrypts, checks requests as a provider must, and shows no page,
 * because a person's time is not part of the measurement.
 */

export interface Upstream {
  readonly description: UpstreamDescription;
  register(client: UpstreamClient): undefined;
  close(): undefined;
}

interface State {
  readonly issuer: string;
  readonly signingJwk: BenchJwk;
  readonly key: Es256Key;
  readonly clients: Map<string, UpstreamClient & { recipient: Recipient }>;
  readonly codes: Map<string, UpstreamLogin>;
  readonly tokens: Map<string, UpstreamLogin>;
  logins: number;
}

type Handler = (state: State, request: IncomingMessage, response: ServerResponse, query: string) => unknown;

const secret = (): string => randomBytes(32).toString('base64url');
const json = { 'content-type': 'application/json', 'cache-control': 'no-store' };

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, json).end(JSON.stringify(body));
}

const discovery: Handler = ({ issuer }, _request, response) =>
  send(response, 200, {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
    authorization_response_iss_parameter_supported: true,
  });

const jwks: Handler = ({ signingJwk }, _request, response) => send(response, 200, { keys: [signingJwk] });

const authorize: Handler = (state, _request, response, query) => {
  const params = new URLSearchParams(query);
  const redirectUri = params.get('redirect_uri') ?? '';
  const client = state.clients.get(params.get('client_id') ?? '');
  if (client?.redirectUri !== redirectUri) return send(response, 400, { error: 'invalid_request' });
  const code = secret();
  state.logins += 1;
  state.codes.set(code, {
    clientId: client.clientId,
    redirectUri,
    nonce: params.get('nonce') ?? '',
    codeChallenge: params.get('code_challenge') ?? '',
    acr: params.get('acr_values') ?? '',
    person: state.logins,
  });
  const answer = new URLSearchParams({ code, state: params.get('state') ?? '', iss: state.issuer });
  response.writeHead(303, { location: `${redirectUri}?${answer}`, 'cache-control': 'no-store' }).end();
};

function authenticatedClient(state: State, request: IncomingMessage, form: URLSearchParams) {
  const basic = /^Basic (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  const [id, password] = basic
    ? Buffer.from(basic, 'base64').toString().split(':').map(decodeURIComponent)
    : [form.get('client_id'), form.get('client_secret')];
  const client = state.clients.get(id ?? '');
  return client?.clientSecret === password ? client : undefined;
}

function redeem(state: State, request: IncomingMessage, response: ServerResponse, body: string): unknown {
  const form = new URLSearchParams(body);
  const client = authenticatedClient(state, request, form);
  if (!client) return send(response, 401, { error: 'invalid_client' });
  const code = form.get('code') ?? '';
  const login = state.codes.get(code);
  state.codes.delete(code);
  const challenge = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url');
  if (
    login?.clientId !== client.clientId ||
    login.redirectUri !== form.get('redirect_uri') ||
    login.codeChallenge !== challenge
  ) {
    return send(response, 400, { error: 'invalid_grant' });
  }
  const token = secret();
  state.tokens.set(token, login);
  return send(response, 200, {
    access_token: token,
    token_type: 'Bearer',
    expires_in: 60,
    id_token: mintIdToken({ issuer: state.issuer, key: state.key, login }, client.recipient),
  });
}

const token: Handler = (state, request, response) => {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => {
    body += chunk;
  });
  request.on('end', () => redeem(state, request, response, body));
};

const userinfo: Handler = (state, request, response) => {
  const bearer = request.headers.authorization?.slice('Bearer '.length) ?? '';
  const login = state.tokens.get(bearer);
  state.tokens.delete(bearer);
  if (!login) return send(response, 401, { error: 'invalid_token' });
  const jwt = mintUserinfo({ issuer: state.issuer, key: state.key, login });
  response.writeHead(200, { 'content-type': 'application/jwt', 'cache-control': 'no-store' }).end(jwt);
};

const routes: Readonly<Record<string, Handler>> = {
  '/.well-known/openid-configuration': discovery,
  '/jwks': jwks,
  '/authorize': authorize,
  '/token': token,
  '/userinfo': userinfo,
};

/** Starts the provider on a free port of loopback. `signingJwk` is the private key; its public part is published. */
export async function startUpstream(config: {
  signingJwk: BenchJwk;
  encryptionAlg: KeyAlg;
}): Promise<Upstream> {
  const { d: _private, ...publicJwk } = config.signingJwk;
  const server = createServer({ keepAliveTimeout: 120_000 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const state: State = {
    issuer,
    signingJwk: publicJwk,
    key: importSigningKey(config.signingJwk, 'JWT'),
    clients: new Map(),
    codes: new Map(),
    tokens: new Map(),
    logins: 0,
  };
  server.on('request', (request, response) => {
    const [path = '', query = ''] = (request.url ?? '').split('?');
    const handler = routes[path];
    if (handler) handler(state, request, response, query);
    else send(response, 404, { error: 'not_found' });
  });
  return {
    description: {
      issuer,
      authorization: `${issuer}/authorize`,
      token: `${issuer}/token`,
      userinfo: `${issuer}/userinfo`,
      jwks: `${issuer}/jwks`,
      signingJwk: publicJwk,
      encryptionAlg: config.encryptionAlg,
    },
    register: (client) => {
      const recipient = importRecipient(client.encryptionJwk, config.encryptionAlg);
      state.clients.set(client.clientId, { ...client, recipient });
      return undefined;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
