/** `/administration/figures`: counts of sign-ins by service and provider; for every role of the team. */

import { Button, Details, SafeLink, Select, Table } from '@garance/web/view';
import type { PortalDeps } from '../../../deps.ts';
import { findHub, hubLabel, hubSlug, hubsOf } from '../../../objects/hubs.ts';
import type { FigureRange } from '../../../objects/journal/figures.ts';
import {
  type FigureSet,
  readFigures,
  type Section,
  sections,
} from '../../../objects/journal/read-figures.ts';
import { dayMs } from '../../../objects/time/day.ts';
import { queryText } from '../../../parts/query-text.ts';
import type { RequestContext } from '../../../parts/request-context.ts';
import type { Routes } from '../../../parts/routes.ts';
import { requireStaff } from '../operator.ts';
import { AdminPage } from '../page.tsx';
import { BarChart, ShareBar } from './bar-chart.tsx';
import { writeCsv } from './csv.ts';
import { figureTexts } from './texts.ts';

const path = '/administration/figures';
const periods = [7, 30, 90] as const;

export function mountFigures(routes: Routes, deps: PortalDeps): void {
  routes.get(path, async (visit) => {
    requireStaff(visit, 'figures.view');
    const period = periodOf(deps, visit);
    const set = await readFigures(deps.store.portal, period.range);
    return show(deps, visit, { ...period, set });
  });
  routes.get(`${path}/figures.csv`, async (visit) => {
    requireStaff(visit, 'figures.view');
    const set = await readFigures(deps.store.portal, periodOf(deps, visit).range);
    const rows = sections.flatMap((section) =>
      set[section].map(({ key, label, count }) => [section, key, label, count]),
    );
    return visit.reply
      .header('cache-control', 'no-store')
      .header('content-disposition', 'attachment; filename="garance-figures.csv"')
      .type('text/csv; charset=utf-8')
      .send(writeCsv([['figure', 'key', 'name', 'count'], ...rows]));
  });
}

interface Period {
  readonly days: number;
  /** A hub, or an environment with both platforms. */
  readonly where: string;
  readonly range: FigureRange;
}

/** Whole UTC days, today included. Environments are never summed: tests are not sign-ins of citizens. */
function periodOf({ environments, clock }: PortalDeps, visit: RequestContext): Period {
  const days = periods.find((period) => String(period) === queryText(visit, 'days')) ?? 30;
  const toMs = Math.floor(clock.now() / dayMs + 1) * dayMs;
  const time = { fromMs: toMs - days * dayMs, toMs };
  const where = queryText(visit, 'where');
  const hub = findHub(environments, where);
  if (hub !== undefined) return { days, where, range: { ...time, ...hub } };
  const production = environments.find((value) => value === 'production') ?? 'integration';
  const environment = environments.find((value) => value === where) ?? production;
  return { days, where: environment, range: { ...time, environment } };
}

interface Shown extends Period {
  readonly set: FigureSet;
}

function show({ environments }: PortalDeps, visit: RequestContext, { days, where, set }: Shown) {
  const { locale } = visit;
  const texts = figureTexts(locale);
  const total = set.day.reduce((sum, { count }) => sum + count, 0);
  const query = new URLSearchParams({ days: String(days), where });
  const places = [
    ...environments.map((environment) => ({ value: environment, label: texts.every(environment) })),
    ...hubsOf(environments).map((hub) => ({ value: hubSlug(hub), label: hubLabel(hub, locale) })),
  ];
  return visit.show(
    <AdminPage visit={visit} path={`${path}?${query}`} title={texts.title} backHref={backOf(visit)}>
      <p class="govuk-body">{texts.intro}</p>
      <form method="get" action={path} class="garance-filters">
        <Select
          id="days"
          name="days"
          label={texts.days}
          value={String(days)}
          options={periods.map((period) => ({ value: String(period), label: texts.lastDays(period) }))}
        />
        <Select id="where" name="where" label={texts.where} value={where} options={places} />
        <Button variant="secondary">{texts.show}</Button>
      </form>
      <p class="govuk-body-l">{texts.total(total)}</p>
      {sections.map((section) => (
        <Figure key={section} section={section} rows={set[section]} texts={texts} />
      ))}
      <p class="govuk-body">
        <SafeLink href={`${path}/figures.csv?${query}`}>{texts.csv}</SafeLink>
      </p>
    </AdminPage>,
  );
}

const backOf = ({ actor }: RequestContext) =>
  actor?.platformRoles.includes('operator') ? '/administration' : '/';

interface FigureProps {
  readonly section: Section;
  readonly rows: FigureSet[Section];
  readonly texts: ReturnType<typeof figureTexts>;
}

function Figure({ section, rows, texts }: FigureProps) {
  const title = texts.sections[section];
  const total = rows.reduce((sum, { count }) => sum + count, 0);
  const isDays = section === 'day';
  const columns = [
    texts.keys[section],
    { header: section === 'outcome' ? texts.requests : texts.count, numeric: true },
  ];
  const table = (
    <Table
      caption={title}
      captionHidden
      columns={isDays ? columns : [...columns, texts.share]}
      rows={rows.map(({ label, count }) =>
        isDays ? [label, count] : [label, count, <ShareBar key="share" value={count} total={total} />],
      )}
      empty={texts.none}
    />
  );
  return (
    <section>
      <h2 class="govuk-heading-m">{title}</h2>
      {isDays && <BarChart title={title} bars={rows.map(({ label, count }) => ({ label, value: count }))} />}
      {isDays ? <Details summary={texts.asTable}>{table}</Details> : table}
    </section>
  );
}
