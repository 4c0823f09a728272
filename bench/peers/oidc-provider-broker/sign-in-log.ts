/** One sign-in in the broker's log: no identity attribute. */
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

/** The latest sign-ins in memory; a durable store is not part of this comparison. */
export function createSignInLog(): SignInLog {
  const kept: SignIn[] = [];
  return {
    append: async (signIn) => {
      kept.push(signIn);
      if (kept.length > 2 * keptSignIns) kept.splice(0, keptSignIns);
    },
  };
}
