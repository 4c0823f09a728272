/**
 * The services' public keys: inline, or behind a `jwks_uri`. That is fetched under the SSRF guard, once for concurrent
 * requests, used while fresh, refreshed in the background, fetched again when a key is missing (not more often than the
 * cool-down allows), and its last good copy is used while the service is down.
 */
import type { Clock, Encryption, Jwks, Registration } from '@garance/core';
import type { RecipientKey, VerificationKey } from '@garance/oidc';
import {
  createRemoteDocument,
  type Outbound,
  OutboundError,
  type RemoteDocument,
} from '@garance/web/outbound';
import { z } from 'zod';
import {
  type ClientKeySet,
  createClientKeySet,
  fetchBounds,
  type KeyQuery,
  type PublishedKey,
} from './client-key-set.ts';

export interface ClientKeys {
  /** The key to which the service's tokens are encrypted; undefined means that nothing may be sent. Never rejects. */
  encryptionKey(registration: Registration, encryption: Encryption): Promise<RecipientKey | undefined>;
  /** Every published key to which the service's tokens could be encrypted, the one in use first. Never rejects. */
  recipients(registration: Registration, encryption: Encryption): Promise<readonly PublishedKey[]>;
  /** Keys that may have signed an assertion of this client; none when its key set cannot be had. Never rejects. */
  verificationKeys(registration: Registration, query: KeyQuery): Promise<readonly VerificationKey[]>;
}

/** For the service's trace. The detail is a fixed word, never a key or an address. */
export interface ClientKeyProblem {
  readonly clientId: string;
  readonly reason: 'unreachable' | 'not-a-key-set' | 'private-key-published' | 'no-usable-key';
  /** For an unreachable `jwks_uri`: OutboundError's reason or the HTTP status. */
  readonly detail?: string;
}

export interface ClientKeysOptions {
  readonly outbound: Outbound;
  readonly clock: Clock;
  /** Milliseconds for which a key set is used without a refresh. Default 10 min. */
  readonly maxAgeMs?: number;
  /** Minimum milliseconds between two fetches forced by a missing key or following a failure. Default 30 s. */
  readonly coolDownMs?: number;
  readonly onProblem?: (problem: ClientKeyProblem) => void;
}

/** Key sets held at once; there are some thousands of services. */
const maxKeySets = 20_000;

const documentSchema = z.object({ keys: z.array(z.unknown()) });

class KeySetError extends Error {
  readonly reason: 'unreachable' | 'not-a-key-set';
  readonly detail: string | undefined;

  constructor(reason: 'unreachable' | 'not-a-key-set', detail?: string) {
    super(reason);
    this.reason = reason;
    this.detail = detail;
  }
}

/** The services' keys, cached in memory. Closing `outbound` is left to the caller. */
export function createClientKeys(options: ClientKeysOptions): ClientKeys {
  const keySets = createKeySets(options);
  return {
    async encryptionKey(registration, { alg }) {
      const key = await findIn(keySets, registration, (keySet) => keySet.recipient(alg));
      if (key === undefined) {
        options.onProblem?.({ clientId: registration.clientId, reason: 'no-usable-key' });
      }
      return key;
    },
    async recipients(registration, { alg }) {
      return (await findIn(keySets, registration, (keySet) => keySet.recipients(alg))) ?? [];
    },
    async verificationKeys(registration, query) {
      const found = await findIn(keySets, registration, (keySet) => {
        const verifiers = keySet.verifiers(query);
        return verifiers.length === 0 ? undefined : verifiers;
      });
      return found ?? [];
    },
  };
}

/** Applies `find` to the client's keys and, when it returns nothing, to keys fetched again. */
async function findIn<T>(
  keySets: KeySets,
  { clientId, keys }: Registration,
  find: (keySet: ClientKeySet) => T | undefined | Promise<T | undefined>,
): Promise<T | undefined> {
  if (keys.kind === 'none') return undefined;
  if (keys.kind === 'jwks') return find(keySets.inline(clientId, keys.jwks));
  const document = keySets.remote(clientId, keys.uri);
  try {
    return (await find(await document.get())) ?? (await find(await document.refresh()));
  } catch {
    return undefined;
  }
}

interface KeySets {
  inline(clientId: string, jwks: Jwks): ClientKeySet;
  remote(clientId: string, uri: string): RemoteDocument<ClientKeySet>;
}

/** The key sets in memory, each parsed and imported once. */
function createKeySets(options: ClientKeysOptions): KeySets {
  const { outbound, clock, maxAgeMs = 600_000, coolDownMs = 30_000, onProblem } = options;
  const documents = new Map<string, RemoteDocument<ClientKeySet>>();
  const inline = new WeakMap<Jwks, ClientKeySet>();

  const checked = (clientId: string, keySet: ClientKeySet): ClientKeySet => {
    if (keySet.exposedKeys > 0) onProblem?.({ clientId, reason: 'private-key-published' });
    return keySet;
  };
  return {
    inline(clientId, jwks) {
      const known = inline.get(jwks);
      if (known !== undefined) return known;
      const made = checked(clientId, createClientKeySet(jwks.keys));
      inline.set(jwks, made);
      return made;
    },
    remote(clientId, uri) {
      const key = `${clientId} ${uri}`;
      const known = documents.get(key);
      if (known !== undefined) return known;
      const made = createRemoteDocument({
        load: async () => checked(clientId, await fetchKeySet(outbound, uri)),
        clock,
        maxAgeMs,
        coolDownMs,
        onFailure: (error) => onProblem?.({ clientId, ...causeOf(error) }),
      });
      documents.set(key, made);
      if (documents.size > maxKeySets) {
        const [oldest] = documents.keys();
        if (oldest !== undefined) documents.delete(oldest);
      }
      return made;
    },
  };
}

async function fetchKeySet(outbound: Outbound, url: string): Promise<ClientKeySet> {
  const { status, body } = await outbound.request({
    url,
    accept: 'application/jwk-set+json, application/json',
    ...fetchBounds,
  });
  if (status !== 200) throw new KeySetError('unreachable', `status ${status}`);
  const document = documentSchema.safeParse(parseJson(body));
  if (!document.success) throw new KeySetError('not-a-key-set');
  return createClientKeySet(document.data.keys);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function causeOf(error: unknown): Pick<ClientKeyProblem, 'reason' | 'detail'> {
  if (error instanceof OutboundError) return { reason: 'unreachable', detail: error.reason };
  if (!(error instanceof KeySetError)) return { reason: 'unreachable' };
  const { reason, detail } = error;
  return { reason, ...(detail !== undefined && { detail }) };
}
