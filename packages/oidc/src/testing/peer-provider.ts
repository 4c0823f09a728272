import { knownScopes, type Registration } from '@garance/core';
import Provider, { type Adapter, type AdapterPayload, type Configuration } from 'oidc-provider';
import { generateSigningKey } from '../keys/generate.ts';

/** The result of an authorization request, in terms common to both implementations. */
export interface Verdict {
  readonly kind: 'accepted' | 'page' | 'redirect';
  /** For a redirect only: the OAuth error sent to the service. */
  readonly error?: string;
  readonly state?: string;
}

/** Without expiry, which is enough for requests that are not continued. */
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

/** `oidc-provider` with one client, registered like ours as far as it supports that. */
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

/** Reads a verdict from the answer of the peer's authorization endpoint. */
export async function readVerdict(response: Response, origin: string): Promise<Verdict> {
  const location = response.headers.get('location');
  const body = await response.text();
  if (location === null) return readPage(response.headers.get('content-type') ?? '', body);
  const url = new URL(location, origin);
  if (url.origin === origin) return { kind: 'accepted' };
  const params = url.searchParams.has('error') ? url.searchParams : new URLSearchParams(url.hash.slice(1));
  return redirectVerdict(params.get('error'), params.get('state'));
}

/** An error page is JSON here (`renderError`); HTML is the form that posts a `form_post` answer to the service. */
function readPage(contentType: string, body: string): Verdict {
  if (contentType.startsWith('application/json')) return { kind: 'page' };
  return redirectVerdict(readField(body, 'error'), readField(body, 'state'));
}

function redirectVerdict(error: string | null, state: string | null): Verdict {
  return { kind: 'redirect', ...(error === null ? {} : { error }), ...(state === null ? {} : { state }) };
}

/** A hidden field of a `form_post` form. */
function readField(html: string, name: string): string | null {
  const value = new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1];
  if (value === undefined) return null;
  const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return value.replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, entity: string) => entities[entity] ?? '');
}
