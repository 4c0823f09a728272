import { createMessages, ErrorSummary } from '@garance/web/view';
import type { Attachment } from '../../../objects/attachment/table.ts';
import { Documents, UploadForm } from '../../../parts/documents/documents.tsx';
import { PortalLayout, type PortalPageContext } from '../../../parts/layout.tsx';

interface DocumentsPageProps {
  readonly context: PortalPageContext;
  /** Path of this page. */
  readonly action: string;
  readonly stepHref: string;
  readonly maxCount: number;
  readonly label: string;
  readonly hint: string | undefined;
  readonly documents: readonly Attachment[];
  readonly uploadCsrf: string;
  readonly removeCsrf: string;
  readonly errors: readonly string[];
}

const messages = createMessages({
  fr: { back: 'Revenir à l’étape' },
  en: { back: 'Back to the step' },
});

/** Documents of one question: list, upload, removal. */
export function DocumentsPage(props: DocumentsPageProps) {
  const { context, action, stepHref, maxCount, label, hint, documents, errors } = props;
  return (
    <PortalLayout context={context} title={label} backHref={stepHref} hasErrors={errors.length > 0}>
      {errors.length > 0 && <ErrorSummary errors={errors.map((text) => ({ text, href: '#file' }))} />}
      <h1 class="govuk-heading-l">{label}</h1>
      <Documents
        documents={documents}
        hrefOf={(id) => `${action}/${id}`}
        removal={{ action: `${action}/remove`, csrf: props.removeCsrf }}
      />
      <UploadForm
        action={action}
        csrf={props.uploadCsrf}
        room={maxCount - documents.length}
        hint={hint}
        errors={errors}
      />
      <p class="govuk-body">
        <a class="govuk-link" href={stepHref}>
          {messages(context.locale).back}
        </a>
      </p>
    </PortalLayout>
  );
}
