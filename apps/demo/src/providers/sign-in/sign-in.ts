import type { Level } from '@garance/core';
import type { AccountDirectory } from '../accounts.ts';
import type { DemoProviderProfile } from '../demo-provider.ts';
import { chosenLevel } from '../level-choice.ts';

interface Submission {
  readonly profile: DemoProviderProfile;
  readonly accounts: AccountDirectory;
  /** Whether test accounts may sign in through the requesting client. */
  readonly testAccounts: boolean;
  readonly acrValues: string | undefined;
  /** Fields `action`, `account`, `login`, `password`, `level`. */
  readonly form: URLSearchParams;
}

export type SignInDecision =
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'signed-in'; readonly sub: string; readonly level: Level }
  | { readonly kind: 'wrong'; readonly login: string };

/** The outcome of a submitted sign-in form. */
export async function decideSignIn(submission: Submission): Promise<SignInDecision> {
  const { profile, accounts, testAccounts, acrValues, form } = submission;
  if (form.get('action') === 'cancel') return { kind: 'cancelled' };
  const login = form.get('login') ?? '';
  const oneClick = form.get('account');
  const account =
    oneClick === null
      ? await accounts.authenticate(login, form.get('password') ?? '', { testAccounts })
      : accounts.findByLogin(oneClick);
  if (account === undefined) return { kind: 'wrong', login };
  return { kind: 'signed-in', sub: account.sub, level: chosenLevel(profile, acrValues, form.get('level')) };
}
