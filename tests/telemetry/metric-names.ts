/** Names of metrics: in the output of `/metrics`, and in documents, rules and dashboards. */

/** Each metric family in the text of `/metrics`, once. */
export function metricNames(text: string): readonly string[] {
  return [...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name = '']) => name);
}

/** Suffixes of the series that a histogram has. */
const seriesOfHistogram = /_(?:bucket|count|sum)$/;

/** Metric families named by a text, in any of their series. */
export function namesIn(text: string): ReadonlySet<string> {
  const named = [...text.matchAll(/\b(?:garance|process)_[a-z_]+\b/g)].map(([name]) => name);
  return new Set(named.map((name) => name.replace(seriesOfHistogram, '')));
}
