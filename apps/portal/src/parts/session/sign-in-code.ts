/**
 * Signing in by a code sent to a mailbox. Known and unknown addresses get the same answer in the same time: accounts are
 * not looked up before the mailbox is proven (enumeration, security.md 17).
 */
import { randomInt, randomUUID } from 'node:crypto';
import { createMessages } from '@garance/web/view';
import type { PortalDeps } from '../../deps.ts';
import type { Person } from '../../objects/account/tables/accounts.ts';
import type { CodeTry } from '../../objects/account/tables/sign-in-codes.ts';
import { formats } from '../../objects/form/formats.ts';
import { enqueueMail } from '../../objects/mail/mail.ts';
import type { RequestContext } from '../request-context.ts';
import { codeDigitsFor, requireWithinLimits, reserveTry } from './limits.ts';

export const codeLifetimeMs = 10 * 60_000;
export const codeTries = 5;
const signUpLifetimeMs = 30 * 60_000;
const signUp = 'sign-up';

const messages = createMessages({
  fr: {
    title: 'Votre code de connexion',
    code: (code: string) => `Votre code : ${code}`,
    how: 'Saisissez-le dans la page où vous l’avez demandé. Il est valable dix minutes et ne sert qu’une fois, dans ce navigateur seulement.',
    notMe:
      'Si vous n’avez rien demandé, ignorez ce message et ne donnez ce code à personne : sans lui, personne ne peut se connecter.',
  },
  en: {
    title: 'Your sign-in code',
    code: (code) => `Your code: ${code}`,
    how: 'Type it into the page where you asked for it. It works for ten minutes and once, in that browser only.',
    notMe:
      'If you did not ask for anything, ignore this message and give this code to nobody: without it nobody can sign in.',
  },
});

/** The address in stored form: lower case; undefined when it is not an address. */
export function parseEmail(text: string): string | undefined {
  const parsed = formats.email.safeParse(text.trim());
  return parsed.success ? parsed.data : undefined;
}

/** Sends a new code to the address, valid in this browser only. @throws GaranceError `general.rate_limited` */
export async function requestCode(deps: PortalDeps, visit: RequestContext, email: string): Promise<void> {
  await requireWithinLimits(deps, visit, { operation: 'ask-code', account: email });
  const { store, clock } = deps;
  const texts = messages(visit.locale);
  const digits = await codeDigitsFor(deps, visit, email);
  const code = randomInt(10 ** digits)
    .toString()
    .padStart(digits, '0');
  const expiresAtMs = clock.now() + codeLifetimeMs;
  await store.portal.transaction(async (tables) => {
    await tables.signInCodes.removeExpired(clock.now());
    await tables.browserErrands.removeExpired(clock.now());
    await tables.attemptWindows.removeEnded(clock.now());
    await tables.signInCodes.put({
      browserSecret: visit.secret,
      email,
      code,
      tries: codeTries,
      expiresAtMs,
    });
    await enqueueMail(tables, {
      id: `sign-in-code-${randomUUID()}`,
      to: { email, locale: visit.locale },
      subject: texts.title,
      paragraphs: [texts.code(code), texts.how, texts.notMe],
      expiresAtMs,
    });
  });
}

/** Address that this browser's code was sent to; undefined when it has no valid code. */
export function findCodeEmail(
  { store, clock }: PortalDeps,
  visit: RequestContext,
): Promise<string | undefined> {
  return store.portal.signInCodes.findEmail(visit.secret, clock.now());
}

/** `too-short`: short codes are not accepted at the moment; a new one must be requested. */
export type TypedCode = CodeTry | { readonly kind: 'too-short' };

/** @throws GaranceError `general.rate_limited` */
export async function tryCode(deps: PortalDeps, visit: RequestContext, typed: string): Promise<TypedCode> {
  const account = await findCodeEmail(deps, visit);
  const reserved = await reserveTry(deps, visit, account);
  const code = typed.replace(/[\s.-]/g, '');
  // After too many wrong codes of unknown browsers, short codes already sent are invalid.
  if (code.length < reserved.shortest) return { kind: account === undefined ? 'none' : 'too-short' };
  const { signInCodes } = deps.store.portal;
  const outcome = await signInCodes.try({ browserSecret: visit.secret, code, nowMs: deps.clock.now() });
  if (outcome.kind === 'right') await reserved.forgive();
  return outcome;
}

/** Verified address without an account; valid 30 min for sign-up in this browser. */
export async function beginSignUp(
  { store, clock }: PortalDeps,
  visit: RequestContext,
  email: string,
): Promise<void> {
  await store.portal.browserErrands.put({
    browserSecret: visit.secret,
    purpose: signUp,
    value: email,
    expiresAtMs: clock.now() + signUpLifetimeMs,
  });
}

export function findSignUp({ store, clock }: PortalDeps, visit: RequestContext): Promise<string | undefined> {
  return store.portal.browserErrands.peek({ browserSecret: visit.secret, purpose: signUp }, clock.now());
}

/** Creates the person; undefined when the verified address has expired. */
export async function finishSignUp(
  { store, clock }: PortalDeps,
  visit: RequestContext,
  name: string,
): Promise<Person | undefined> {
  return store.portal.transaction(async (tables) => {
    const errand = { browserSecret: visit.secret, purpose: signUp };
    const email = await tables.browserErrands.take(errand, clock.now());
    if (email === undefined) return undefined;
    const person = await tables.people.create({ email, name, locale: visit.locale });
    await tables.audit.append({
      atMs: clock.now(),
      actor: person.id,
      action: 'person.create',
      object: 'person',
      objectId: person.id,
    });
    return person;
  });
}
