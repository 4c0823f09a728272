import { createMessages, type Locale, Table } from '@garance/web/view';
import type { FieldDifference } from '../../objects/registration/difference.ts';
import { fieldLabels } from '../../objects/registration/fields.ts';

const messages = createMessages({
  fr: { field: 'Champ', before: 'Avant', after: 'Après', empty: 'Rien n’a changé.', nothing: 'Vide' },
  en: { field: 'Field', before: 'Before', after: 'After', empty: 'Nothing has changed.', nothing: 'Empty' },
});

interface DifferenceTableProps {
  readonly locale: Locale;
  readonly caption: string;
  readonly differences: readonly FieldDifference[];
}

/** Changes by field. */
export function DifferenceTable({ locale, caption, differences }: DifferenceTableProps) {
  const texts = messages(locale);
  const labels = fieldLabels(locale);
  return (
    <Table
      caption={caption}
      columns={[texts.field, texts.before, texts.after]}
      rows={differences.map(({ field, before, after }) => [
        labels[field],
        <Values values={before} other={after} nothing={texts.nothing} mark="del" />,
        <Values values={after} other={before} nothing={texts.nothing} mark="ins" />,
      ])}
      empty={texts.empty}
    />
  );
}

interface ValuesProps {
  readonly values: readonly string[];
  readonly other: readonly string[];
  readonly nothing: string;
  readonly mark: 'ins' | 'del';
}

function Values({ values, other, nothing, mark: Mark }: ValuesProps) {
  if (values.length === 0) return <>{nothing}</>;
  return (
    <ul class="govuk-list">
      {values.map((value) => (
        <li key={value}>{other.includes(value) ? value : <Mark>{value}</Mark>}</li>
      ))}
    </ul>
  );
}
