/** `/administration/choice-page`: texts of the hubs' choice page. */
import { type ChoicePage, choicePageSchema, type HubId } from '@garance/core';
import { Button } from '@garance/web/view';
import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../../deps.ts';
import { record } from '../../../objects/account/record-act.ts';
import { errorsOf } from '../../../objects/form/errors-of.ts';
import { type FormValues, readFields, type ValuesOf } from '../../../objects/form/field.ts';
import { type FieldProblem, parseFields } from '../../../objects/form/parse-fields.ts';
import type { FieldErrors } from '../../../objects/form.ts';
import { hubLabel, hubSlug, requireHub } from '../../../objects/hubs.ts';
import { writeParisTime } from '../../../objects/time/paris-time.ts';
import { Fields } from '../../../parts/form/field-view.tsx';
import { formStatus, PortalForm } from '../../../parts/form/form-parts.tsx';
import type { PathParams } from '../../../parts/handler.ts';
import { queryText } from '../../../parts/query-text.ts';
import type { RequestContext } from '../../../parts/request-context.ts';
import type { Routes } from '../../../parts/routes.ts';
import { requireStaff } from '../operator.ts';
import { AdminPage } from '../page.tsx';
import { type ChoiceField, choiceFields } from './choice-fields.ts';
import { providerTexts } from './texts.ts';

const root = '/administration/choice-page';
const action = 'provider.manage';
const formId = (hub: HubId) => `administration.choice-page:${hubSlug(hub)}`;
const hrefOf = (hub: HubId) => `${root}/${hubSlug(hub)}`;

export function mountChoicePage(routes: Routes, deps: PortalDeps): void {
  routes.get(`${root}/:hub`, async (visit, params) => {
    requireStaff(visit, action);
    const hub = requireHub(deps.environments, params.hub);
    const page = await deps.store.portal.choicePages.get(hub);
    return show(visit, hub, { values: valuesOf(page), errors: {} });
  });
  routes.post(`${root}/:hub`, (visit, params) => save(deps, visit, params));
}

async function save(deps: PortalDeps, visit: RequestContext, params: PathParams): Promise<FastifyReply> {
  const actor = requireStaff(visit, action);
  const hub = requireHub(deps.environments, params.hub);
  const values = readFields(choiceFields, visit.form(formId(hub)));
  const parsed = parseChoice(values);
  if (!parsed.ok) {
    return show(visit, hub, { values, errors: errorsOf(visit.locale, choiceFields, parsed.problems) });
  }
  const { page } = parsed;
  await deps.store.portal.transaction(async (tables) => {
    await tables.choicePages.put(hub, page);
    const { showExcluded, message } = page;
    await record(tables, deps, {
      actor,
      action: 'choice-page.change',
      object: 'choice-page',
      objectId: `${hub.platform}/${hub.environment}`,
      detail: { showExcluded, message: message !== undefined },
    });
  });
  return visit.goTo(`${hrefOf(hub)}?done=saved`);
}

function valuesOf({ showExcluded, message }: ChoicePage): ValuesOf<ChoiceField> {
  const time = (ms: number | undefined) => (ms === undefined ? '' : writeParisTime(ms));
  return {
    show_excluded: showExcluded ? 'yes' : '',
    message_fr: message?.text.fr ?? '',
    message_en: message?.text.en ?? '',
    from: time(message?.fromMs),
    until: time(message?.untilMs),
  };
}

type ParsedChoice =
  | { readonly ok: true; readonly page: ChoicePage }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] };

function parseChoice(values: ValuesOf<ChoiceField>): ParsedChoice {
  const parsed = parseFields(choiceFields, values);
  if (!parsed.ok) return parsed;
  const { show_excluded: showExcluded, message_fr: fr, message_en: en, from, until } = parsed.data;
  if (fr === undefined && en === undefined) return { ok: true, page: { showExcluded } };
  const message = {
    text: { fr, en },
    ...(from !== undefined && { fromMs: from }),
    ...(until !== undefined && { untilMs: until }),
  };
  const page = choicePageSchema.safeParse({ showExcluded, message });
  return page.success
    ? { ok: true, page: page.data }
    : { ok: false, problems: page.error.issues.map(({ path }) => problemAt(path.join('.'))) };
}

function problemAt(path: string): FieldProblem {
  if (path === 'message.untilMs') return { field: 'until', code: 'end-before-begin' };
  return { field: path.endsWith('.en') ? 'message_en' : 'message_fr', code: 'both-languages' };
}

interface Shown {
  readonly values: FormValues;
  readonly errors: FieldErrors;
}

function show(visit: RequestContext, hub: HubId, { values, errors }: Shown): FastifyReply {
  const { choicePage, choice: texts } = providerTexts(visit.locale);
  const page = (
    <AdminPage
      visit={visit}
      path={hrefOf(hub)}
      title={choicePage}
      backHref={`/administration/providers?hub=${hubSlug(hub)}`}
      errors={errors}
      done={queryText(visit, 'done') === 'saved' ? texts.saved : undefined}
    >
      <p class="govuk-body">
        {hubLabel(hub, visit.locale)}. {texts.intro}
      </p>
      <PortalForm action={hrefOf(hub)} csrf={visit.token(formId(hub))}>
        <h2 class="govuk-heading-m">{texts.message}</h2>
        <Fields fields={choiceFields} locale={visit.locale} values={values} errors={errors} />
        <Button>{texts.save}</Button>
      </PortalForm>
    </AdminPage>
  );
  return visit.show(page, formStatus(errors));
}
