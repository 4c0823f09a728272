import type { Clock } from '@garance/core';

/** A document that lives elsewhere (discovery document, key set), held here under the rules of {@link createRemoteDocument}. */
export interface RemoteDocument<T> {
  /** The document, by the rules of {@link createRemoteDocument}. Rejects with what `load` threw when no copy is held. */
  get(): Promise<T>;
  /**
   * For when the held copy lacks something: loads anew and waits, unless the last attempt is younger than the cool-down,
   * so that made-up key ids cannot turn this hub into a hammer. Resolves with the best copy there is.
   */
  refresh(): Promise<T>;
}

export interface RemoteDocumentOptions<T> {
  readonly load: () => Promise<T>;
  readonly clock: Clock;
  /** Up to this age a copy is used as it is. */
  readonly maxAgeMs: number;
  /**
   * Up to this age a copy is used while a new one is loaded in the background; older ones wait for the new one, and are
   * used only when it cannot be had. Default: twice `maxAgeMs`.
   */
  readonly waitAfterMs?: number;
  /** Shortest time between two attempts after a failure or a {@link RemoteDocument.refresh}. */
  readonly coolDownMs: number;
  /** Told of every failed attempt, those that nobody waits for included. */
  readonly onFailure?: (error: unknown) => void;
}

/**
 * Keeps one remote document: loaded when first needed, one load at a time whoever asks (single flight), refreshed in the
 * background when stale, and the last good copy kept for as long as the other side is down.
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
      // A clock that was set back must not make a copy immortal.
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
