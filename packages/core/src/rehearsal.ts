/**
 * The seam through which an integration hub may be told to misbehave for one transaction (qualification).
 * A production composition never passes one; without it the parameter `garance_rehearsal` is refused.
 * Each hook returns what the hub goes on with; the identity function means "behave".
 */
export interface RehearsalPort {
  /** Called with the rehearsal cookie at authorize; a plan is opaque to the hub and kept in its transaction. */
  planFor(cookie: string, clientId: string): Promise<string | undefined>;
  /** The test person and level to sign in at once, as raw provider claims. */
  identity(plan: string): Promise<Readonly<Record<string, unknown>>>;
  callback(plan: string, params: Readonly<Record<string, string>>): Readonly<Record<string, string>>;
  idToken(
    plan: string,
    claims: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly jwt: string } | { readonly claims: Readonly<Record<string, unknown>> }>;
  tokenResponse(
    plan: string,
    body: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly status: number; readonly body: string; readonly contentType: string }>;
  userinfo(
    plan: string,
    claims: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly status: number; readonly body: string; readonly contentType: string }>;
}
