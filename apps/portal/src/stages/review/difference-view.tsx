import { type Locale, Table } from '@garance/web/view';
import type { ComponentChildren } from 'preact';
import type { Difference } from '../../objects/request/differences.ts';
import { fieldLabel } from '../../objects/request/questions/describe.ts';
import { isFormStepName } from '../../objects/request/questions/field.ts';
import { reviewTexts } from '../../parts/request/review-texts.ts';

interface DifferenceListProps {
  readonly title: string;
  readonly differences: readonly Difference[] | undefined;
  /** Text when there is nothing to compare with. */
  readonly nothing: string;
  readonly locale: Locale;
}

/** Changes by field, marked with `del` and `ins` and not by colour alone. */
export function DifferenceList({ title, differences, nothing, locale }: DifferenceListProps) {
  const texts = reviewTexts(locale);
  return (
    <section>
      <h2 class="govuk-heading-m">{title}</h2>
      {differences === undefined || differences.length === 0 ? (
        <p class="govuk-body">{differences === undefined ? nothing : texts.noDifference}</p>
      ) : (
        <Table
          caption={title}
          captionHidden
          columns={[texts.question, `${texts.before} → ${texts.after}`]}
          rows={differences.map((difference) => [
            labelOf(difference, locale),
            <div class="garance-difference">
              <Change difference={difference} locale={locale} />
            </div>,
          ])}
        />
      )}
    </section>
  );
}

function labelOf({ step, field }: Difference, locale: Locale): string {
  if (isFormStepName(step)) return fieldLabel(step, field, locale);
  return step === 'attachments' ? reviewTexts(locale).documents : `${step} ${field}`;
}

function Change({
  difference,
  locale,
}: {
  readonly difference: Difference;
  readonly locale: Locale;
}): ComponentChildren {
  const texts = reviewTexts(locale);
  switch (difference.kind) {
    case 'value':
      return (
        <>
          {difference.before !== '' && <del>{difference.before}</del>}
          {difference.before !== '' && difference.after !== '' && ' → '}
          {difference.after !== '' && <ins>{difference.after}</ins>}
        </>
      );
    case 'words':
      return difference.words.map(({ kind, text }) =>
        kind === 'added' ? <ins>{text}</ins> : kind === 'removed' ? <del>{text}</del> : text,
      );
    case 'list':
      return (
        <ul class="govuk-list">
          {difference.removed.map((item) => (
            <li key={`- ${item}`}>
              {texts.removed} : <del>{nameOf(item)}</del>
            </li>
          ))}
          {difference.added.map((item) => (
            <li key={`+ ${item}`}>
              {texts.added} : <ins>{nameOf(item)}</ins>
            </li>
          ))}
        </ul>
      );
  }
}

/** Frozen documents are listed as `<id>/<name>`. */
const nameOf = (item: string): string => item.replace(/^[0-9a-f-]{36}\//, '');
