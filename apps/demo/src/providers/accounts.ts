import { createHash } from 'node:crypto';
import {
  type DemoAccount,
  type DemoPerson,
  type DemoProviderId,
  type ListPrivatePersons,
  type PrivatePerson,
  privateLoginPrefix,
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
    allowed: { readonly privatePersons: boolean },
  ): Promise<ProviderAccount | undefined>;
}

const nobody: ListPrivatePersons = async () => [];

/** The accounts that one provider knows. */
export function createAccountDirectory(
  provider: DemoProviderId,
  persons: readonly DemoPerson[],
  listPrivatePersons: ListPrivatePersons = nobody,
): AccountDirectory {
  const all = persons.flatMap(({ accounts, trait }) =>
    accounts
      .filter((account) => account.provider === provider)
      .map((account) => ({ ...account, trait, sub: subjectOf(provider, account.login) })),
  );
  const bySub = new Map(all.map((account) => [account.sub, account]));
  const byLogin = new Map(all.map((account) => [account.login, account]));
  const findPrivate = async (login: string): Promise<ProviderAccount | undefined> => {
    // Nobody of the cast is looked for in the partners' table.
    if (!login.startsWith(privateLoginPrefix)) return undefined;
    const person = (await listPrivatePersons()).find((one) => one.login === login);
    return person && privateAccount(provider, person);
  };
  return {
    all,
    findBySub: async (sub) => bySub.get(sub) ?? (await findPrivate(sub)),
    findByLogin: (login) => byLogin.get(normalised(login)),
    authenticate: async (typed, password, { privatePersons }) => {
      const login = normalised(typed);
      const account = byLogin.get(login) ?? (privatePersons ? await findPrivate(login) : undefined);
      return account?.password === password ? account : undefined;
    },
  };
}

function normalised(login: string): string {
  return login.trim().toLowerCase();
}

function privateAccount(provider: DemoProviderId, person: PrivatePerson): ProviderAccount {
  return { provider, sub: person.login, ...person };
}

function subjectOf(provider: DemoProviderId, login: string): string {
  return createHash('sha256').update(`demo-provider|${provider}|${login}`).digest('hex').slice(0, 40);
}
