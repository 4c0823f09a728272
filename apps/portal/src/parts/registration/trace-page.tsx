import { type ErrorCode, errorCatalogue } from '@garance/core';
import type { StoredTraceEntry } from '@garance/store';
import {
  Button,
  createMessages,
  Details,
  formatDateTime,
  type Locale,
  Tag,
  TextField,
} from '@garance/web/view';
import type { PortalPageContext } from '../layout.tsx';
import { Queue } from '../queue/queue.tsx';
import type { Page } from '../queue/read-page.ts';
import type { RegistrationScope } from '../scope/registration-scope.ts';
import { Frame } from './frame.tsx';

const messages = createMessages({
  fr: {
    title: 'Trace',
    intro: (days: number) =>
      `Les dernières requêtes de ce client. Aucune donnée d’usager, aucun jeton ; tout est effacé après ${days} jours.`,
    filters: 'Chercher',
    occurrence: 'Identifiant d’incident',
    occurrenceHint: 'Celui que montre une page d’erreur, ou la réponse d’une erreur.',
    outcome: 'Code d’erreur',
    outcomeHint: 'Par exemple token.pkce_failed ; refused pour toutes les erreurs.',
    endpoint: 'Point d’accès',
    from: 'Depuis',
    to: 'Jusqu’à',
    dateHint: 'AAAA-MM-JJ ou AAAA-MM-JJTHH:MM, heure universelle.',
    search: 'Chercher',
    reset: 'Tout montrer',
    caption: 'Requêtes, la plus récente d’abord',
    columns: {
      when: 'Quand',
      endpoint: 'Point d’accès',
      outcome: 'Résultat',
      checks: 'Contrôles',
      login: 'Connexion',
      id: 'Incident',
    },
    accepted: 'Acceptée',
    passed: (count: number) => `${count} contrôles passés`,
    failed: (check: string) => `Échec : ${check}`,
    empty: 'Aucune requête. Faites une première connexion, puis revenez ici.',
  },
  en: {
    title: 'Trace',
    intro: (days) =>
      `The last requests of this client. No data of citizens, no token; all is erased after ${days} days.`,
    filters: 'Search',
    occurrence: 'Occurrence id',
    occurrenceHint: 'The one that an error page shows, or the answer of an error.',
    outcome: 'Error code',
    outcomeHint: 'For example token.pkce_failed; refused for every error.',
    endpoint: 'Endpoint',
    from: 'From',
    to: 'Until',
    dateHint: 'YYYY-MM-DD or YYYY-MM-DDTHH:MM, universal time.',
    search: 'Search',
    reset: 'Show all',
    caption: 'Requests, newest first',
    columns: {
      when: 'When',
      endpoint: 'Endpoint',
      outcome: 'Outcome',
      checks: 'Checks',
      login: 'Sign-in',
      id: 'Occurrence',
    },
    accepted: 'Accepted',
    passed: (count) => `${count} checks passed`,
    failed: (check) => `Failed: ${check}`,
    empty: 'No request. Make a first sign-in, then come back here.',
  },
});

export const traceFilters = ['occurrence', 'outcome', 'endpoint', 'from', 'to'] as const;
export type TraceFilters = Readonly<Record<(typeof traceFilters)[number], string>>;

export interface TraceProps {
  readonly context: PortalPageContext;
  /** Path of the page, without its query. */
  readonly path: string;
  readonly filters: TraceFilters;
  readonly page: Page<StoredTraceEntry>;
  readonly days: number;
}

/** The trace of the integration environment. */
export function TracePage({ scope, ...trace }: TraceProps & { readonly scope: RegistrationScope }) {
  const { context } = trace;
  return (
    <Frame context={context} scope={scope} title={messages(context.locale).title} width="wide">
      <Trace {...trace} />
    </Frame>
  );
}

/** Requests of one client, with the failed check. */
export function Trace(props: TraceProps) {
  const { context, page, days } = props;
  const { locale } = context;
  const texts = messages(locale);
  const { columns } = texts;
  return (
    <>
      <p class="govuk-body">{texts.intro(days)}</p>
      <TraceFilterForm {...props} />
      <Queue
        caption={texts.caption}
        captionShown
        page={page}
        columns={Object.values(columns)}
        cells={(entry) => [
          formatDateTime(locale, entry.atMs),
          <Step entry={entry} />,
          <Outcome locale={locale} entry={entry} />,
          <Checks locale={locale} entry={entry} />,
          entry.loginReference === undefined ? '–' : <code>{entry.loginReference}</code>,
          <code>{entry.occurrenceId}</code>,
        ]}
        empty={texts.empty}
      />
    </>
  );
}

/** The endpoint, the step where its name differs, and the duration. */
function Step({ entry: { endpoint, step, durationMs } }: { readonly entry: StoredTraceEntry }) {
  return (
    <>
      {endpoint}
      {step !== undefined && step !== endpoint && <p class="govuk-hint">{step}</p>}
      {durationMs !== undefined && <p class="govuk-hint">{durationMs} ms</p>}
    </>
  );
}

function Checks({ locale, entry }: { readonly locale: Locale; readonly entry: StoredTraceEntry }) {
  const texts = messages(locale);
  const { checks, failedCheck } = entry;
  if (checks.length === 0 && failedCheck === undefined) return <>–</>;
  return (
    <>
      {failedCheck !== undefined && texts.failed(failedCheck)}
      {checks.length > 0 && <Details summary={texts.passed(checks.length)}>{checks.join(', ')}</Details>}
    </>
  );
}

function Outcome({ locale, entry }: { readonly locale: Locale; readonly entry: StoredTraceEntry }) {
  const { outcome, detail } = entry;
  if (outcome === 'accepted') return <Tag tone="success">{messages(locale).accepted}</Tag>;
  const catalogueEntry = Object.hasOwn(errorCatalogue, outcome)
    ? errorCatalogue[outcome as ErrorCode]
    : undefined;
  return (
    <>
      <Tag tone="error">{outcome}</Tag>
      {detail !== undefined && <p class="govuk-hint">{detail}</p>}
      {catalogueEntry !== undefined && <p class="govuk-hint">{catalogueEntry.operator}</p>}
    </>
  );
}

function TraceFilterForm({ context, path, filters }: TraceProps) {
  const texts = messages(context.locale);
  const field = (name: (typeof traceFilters)[number]) => ({
    id: name,
    name,
    label: texts[name],
    value: filters[name],
    spellCheck: false,
  });
  const inUse = Object.values(filters).some((value) => value !== '');
  return (
    <Details summary={texts.filters} open={inUse}>
      <form method="get" action={path}>
        <TextField {...field('occurrence')} hint={texts.occurrenceHint} />
        <TextField {...field('outcome')} hint={texts.outcomeHint} />
        <TextField {...field('endpoint')} width={20} />
        <TextField {...field('from')} hint={texts.dateHint} width={20} />
        <TextField {...field('to')} hint={texts.dateHint} width={20} />
        <Button variant="secondary">{texts.search}</Button>{' '}
        {inUse && (
          <Button variant="quiet" href={path}>
            {texts.reset}
          </Button>
        )}
      </form>
    </Details>
  );
}
