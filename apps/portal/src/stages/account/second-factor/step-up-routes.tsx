/** `/second-factor?next=…`: verifies an enrolled second factor, raises the session and returns to `next`. */

import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../../deps.ts';
import type { Actor } from '../../../objects/account/actor.ts';
import { readForm } from '../../../objects/form/read-form.ts';
import { formStatus } from '../../../parts/form/form-parts.tsx';
import { type RequestContext, requireActor } from '../../../parts/request-context.ts';
import { type Routes, safeNext } from '../../../parts/routes.ts';
import { requireWithinLimits } from '../../../parts/session/limits.ts';
import { raiseSession } from '../../../parts/session/sessions.ts';
import { appCodeFields } from '../fields.ts';
import { nextOf, withNext } from '../next.ts';
import { contextWithNext } from '../page-props.ts';
import { assertionOptions, verifyAssertion } from './ceremonies.ts';
import { countFactors, findFactors, useTotp } from './factors.ts';
import { StepUpPage } from './step-up-page.tsx';
import { secondFactorTexts } from './texts.ts';

const forms = { code: 'account.step-up:', passkey: 'account.step-up-passkey:' } as const;

export function mountStepUp(routes: Routes, deps: PortalDeps): void {
  routes.get('/second-factor', (visit) => {
    const actor = requireActor(visit);
    const next = nextOf(visit);
    return actor.secondFactor ? visit.goTo(next) : showStepUp(deps, visit, { actor, next });
  });
  routes.post('/second-factor', async (visit) => {
    const actor = requireActor(visit);
    const form = visit.form(forms.code);
    const next = safeNext(form.text('next'));
    await requireWithinLimits(deps, visit, { operation: 'second-factor', account: actor.email });
    const sent = readForm(appCodeFields, form, visit);
    if (!sent.ok) return showStepUp(deps, visit, { actor, next, errors: sent.errors });
    if (!(await useTotp(deps, actor.personId, sent.data.code))) {
      const errors = { code: secondFactorTexts(visit.locale).codeError };
      return showStepUp(deps, visit, { actor, next, errors });
    }
    await raiseSession(deps, visit, actor);
    return visit.goTo(next);
  });
  routes.post('/second-factor/passkey', async (visit) => {
    const actor = requireActor(visit);
    const form = visit.form(forms.passkey);
    const next = safeNext(form.text('next'));
    // Passkeys cannot be guessed, so the limit of wrong codes does not apply.
    await requireWithinLimits(deps, visit, { operation: 'begin', account: actor.email });
    const assertion = { purpose: 'passkey-second-factor', answer: form.text('response') } as const;
    const passkey = await verifyAssertion(deps, visit, assertion);
    // A passkey of another person is refused.
    if (passkey?.personId !== actor.personId) {
      const errors = { passkey: secondFactorTexts(visit.locale).passkeyError };
      return showStepUp(deps, visit, { actor, next, errors });
    }
    await raiseSession(deps, visit, actor);
    return visit.goTo(next);
  });
}

interface StepUp {
  readonly actor: Actor;
  readonly next: string;
  readonly errors?: Readonly<Record<string, string>>;
}

async function showStepUp(
  deps: PortalDeps,
  visit: RequestContext,
  { actor, next, errors }: StepUp,
): Promise<FastifyReply> {
  const factors = await findFactors(deps.store.portal, actor.personId);
  if (countFactors(factors) === 0) return visit.goTo(withNext('/account/second-factors', next));
  const allowed = factors.passkeys;
  const passkeyOptions =
    allowed.length === 0
      ? undefined
      : await assertionOptions(deps, visit, { purpose: 'passkey-second-factor', allowed });
  const page = (
    <StepUpPage
      context={contextWithNext(visit, next, '/second-factor')}
      csrf={visit.token(forms.code)}
      passkeyCsrf={visit.token(forms.passkey)}
      next={next}
      totp={factors.totp}
      {...(passkeyOptions !== undefined && { passkeyOptions })}
      {...(errors !== undefined && { errors })}
    />
  );
  return visit.show(page, formStatus(errors));
}
