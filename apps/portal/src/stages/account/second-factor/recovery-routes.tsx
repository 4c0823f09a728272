/** `/account/recovery`: an operator resets the second factors of somebody who lost them. */
import { Button, Notice, TextField } from '@garance/web/view';
import type { FastifyReply } from 'fastify';
import { requireAction } from '../../../kit/actor.ts';
import type { PortalDeps } from '../../../kit/deps.ts';
import { PortalLayout } from '../../../kit/layout.tsx';
import type { Routes } from '../../../kit/routes.ts';
import { requireActor, type Visit } from '../../../kit/visit.ts';
import { FormErrors, HiddenFields, hasErrors } from '../form-parts.tsx';
import type { FormPage } from '../page-props.ts';
import { secondFactorMessages } from './messages.ts';
import { resetSecondFactors } from './recover.ts';

const formId = 'account.recover:';

export function mountRecovery(routes: Routes, deps: PortalDeps): void {
  routes.get('/account/recovery', (visit) => {
    requireAction(requireActor(visit), 'staff.manage', undefined);
    return showRecovery(visit, {});
  });
  routes.post('/account/recovery', async (visit) => {
    const actor = requireActor(visit);
    requireAction(actor, 'staff.manage', undefined);
    const form = visit.form(formId);
    const texts = secondFactorMessages(visit.locale);
    const values = { email: form.text('email'), reason: form.text('reason') };
    const person = await deps.store.portal.people.findByEmail(values.email);
    const errors = {
      ...(person === undefined && { email: texts.recoveryEmailError }),
      ...(person?.id === actor.personId && { email: texts.recoverySelf }),
      ...(values.reason === '' && { reason: texts.recoveryReasonError }),
    };
    if (person === undefined || hasErrors(errors)) return showRecovery(visit, { values, errors });
    await deps.store.portal.transaction((tables) =>
      resetSecondFactors(tables, deps.clock, {
        actorId: actor.personId,
        personId: person.id,
        reason: values.reason.slice(0, 2000),
        origin: deps.config.origin,
      }),
    );
    return visit.goTo('/account/recovery?done=reset');
  });
}

function showRecovery(visit: Visit, { values, errors }: Pick<FormPage, 'values' | 'errors'>): FastifyReply {
  const { context } = visit;
  const { done } = visit.request.query as Readonly<Record<string, unknown>>;
  const texts = secondFactorMessages(context.locale);
  const page = (
    <PortalLayout context={context} title={texts.recoveryTitle} hasErrors={hasErrors(errors)}>
      {done === 'reset' && <Notice tone="success" title={texts.recoveryDone} />}
      <FormErrors errors={errors} />
      <h1 class="govuk-heading-l">{texts.recoveryTitle}</h1>
      <p class="govuk-body">{texts.recoveryIntro}</p>
      <form method="post" action="/account/recovery" novalidate>
        <HiddenFields csrf={visit.token(formId)} />
        <TextField
          id="email"
          name="email"
          type="email"
          label={texts.recoveryEmail}
          autoComplete="off"
          spellCheck={false}
          maxLength={254}
          value={values?.email ?? ''}
          error={errors?.email}
        />
        <TextField
          id="reason"
          name="reason"
          label={texts.recoveryReason}
          rows={3}
          maxLength={2000}
          value={values?.reason ?? ''}
          error={errors?.reason}
        />
        <Button variant="warning">{texts.recoverySubmit}</Button>
      </form>
    </PortalLayout>
  );
  return visit.show(page, errors === undefined ? 200 : 400);
}
