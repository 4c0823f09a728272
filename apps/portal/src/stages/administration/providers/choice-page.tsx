/** `/administration/choice-page`: what citizens read where they choose their account. */
import { type ChoicePage, choicePageSchema, citizenTextSchema, type HubId } from '@garance/core';
import { Button, Checkbox, Notice, TextField } from '@garance/web/view';
import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../../deps.ts';
import type { FieldErrors, PortalForm } from '../../../objects/form.ts';
import { record } from '../../../objects/journal/record-act.ts';
import { hubLabel, hubSlug, requireHub } from '../../../objects/registration/hubs.ts';
import { readParisTime, writeParisTime } from '../../../objects/time/paris-time.ts';
import { FormErrors, HiddenFields, hasErrors } from '../../../parts/form/form-parts.tsx';
import { queryText } from '../../../parts/query-text.ts';
import type { RequestContext } from '../../../parts/request-context.ts';
import type { PathParams, Routes } from '../../../parts/routes.ts';
import { requireStaff } from '../operator.ts';
import { AdminPage } from '../page.tsx';
import { providerTexts } from './texts.ts';

const root = '/administration/choice-page';
const action = 'provider.manage';
const formId = (hub: HubId) => `administration.choice-page:${hubSlug(hub)}`;
const hrefOf = (hub: HubId) => `${root}/${hubSlug(hub)}`;

const textFields = ['message_fr', 'message_en', 'from', 'until'] as const;
interface ChoiceValues extends Readonly<Record<(typeof textFields)[number], string>> {
  readonly show_excluded: boolean;
}

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
  const values = readValues(visit.form(formId(hub)));
  const errors = errorsOf(values, visit);
  const page = choicePageSchema.safeParse(pageOf(values));
  if (hasErrors(errors) || !page.success) return show(visit, hub, { values, errors });
  await deps.store.portal.transaction(async (tables) => {
    await tables.choicePages.put(hub, page.data);
    const { showExcluded, message } = page.data;
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

function valuesOf({ showExcluded, message }: ChoicePage): ChoiceValues {
  const time = (ms: number | undefined) => (ms === undefined ? '' : writeParisTime(ms));
  return {
    show_excluded: showExcluded,
    message_fr: message?.text.fr ?? '',
    message_en: message?.text.en ?? '',
    from: time(message?.fromMs),
    until: time(message?.untilMs),
  };
}

function readValues(form: PortalForm): ChoiceValues {
  const text = (name: (typeof textFields)[number]) => form.text(name).slice(0, 5_000);
  return {
    show_excluded: form.text('show_excluded') === 'yes',
    message_fr: text('message_fr'),
    message_en: text('message_en'),
    from: text('from'),
    until: text('until'),
  };
}

function pageOf({
  show_excluded: showExcluded,
  message_fr: fr,
  message_en: en,
  ...times
}: ChoiceValues): object {
  if (fr === '' && en === '') return { showExcluded };
  const [fromMs, untilMs] = [readParisTime(times.from), readParisTime(times.until)];
  return {
    showExcluded,
    message: {
      text: { fr, en },
      ...(fromMs !== undefined && { fromMs }),
      ...(untilMs !== undefined && { untilMs }),
    },
  };
}

function errorsOf(
  { message_fr: fr, message_en: en, from, until }: ChoiceValues,
  { locale }: RequestContext,
): FieldErrors {
  const { choice, errors } = providerTexts(locale);
  const parsed = citizenTextSchema.safeParse({ fr, en });
  const wrong =
    parsed.success || (fr === '' && en === '') ? [] : parsed.error.issues.map(({ path }) => path[0]);
  const textError = (text: string) => (text === '' ? errors.bothLanguages : choice.badText);
  const [fromMs, untilMs] = [readParisTime(from), readParisTime(until)];
  return {
    ...(wrong.includes('fr') && { message_fr: textError(fr) }),
    ...(wrong.includes('en') && { message_en: textError(en) }),
    ...(from !== '' && fromMs === undefined && { from: choice.badTime }),
    ...(until !== '' && untilMs === undefined && { until: choice.badTime }),
    ...(fromMs !== undefined &&
      untilMs !== undefined &&
      untilMs <= fromMs && { until: choice.endBeforeBegin }),
  };
}

interface Shown {
  readonly values: ChoiceValues;
  readonly errors: FieldErrors;
}

function show(visit: RequestContext, hub: HubId, { values, errors }: Shown): FastifyReply {
  const { choicePage, choice: texts } = providerTexts(visit.locale);
  const field = (name: (typeof textFields)[number]) => ({
    id: name,
    name,
    value: values[name],
    error: errors[name],
  });
  const page = (
    <AdminPage
      visit={visit}
      path={hrefOf(hub)}
      title={choicePage}
      backHref={`/administration/providers?hub=${hubSlug(hub)}`}
      hasErrors={hasErrors(errors)}
    >
      {queryText(visit, 'done') === 'saved' && <Notice tone="success" title={texts.saved} />}
      <FormErrors errors={errors} />
      <h1 class="govuk-heading-l">{choicePage}</h1>
      <p class="govuk-body">
        {hubLabel(hub, visit.locale)}. {texts.intro}
      </p>
      <form method="post" action={hrefOf(hub)} novalidate>
        <HiddenFields csrf={visit.token(formId(hub))} />
        <h2 class="govuk-heading-m">{texts.message}</h2>
        <TextField {...field('message_fr')} label={texts.messageFr} hint={texts.messageHint} rows={3} />
        <TextField {...field('message_en')} label={texts.messageEn} rows={3} />
        <TextField {...field('from')} label={texts.from} hint={texts.timeHint} width={20} />
        <TextField {...field('until')} label={texts.until} width={20} />
        <Checkbox
          id="show_excluded"
          name="show_excluded"
          label={texts.showExcluded}
          hint={texts.showExcludedHint}
          checked={values.show_excluded}
        />
        <Button>{texts.save}</Button>
      </form>
    </AdminPage>
  );
  return visit.show(page, hasErrors(errors) ? 400 : 200);
}
