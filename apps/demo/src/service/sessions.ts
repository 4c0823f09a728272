import { createHash } from 'node:crypto';
import { type Clock, newId } from '@garance/core';
import type { Account } from './accounts.ts';
import { createBoundedMap } from './bounded-map.ts';
import type { PendingSignIn } from './pending-sign-in.ts';
import type { VerifiedSignIn } from './relying-party.ts';
import type { ProtectedPath } from './return-path.ts';

/** A started sign-in and the page to show after it. */
export interface StartedSignIn {
  readonly pending: PendingSignIn;
  /** One of the service's own protected paths. */
  readonly returnTo: ProtectedPath;
}

/** A signed-in person: the verified answer of the hub and the service's own record. */
export interface SignedIn {
  readonly signIn: VerifiedSignIn;
  readonly account: Account;
}

/** Server-side session of one browser. The browser only has a random identifier. */
export interface Session {
  /** By `state`: several tabs may sign in at the same time. */
  readonly started: Map<string, StartedSignIn>;
  readonly signedIn?: SignedIn;
  /** `state` of a running logout. */
  readonly logoutState?: string;
}

export interface SessionStore {
  find(id: string | undefined): Session | undefined;
  /** Stores a started sign-in. @returns the identifier for the cookie: `id`, or a new one when `id` is not a live session */
  remember(id: string | undefined, started: StartedSignIn): string;
  /** Takes the started sign-in of this `state`; a second call finds none. */
  takeStarted(id: string | undefined, state: string | undefined): StartedSignIn | undefined;
  /** Ends the session `oldId` and starts another one with a new identifier and only the given content. */
  replace(oldId: string | undefined, content: Pick<Session, 'signedIn' | 'logoutState'>): string;
  end(id: string | undefined): void;
}

const sessionTtlMs = 60 * 60 * 1000;
const maxSessions = 1000;
const maxStarted = 5;

/** Sessions in memory, bounded in number and time. */
export function createSessionStore(clock: Clock): SessionStore {
  const sessions = createBoundedMap<Session>({ clock, ttlMs: sessionTtlMs, maxEntries: maxSessions });
  // Stored under a hash: reading the memory reveals no usable cookie, and look-up times reveal nothing.
  const keyOf = (id: string) => createHash('sha256').update(id).digest('base64url');
  const find = (id: string | undefined) => (id === undefined ? undefined : sessions.find(keyOf(id)));

  function create(content: Session): string {
    const id = newId();
    sessions.set(keyOf(id), content);
    return id;
  }

  return {
    find,
    remember(id, started) {
      const known = find(id);
      const session = known ?? { started: new Map() };
      for (const oldest of session.started.keys()) {
        if (session.started.size < maxStarted) break;
        session.started.delete(oldest);
      }
      session.started.set(started.pending.state, started);
      return known !== undefined && id !== undefined ? id : create(session);
    },
    takeStarted(id, state) {
      const session = find(id);
      if (session === undefined || state === undefined) return undefined;
      const started = session.started.get(state);
      session.started.delete(state);
      return started;
    },
    replace(oldId, content) {
      if (oldId !== undefined) sessions.delete(keyOf(oldId));
      return create({ ...content, started: new Map() });
    },
    end(id) {
      if (id !== undefined) sessions.delete(keyOf(id));
    },
  };
}
