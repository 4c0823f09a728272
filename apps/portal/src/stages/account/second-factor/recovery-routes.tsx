/** `/account/recovery`: an operator resets the second factors of a person who lost them. */
import { randomUUID } from 'node:crypto';
import { Button } from '@garance/web/view';
import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../../deps.ts';
import { requireAction } from '../../../objects/account/actor.ts';
import { resetSecondFactors } from '../../../objects/account/recover.ts';
import { ask } from '../../../objects/approval/ask.ts';
import { readForm } from '../../../objects/form/read-form.ts';
import { dayMs } from '../../../objects/time/day.ts';
import { Fields } from '../../../parts/form/field-view.tsx';
import { formStatus, PortalForm } from '../../../parts/form/form-parts.tsx';
import { PortalPage } from '../../../parts/page.tsx';
import { queryText } from '../../../parts/query-text.ts';
import { type RequestContext, requireActor } from '../../../parts/request-context.ts';
import type { Routes } from '../../../parts/routes.ts';
import { recoveryFields } from '../fields.ts';
import type { FormPageProps } from '../page-props.ts';
import { secondFactorTexts } from './texts.ts';

const formId = 'account.recover:';

export function mountRecovery(routes: Routes, deps: PortalDeps): void {
  routes.get('/account/recovery', (visit) => {
    requireAction(requireActor(visit), 'staff.manage', undefined);
    return showRecovery(visit, {});
  });
  routes.post('/account/recovery', async (visit) => {
    const actor = requireActor(visit);
    requireAction(actor, 'staff.manage', undefined);
    const sent = readForm(recoveryFields, visit.form(formId), visit);
    if (!sent.ok) return showRecovery(visit, sent);
    const { email, reason } = sent.data;
    const person = await deps.store.portal.people.findByEmail(email);
    if (person === undefined || person.id === actor.personId) {
      const texts = secondFactorTexts(visit.locale);
      const error = person === undefined ? texts.recoveryEmailError : texts.recoverySelf;
      return showRecovery(visit, { ...sent, errors: { email: error } });
    }
    if (await countsAsStaff(deps, person.id)) {
      const input = { id: randomUUID(), action: 'staff.reset-second-factor', objectId: person.id } as const;
      await ask(deps, { ...input, detail: { reason }, actor });
      return visit.goTo('/account/recovery?done=asked');
    }
    await deps.store.portal.transaction((tables) =>
      resetSecondFactors(tables, deps.clock, {
        actorId: actor.personId,
        personId: person.id,
        reason,
        origin: deps.config.origin,
      }),
    );
    return visit.goTo('/account/recovery?done=reset');
  });
}

/** Time after a person's last role ended during which resetting their factors still needs two operators. */
const formerStaffMs = 14 * dayMs;

/**
 * Whether a person has a role in the team or had one until recently: otherwise one operator could withdraw the role,
 * reset the factors alone, and grant the role again.
 */
async function countsAsStaff({ store, clock }: PortalDeps, personId: string): Promise<boolean> {
  const { platformRoles, audit } = store.portal;
  if ((await platformRoles.ofPerson(personId)).length > 0) return true;
  const [removal] = await audit.list({ limit: 1, filter: { action: 'staff.remove', objectId: personId } });
  return removal !== undefined && clock.now() - removal.atMs < formerStaffMs;
}

function showRecovery(
  visit: RequestContext,
  { values, errors }: Pick<FormPageProps, 'values' | 'errors'>,
): FastifyReply {
  const { context } = visit;
  const done = queryText(visit, 'done');
  const texts = secondFactorTexts(context.locale);
  const dones = new Map([
    ['asked', texts.recoveryRequested],
    ['reset', texts.recoveryDone],
  ]);
  const page = (
    <PortalPage context={context} title={texts.recoveryTitle} errors={errors} done={dones.get(done)}>
      <p class="govuk-body">{texts.recoveryIntro}</p>
      <PortalForm action="/account/recovery" csrf={visit.token(formId)}>
        <Fields fields={recoveryFields} locale={context.locale} values={values ?? {}} errors={errors ?? {}} />
        <Button variant="warning">{texts.recoverySubmit}</Button>
      </PortalForm>
    </PortalPage>
  );
  return visit.show(page, formStatus(errors));
}
