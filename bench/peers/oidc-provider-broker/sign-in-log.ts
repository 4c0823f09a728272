/** One sign-in as the broker remembers it: no civil attribute. */
export interface SignIn {
  readonly id: string;
  readonly atMs: number;
  readonly accountId: string;
  readonly clientId: string;
}

export interface SignInLog {
  append(signIn: SignIn): Promise<void>;
}

const keptSignIns = 10_000;

/** Kept in memory, the latest ones only: what a durable store costs is no part of this comparison. */
export function createSignInLog(): SignInLog {
  const kept: SignIn[] = [];
  return {
    append: async (signIn) => {
      kept.push(signIn);
      if (kept.length > 2 * keptSignIns) kept.splice(0, keptSignIns);
    },
  };
}
