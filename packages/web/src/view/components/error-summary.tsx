import { useLocale } from '../locale-context.ts';
import { createMessages } from '../messages.ts';
import { SafeLink } from './safe-link.tsx';

export interface ErrorSummaryProps {
  readonly title?: string;
  /** `href` links to the field: `#its-id`. */
  readonly errors: readonly { readonly text: string; readonly href?: string }[];
}

const messages = createMessages({
  fr: { title: 'Il reste un point à corriger' },
  en: { title: 'There is something to correct' },
});

/**
 * The errors of a form, above everything else, each linked to its field. The page opens with the focus here:
 * `autofocus` needs no script, and a screen reader begins with what must be corrected.
 */
export function ErrorSummary({ title, errors }: ErrorSummaryProps) {
  const locale = useLocale();
  return (
    <div class="govuk-error-summary" role="alert" tabIndex={-1} autofocus>
      <h2 class="govuk-error-summary__title">{title ?? messages(locale).title}</h2>
      <div class="govuk-error-summary__body">
        <ul class="govuk-list govuk-error-summary__list">
          {errors.map(({ text, href }) => (
            <li key={text}>
              <SafeLink href={href}>{text}</SafeLink>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
