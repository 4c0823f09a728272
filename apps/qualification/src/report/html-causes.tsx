/** What is wrong in few words, and the failures of one cause together: the first told whole, the others folded. */
import type { ScenarioResult, SuiteRun } from '@garance/core';
import type { Locale } from '@garance/web/view';
import { findCauses } from './causes.ts';
import { ResultArticle } from './html-parts.tsx';
import type { HtmlTexts } from './html-texts.ts';
import type { Library } from './libraries.ts';

interface CausesProps {
  readonly run: SuiteRun;
  readonly texts: HtmlTexts;
  readonly locale: Locale;
  readonly library: Library | undefined;
}

export function Causes({ run, texts, locale, library }: CausesProps) {
  const found = findCauses(run.results);
  if (found.length === 0) return null;
  return (
    <section>
      <h2>{texts.causes}</h2>
      <ul>
        {found.map(({ id, title, failed, decided }) => (
          <li key={id}>
            <strong>{title[locale]}</strong> ({texts.ofDecided(`${failed.length}`, `${decided}`)})
            <LibraryChange library={library} text={library?.changes[id]?.[locale]} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function LibraryChange({
  library,
  text,
}: {
  readonly library: Library | undefined;
  readonly text: string | undefined;
}) {
  if (library === undefined || text === undefined) return null;
  return (
    <p>
      {library.name} : <code>{text}</code>
    </p>
  );
}

interface GroupedProps {
  readonly results: readonly ScenarioResult[];
  readonly texts: HtmlTexts;
  readonly locale: Locale;
}

export function Grouped({ results, texts, locale }: GroupedProps) {
  const causes = findCauses(results);
  const grouped = new Set(causes.flatMap(({ failed }) => failed));
  const article = (result: ScenarioResult) => (
    <ResultArticle key={result.id} result={result} texts={texts} locale={locale} />
  );
  return (
    <>
      {causes.map(({ id, title, failed: [first, ...others] }) => (
        <section key={id}>
          <h3>{title[locale]}</h3>
          {first !== undefined && article(first)}
          <details>
            <summary>{texts.others(others.length)}</summary>
            {others.map(article)}
          </details>
        </section>
      ))}
      {results.filter((result) => !grouped.has(result)).map(article)}
    </>
  );
}
