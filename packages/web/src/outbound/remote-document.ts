import type { Clock } from '@garance/core';

/** A cached document of another server (discovery document, key set); see {@link createRemoteDocument}. */
export interface RemoteDocument<T> {
  /** The document. Rejects with the error of `load` when no copy is cached. */
  get(): Promise<T>;
  /**
   * Loads the document again because the copy lacks something (a `kid`). Does not load within `coolDownMs` of the last
   * attempt, so that requests with invented key ids cause no flood of requests. Resolves with the newest copy.
   */
  refresh(): Promise<T>;
}

export interface RemoteDocumentOptions<T> {
  readonly load: () => Promise<T>;
  readonly clock: Clock;
  /** Up to this age the copy is returned without loading. */
  readonly maxAgeMs: number;
  /**
   * Up to this age the copy is returned and a new one is loaded in the background. An older copy is returned only when
   * loading fails. Default: twice `maxAgeMs`.
   */
  readonly waitAfterMs?: number;
  /** Shortest time between two attempts after a failure or a {@link RemoteDocument.refresh}. */
  readonly coolDownMs: number;
  /** Called with the error of each failed attempt, background loads included. */
  readonly onFailure?: (error: unknown) => void;
}

/**
 * Caches one remote document: loaded on first use, one load at a time for all callers, refreshed in the background when
 * stale. The last good copy is kept for as long as loading fails.
 */
export function createRemoteDocument<T>(options: RemoteDocumentOptions<T>): RemoteDocument<T> {
  const { clock, maxAgeMs, coolDownMs } = options;
  const waitAfterMs = options.waitAfterMs ?? maxAgeMs * 2;
  let held: { readonly value: T; readonly loadedAtMs: number } | undefined;
  let lastFailure: unknown;
  let lastAttemptMs = Number.NEGATIVE_INFINITY;
  let flight: Promise<T> | undefined;

  const coolingDown = () => Math.abs(clock.now() - lastAttemptMs) < coolDownMs;

  const load = (): Promise<T> => {
    flight ??= (async () => {
      lastAttemptMs = clock.now();
      try {
        const value = await options.load();
        held = { value, loadedAtMs: clock.now() };
        return value;
      } catch (error) {
        lastFailure = error;
        options.onFailure?.(error);
        if (held !== undefined) return held.value;
        throw error;
      } finally {
        flight = undefined;
      }
    })();
    return flight;
  };

  return {
    async get() {
      if (held === undefined) {
        if (flight === undefined && coolingDown()) throw lastFailure;
        return load();
      }
      // The absolute value, so that a copy does not stay fresh for ever after the clock was set back.
      const ageMs = Math.abs(clock.now() - held.loadedAtMs);
      if (ageMs < maxAgeMs || (flight === undefined && coolingDown())) return held.value;
      const loading = load();
      return ageMs < waitAfterMs ? held.value : loading;
    },
    async refresh() {
      if (flight === undefined && coolingDown()) {
        if (held === undefined) throw lastFailure;
        return held.value;
      }
      return load();
    },
  };
}
