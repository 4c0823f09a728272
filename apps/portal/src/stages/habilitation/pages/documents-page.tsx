import { Button, createMessages, ErrorSummary } from '@garance/web/view';
import type { Attachment } from '../../../objects/attachment/table.ts';
import type { DocumentField } from '../../../objects/request/documents.ts';
import { HiddenFields } from '../../../parts/form/form-parts.tsx';
import { PortalLayout, type PortalPageContext } from '../../../parts/layout.tsx';

interface DocumentsPageProps {
  readonly context: PortalPageContext;
  readonly requestId: string;
  readonly field: DocumentField;
  readonly label: string;
  readonly hint?: string;
  readonly documents: readonly Attachment[];
  readonly uploadCsrf: string;
  readonly removeCsrf: string;
  readonly errors: readonly string[];
}

const messages = createMessages({
  fr: {
    none: 'Aucun document pour l’instant.',
    choose: 'Choisir un ou plusieurs documents',
    send: 'Joindre',
    remove: 'Retirer',
    full: 'Le nombre de documents est atteint. Retirez-en un pour en joindre un autre.',
    back: 'Revenir à l’étape',
    size: (kilobytes: string) => `${kilobytes} Ko`,
  },
  en: {
    none: 'No document yet.',
    choose: 'Choose one or several documents',
    send: 'Attach',
    remove: 'Remove',
    full: 'No more documents can be attached. Remove one to attach another.',
    back: 'Back to the step',
    size: (kilobytes) => `${kilobytes} KB`,
  },
});

/** The documents of one question: what is there, how to add and remove. */
export function DocumentsPage(props: DocumentsPageProps) {
  const { context, requestId, field, label, hint, documents, errors } = props;
  const { locale } = context;
  const texts = messages(locale);
  const action = `/requests/${requestId}/documents/${field.name}`;
  const stepHref = `/requests/${requestId}/steps/${field.step}`;
  return (
    <PortalLayout context={context} title={label} backHref={stepHref} hasErrors={errors.length > 0}>
      {errors.length > 0 && <ErrorSummary errors={errors.map((text) => ({ text, href: '#file' }))} />}
      <h1 class="govuk-heading-l">{label}</h1>
      {documents.length === 0 ? (
        <p class="govuk-body">{texts.none}</p>
      ) : (
        <DocumentList {...props} action={action} />
      )}
      {documents.length >= field.maxCount ? (
        <p class="govuk-body">{texts.full}</p>
      ) : (
        <form method="post" action={action} enctype="multipart/form-data">
          <HiddenFields csrf={props.uploadCsrf} />
          <div class="govuk-form-group">
            <label class="govuk-label" for="file">
              {texts.choose}
            </label>
            {hint !== undefined && (
              <div id="file-hint" class="govuk-hint">
                {hint}
              </div>
            )}
            <input
              class="govuk-file-upload"
              type="file"
              id="file"
              name="file"
              multiple={field.maxCount > 1}
              accept=".pdf,.png,application/pdf,image/png"
              aria-describedby={hint === undefined ? undefined : 'file-hint'}
            />
          </div>
          <Button>{texts.send}</Button>
        </form>
      )}
      <p class="govuk-body">
        <a class="govuk-link" href={stepHref}>
          {texts.back}
        </a>
      </p>
    </PortalLayout>
  );
}

/** What is attached, to open or to take away. */
function DocumentList({
  context,
  documents,
  removeCsrf,
  action,
}: DocumentsPageProps & { readonly action: string }) {
  const texts = messages(context.locale);
  return (
    <ul class="garance-path">
      {documents.map(({ id, name, sizeBytes }) => (
        <li key={id}>
          <a class="govuk-link garance-path__name" href={`${action}/${id}`}>
            {name}
          </a>
          <span>{texts.size(`${Math.ceil(sizeBytes / 1024)}`)}</span>
          <form method="post" action={`${action}/remove`}>
            <HiddenFields csrf={removeCsrf} />
            <input type="hidden" name="document" value={id} />
            <Button variant="quiet">
              {texts.remove}
              <span class="govuk-visually-hidden"> {name}</span>
            </Button>
          </form>
        </li>
      ))}
    </ul>
  );
}
