/** Names of metrics: as `/metrics` tells them, and as documents, rules and dashboards name them. */

/** Of the text of `/metrics`: each family once. */
export function metricNames(text: string): readonly string[] {
  return [...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name = '']) => name);
}

/** Suffixes of the series that a histogram has. */
const seriesOfHistogram = /_(?:bucket|count|sum)$/;

/** The families that a text names, whichever of their series it means. */
export function namesIn(text: string): ReadonlySet<string> {
  const named = [...text.matchAll(/\b(?:garance|process)_[a-z_]+\b/g)].map(([name]) => name);
  return new Set(named.map((name) => name.replace(seriesOfHistogram, '')));
}
