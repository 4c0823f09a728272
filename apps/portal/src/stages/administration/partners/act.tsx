/** Operator actions on an organisation or a person: a page with the consequences, and a form for the reason. */
import { Button } from '@garance/web/view';
import type { FastifyReply } from 'fastify';
import { blankOf, type Field, type FormValues, textOf } from '../../../objects/form/field.ts';
import { readForm } from '../../../objects/form/read-form.ts';
import type { FieldErrors } from '../../../objects/form.ts';
import { Fields } from '../../../parts/form/field-view.tsx';
import { formStatus, hasErrors, PortalForm } from '../../../parts/form/form-parts.tsx';
import type { PathParams } from '../../../parts/handler.ts';
import type { RequestContext } from '../../../parts/request-context.ts';
import type { Routes } from '../../../parts/routes.ts';
import { AdminPage } from '../page.tsx';
import { actFields } from './fields.ts';
import { type PartnerTexts, partnerTexts } from './texts.ts';

interface ActTexts {
  readonly title: string;
  /** Consequences of the action. */
  readonly lines: readonly string[];
  readonly submit: string;
}

/** @typeParam S object of the action, loaded and checked */
export interface Act<S> {
  /** Path of the route; page and form are both there. */
  readonly route: string;
  /** Loads the object of the path and checks rights and state. @throws GaranceError */
  enter(visit: RequestContext, params: PathParams): Promise<S>;
  texts(texts: PartnerTexts, scene: S): ActTexts;
  formId(scene: S): string;
  /** Path of the object's page; the page of the act is below it. */
  backHref(scene: S): string;
  /** Last segment of the act's path. */
  slug(scene: S): string;
  /** Whether the people concerned read the reason. */
  readonly isNotified: boolean;
  /** The act cannot be undone: it needs a confirmation. */
  readonly isFinal?: boolean;
  readonly tone?: 'warning' | undefined;
  /** Fields above the reason. */
  fields?(scene: S): readonly Field[];
  /** Errors that need more than the fields, such as a lookup. */
  check?(values: FormValues, texts: PartnerTexts): Promise<FieldErrors>;
  /** @returns the path to go to */
  perform(scene: S, done: { readonly reason: string; readonly values: FormValues }): Promise<string>;
}

export function mountAct<S>(routes: Routes, act: Act<S>): void {
  routes.get(act.route, async (visit, params) => {
    const scene = await act.enter(visit, params);
    return show(visit, act, { scene, values: blankOf(fieldsOf(act, scene)), errors: {} });
  });
  routes.post(act.route, async (visit, params) => {
    const scene = await act.enter(visit, params);
    const sent = readForm(fieldsOf(act, scene), visit.form(act.formId(scene)), visit);
    if (!sent.ok) return show(visit, act, { scene, ...sent });
    const { values } = sent;
    const errors = (await act.check?.(values, partnerTexts(visit.locale))) ?? {};
    if (hasErrors(errors)) return show(visit, act, { scene, values, errors });
    return visit.goTo(await act.perform(scene, { reason: textOf(values, 'reason'), values }));
  });
}

function fieldsOf<S>({ isNotified, isFinal = false, fields }: Act<S>, scene: S): readonly Field[] {
  return actFields({ isNotified, isFinal, own: fields?.(scene) ?? [] });
}

interface Shown<S> {
  readonly scene: S;
  readonly values: FormValues;
  readonly errors: FieldErrors;
}

function show<S>(visit: RequestContext, act: Act<S>, { scene, values, errors }: Shown<S>): FastifyReply {
  const { locale } = visit;
  const { title, lines, submit } = act.texts(partnerTexts(locale), scene);
  const backHref = act.backHref(scene);
  const path = `${backHref}/${act.slug(scene)}`;
  return visit.show(
    <AdminPage visit={visit} path={path} title={title} backHref={backHref} errors={errors}>
      <ul class="govuk-list govuk-list--bullet">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <PortalForm action={path} csrf={visit.token(act.formId(scene))}>
        <Fields fields={fieldsOf(act, scene)} locale={locale} values={values} errors={errors} />
        <Button variant={act.tone ?? 'primary'}>{submit}</Button>
      </PortalForm>
    </AdminPage>,
    formStatus(errors),
  );
}
