/** Moves that several played scenarios make. */
import type { Delivery } from '../vocabulary/observation.ts';
import type { PersonId } from '../vocabulary/person.ts';
import type { Judgement } from '../vocabulary/scenario.ts';
import type { Login, Stage, View, Visitor, VisitorCookie } from '../vocabulary/stage.ts';
import { inconclusive } from './judgements.ts';

export interface HeldLogin {
  readonly login: Login;
  readonly answer: Delivery;
}

/** Begins a login and keeps the hub's answer back; undefined when the hub gave none. */
export async function holdLogin(
  stage: Stage,
  visitor: Visitor,
  person: PersonId,
): Promise<HeldLogin | undefined> {
  const login = await stage.signIn(visitor, { person, fault: { at: 'callback', withhold: true } });
  for (const seen of await login.observations()) {
    if (seen.kind === 'callback' && seen.delivery !== undefined) return { login, answer: seen.delivery };
  }
  return undefined;
}

/** The answer alone. */
export async function holdAnswer(
  stage: Stage,
  visitor: Visitor,
  person: PersonId,
): Promise<Delivery | undefined> {
  return (await holdLogin(stage, visitor, person))?.answer;
}

/** The hub was asked for a token with the code of this login, whatever it answered. */
export async function wasRedeemed(login: Login): Promise<boolean> {
  return (await login.observations()).some(({ kind }) => kind === 'token');
}

export const noAnswerHeld: Judgement = inconclusive(
  'Une connexion commencée n’a pas atteint le hub\u00a0: il n’y a pas de réponse à employer.',
  'A login that was begun did not reach the hub: there is no answer to use.',
);

/** The page shows a signed-in person, or the browser opens the protected page. */
export async function isSignedIn(stage: Stage, visitor: Visitor, view: View): Promise<boolean> {
  return (await stage.showsSignedIn(view)) || (await stage.hasSession(visitor));
}

/** A login to build on, or why there is none. */
export async function signedInVisitor(
  stage: Stage,
  person: PersonId = 'plain',
): Promise<{ readonly visitor: Visitor; readonly login: Login } | undefined> {
  const visitor = await stage.visitor();
  const login = await stage.signIn(visitor, { person });
  return (await stage.hasSession(visitor)) ? { visitor, login } : undefined;
}

export const signInFailed: Judgement = inconclusive(
  'La connexion ordinaire sur laquelle ce scénario se fonde n’a pas abouti.',
  'The plain login that this scenario builds on did not succeed.',
);

/** A good login, its answer, and a copy of its browser as it was before that came; or why there is none to build on. */
export async function signInBesideCopy(
  stage: Stage,
): Promise<{ readonly copy: Visitor; readonly answer: Delivery } | Judgement> {
  const visitor = await stage.visitor();
  const answer = await holdAnswer(stage, visitor, 'plain');
  if (answer === undefined) return noAnswerHeld;
  const copy = await visitor.fork();
  if (!(await isSignedIn(stage, visitor, await visitor.deliver(answer)))) return signInFailed;
  if (!(await stage.hasSession(copy))) return { copy, answer };
  return inconclusive(
    'La copie du navigateur, faite avant la connexion, est connectée sans rien faire\u00a0: l’identifiant de session n’a pas changé (voir sessions.identifier-changes), et le rejeu ne se distingue pas.',
    'The copy of the browser, made before the login, is signed in without doing anything: the session identifier did not change (see sessions.identifier-changes), and a replay cannot be told apart.',
  );
}

/** Cookies that the browser sends to the service, not to the hub. */
export async function serviceCookies(stage: Stage, visitor: Visitor): Promise<readonly VisitorCookie[]> {
  const { hostname } = new URL(stage.service.protectedUrl);
  return (await visitor.cookies()).filter(({ domain }) => {
    const bare = domain.replace(/^\./, '');
    return hostname === bare || hostname.endsWith(`.${bare}`);
  });
}
