import { createMessages, SafeLink } from '@garance/web/view';
import type { Attachment } from '../../../objects/attachment/table.ts';
import { Documents, UploadForm, uploadErrors } from '../../../parts/documents/documents.tsx';
import type { PortalPageContext } from '../../../parts/layout.tsx';
import { PortalPage } from '../../../parts/page.tsx';

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
    <PortalPage context={context} title={label} backHref={stepHref} errors={uploadErrors(errors)}>
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
        <SafeLink href={stepHref}>{messages(context.locale).back}</SafeLink>
      </p>
    </PortalPage>
  );
}
