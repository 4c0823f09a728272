import {
  Button,
  createMessages,
  platformNames,
  SafeLink,
  Select,
  Table,
  TextField,
  useLocale,
} from '@garance/web/view';
import type { ComponentChildren, ComponentProps } from 'preact';
import type { PageLinks as Links, Page } from './read-page.ts';

const messages = createMessages({
  fr: {
    search: 'Rechercher',
    filter: 'Filtrer',
    platform: 'Plateforme',
    both: 'Les deux',
    pages: 'Pages de la liste',
    next: 'Page suivante',
    first: 'Revenir au début',
  },
  en: {
    search: 'Search',
    filter: 'Filter',
    platform: 'Platform',
    both: 'Both',
    pages: 'Pages of the list',
    next: 'Next page',
    first: 'Back to the beginning',
  },
});

type Column = ComponentProps<typeof Table>['columns'][number];

interface QueueProps<T> {
  readonly caption: string;
  /** Shows the caption, where no heading has the same text. */
  readonly captionShown?: boolean;
  readonly page: Page<T>;
  readonly columns: readonly (string | Column)[];
  readonly cells: (row: T) => ComponentChildren[];
  /** Advice for an empty result. */
  readonly empty: string;
}

/** One page of a list. */
export function Queue<T>({ caption, captionShown = false, page, columns, cells, empty }: QueueProps<T>) {
  return (
    <>
      <Table
        caption={caption}
        captionHidden={!captionShown}
        columns={columns.map((column) => (typeof column === 'string' ? column : column))}
        rows={page.rows.map(cells)}
        empty={empty}
      />
      <PageLinks {...page} />
    </>
  );
}

/** Links to the next and the first page; nothing when there is one page. */
export function PageLinks({ nextHref, firstHref }: Links) {
  const texts = messages(useLocale());
  if (nextHref === undefined && firstHref === undefined) return null;
  return (
    <nav aria-label={texts.pages}>
      <p class="govuk-body">
        {nextHref !== undefined && <SafeLink href={nextHref}>{texts.next}</SafeLink>}{' '}
        {firstHref !== undefined && <SafeLink href={firstHref}>{texts.first}</SafeLink>}
      </p>
    </nav>
  );
}

interface FiltersProps {
  /** Path of the list. */
  readonly action: string;
  readonly children: ComponentChildren;
}

/** Filters of a list: a GET form, so that they work without script and are part of the address. */
export function Filters({ action, children }: FiltersProps) {
  return (
    <search>
      <form method="get" action={action} class="garance-filters">
        {children}
        <Button variant="secondary">{messages(useLocale()).filter}</Button>
      </form>
    </search>
  );
}

interface SearchFieldProps {
  readonly name?: string;
  readonly label?: string;
  readonly hint?: string;
  readonly value: string;
}

export function SearchField({ name = 'text', label, hint, value }: SearchFieldProps) {
  const { search } = messages(useLocale());
  return <TextField id={name} name={name} type="search" label={label ?? search} hint={hint} value={value} />;
}

export function PlatformFilter({ value }: { readonly value: string }) {
  const texts = messages(useLocale());
  return (
    <Select
      id="platform"
      name="platform"
      label={texts.platform}
      value={value}
      options={[
        { value: '', label: texts.both },
        { value: 'standard', label: platformNames.standard },
        { value: 'plus', label: platformNames.plus },
      ]}
    />
  );
}
