import { Button, type Locale, SafeLink, Table } from '@garance/web/view';
import type { FormValues } from '../../objects/form/field.ts';
import type { FieldErrors } from '../../objects/form.ts';
import { type TemplateKind, templateKinds } from '../../objects/request/default-templates.ts';
import type { MessageTemplate } from '../../objects/request/tables/templates.ts';
import { Fields } from '../../parts/form/field-view.tsx';
import { PortalForm } from '../../parts/form/form-parts.tsx';
import type { PortalPageContext } from '../../parts/layout.tsx';
import { PortalPage } from '../../parts/page.tsx';
import { reviewTexts } from '../../parts/request/review-texts.ts';
import { templateFields } from './fields.ts';
import { templateTexts } from './template-texts.ts';

const kindName = (kind: string, locale: Locale): string =>
  (templateKinds as readonly string[]).includes(kind)
    ? templateTexts(locale).kinds[kind as TemplateKind]
    : kind;

export function TemplateListPage({
  context,
  templates,
  done,
}: {
  readonly context: PortalPageContext;
  readonly templates: readonly MessageTemplate[];
  readonly done?: string | undefined;
}) {
  const { locale } = context;
  const texts = templateTexts(locale);
  const title = reviewTexts(locale).templates;
  return (
    <PortalPage context={context} title={title} backHref="/review" done={done}>
      <Table
        caption={title}
        captionHidden
        columns={[texts.title, texts.kind, texts.locale]}
        rows={templates.map((template) => [
          <SafeLink href={`/review/templates/${template.id}`}>{template.title}</SafeLink>,
          kindName(template.kind, locale),
          texts.locales[template.locale],
        ])}
        empty={texts.empty}
      />
      <Button href="/review/templates/new">{texts.add}</Button>
    </PortalPage>
  );
}

interface TemplatePageProps {
  readonly context: PortalPageContext;
  readonly id: string;
  readonly values: FormValues;
  readonly isNew: boolean;
  readonly csrf: string;
  readonly errors: FieldErrors;
}

export function TemplatePage({ context, id, values, isNew, csrf, errors }: TemplatePageProps) {
  const { locale } = context;
  const texts = templateTexts(locale);
  const title = isNew ? texts.add : texts.edit;
  const path = `/review/templates/${id}`;
  return (
    <PortalPage context={context} title={title} backHref="/review/templates" errors={errors}>
      <PortalForm action={path} csrf={csrf}>
        <Fields fields={templateFields} locale={locale} values={values} errors={errors} />
        <Button>{texts.save}</Button>
      </PortalForm>
      {!isNew && (
        <PortalForm action={`${path}/remove`} csrf={csrf}>
          <Button variant="quiet">{texts.remove}</Button>
        </PortalForm>
      )}
    </PortalPage>
  );
}
