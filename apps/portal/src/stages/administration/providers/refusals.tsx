import { errorCatalogue } from '@garance/core';
import type { ProviderRefusal } from '@garance/store';
import { formatDateTime, type Locale, Table } from '@garance/web/view';
import { providerTexts } from './texts.ts';

interface RefusalTableProps {
  readonly locale: Locale;
  /** Newest first. */
  readonly refusals: readonly ProviderRefusal[];
}

/** Reasons why a provider's answers were refused, and errors the provider reported; shown to operators only. */
export function RefusalTable({ locale, refusals }: RefusalTableProps) {
  const texts = providerTexts(locale);
  return (
    <Table
      caption={texts.refusals}
      columns={[texts.when, texts.refusal, texts.providerAnswer]}
      rows={refusals.map(({ atMs, error, check, providerError }) => [
        formatDateTime(locale, atMs),
        <>
          <code>{[error, check].filter(Boolean).join(', ')}</code>
          <br />
          <span lang="en">{explanationOf(error)}</span>
        </>,
        providerError === undefined
          ? texts.noAnswer
          : [providerError.error, providerError.description].filter(Boolean).join(' : '),
      ])}
      empty={texts.refusalsNone}
    />
  );
}

/** Operator texts of the catalogue are in English. */
function explanationOf(code: string): string {
  const catalogue: Readonly<Record<string, { readonly operator: string } | undefined>> = errorCatalogue;
  return catalogue[code]?.operator ?? '';
}
