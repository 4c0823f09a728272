import { createHash } from 'node:crypto';
import type { DemoAccount, DemoPerson, DemoProviderId } from '../persons/person.ts';

/** An account with what the page shows beside it. */
export interface KnownAccount extends DemoAccount {
  /** Subject identifier at this provider: opaque and stable. */
  readonly sub: string;
  readonly trait: DemoPerson['trait'];
}

export interface AccountDirectory {
  /** In the order of the cast. */
  readonly all: readonly KnownAccount[];
  findBySub(sub: string): KnownAccount | undefined;
  findByLogin(login: string): KnownAccount | undefined;
  /** The account when login and password fit. */
  authenticate(login: string, password: string): KnownAccount | undefined;
}

/** The accounts that one provider knows. */
export function createAccountDirectory(
  provider: DemoProviderId,
  persons: readonly DemoPerson[],
): AccountDirectory {
  const all = persons.flatMap(({ accounts, trait }) =>
    accounts
      .filter((account) => account.provider === provider)
      .map((account) => ({ ...account, trait, sub: subjectOf(provider, account.login) })),
  );
  const bySub = new Map(all.map((account) => [account.sub, account]));
  const byLogin = new Map(all.map((account) => [account.login, account]));
  return {
    all,
    findBySub: (sub) => bySub.get(sub),
    findByLogin: (login) => byLogin.get(login.trim().toLowerCase()),
    authenticate: (login, password) => {
      const account = byLogin.get(login.trim().toLowerCase());
      return account?.password === password ? account : undefined;
    },
  };
}

function subjectOf(provider: DemoProviderId, login: string): string {
  return createHash('sha256').update(`demo-provider|${provider}|${login}`).digest('hex').slice(0, 40);
}
