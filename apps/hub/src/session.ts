/**
 * Single sign-on of the `openid` profile, on standard only and off by default: a confirmed sign-in that later requests
 * of the same browser may use, and the consents given in it. Its cookie's value changes with every sign-in.
 */
import { nowSeconds, type Registration } from '@garance/core';
import type { HubDeps } from './deps.ts';
import { isId, newId } from './ids.ts';
import { isUsableProvider } from './permission.ts';
import type { ConfirmedSignIn, Transaction } from './transaction.ts';

export interface Session {
  readonly signIn: ConfirmedSignIn;
  /** Scopes agreed to, by client. */
  readonly consents: Readonly<Record<string, readonly string[]>>;
}

type SessionDeps = Pick<HubDeps, 'config' | 'inflight' | 'vault' | 'clock' | 'registry'>;

function mayShareSessions({ config }: SessionDeps, registration: Registration): boolean {
  return (
    config.platform === 'standard' && config.singleSignOnSeconds > 0 && registration.profile === 'openid'
  );
}

/** The session of this browser, when this request of this service may be answered from it. */
export async function findSession(
  deps: SessionDeps,
  cookie: string | undefined,
  registration: Registration,
  { request }: Transaction,
): Promise<Session | undefined> {
  if (!mayShareSessions(deps, registration) || !isId(cookie) || request.prompt.includes('login'))
    return undefined;
  const sealed = await deps.inflight.getSession(cookie);
  if (sealed === undefined) return undefined;
  const session = JSON.parse(deps.vault.open('session', sealed)) as Session;
  const age = nowSeconds(deps.clock) - session.signIn.authTime;
  // max_age is honoured: auth_time is never older than what was asked (Core §3.1.2.1).
  if (request.maxAgeSeconds !== undefined) {
    if (session.signIn.authTimePresumed === true || age > request.maxAgeSeconds) return undefined;
  }
  return isFitting(deps, session, registration, request) ? session : undefined;
}

/** Whether the sign-in was made where this service, and this request's hint, would have sent the citizen. */
function isFitting(
  { registry }: SessionDeps,
  { signIn }: Session,
  registration: Registration,
  { idpHint }: Transaction['request'],
): boolean {
  if (idpHint !== undefined && idpHint !== signIn.providerId) return false;
  return isUsableProvider(registry.findProvider(signIn.providerId), registration);
}

type IdentifiedTransaction = Extract<Transaction, { readonly state: 'identified' }>;

/** Of one browser two tabs may sign in two persons: what one agreed to says nothing of the other. */
function isSameSignIn(a: ConfirmedSignIn, b: ConfirmedSignIn): boolean {
  return (
    a.authTime === b.authTime && a.providerId === b.providerId && a.providerIdToken === b.providerIdToken
  );
}

/** Whether the citizen already agreed to share all of this with this service in this session. */
export function consentIsRemembered(
  session: Session | undefined,
  { request, person }: IdentifiedTransaction,
): boolean {
  if (session === undefined || request.prompt.includes('consent')) return false;
  if (!isSameSignIn(session.signIn, person)) return false;
  const agreed = session.consents[request.clientId];
  return agreed !== undefined && request.scopes.every((scope) => agreed.includes(scope));
}

interface RememberInput {
  readonly registration: Registration;
  readonly transaction: IdentifiedTransaction;
  /** The session that this sign-in came from, if it did. */
  readonly cookie: string | undefined;
}

/** Keeps the sign-in and this consent; returns the cookie's new value, or undefined where nothing is kept. */
export async function rememberSession(deps: SessionDeps, input: RememberInput): Promise<string | undefined> {
  const { registration, transaction, cookie } = input;
  // A rehearsed person must not be signed in anywhere but in the rehearsal.
  if (!mayShareSessions(deps, registration) || transaction.rehearsalPlan !== undefined) return undefined;
  const { person, request } = transaction;
  const { identity, providerId, level, amr, authTime, authTimePresumed, providerIdToken } = person;
  const earlier = await findSession(deps, cookie, registration, transaction);
  const agreed = earlier !== undefined && isSameSignIn(earlier.signIn, person) ? earlier.consents : {};
  const session: Session = {
    signIn: {
      identity,
      providerId,
      level,
      amr,
      authTime,
      ...(authTimePresumed === true && { authTimePresumed }),
      providerIdToken,
    },
    consents: { ...agreed, [request.clientId]: request.scopes },
  };
  if (isId(cookie)) await deps.inflight.deleteSession(cookie);
  const id = newId();
  const age = nowSeconds(deps.clock) - authTime;
  const ttlSeconds = Math.max(1, deps.config.singleSignOnSeconds - age);
  await deps.inflight.putSession(id, deps.vault.seal('session', JSON.stringify(session)), ttlSeconds);
  return id;
}
