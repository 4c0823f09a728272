/** Everything that the figures' page and its file show. */

import { levelSchema } from '@garance/core';
import { hubsOf } from '../hubs.ts';
import type { PortalTables } from '../portal-store.ts';
import { dayMs } from '../time/day.ts';
import type { FigureRange, FigureRow } from './figures.ts';

export const sections = ['day', 'service', 'provider', 'level', 'outcome'] as const;
export type Section = (typeof sections)[number];

export interface NamedFigure {
  /** Id, day, level or code. */
  readonly key: string;
  readonly label: string;
  readonly count: number;
}

export type FigureSet = Readonly<Record<Section, readonly NamedFigure[]>>;

export async function readFigures(tables: PortalTables, range: FigureRange): Promise<FigureSet> {
  const { figures, providers, services, sandboxClients } = tables;
  const named = (rows: readonly FigureRow[], nameOf: (key: string) => string = (key) => key) =>
    rows.map(({ key, count }) => ({ key, count, label: nameOf(key) }));
  const byService = await figures.by('service_id', range);
  const serviceNames = new Map<string, string>();
  for (const { key } of byService) {
    const service = await services.find(key);
    const name = service?.name ?? (await sandboxClients.find(key))?.form.displayName;
    if (typeof name === 'string') serviceNames.set(key, name);
  }
  const providerNames = new Map<string, string>();
  for (const hub of hubsOf(range.environment === undefined ? [] : [range.environment])) {
    for (const { id, name } of await providers.list(hub)) providerNames.set(id, name);
  }
  const levels = await figures.by('level', range);
  return {
    day: everyDay(await figures.perDay(range), range),
    service: named(byService, (key) => serviceNames.get(key) ?? key),
    provider: named(await figures.by('provider_id', range), (key) => providerNames.get(key) ?? key),
    level: named([...levels].sort((a, b) => orderOf(a.key) - orderOf(b.key))),
    outcome: named(await figures.outcomes(range)),
  };
}

const levelOrder: readonly string[] = levelSchema.options;
const orderOf = (level: string) => levelOrder.indexOf(level);

/** Adds the days without a sign-in, with zero counts. */
function everyDay(rows: readonly FigureRow[], { fromMs, toMs }: FigureRange): readonly NamedFigure[] {
  const counts = new Map(rows.map(({ key, count }) => [key, count]));
  const days: NamedFigure[] = [];
  for (let atMs = fromMs; atMs < toMs; atMs += dayMs) {
    const key = new Date(atMs).toISOString().slice(0, 10);
    days.push({ key, label: key, count: counts.get(key) ?? 0 });
  }
  return days;
}
