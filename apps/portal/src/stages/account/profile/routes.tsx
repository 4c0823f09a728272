/** `/account`: name and language, list of sessions, and links to second factors and organisations. */

import { GaranceError } from '@garance/core';
import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../../deps.ts';
import { readForm } from '../../../objects/form/read-form.ts';
import { requireId } from '../../../objects/require-id.ts';
import { formStatus } from '../../../parts/form/form-parts.tsx';
import { queryText } from '../../../parts/query-text.ts';
import { type RequestContext, requireActor } from '../../../parts/request-context.ts';
import type { Routes } from '../../../parts/routes.ts';
import { isAlive } from '../../../parts/session/sessions.ts';
import { profileFields } from '../fields.ts';
import type { FormPageProps } from '../page-props.ts';
import { countFactors, findFactors } from '../second-factor/factors.ts';
import { ProfilePage } from './page.tsx';

const forms = {
  save: 'account.save:',
  end: (id: string) => `account.end-session:${id}`,
  endOthers: 'account.end-other-sessions:',
} as const;
const dones = ['saved', 'ended', 'ended-all'] as const;

export function mountProfile(routes: Routes, deps: PortalDeps): void {
  const { portal } = deps.store;
  routes.get('/account', (visit) => showProfile(deps, visit, {}));
  routes.post('/account', async (visit) => {
    const actor = requireActor(visit);
    const sent = readForm(profileFields, visit.form(forms.save), visit);
    if (!sent.ok) return showProfile(deps, visit, sent);
    await portal.people.update(actor.personId, sent.data);
    return visit.goTo('/account?done=saved');
  });
  routes.post('/account/sessions/:id/end', async (visit, { id = '' }) => {
    const actor = requireActor(visit);
    visit.form(forms.end(requireId(id)));
    // Sessions of other persons are reported as not found.
    if (!(await portal.portalSessions.end(id, actor.personId))) throw new GaranceError('general.not_found');
    return visit.goTo('/account?done=ended');
  });
  routes.post('/account/sessions/end-others', async (visit) => {
    const actor = requireActor(visit);
    visit.form(forms.endOthers);
    await portal.portalSessions.endAll(actor.personId, actor.sessionId);
    return visit.goTo('/account?done=ended-all');
  });
}

async function showProfile(
  { store, clock }: PortalDeps,
  visit: RequestContext,
  { values, errors }: Pick<FormPageProps, 'values' | 'errors'>,
): Promise<FastifyReply> {
  const actor = requireActor(visit);
  const { portal } = store;
  const person = await portal.people.find(actor.personId);
  if (person === undefined) throw new GaranceError('portal.sign_in_required');
  const sessions = await portal.portalSessions.ofPerson(actor.personId);
  const doneParam = queryText(visit, 'done');
  const done = dones.find((value) => value === doneParam);
  const page = (
    <ProfilePage
      context={visit.context}
      csrf={visit.token(forms.save)}
      actor={actor}
      person={person}
      sessions={sessions.filter((session) => isAlive(session, clock.now()))}
      organisations={
        await portal.organisations.findMany(actor.memberships.map(({ organisationId }) => organisationId))
      }
      factorCount={countFactors(await findFactors(portal, actor.personId))}
      endCsrf={(id) => visit.token(forms.end(id))}
      endOthersCsrf={visit.token(forms.endOthers)}
      {...(values !== undefined && { values })}
      {...(errors !== undefined && { errors })}
      {...(done !== undefined && { done })}
    />
  );
  return visit.show(page, formStatus(errors));
}
