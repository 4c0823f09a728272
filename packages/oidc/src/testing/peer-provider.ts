import { knownScopes, type Registration } from '@garance/core';
import Provider, { type Adapter, type AdapterPayload, type Configuration } from 'oidc-provider';
import { generateSigningKey } from '../keys/generate.ts';

/** What became of an authorization request, in terms that two implementations share. */
export interface Verdict {
  readonly kind: 'accepted' | 'page' | 'redirect';
  /** Only of a redirect: the OAuth error told to the service. */
  readonly error?: string;
  readonly state?: string;
}

/** Forgets nothing and expires nothing: enough for requests that never come back. */
class MapAdapter implements Adapter {
  readonly #entries = new Map<string, AdapterPayload>();

  async upsert(id: string, payload: AdapterPayload) {
    this.#entries.set(id, payload);
  }
  async find(id: string) {
    return this.#entries.get(id);
  }
  async findByUserCode() {
    return undefined;
  }
  async findByUid() {
    return undefined;
  }
  async consume() {}
  async destroy(id: string) {
    this.#entries.delete(id);
  }
  async revokeByGrantId() {}
}

/** `oidc-provider` with one client, whose registration is ours as far as it can be said there. */
export async function buildPeer(origin: string, registration: Registration): Promise<Provider> {
  return new Provider(origin, await configurationFor(registration));
}

async function configurationFor(registration: Registration): Promise<Configuration> {
  const { privateJwk } = await generateSigningKey('ES256');
  const claims = ['given_name', 'family_name', 'email', 'birthdate'];
  return {
    adapter: MapAdapter,
    clients: [
      {
        client_id: registration.clientId,
        client_secret: 'a-secret-of-the-differential-test',
        redirect_uris: [...registration.redirectUris],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        scope: registration.scopes.join(' '),
        id_token_signed_response_alg: 'ES256',
        require_pushed_authorization_requests: registration.par === 'required',
      },
    ],
    jwks: { keys: [{ ...privateJwk, kty: 'EC' } as never] },
    cookies: { keys: ['differential'] },
    responseTypes: ['code'],
    scopes: [...knownScopes(registration.platform)],
    claims: Object.fromEntries(claims.map((claim) => [claim, [claim]])),
    acrValues: ['eidas1', 'eidas2', 'eidas3'],
    allowOmittingSingleRegisteredRedirectUri: false,
    pkce: { required: () => registration.pkce === 'required' },
    features: {
      devInteractions: { enabled: false },
      claimsParameter: { enabled: true },
      pushedAuthorizationRequests: { enabled: true },
    },
    ttl: { Interaction: 600, Session: 600, Grant: 600 },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    renderError: (ctx, out) => {
      ctx.type = 'json';
      ctx.body = out;
    },
  } as Configuration;
}

/** Reads a verdict from what the peer's authorization endpoint answered. */
export async function readVerdict(response: Response, origin: string): Promise<Verdict> {
  const location = response.headers.get('location');
  const body = await response.text();
  if (location === null) return readPage(response.headers.get('content-type') ?? '', body);
  const url = new URL(location, origin);
  if (url.origin === origin) return { kind: 'accepted' };
  const params = url.searchParams.has('error') ? url.searchParams : new URLSearchParams(url.hash.slice(1));
  return redirectVerdict(params.get('error'), params.get('state'));
}

/** An error page is JSON here (`renderError`); HTML is the form that takes a `form_post` answer to the service. */
function readPage(contentType: string, body: string): Verdict {
  if (contentType.startsWith('application/json')) return { kind: 'page' };
  return redirectVerdict(readField(body, 'error'), readField(body, 'state'));
}

function redirectVerdict(error: string | null, state: string | null): Verdict {
  return { kind: 'redirect', ...(error === null ? {} : { error }), ...(state === null ? {} : { state }) };
}

/** A hidden field of the form that `form_post` answers with. */
function readField(html: string, name: string): string | null {
  const value = new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1];
  if (value === undefined) return null;
  const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return value.replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, entity: string) => entities[entity] ?? '');
}
