import { errorCatalogue } from '@garance/core';
import type { ProviderRefusal } from '@garance/store';
import { formatDateTime, type Locale, Table } from '@garance/web/view';
import { providerTexts } from './texts.ts';

interface RefusalTableProps {
  readonly locale: Locale;
  /** Newest first. */
  readonly refusals: readonly ProviderRefusal[];
}

/** Why a provider's answers were not accepted, and what it said of its own errors: both are for the operator alone. */
export function RefusalTable({ locale, refusals }: RefusalTableProps) {
  const texts = providerTexts(locale);
  return (
    <Table
      caption={texts.refusals}
      columns={[{ header: texts.when }, { header: texts.refusal }, { header: texts.said }]}
      rows={refusals.map(({ atMs, error, check, said }) => [
        formatDateTime(locale, atMs),
        <>
          <code>{[error, check].filter(Boolean).join(', ')}</code>
          <br />
          <span lang="en">{explanationOf(error)}</span>
        </>,
        said === undefined ? texts.nothingSaid : [said.error, said.description].filter(Boolean).join(' : '),
      ])}
      empty={texts.refusalsNone}
    />
  );
}

/** The catalogue speaks to operators in English. */
function explanationOf(code: string): string {
  const known: Readonly<Record<string, { readonly operator: string } | undefined>> = errorCatalogue;
  return known[code]?.operator ?? '';
}
