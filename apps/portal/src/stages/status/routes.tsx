/** `/status` for everybody, and its announcements under `/administration/incidents` for operators. */
import { randomUUID } from 'node:crypto';
import { GaranceError, hasHiddenCharacter, parsePublicName } from '@garance/core';
import type { Locale } from '@garance/web/view';
import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../deps.ts';
import { type Actor, requireAction } from '../../objects/account/actor.ts';
import type { FieldErrors, PortalForm } from '../../objects/form.ts';
import { requireId } from '../../objects/require-id.ts';
import type { Incident } from '../../objects/thread/tables/incidents.ts';
import { readParisTime, writeParisTime } from '../../objects/time/paris-time.ts';
import { nameProblems } from '../../parts/form/name-problems.ts';
import { queryText } from '../../parts/query-text.ts';
import { type RequestContext, requireActor } from '../../parts/request-context.ts';
import type { PathParams, Routes } from '../../parts/routes.ts';
import { IncidentListPage, IncidentPage, type IncidentValues, StatusPage } from './pages.tsx';
import { statusTexts } from './texts.ts';

const shown = 100;
const saveForm = (id: string) => `administration.save-incident:${id}`;
const endForm = (id: string) => `administration.end-incident:${id}`;

export function mountStatus(routes: Routes, deps: PortalDeps): void {
  const { incidents } = deps.store.portal;
  routes.get('/status', async (visit) =>
    visit.show(
      <StatusPage context={visit.context} incidents={await incidents.list(shown)} nowMs={deps.clock.now()} />,
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
    const values = { ...blank, begins_at };
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

const blank: IncidentValues = {
  kind: '',
  title_fr: '',
  title_en: '',
  text_fr: '',
  text_en: '',
  begins_at: '',
  ends_at: '',
};

function valuesOf({ kind, title, text, beginsAtMs, endsAtMs }: Incident): IncidentValues {
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
  readonly values: IncidentValues;
  readonly errors: FieldErrors;
}

function showForm(visit: RequestContext, form: ShownForm): FastifyReply {
  const path = `/administration/incidents/${form.isNew ? 'new' : form.id}`;
  return visit.show(
    <IncidentPage context={{ ...visit.context, path }} csrf={visit.token(saveForm(form.id))} {...form} />,
    Object.keys(form.errors).length === 0 ? 200 : 400,
  );
}

/** Creates or changes: the id comes from the page, so that the same form sent twice is one announcement. */
async function save(deps: PortalDeps, visit: RequestContext, params: PathParams): Promise<FastifyReply> {
  const actor = requireAnnouncer(visit);
  const id = requireId(params.id);
  const values = readValues(visit.form(saveForm(id)));
  const errors = errorsOf(values, visit.locale);
  const isNew = (await deps.store.portal.incidents.find(id)) === undefined;
  const { kind } = values;
  const beginsAtMs = readParisTime(values.begins_at);
  const invalid = Object.keys(errors).length > 0 || beginsAtMs === undefined;
  if (invalid || (kind !== 'incident' && kind !== 'maintenance')) {
    return showForm(visit, { id, isNew, values, errors });
  }
  const endsAtMs = readParisTime(values.ends_at);
  const incident: Incident = {
    id,
    kind,
    title: { fr: values.title_fr, en: values.title_en },
    text: { fr: values.text_fr, en: values.text_en },
    beginsAtMs,
    announcedBy: actor.personId,
    ...(endsAtMs !== undefined && { endsAtMs }),
  };
  await put(deps, actor, incident, isNew ? 'incident.announce' : 'incident.change');
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
  await put(deps, actor, { ...incident, endsAtMs }, 'incident.end');
  return visit.goTo('/administration/incidents?done=ended');
}

function put({ store, clock }: PortalDeps, actor: Actor, incident: Incident, action: string): Promise<void> {
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

function readValues(form: PortalForm): IncidentValues {
  const read = Object.keys(blank).map((name) => [name, form.text(name).slice(0, 5_000)]);
  return { ...blank, ...Object.fromEntries(read) };
}

const longestTitle = 200;

/** Everybody reads these: titles are names, texts have nothing hidden. */
function hiddenIn(values: IncidentValues, locale: Locale): FieldErrors {
  const words = nameProblems(locale);
  const titles = (['title_fr', 'title_en'] as const).flatMap((field) => {
    const parsed = parsePublicName(values[field], longestTitle);
    return parsed.ok ? [] : [[field, words[parsed.problem](longestTitle)] as const];
  });
  const texts = (['text_fr', 'text_en'] as const).flatMap((field) =>
    hasHiddenCharacter(values[field]) ? [[field, words['hidden-character'](0)] as const] : [],
  );
  return Object.fromEntries([...titles, ...texts]);
}

function errorsOf(values: IncidentValues, locale: Locale): FieldErrors {
  const texts = statusTexts(locale);
  const begins = readParisTime(values.begins_at);
  const ends = readParisTime(values.ends_at);
  const empty = (['title_fr', 'title_en', 'text_fr', 'text_en'] as const).filter(
    (name) => values[name] === '',
  );
  return {
    ...(values.kind !== 'incident' && values.kind !== 'maintenance' && { kind: texts.kindMissing }),
    ...hiddenIn(values, locale),
    ...Object.fromEntries(empty.map((name) => [name, texts.missing])),
    ...(begins === undefined && { begins_at: texts.badTime }),
    ...(values.ends_at !== '' && ends === undefined && { ends_at: texts.badTime }),
    ...(begins !== undefined && ends !== undefined && ends < begins && { ends_at: texts.endBeforeBegin }),
  };
}
