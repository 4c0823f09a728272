import { createHash } from 'node:crypto';
import {
  type DemoAccount,
  type DemoPerson,
  type DemoProviderId,
  type ListTestAccounts,
  type TestAccount,
  testLoginPrefix,
} from '../persons/person.ts';

/** An account at one provider. */
export interface ProviderAccount extends DemoAccount {
  /** Subject identifier at this provider: stable. A private person's is the login itself. */
  readonly sub: string;
}

/** An account of the cast, with what the page shows beside it. */
export interface KnownAccount extends ProviderAccount {
  readonly trait: DemoPerson['trait'];
}

export interface AccountDirectory {
  /** In the order of the cast; private persons are in no list. */
  readonly all: readonly KnownAccount[];
  findBySub(sub: string): Promise<ProviderAccount | undefined>;
  /** Of the cast only: whoever is not listed signs in with login and password. */
  findByLogin(login: string): KnownAccount | undefined;
  /** The account when login and password fit; a private person's only where those may sign in. */
  authenticate(
    login: string,
    password: string,
    allowed: { readonly testAccounts: boolean },
  ): Promise<ProviderAccount | undefined>;
}

const noTestAccounts: ListTestAccounts = async () => [];

/** The accounts that one provider knows. */
export function createAccountDirectory(
  provider: DemoProviderId,
  persons: readonly DemoPerson[],
  listTestAccounts: ListTestAccounts = noTestAccounts,
): AccountDirectory {
  const all = persons.flatMap(({ accounts, trait }) =>
    accounts
      .filter((account) => account.provider === provider)
      .map((account) => ({ ...account, trait, sub: subjectOf(provider, account.login) })),
  );
  const bySub = new Map(all.map((account) => [account.sub, account]));
  const byLogin = new Map(all.map((account) => [account.login, account]));
  const findTestAccount = async (login: string): Promise<ProviderAccount | undefined> => {
    // Nobody of the cast is looked for in the partners' table.
    if (!login.startsWith(testLoginPrefix)) return undefined;
    const person = (await listTestAccounts()).find((one) => one.login === login);
    return person && testAccountAt(provider, person);
  };
  return {
    all,
    findBySub: async (sub) => bySub.get(sub) ?? (await findTestAccount(sub)),
    findByLogin: (login) => byLogin.get(normalised(login)),
    authenticate: async (typed, password, { testAccounts }) => {
      const login = normalised(typed);
      const account = byLogin.get(login) ?? (testAccounts ? await findTestAccount(login) : undefined);
      return account?.password === password ? account : undefined;
    },
  };
}

function normalised(login: string): string {
  return login.trim().toLowerCase();
}

function testAccountAt(provider: DemoProviderId, person: TestAccount): ProviderAccount {
  return { provider, sub: person.login, ...person };
}

function subjectOf(provider: DemoProviderId, login: string): string {
  return createHash('sha256').update(`demo-provider|${provider}|${login}`).digest('hex').slice(0, 40);
}
