/** `/account/second-factors…`: the person's own factors. */

import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../../deps.ts';
import type { Actor } from '../../../objects/account/actor.ts';
import { newTotpSecret, totpUri } from '../../../objects/account/totp.ts';
import { readForm } from '../../../objects/form/read-form.ts';
import { formStatus } from '../../../parts/form/form-parts.tsx';
import { queryText } from '../../../parts/query-text.ts';
import { type RequestContext, requireActor } from '../../../parts/request-context.ts';
import { type Routes, safeNext } from '../../../parts/routes.ts';
import { requireWithinLimits } from '../../../parts/session/limits.ts';
import { raiseSession } from '../../../parts/session/sessions.ts';
import { firstAppCodeFields, passkeyFields } from '../fields.ts';
import { nextOf, withNext } from '../next.ts';
import { contextWithNext } from '../page-props.ts';
import { registrationOptions, verifyRegistration } from './ceremonies.ts';
import { FactorsPage, NewPasskeyPage, TotpPage } from './enrol-pages.tsx';
import { addPasskey, confirmTotp, removeFactor, requireFactorToChange } from './factors.ts';
import { secondFactorTexts } from './texts.ts';

const list = '/account/second-factors';
const forms = {
  startTotp: 'account.start-totp:',
  confirmTotp: 'account.confirm-totp:',
  removeTotp: 'account.remove-totp:',
  addPasskey: 'account.add-passkey:',
  removePasskey: (id: string) => `account.remove-passkey:${id}`,
} as const;

export function mountEnrolment(routes: Routes, deps: PortalDeps): void {
  routes.get(list, (visit) => showFactors(deps, visit));
  mountTotp(routes, deps);
  mountPasskeys(routes, deps);
}

async function showFactors(deps: PortalDeps, visit: RequestContext): Promise<FastifyReply> {
  const actor = requireActor(visit);
  const factors = await requireFactorToChange(deps.store.portal, actor);
  const done = queryText(visit, 'done');
  const next = nextOf(visit);
  return visit.show(
    <FactorsPage
      context={contextWithNext(visit, next)}
      next={next}
      factors={factors}
      staff={actor.platformRoles.length > 0}
      startCsrf={visit.token(forms.startTotp)}
      removeTotpCsrf={visit.token(forms.removeTotp)}
      removePasskeyCsrf={(id) => visit.token(forms.removePasskey(id))}
      {...((done === 'added' || done === 'removed') && { done })}
    />,
  );
}

/** Redirects to the page that needed the factor, else to the list. */
function afterAdding(visit: RequestContext, next: string): FastifyReply {
  return visit.goTo(next === '/' ? `${list}?done=added` : next);
}

function mountTotp(routes: Routes, deps: PortalDeps): void {
  const { totpFactors } = deps.store.portal;
  routes.post(`${list}/totp`, async (visit) => {
    const actor = requireActor(visit);
    const form = visit.form(forms.startTotp);
    await requireFactorToChange(deps.store.portal, actor);
    await totpFactors.putPending(actor.personId, newTotpSecret());
    return visit.goTo(withNext(`${list}/totp`, safeNext(form.text('next'))));
  });
  routes.get(`${list}/totp`, async (visit) => {
    const actor = requireActor(visit);
    await requireFactorToChange(deps.store.portal, actor);
    return showTotp(deps, visit, { actor, next: nextOf(visit) });
  });
  routes.post(`${list}/totp/confirm`, async (visit) => {
    const actor = requireActor(visit);
    const form = visit.form(forms.confirmTotp);
    await requireFactorToChange(deps.store.portal, actor);
    await requireWithinLimits(deps, visit, { operation: 'second-factor', account: actor.email });
    const next = safeNext(form.text('next'));
    const sent = readForm(firstAppCodeFields, form, visit);
    if (!sent.ok) return showTotp(deps, visit, { actor, next, errors: sent.errors });
    if (!(await confirmTotp(deps, visit, { actor, typed: sent.data.code }))) {
      const errors = { code: secondFactorTexts(visit.locale).codeError };
      return showTotp(deps, visit, { actor, next, errors });
    }
    await raiseSession(deps, visit, actor);
    return afterAdding(visit, next);
  });
  routes.post(`${list}/totp/remove`, async (visit) => {
    const actor = requireActor(visit);
    visit.form(forms.removeTotp);
    await removeFactor(deps, visit, { actor });
    return visit.goTo(`${list}?done=removed`);
  });
}

interface Enrolment {
  readonly actor: Actor;
  readonly next: string;
  readonly errors?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, string>>;
}

async function showTotp(
  { store }: PortalDeps,
  visit: RequestContext,
  { actor, next, errors }: Enrolment,
): Promise<FastifyReply> {
  const secret = await store.portal.totpFactors.findPending(actor.personId);
  if (secret === undefined) return visit.goTo(withNext(list, next));
  const page = (
    <TotpPage
      context={contextWithNext(visit, next, `${list}/totp`)}
      csrf={visit.token(forms.confirmTotp)}
      next={next}
      secret={secret}
      uri={totpUri(secret, actor.email)}
      {...(errors !== undefined && { errors })}
    />
  );
  return visit.show(page, formStatus(errors));
}

function mountPasskeys(routes: Routes, deps: PortalDeps): void {
  routes.get(`${list}/passkey`, (visit) => {
    const actor = requireActor(visit);
    return showNewPasskey(deps, visit, { actor, next: nextOf(visit) });
  });
  routes.post(`${list}/passkey`, (visit) => makePasskey(deps, visit));
  routes.post(`${list}/passkeys/:id/remove`, async (visit, { id = '' }) => {
    const actor = requireActor(visit);
    visit.form(forms.removePasskey(id));
    await removeFactor(deps, visit, { actor, passkeyId: id });
    return visit.goTo(`${list}?done=removed`);
  });
}

async function makePasskey(deps: PortalDeps, visit: RequestContext): Promise<FastifyReply> {
  const actor = requireActor(visit);
  const form = visit.form(forms.addPasskey);
  await requireFactorToChange(deps.store.portal, actor);
  const next = safeNext(form.text('next'));
  const sent = readForm(passkeyFields, form, visit);
  if (!sent.ok) return showNewPasskey(deps, visit, { actor, next, ...sent });
  const made = await verifyRegistration(deps, visit, form.text('response'));
  if (made === undefined || !(await addPasskey(deps, visit, { actor, made, name: sent.data.name }))) {
    const errors = { name: secondFactorTexts(visit.locale).passkeyAddError };
    return showNewPasskey(deps, visit, { actor, next, ...sent, errors });
  }
  await raiseSession(deps, visit, actor);
  return afterAdding(visit, next);
}

async function showNewPasskey(
  deps: PortalDeps,
  visit: RequestContext,
  { actor, next, values, errors }: Enrolment,
): Promise<FastifyReply> {
  const { passkeys: existing } = await requireFactorToChange(deps.store.portal, actor);
  const page = (
    <NewPasskeyPage
      context={contextWithNext(visit, next, `${list}/passkey`)}
      csrf={visit.token(forms.addPasskey)}
      next={next}
      options={await registrationOptions(deps, visit, { actor, existing })}
      {...(values !== undefined && { values })}
      {...(errors !== undefined && { errors })}
    />
  );
  return visit.show(page, formStatus(errors));
}
