/** Limits of a run: a service can neither stop it nor exhaust its memory. */
export interface Limits {
  /** One navigation, redirects included. */
  readonly navigationMs: number;
  readonly slowNavigationMs: number;
  /** One scenario with its controls. */
  readonly scenarioMs: number;
  readonly slowScenarioMs: number;
  /** How long a page may take to show that someone is signed in, once it has loaded. */
  readonly signedInWithinMs: number;
  /** Of one answer. */
  readonly maxBytes: number;
  /** Rehearsal tokens of one run: bounds a runner that loops. */
  readonly maxTokens: number;
}

export const defaultLimits: Limits = {
  navigationMs: 20_000,
  slowNavigationMs: 60_000,
  scenarioMs: 60_000,
  slowScenarioMs: 240_000,
  signedInWithinMs: 2_500,
  maxBytes: 10_000_000,
  maxTokens: 2_000,
};
