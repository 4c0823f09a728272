/** Public page `/status`, and its announcements under `/administration/incidents` for operators. */

import { randomUUID } from 'node:crypto';
import { GaranceError } from '@garance/core';
import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../deps.ts';
import { type Actor, requireAction } from '../../objects/account/actor.ts';
import { blankOf, type ValuesOf } from '../../objects/form/field.ts';
import type { FieldProblem } from '../../objects/form/parse-fields.ts';
import { readForm } from '../../objects/form/read-form.ts';
import type { FieldErrors } from '../../objects/form.ts';
import { requireId } from '../../objects/require-id.ts';
import type { Incident } from '../../objects/thread/tables/incidents.ts';
import { readParisTime, writeParisTime } from '../../objects/time/paris-time.ts';
import { formStatus } from '../../parts/form/form-parts.tsx';
import type { PathParams } from '../../parts/handler.ts';
import { queryText } from '../../parts/query-text.ts';
import { type RequestContext, requireActor } from '../../parts/request-context.ts';
import type { Routes } from '../../parts/routes.ts';
import { type IncidentField, incidentFields } from './fields.ts';
import { IncidentListPage, IncidentPage, StatusPage } from './pages.tsx';

const shown = 100;
const saveForm = (id: string) => `administration.save-incident:${id}`;
const endForm = (id: string) => `administration.end-incident:${id}`;

export function mountStatus(routes: Routes, deps: PortalDeps): void {
  const { incidents } = deps.store.portal;
  routes.get('/status', async (visit) =>
    visit.show(
      <StatusPage
        context={visit.context}
        incidents={await incidents.list(shown)}
        nowMs={deps.clock.now()}
        measured={await deps.serviceState?.()}
      />,
    ),
  );
  routes.get('/administration/incidents', async (visit) => {
    requireAnnouncer(visit);
    const done = queryText(visit, 'done');
    return visit.show(
      <IncidentListPage
        context={visit.context}
        incidents={await incidents.list(shown)}
        nowMs={deps.clock.now()}
        endCsrf={(id) => visit.token(endForm(id))}
        done={done === 'published' || done === 'ended' ? done : undefined}
      />,
    );
  });
  routes.get('/administration/incidents/new', (visit) => {
    requireAnnouncer(visit);
    const begins_at = writeParisTime(deps.clock.now());
    const values = { ...blankOf(incidentFields), begins_at };
    return showForm(visit, { id: randomUUID(), isNew: true, values, errors: {} });
  });
  routes.get('/administration/incidents/:id', async (visit, params) => {
    requireAnnouncer(visit);
    const incident = await incidents.find(requireId(params.id));
    if (incident === undefined) throw new GaranceError('general.not_found');
    return showForm(visit, { id: incident.id, isNew: false, values: valuesOf(incident), errors: {} });
  });
  routes.post('/administration/incidents/:id', (visit, params) => save(deps, visit, params));
  routes.post('/administration/incidents/:id/end', (visit, params) => end(deps, visit, params));
}

function requireAnnouncer(visit: RequestContext): Actor {
  const actor = requireActor(visit);
  requireAction(actor, 'incident.manage', undefined);
  return actor;
}

function valuesOf({ kind, title, text, beginsAtMs, endsAtMs }: Incident): ValuesOf<IncidentField> {
  return {
    kind,
    title_fr: title.fr,
    title_en: title.en,
    text_fr: text.fr,
    text_en: text.en,
    begins_at: writeParisTime(beginsAtMs),
    ends_at: endsAtMs === undefined ? '' : writeParisTime(endsAtMs),
  };
}

interface ShownForm {
  readonly id: string;
  readonly isNew: boolean;
  readonly values: ValuesOf<IncidentField>;
  readonly errors: FieldErrors;
}

function showForm(visit: RequestContext, form: ShownForm): FastifyReply {
  const path = `/administration/incidents/${form.isNew ? 'new' : form.id}`;
  return visit.show(
    <IncidentPage context={{ ...visit.context, path }} csrf={visit.token(saveForm(form.id))} {...form} />,
    formStatus(form.errors),
  );
}

/** Creates or changes; the id comes from the form, so that a double submission makes one announcement. */
async function save(deps: PortalDeps, visit: RequestContext, params: PathParams): Promise<FastifyReply> {
  const actor = requireAnnouncer(visit);
  const id = requireId(params.id);
  const sent = readForm(incidentFields, visit.form(saveForm(id)), {
    locale: visit.locale,
    alsoWrong: endProblem,
  });
  const isNew = (await deps.store.portal.incidents.find(id)) === undefined;
  if (!sent.ok) return showForm(visit, { id, isNew, ...sent });
  const { kind, title_fr, title_en, text_fr, text_en, begins_at: beginsAtMs, ends_at: endsAtMs } = sent.data;
  const incident: Incident = {
    id,
    kind,
    title: { fr: title_fr, en: title_en },
    text: { fr: text_fr, en: text_en },
    beginsAtMs,
    announcedBy: actor.personId,
    ...(endsAtMs !== undefined && { endsAtMs }),
  };
  await put(deps, { actor, incident, action: isNew ? 'incident.announce' : 'incident.change' });
  return visit.goTo('/administration/incidents?done=published');
}

async function end(deps: PortalDeps, visit: RequestContext, params: PathParams): Promise<FastifyReply> {
  const actor = requireAnnouncer(visit);
  const id = requireId(params.id);
  visit.form(endForm(id));
  const incident = await deps.store.portal.incidents.find(id);
  if (incident === undefined) throw new GaranceError('general.not_found');
  const endsAtMs = deps.clock.now();
  if (incident.endsAtMs !== undefined || incident.beginsAtMs > endsAtMs) {
    throw new GaranceError('portal.not_now');
  }
  await put(deps, { actor, incident: { ...incident, endsAtMs }, action: 'incident.end' });
  return visit.goTo('/administration/incidents?done=ended');
}

interface IncidentAct {
  readonly actor: Actor;
  readonly incident: Incident;
  readonly action: string;
}

function put({ store, clock }: PortalDeps, { actor, incident, action }: IncidentAct): Promise<void> {
  return store.portal.transaction(async (tables) => {
    await tables.incidents.put(incident);
    await tables.audit.append({
      atMs: clock.now(),
      actor: actor.personId,
      action,
      object: 'incident',
      objectId: incident.id,
      detail: { kind: incident.kind },
    });
  });
}

function endProblem({ begins_at, ends_at }: ValuesOf<IncidentField>): readonly FieldProblem<'ends_at'>[] {
  const [begins, ends] = [readParisTime(begins_at), readParisTime(ends_at)];
  const isBefore = begins !== undefined && ends !== undefined && ends < begins;
  return isBefore ? [{ field: 'ends_at', code: 'end-before-begin' }] : [];
}
