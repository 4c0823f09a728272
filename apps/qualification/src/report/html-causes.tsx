/** What is wrong in few words, and the failures of one cause together: the first told whole, the others folded. */
import type { ScenarioResult, SuiteRun } from '@garance/core';
import type { Locale } from '@garance/web/view';
import { Fragment } from 'preact';
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

type Group = readonly [ScenarioResult, ...ScenarioResult[]];

/** What was undecided for one reason is one entry; everything else stands alone. */
function byReason(results: readonly ScenarioResult[]): readonly Group[] {
  const groups: [ScenarioResult, ...ScenarioResult[]][] = [];
  for (const result of results) {
    const same = ([{ verdict, reason }]: Group) =>
      verdict === 'inconclusive' && result.verdict === verdict && reason?.en === result.reason?.en;
    const known = groups.find(same);
    if (known === undefined) groups.push([result]);
    else known.push(result);
  }
  return groups;
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
      {byReason(results.filter((result) => !grouped.has(result))).map(([first, ...others]) => (
        <Fragment key={first.id}>
          {article(first)}
          {others.length > 0 && (
            <details>
              <summary>{texts.sameReason(others.length)}</summary>
              {others.map(article)}
            </details>
          )}
        </Fragment>
      ))}
    </>
  );
}
