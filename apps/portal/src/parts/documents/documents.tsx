import { Button, createMessages, formatDateTime, type Locale, SafeLink, useLocale } from '@garance/web/view';
import { maxDocumentBytes } from '../../objects/attachment/attachment-content.ts';
import type { Attachment } from '../../objects/attachment/table.ts';
import type { FieldErrors } from '../../objects/form.ts';
import { HiddenFields, PortalForm } from '../form/form-parts.tsx';

const messages = createMessages({
  fr: {
    none: 'Aucun document.',
    download: (name: string) => `Télécharger ${name}`,
    remove: 'Retirer',
    choose: 'Choisir un ou plusieurs documents',
    kinds: (megabytes: number) => `PDF ou PNG, ${megabytes} Mo au plus chacun.`,
    add: 'Joindre',
    full: 'Le nombre de documents est atteint.',
    kilobytes: (size: string) => `${size} Ko`,
  },
  en: {
    none: 'No document.',
    download: (name) => `Download ${name}`,
    remove: 'Remove',
    choose: 'Choose one or several documents',
    kinds: (megabytes) => `PDF or PNG, at most ${megabytes} MB each.`,
    add: 'Attach',
    full: 'No more documents can be attached.',
    kilobytes: (size) => `${size} KB`,
  },
});

interface DocumentsProps {
  readonly documents: readonly Attachment[];
  /** Path that serves a document, by its id. */
  readonly hrefOf: (id: string) => string;
  /** Form that removes a document; absent where removal is not possible. */
  readonly removal?: { readonly action: string; readonly csrf: string };
}

/** Documents by name, with the available actions. */
export function Documents({ documents, hrefOf, removal }: DocumentsProps) {
  const locale = useLocale();
  const texts = messages(locale);
  if (documents.length === 0) return <p class="govuk-body">{texts.none}</p>;
  return (
    <ul class="govuk-list">
      {documents.map(({ id, name, createdAtMs, sizeBytes }) => (
        <li key={id}>
          <SafeLink href={hrefOf(id)} aria-label={texts.download(name)}>
            {name}
          </SafeLink>{' '}
          <span class="govuk-hint">
            {formatDateTime(locale, createdAtMs)}, {texts.kilobytes(kilobytes(locale, sizeBytes))}
          </span>
          {removal !== undefined && (
            <PortalForm action={removal.action} csrf={removal.csrf}>
              <input type="hidden" name="document" value={id} />
              <Button variant="quiet" about={name}>
                {texts.remove}
              </Button>
            </PortalForm>
          )}
        </li>
      ))}
    </ul>
  );
}

function kilobytes(locale: Locale, bytes: number): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }).format(Math.ceil(bytes / 1024));
}

interface UploadFormProps {
  readonly action: string;
  readonly csrf: string;
  /** Number of documents that can still be added. */
  readonly room: number;
  readonly hint?: string | undefined;
  readonly errors: readonly string[];
}

/** Upload in a separate form, so that other fields of the page are not lost. */
export function UploadForm({ action, csrf, room, hint, errors }: UploadFormProps) {
  const texts = messages(useLocale());
  if (room <= 0) return <p class="govuk-body">{texts.full}</p>;
  const kinds = texts.kinds(maxDocumentBytes / 1024 / 1024);
  return (
    <FileForm
      action={action}
      csrf={csrf}
      name="file"
      label={texts.choose}
      hint={hint === undefined ? kinds : `${hint} ${kinds}`}
      errors={errors}
      accept=".pdf,.png,application/pdf,image/png"
      multiple={room > 1}
      submit={texts.add}
    />
  );
}

interface FileFormProps {
  readonly action: string;
  readonly csrf: string;
  /** Also the field's id. */
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly errors: readonly string[];
  readonly accept: string;
  readonly multiple?: boolean;
  readonly submit: string;
}

/** A multipart form; the CSRF token is its first part, checked before any file is read (`upload.ts`). */
export function FileForm(props: FileFormProps) {
  const { action, csrf, name, label, hint, errors, accept, multiple = false, submit } = props;
  const isRefused = errors.length > 0;
  return (
    <form method="post" action={action} enctype="multipart/form-data">
      <HiddenFields csrf={csrf} />
      <div class={`govuk-form-group${isRefused ? ' govuk-form-group--error' : ''}`}>
        <label class="govuk-label" for={name}>
          {label}
        </label>
        <div id={`${name}-hint`} class="govuk-hint">
          {hint}
        </div>
        {isRefused && (
          <p id={`${name}-error`} class="govuk-error-message">
            {errors.join(' ')}
          </p>
        )}
        <input
          class="govuk-file-upload"
          type="file"
          id={name}
          name={name}
          multiple={multiple}
          accept={accept}
          aria-describedby={isRefused ? `${name}-hint ${name}-error` : `${name}-hint`}
        />
      </div>
      <Button variant="secondary">{submit}</Button>
    </form>
  );
}

/** Refused documents, for the summary. */
export function uploadErrors(errors: readonly string[]): FieldErrors {
  return errors.length === 0 ? {} : { file: errors.join(' ') };
}
