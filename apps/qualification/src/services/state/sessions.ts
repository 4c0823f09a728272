import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '@garance/core';
import type { Verified } from '../composition.ts';
import type { Account } from './accounts.ts';

/** A started sign-in, until its answer comes. */
export interface Pending {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  /** A path of the service itself. */
  readonly returnTo: string;
}

export interface SignedIn {
  readonly verified: Verified;
  readonly account: Account;
}

/** What the server remembers of one browser, which holds a random identifier only. */
export interface Session {
  /** By `state`: several tabs may sign in side by side. */
  readonly started: Map<string, Pending>;
  readonly signedIn?: SignedIn;
  readonly logoutState?: string;
  readonly touchedMs: number;
}

export interface SessionStore {
  find(id: string | undefined): Session | undefined;
  all(): readonly Session[];
  /** @returns the identifier for the cookie: a new one when `id` is no living session */
  remember(id: string | undefined, pending: Pending): string;
  /** A session of its own under a new identifier. */
  create(content: Pick<Session, 'signedIn' | 'logoutState'>): string;
  /** Puts other content under the same identifier. */
  put(id: string, content: Pick<Session, 'signedIn' | 'logoutState'>): void;
  end(id: string | undefined): void;
}

const sessionTtlMs = 30 * 60 * 1000;
const maxSessions = 2_000;
const maxStarted = 5;

export function createSessionStore(clock: Clock): SessionStore {
  const sessions = new Map<string, Session>();
  // Kept under a hash: what is read from memory is no usable cookie.
  const keyOf = (id: string) => createHash('sha256').update(id).digest('base64url');

  function find(id: string | undefined): Session | undefined {
    const session = id === undefined ? undefined : sessions.get(keyOf(id));
    return session !== undefined && clock.now() - session.touchedMs < sessionTtlMs ? session : undefined;
  }

  function put(id: string, content: Pick<Session, 'signedIn' | 'logoutState'>): void {
    for (const oldest of sessions.keys()) {
      if (sessions.size < maxSessions) break;
      sessions.delete(oldest);
    }
    sessions.set(keyOf(id), { ...content, started: new Map(), touchedMs: clock.now() });
  }

  function create(content: Pick<Session, 'signedIn' | 'logoutState'>): string {
    const id = randomBytes(32).toString('base64url');
    put(id, content);
    return id;
  }

  return {
    find,
    all: () => [...sessions.values()],
    remember(given, pending) {
      const id = given !== undefined && find(given) !== undefined ? given : create({});
      const started = find(id)?.started ?? new Map<string, Pending>();
      for (const oldest of started.keys()) {
        if (started.size < maxStarted) break;
        started.delete(oldest);
      }
      started.set(pending.state, pending);
      return id;
    },
    create,
    put,
    end(id) {
      if (id !== undefined) sessions.delete(keyOf(id));
    },
  };
}
