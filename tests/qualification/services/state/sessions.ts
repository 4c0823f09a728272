import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '@garance/core';
import type { Pending, Session, SessionStore } from '../types.ts';

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
    remember(sessionId, pending) {
      const id = sessionId !== undefined && find(sessionId) !== undefined ? sessionId : create({});
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
