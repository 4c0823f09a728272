import { randomUUID } from 'node:crypto';
import { GaranceError } from '@garance/core';
import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../deps.ts';
import { requireAction } from '../../objects/account/actor.ts';
import type { FieldErrors } from '../../objects/form.ts';
import { templateKinds } from '../../objects/request/default-templates.ts';
import type { MessageTemplate } from '../../objects/request/tables/templates.ts';
import { requireId } from '../../objects/require-id.ts';
import { formStatus } from '../../parts/form/form-parts.tsx';
import type { PathParams } from '../../parts/handler.ts';
import { queryText } from '../../parts/query-text.ts';
import { doneOf, reviewTexts } from '../../parts/request/review-texts.ts';
import { type RequestContext, requireActor } from '../../parts/request-context.ts';
import type { Routes } from '../../parts/routes.ts';
import { TemplateListPage, TemplatePage, templateTexts } from './template-pages.tsx';

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
    const blank = { id: randomUUID(), kind: templateKinds[0], title: '', body: '', locale: visit.locale };
    return show(visit, blank, { isNew: true });
  });
  routes.get('/review/templates/:id', async (visit, params) => {
    requireEditor(visit);
    const template = await templates.find(requireId(params.id));
    if (template === undefined) throw new GaranceError('general.not_found');
    return show(visit, template, { isNew: false });
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

function show(
  visit: RequestContext,
  template: MessageTemplate,
  { isNew, errors = {} }: { readonly isNew: boolean; readonly errors?: FieldErrors },
): FastifyReply {
  const page = (
    <TemplatePage
      context={visit.context}
      template={template}
      isNew={isNew}
      csrf={visit.token(formId(template.id))}
      errors={errors}
    />
  );
  return visit.show(page, formStatus(errors));
}

/** Creates or changes; the id comes from the form, so that a double submission makes one template. */
async function save({ store }: PortalDeps, visit: RequestContext, params: PathParams): Promise<FastifyReply> {
  requireEditor(visit);
  const id = requireId(params.id);
  const form = visit.form(formId(id));
  const kind = templateKinds.find((name) => name === form.text('kind'));
  if (kind === undefined) throw new GaranceError('general.bad_request');
  const template: MessageTemplate = {
    id,
    kind,
    title: form.text('title').slice(0, 200),
    body: form.text('body').slice(0, 10_000),
    locale: form.text('locale') === 'en' ? 'en' : 'fr',
  };
  const texts = templateTexts(visit.locale);
  const errors: FieldErrors = {
    ...(template.title === '' && { title: texts.titleMissing }),
    ...(template.body === '' && { body: texts.bodyMissing }),
  };
  const isNew = (await store.portal.templates.find(id)) === undefined;
  if (Object.keys(errors).length > 0) return show(visit, template, { isNew, errors });
  await store.portal.templates.put(template);
  return visit.goTo('/review/templates?done=template');
}
