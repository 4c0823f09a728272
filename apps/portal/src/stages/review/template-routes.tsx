import { randomUUID } from 'node:crypto';
import { GaranceError } from '@garance/core';
import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../deps.ts';
import { requireAction } from '../../objects/account/actor.ts';
import type { FormValues } from '../../objects/form/field.ts';
import { readForm } from '../../objects/form/read-form.ts';
import type { FieldErrors } from '../../objects/form.ts';
import { templateKinds } from '../../objects/request/default-templates.ts';
import { requireId } from '../../objects/require-id.ts';
import { formStatus } from '../../parts/form/form-parts.tsx';
import type { PathParams } from '../../parts/handler.ts';
import { queryText } from '../../parts/query-text.ts';
import { doneOf, reviewTexts } from '../../parts/request/review-texts.ts';
import { type RequestContext, requireActor } from '../../parts/request-context.ts';
import type { Routes } from '../../parts/routes.ts';
import { templateFields } from './fields.ts';
import { TemplateListPage, TemplatePage } from './template-pages.tsx';

export function mountTemplates(routes: Routes, deps: PortalDeps): void {
  const { templates } = deps.store.portal;
  routes.get('/review/templates', async (visit) => {
    requireEditor(visit);
    const done = queryText(visit, 'done');
    const page = (
      <TemplateListPage
        context={visit.context}
        templates={await templates.list()}
        done={doneOf(reviewTexts(visit.locale), done)}
      />
    );
    return visit.show(page);
  });
  routes.get('/review/templates/new', (visit) => {
    requireEditor(visit);
    const values = { kind: templateKinds[0], locale: visit.locale };
    return show(visit, { id: randomUUID(), values, isNew: true });
  });
  routes.get('/review/templates/:id', async (visit, params) => {
    requireEditor(visit);
    const template = await templates.find(requireId(params.id));
    if (template === undefined) throw new GaranceError('general.not_found');
    const { id, ...values } = template;
    return show(visit, { id, values, isNew: false });
  });
  routes.post('/review/templates/:id', (visit, params) => save(deps, visit, params));
  routes.post('/review/templates/:id/remove', async (visit, params) => {
    requireEditor(visit);
    const id = requireId(params.id);
    visit.form(formId(id));
    await templates.remove(id);
    return visit.goTo('/review/templates?done=removed');
  });
}

const formId = (id: string) => `review.template:${id}`;

function requireEditor(visit: RequestContext): void {
  requireAction(requireActor(visit), 'template.edit', undefined);
}

interface Shown {
  readonly id: string;
  readonly values: FormValues;
  readonly errors?: FieldErrors;
  readonly isNew: boolean;
}

function show(visit: RequestContext, { errors = {}, ...shown }: Shown): FastifyReply {
  const csrf = visit.token(formId(shown.id));
  const page = <TemplatePage context={visit.context} csrf={csrf} errors={errors} {...shown} />;
  return visit.show(page, formStatus(errors));
}

/** Creates or changes; the id comes from the form, so that a double submission makes one template. */
async function save({ store }: PortalDeps, visit: RequestContext, params: PathParams): Promise<FastifyReply> {
  requireEditor(visit);
  const id = requireId(params.id);
  const sent = readForm(templateFields, visit.form(formId(id)), visit);
  if (!sent.ok) {
    const isNew = (await store.portal.templates.find(id)) === undefined;
    return show(visit, { id, isNew, ...sent });
  }
  await store.portal.templates.put({ id, ...sent.data });
  return visit.goTo('/review/templates?done=template');
}
