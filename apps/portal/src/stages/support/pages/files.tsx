import { Button, type Locale, SafeLink } from '@garance/web/view';
import type { Attachment } from '../../../objects/attachment/table.ts';
import { HiddenFields } from '../../../parts/form/form-parts.tsx';
import { supportTexts } from '../texts.ts';

interface FilesProps {
  /** Path of the thread, on the side of whoever looks. */
  readonly base: string;
  readonly files: readonly Attachment[];
  readonly csrf: string | undefined;
  readonly error?: string | undefined;
  readonly locale: Locale;
}

/** Documents of the thread, and where to add one. */
export function Files({ base, files, csrf, error, locale }: FilesProps) {
  const texts = supportTexts(locale);
  return (
    <section id="files">
      <h2 class="govuk-heading-m">{texts.files}</h2>
      {files.length === 0 && <p class="govuk-body">{texts.noFiles}</p>}
      {files.length > 0 && (
        <ul class="govuk-list">
          {files.map(({ id, name }) => (
            <li key={id}>
              <SafeLink href={`${base}/files/${id}`}>{name}</SafeLink>
            </li>
          ))}
        </ul>
      )}
      {csrf !== undefined && (
        <form method="post" action={`${base}/files`} enctype="multipart/form-data">
          <HiddenFields csrf={csrf} />
          <div class={`govuk-form-group${error === undefined ? '' : ' govuk-form-group--error'}`}>
            <label class="govuk-label" for="file">
              {texts.addFile}
            </label>
            {error !== undefined && (
              <p id="file-error" class="govuk-error-message">
                {error}
              </p>
            )}
            <input
              class="govuk-file-upload"
              type="file"
              id="file"
              name="file"
              accept=".pdf,.png,application/pdf,image/png"
              aria-describedby={error === undefined ? undefined : 'file-error'}
            />
          </div>
          <Button variant="secondary">{texts.attach}</Button>
        </form>
      )}
    </section>
  );
}
