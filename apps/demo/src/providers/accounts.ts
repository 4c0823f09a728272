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
  /** Stable subject identifier at this provider. For a test account, its login. */
  readonly sub: string;
}

/** A demo account with the text that the page shows beside it. */
export interface KnownAccount extends ProviderAccount {
  readonly trait: DemoPerson['trait'];
}

export interface AccountDirectory {
  /** The demo accounts; test accounts are in no list. */
  readonly all: readonly KnownAccount[];
  findBySub(sub: string): Promise<ProviderAccount | undefined>;
  /** Demo accounts only; a test account is found by login and password. */
  findByLogin(login: string): KnownAccount | undefined;
  /** The account when login and password match. Test accounts only when `allowed`. */
  authenticate(
    login: string,
    password: string,
    allowed: { readonly testAccounts: boolean },
  ): Promise<ProviderAccount | undefined>;
}

const noTestAccounts: ListTestAccounts = async () => [];

/** The accounts of one provider. */
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
    // Demo accounts are not searched among the test accounts.
    if (!login.startsWith(testLoginPrefix)) return undefined;
    const person = (await listTestAccounts()).find((account) => account.login === login);
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
