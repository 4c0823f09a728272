import type { ErrorCode } from '@garance/core';
import { useLocale } from '../locale-context.ts';
import { createMessages } from '../messages.ts';
import { CopyableCode } from './copyable-code.tsx';

export interface SupportReferencesProps {
  readonly code: ErrorCode;
  /** Id that the person gives to support and that is in the log. */
  readonly occurrenceId: string;
  /** A parameter's or attribute's name, never its value. */
  readonly detail?: string | undefined;
}

const messages = createMessages({
  fr: {
    help: 'Pour obtenir de l’aide, communiquez ces deux références. Elles ne contiennent aucune donnée personnelle.',
    code: 'Code',
    occurrence: 'Occurrence',
    concerns: (detail: string) => `Élément concerné : ${detail}`,
  },
  en: {
    help: 'To get help, quote these two references. They hold no personal data.',
    code: 'Code',
    occurrence: 'Occurrence',
    concerns: (detail) => `It concerns: ${detail}`,
  },
});

/** Error code and occurrence id, at the foot of every error page. */
export function SupportReferences({ code, occurrenceId, detail }: SupportReferencesProps) {
  const texts = messages(useLocale());
  return (
    <div class="garance-references">
      <p class="govuk-body-s">{texts.help}</p>
      <CopyableCode label={texts.code} value={code} />
      <CopyableCode label={texts.occurrence} value={occurrenceId} />
      {detail !== undefined && <p class="govuk-body-s">{texts.concerns(detail)}</p>}
    </div>
  );
}
