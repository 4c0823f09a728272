import {
  Button,
  createMessages,
  type Locale,
  Notice,
  SafeLink,
  Select,
  Table,
  TextField,
} from '@garance/web/view';
import type { FieldErrors } from '../../objects/form.ts';
import { type TemplateKind, templateKinds } from '../../objects/request/default-templates.ts';
import type { MessageTemplate } from '../../objects/request/tables/templates.ts';
import { FormPage } from '../../parts/form/form-page.tsx';
import { HiddenFields } from '../../parts/form/form-parts.tsx';
import { PortalLayout, type PortalPageContext } from '../../parts/layout.tsx';
import { reviewTexts } from '../../parts/request/review-texts.ts';

export const templateTexts = createMessages({
  fr: {
    empty: 'Aucun message type. Ajoutez celui que vous écrivez le plus souvent.',
    add: 'Ajouter un message type',
    edit: 'Modifier le message type',
    title: 'Titre',
    titleMissing: 'Donnez un titre au message type.',
    kind: 'Proposé pour',
    locale: 'Langue',
    body: 'Texte',
    bodyHint: '{service} sera remplacé par le nom du service.',
    bodyMissing: 'Écrivez le texte.',
    save: 'Enregistrer',
    remove: 'Supprimer ce message type',
    kinds: {
      'request.request_changes': 'Demander des modifications',
      'request.refuse': 'Refuser',
      'request.revoke': 'Révoquer',
      'request.message': 'Écrire dans une demande',
      'thread.answer': 'Répondre à une question',
    },
    locales: { fr: 'Français', en: 'Anglais' },
  },
  en: {
    empty: 'No template. Add the one that you write most often.',
    add: 'Add a template',
    edit: 'Change the template',
    title: 'Title',
    titleMissing: 'Give the template a title.',
    kind: 'Offered for',
    locale: 'Language',
    body: 'Text',
    bodyHint: '{service} will be replaced by the name of the service.',
    bodyMissing: 'Write the text.',
    save: 'Save',
    remove: 'Remove this template',
    kinds: {
      'request.request_changes': 'Request changes',
      'request.refuse': 'Refuse',
      'request.revoke': 'Revoke',
      'request.message': 'Write in a request',
      'thread.answer': 'Answer a question',
    },
    locales: { fr: 'French', en: 'English' },
  },
});

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
    <PortalLayout context={context} title={title} backHref="/review">
      {done !== undefined && <Notice tone="success" title={done} />}
      <h1 class="govuk-heading-l">{title}</h1>
      <Table
        caption={title}
        captionHidden
        columns={[{ header: texts.title }, { header: texts.kind }, { header: texts.locale }]}
        rows={templates.map((template) => [
          <SafeLink href={`/review/templates/${template.id}`}>{template.title}</SafeLink>,
          kindName(template.kind, locale),
          texts.locales[template.locale],
        ])}
        empty={texts.empty}
      />
      <Button href="/review/templates/new">{texts.add}</Button>
    </PortalLayout>
  );
}

interface TemplatePageProps {
  readonly context: PortalPageContext;
  readonly template: MessageTemplate;
  readonly isNew: boolean;
  readonly csrf: string;
  readonly errors: FieldErrors;
}

export function TemplatePage({ context, template, isNew, csrf, errors }: TemplatePageProps) {
  const { locale } = context;
  const texts = templateTexts(locale);
  const title = isNew ? texts.add : texts.edit;
  return (
    <FormPage context={context} title={title} backHref="/review/templates" errors={errors}>
      <form method="post" action={`/review/templates/${template.id}`} novalidate>
        <HiddenFields csrf={csrf} />
        <TextField id="title" name="title" label={texts.title} value={template.title} error={errors.title} />
        <Select
          id="kind"
          name="kind"
          label={texts.kind}
          value={template.kind}
          options={templateKinds.map((kind) => ({ value: kind, label: texts.kinds[kind] }))}
        />
        <Select
          id="locale"
          name="locale"
          label={texts.locale}
          value={template.locale}
          options={(['fr', 'en'] as const).map((value) => ({ value, label: texts.locales[value] }))}
        />
        <TextField
          id="body"
          name="body"
          label={texts.body}
          hint={texts.bodyHint}
          rows={12}
          value={template.body}
          error={errors.body}
        />
        <Button>{texts.save}</Button>
      </form>
      {!isNew && (
        <form method="post" action={`/review/templates/${template.id}/remove`}>
          <HiddenFields csrf={csrf} />
          <Button variant="quiet">{texts.remove}</Button>
        </form>
      )}
    </FormPage>
  );
}
