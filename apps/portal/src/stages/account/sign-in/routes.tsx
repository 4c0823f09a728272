/**
 * Sign-in by code, and sign-out. Owns the pages under /sign-in that need no script and no other site; only `enter`
 * opens sessions.
 */

import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../../deps.ts';
import { readForm } from '../../../objects/form/read-form.ts';
import { formStatus } from '../../../parts/form/form-parts.tsx';
import { type RequestContext, sessionCookie, signOutForm } from '../../../parts/request-context.ts';
import { type Routes, safeNext } from '../../../parts/routes.ts';
import {
  beginSignUp,
  findCodeEmail,
  findSignUp,
  finishSignUp,
  requestCode,
  tryCode,
} from '../../../parts/session/sign-in-code.ts';
import { mailCodeFields, signInFields, signUpFields } from '../fields.ts';
import { nextOf, withNext } from '../next.ts';
import { contextWithNext } from '../page-props.ts';
import { enter } from './enter.ts';
import { CodePage, NamePage, SignInPage } from './pages.tsx';
import { signInTexts } from './texts.ts';

const forms = {
  ask: 'account.ask-code:',
  code: 'account.try-code:',
  name: 'account.sign-up:',
} as const;

interface Refused {
  readonly values?: Readonly<Record<string, string>>;
  readonly errors?: Readonly<Record<string, string>>;
}

export function mountSignIn(routes: Routes, deps: PortalDeps): void {
  routes.get('/sign-in', (visit) => {
    const next = nextOf(visit);
    return visit.actor === undefined ? showSignIn(deps, visit, { next }) : visit.goTo(next);
  });
  routes.post('/sign-in', async (visit) => {
    const form = visit.form(forms.ask);
    const next = safeNext(form.text('next'));
    const sent = readForm(signInFields, form, visit);
    if (!sent.ok) return showSignIn(deps, visit, { next, ...sent });
    await requestCode(deps, visit, sent.data.email);
    return visit.goTo(withNext('/sign-in/code', next));
  });
  routes.get('/sign-in/code', async (visit) => {
    const email = await findCodeEmail(deps, visit);
    const next = nextOf(visit);
    return email === undefined ? visit.goTo(withNext('/sign-in', next)) : showCode(visit, { email, next });
  });
  routes.post('/sign-in/code', (visit) => redeemCode(deps, visit));
  routes.get('/sign-in/name', async (visit) => {
    const email = await findSignUp(deps, visit);
    const next = nextOf(visit);
    return email === undefined ? visit.goTo(withNext('/sign-in', next)) : showName(visit, { email, next });
  });
  routes.post('/sign-in/name', (visit) => signUp(deps, visit));
  routes.post('/sign-out', (visit) => signOut(deps, visit));
}

function showSignIn(
  { config }: PortalDeps,
  visit: RequestContext,
  { next, values, errors }: Refused & { readonly next: string },
): FastifyReply {
  const page = (
    <SignInPage
      context={contextWithNext(visit, next, '/sign-in')}
      csrf={visit.token(forms.ask)}
      next={next}
      professionals={config.professionals !== undefined}
      {...(values !== undefined && { values })}
      {...(errors !== undefined && { errors })}
    />
  );
  return visit.show(page, formStatus(errors));
}

interface Proving extends Refused {
  readonly email: string;
  readonly next: string;
}

function showCode(visit: RequestContext, { email, next, errors }: Proving): FastifyReply {
  const page = (
    <CodePage
      context={contextWithNext(visit, next)}
      csrf={visit.token(forms.code)}
      next={next}
      email={email}
      {...(errors !== undefined && { errors })}
    />
  );
  return visit.show(page, formStatus(errors));
}

async function redeemCode(deps: PortalDeps, visit: RequestContext): Promise<FastifyReply> {
  const form = visit.form(forms.code);
  const next = safeNext(form.text('next'));
  const email = await findCodeEmail(deps, visit);
  const sent = readForm(mailCodeFields, form, visit);
  if (!sent.ok && email !== undefined) return showCode(visit, { email, next, ...sent });
  const outcome = await tryCode(deps, visit, sent.values.code);
  const texts = signInTexts(visit.locale);
  if (outcome.kind === 'right') {
    const person = await deps.store.portal.people.findByEmail(outcome.email);
    if (person !== undefined) return enter(deps, visit, { person, method: 'mail-code', next });
    await beginSignUp(deps, visit, outcome.email);
    return visit.goTo(withNext('/sign-in/name', next));
  }
  if (outcome.kind === 'too-short' && email !== undefined) {
    return showCode(visit, { email, next, errors: { code: texts.codeShort } });
  }
  if (outcome.kind === 'wrong' && outcome.triesLeft > 0 && email !== undefined) {
    return showCode(visit, { email, next, errors: { code: texts.codeWrong(outcome.triesLeft) } });
  }
  const errors = { email: outcome.kind === 'wrong' ? texts.codeWrong(0) : texts.codeGone };
  return showSignIn(deps, visit, { next, errors, values: { email: email ?? '' } });
}

function showName(visit: RequestContext, { email, next, values, errors }: Proving): FastifyReply {
  const page = (
    <NamePage
      context={contextWithNext(visit, next)}
      csrf={visit.token(forms.name)}
      next={next}
      email={email}
      {...(values !== undefined && { values })}
      {...(errors !== undefined && { errors })}
    />
  );
  return visit.show(page, formStatus(errors));
}

async function signUp(deps: PortalDeps, visit: RequestContext): Promise<FastifyReply> {
  const form = visit.form(forms.name);
  const next = safeNext(form.text('next'));
  const email = await findSignUp(deps, visit);
  if (email === undefined) return visit.goTo(withNext('/sign-in', next));
  const sent = readForm(signUpFields, form, visit);
  if (!sent.ok) return showName(visit, { email, next, ...sent });
  const person = await finishSignUp(deps, visit, sent.data.name);
  if (person === undefined) return visit.goTo(withNext('/sign-in', next));
  return enter(deps, visit, { person, method: 'mail-code', next });
}

async function signOut({ store, config }: PortalDeps, visit: RequestContext): Promise<FastifyReply> {
  visit.form(signOutForm);
  const { actor } = visit;
  if (actor !== undefined) await store.portal.portalSessions.end(actor.sessionId, actor.personId);
  visit.reply.clearCookie(sessionCookie(config.origin.startsWith('https:')), { path: '/' });
  return visit.goTo('/');
}
