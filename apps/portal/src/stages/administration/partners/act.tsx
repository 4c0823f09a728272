/** Operator actions on an organisation or a person: a page with the consequences, and a form for the reason. */
import { Button, Checkbox, TextField } from '@garance/web/view';
import type { FastifyReply } from 'fastify';
import type { ComponentChildren } from 'preact';
import type { FieldErrors, PortalForm as SentForm } from '../../../objects/form.ts';
import { hasErrors, PortalForm } from '../../../parts/form/form-parts.tsx';
import type { PathParams } from '../../../parts/handler.ts';
import type { RequestContext } from '../../../parts/request-context.ts';
import type { Routes } from '../../../parts/routes.ts';
import { AdminPage } from '../page.tsx';
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
  /** Path of the object's page, under which the act's own lies. */
  backHref(scene: S): string;
  /** Last part of the act's path. */
  slug(scene: S): string;
  /** Whether the people concerned read the reason. */
  readonly isNotified: boolean;
  /** There is no way back: it is confirmed. */
  readonly isFinal?: boolean;
  readonly tone?: 'warning' | undefined;
  /** Further fields, above the reason. */
  fields?(typed: TypedAct, texts: PartnerTexts, scene: S): ComponentChildren;
  /** Errors of the additional fields. */
  check?(form: SentForm, texts: PartnerTexts): Promise<FieldErrors>;
  /** @returns the path to go to */
  perform(scene: S, done: { readonly reason: string; readonly form: SentForm }): Promise<string>;
}

export interface TypedAct {
  readonly text: (name: string) => string;
  readonly errors: FieldErrors;
}

const blank: TypedAct = { text: () => '', errors: {} };

export function mountAct<S>(routes: Routes, act: Act<S>): void {
  routes.get(act.route, async (visit, params) => {
    const scene = await act.enter(visit, params);
    return show(visit, act, { scene, typed: blank });
  });
  routes.post(act.route, async (visit, params) => {
    const scene = await act.enter(visit, params);
    const form = visit.form(act.formId(scene));
    const texts = partnerTexts(visit.locale);
    const reason = form.text('reason').slice(0, 2_000);
    const errors: FieldErrors = {
      ...(await act.check?.(form, texts)),
      ...(reason === '' && { reason: texts.reasonMissing }),
      ...(act.isFinal && form.text('confirm') !== 'yes' && { confirm: texts.confirmMissing }),
    };
    if (!hasErrors(errors)) return visit.goTo(await act.perform(scene, { reason, form }));
    const typed = { text: (name: string) => form.text(name).slice(0, 2_000), errors };
    return show(visit, act, { scene, typed });
  });
}

interface Shown<S> {
  readonly scene: S;
  readonly typed: TypedAct;
}

function show<S>(visit: RequestContext, act: Act<S>, { scene, typed }: Shown<S>): FastifyReply {
  const texts = partnerTexts(visit.locale);
  const { title, lines, submit } = act.texts(texts, scene);
  const { errors } = typed;
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
        {act.fields?.(typed, texts, scene)}
        <TextField
          id="reason"
          name="reason"
          label={texts.reason}
          hint={act.isNotified ? texts.reasonNotified : texts.reasonKept}
          rows={3}
          maxLength={2000}
          value={typed.text('reason')}
          error={errors.reason}
        />
        {act.isFinal && <Checkbox id="confirm" name="confirm" label={texts.confirm} error={errors.confirm} />}
        <Button variant={act.tone ?? 'primary'}>{submit}</Button>
      </PortalForm>
    </AdminPage>,
    hasErrors(errors) ? 422 : 200,
  );
}
