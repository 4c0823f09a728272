/**
 * Single sign-on, on standard only and off by default: stores a sign-in that later requests of the same browser may
 * use, and the consents given in it. It replaces the choice of a provider and its answer only: every step after an
 * answer runs for a session too. The cookie's value changes with every sign-in.
 */
import { nowSeconds, type Registration } from '@garance/core';
import type { HubDeps } from './deps.ts';
import { isId, newId } from './ids.ts';
import { isUsableProvider } from './permission.ts';
import type { StoredRequest } from './stored-request.ts';
import type { ConfirmedSignIn, Transaction, VerifiedAnswer } from './transaction.ts';

export interface Session {
  readonly signIn: ConfirmedSignIn;
  /** Scopes that the citizen agreed to, by client. */
  readonly consents: Readonly<Record<string, readonly string[]>>;
}

type SessionDeps = Pick<HubDeps, 'config' | 'inflight' | 'vault' | 'clock' | 'registry'>;

/** Set by the operator, for every profile; plus always authenticates again. */
export function sharesSessions({ config }: Pick<HubDeps, 'config'>): boolean {
  return config.platform === 'standard' && config.singleSignOnSeconds > 0;
}

/** The session of this browser, independent of the service. */
export async function readSession(
  deps: Pick<SessionDeps, 'config' | 'inflight' | 'vault'>,
  cookie: string | undefined,
): Promise<Session | undefined> {
  if (!sharesSessions(deps) || !isId(cookie)) return undefined;
  const sealed = await deps.inflight.getSession(cookie);
  return sealed === undefined
    ? undefined
    : (JSON.parse(deps.vault.open('session', sealed, cookie)) as Session);
}

interface LoginOfService {
  readonly registration: Registration;
  readonly transaction: Transaction;
}

/** The session of this browser, when it may answer this request of this service. */
export async function findSession(
  deps: SessionDeps,
  cookie: string | undefined,
  { registration, transaction: { request } }: LoginOfService,
): Promise<Session | undefined> {
  if (request.prompt.includes('login')) return undefined;
  const session = await readSession(deps, cookie);
  if (session === undefined) return undefined;
  const age = nowSeconds(deps.clock) - session.signIn.authTime;
  // `auth_time` must not be older than `max_age` (Core §3.1.2.1).
  if (request.maxAgeSeconds !== undefined) {
    if (session.signIn.authTimePresumed === true || age > request.maxAgeSeconds) return undefined;
  }
  return isFitting(deps, session, { registration, request }) ? session : undefined;
}

/** Whether the sign-in was made where this service, and this request's hint, would send the citizen. */
function isFitting(
  { registry }: SessionDeps,
  { signIn }: Session,
  {
    registration,
    request: { idpHint },
  }: { readonly registration: Registration; readonly request: StoredRequest },
): boolean {
  if (idpHint !== undefined && idpHint !== signIn.providerId) return false;
  return isUsableProvider(registry.findProvider(signIn.providerId), registration);
}

/** The session as the answer of a provider: the checks of an answer apply to it. */
export function answerOf({ signIn }: Session): VerifiedAnswer | undefined {
  const { providerId, claims, level, amr, authTime, authTimePresumed, providerIdToken: idToken } = signIn;
  if (claims === undefined) return undefined;
  const presumed = authTimePresumed === true && ({ authTimePresumed } as const);
  return { providerId, claims, level, amr, authTime, ...presumed, idToken };
}

type IdentifiedTransaction = Extract<Transaction, { readonly state: 'identified' }>;

/** Two tabs of one browser may sign in two persons: consent of one does not count for the other. */
function isSameSignIn(a: ConfirmedSignIn, b: ConfirmedSignIn): boolean {
  return (
    a.authTime === b.authTime && a.providerId === b.providerId && a.providerIdToken === b.providerIdToken
  );
}

/**
 * Whether the citizen already agreed in this session to share all of this with this service: a rule of the `openid`
 * profile. In other profiles the page is shown at every login.
 */
export function consentIsRemembered(
  session: Session | undefined,
  { profile }: Pick<Registration, 'profile'>,
  { request, person }: IdentifiedTransaction,
): boolean {
  if (session === undefined || profile !== 'openid' || request.prompt.includes('consent')) return false;
  if (!isSameSignIn(session.signIn, person)) return false;
  const agreed = session.consents[request.clientId];
  return agreed !== undefined && request.scopes.every((scope) => agreed.includes(scope));
}

interface RememberInput {
  readonly registration: Registration;
  readonly transaction: IdentifiedTransaction;
  /** Cookie of the session that this sign-in was made from, if any. */
  readonly cookie: string | undefined;
}

/** Stores the sign-in and this consent. @returns the cookie's new value, or undefined when nothing is stored */
export async function rememberSession(deps: SessionDeps, input: RememberInput): Promise<string | undefined> {
  const { registration, transaction, cookie } = input;
  if (!sharesSessions(deps)) return undefined;
  const { person, request } = transaction;
  const { sub: _sub, fingerprint: _fingerprint, ...signIn } = person;
  const earlier = await findSession(deps, cookie, { registration, transaction });
  const agreed = earlier !== undefined && isSameSignIn(earlier.signIn, person) ? earlier.consents : {};
  const session: Session = {
    signIn,
    consents: { ...agreed, [request.clientId]: request.scopes },
  };
  if (isId(cookie)) await deps.inflight.deleteSession(cookie);
  const id = newId();
  const age = nowSeconds(deps.clock) - person.authTime;
  const ttlSeconds = Math.max(1, deps.config.singleSignOnSeconds - age);
  await deps.inflight.putSession(id, {
    value: deps.vault.seal('session', JSON.stringify(session), id),
    ttlSeconds,
  });
  return id;
}
