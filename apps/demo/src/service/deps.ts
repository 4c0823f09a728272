import type { Accounts } from './accounts.ts';
import type { BoundedMap } from './bounded-map.ts';
import type { DemoServiceKeys } from './keys.ts';
import type { RelyingParty } from './relying-party.ts';
import type { Browsers } from './request-context.ts';
import type { SessionStore } from './sessions.ts';
import type { SignInEntryName } from './sign-in-entries.ts';

/** What the routes of the service share. */
export interface DemoServiceDeps {
  readonly keys: DemoServiceKeys;
  readonly relyingParties: Readonly<Record<SignInEntryName, RelyingParty>>;
  readonly sessions: SessionStore;
  readonly browsers: Browsers;
  readonly accounts: Accounts;
  /** Answers received by `form_post`, stored until the redirect that brings the session cookie. */
  readonly formPosts: BoundedMap<string>;
  /** Origins of the hubs, allowed as targets of redirects after a form. */
  readonly hubOrigins: readonly string[];
}
