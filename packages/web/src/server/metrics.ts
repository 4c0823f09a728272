/** Values of the labels, in the order in which the metric names them. */
export type LabelValues = readonly string[];

export interface MetricOptions {
  /** `garance_logins_total`, `garance_step_seconds`. */
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
}

export interface Counter {
  inc(labels?: LabelValues, by?: number): void;
}

export interface Gauge {
  set(value: number, labels?: LabelValues): void;
}

export interface Histogram {
  /** @param value in the unit that the name says, seconds as a rule */
  observe(value: number, labels?: LabelValues): void;
}

export interface Metrics {
  counter(options: MetricOptions): Counter;
  gauge(options: MetricOptions & { readonly collect?: () => number }): Gauge;
  histogram(options: MetricOptions & { readonly buckets?: readonly number[] }): Histogram;
  /** Prometheus text format 0.0.4. */
  text(): string;
}

/** In seconds: from a page served from memory to an identity provider that does not answer. */
const defaultBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** Limit of series per metric, since label values may depend on requests; further series are dropped. */
const maxSeries = 2000;

function escapeLabel(value: string): string {
  return value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');
}

function labelText(names: readonly string[], values: LabelValues, extra: readonly string[] = []): string {
  const pairs = names.map((name, index) => `${name}="${escapeLabel(values[index] ?? '')}"`).concat(extra);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function createSeries<T>(make: () => T) {
  const series = new Map<string, { readonly labels: LabelValues; readonly state: T }>();
  return {
    all: () => series.values(),
    find(labels: LabelValues): T | undefined {
      const key = labels.join('\u0000');
      const known = series.get(key);
      if (known !== undefined) return known.state;
      if (series.size >= maxSeries) return undefined;
      const state = make();
      series.set(key, { labels: [...labels], state });
      return state;
    },
  };
}

interface Written {
  lines(): string[];
}

function head({ name, help }: MetricOptions, type: string): string[] {
  return [`# HELP ${name} ${help.replace(/\\/g, '\\\\').replace(/\n/g, '\\n')}`, `# TYPE ${name} ${type}`];
}

function createNumber(options: MetricOptions, type: 'counter' | 'gauge') {
  const series = createSeries(() => ({ value: 0 }));
  const names = options.labels ?? [];
  const written: Written = {
    lines: () => [
      ...head(options, type),
      ...[...series.all()].map(
        ({ labels, state }) => `${options.name}${labelText(names, labels)} ${state.value}`,
      ),
    ],
  };
  return { series, written };
}

interface HistogramState {
  readonly counts: number[];
  sum: number;
  count: number;
}

function createHistogram(options: MetricOptions, buckets: readonly number[]): Histogram & Written {
  const series = createSeries<HistogramState>(() => ({ counts: buckets.map(() => 0), sum: 0, count: 0 }));
  const names = options.labels ?? [];
  const seriesLines = (labels: LabelValues, state: HistogramState): string[] => {
    let below = 0;
    const bucketLines = buckets.map((bound, index) => {
      below += state.counts[index] ?? 0;
      return `${options.name}_bucket${labelText(names, labels, [`le="${bound}"`])} ${below}`;
    });
    const plain = labelText(names, labels);
    return [
      ...bucketLines,
      `${options.name}_bucket${labelText(names, labels, ['le="+Inf"'])} ${state.count}`,
      `${options.name}_sum${plain} ${state.sum}`,
      `${options.name}_count${plain} ${state.count}`,
    ];
  };
  return {
    observe(value, labels = []) {
      const state = series.find(labels);
      if (state === undefined) return;
      state.sum += value;
      state.count += 1;
      const index = buckets.findIndex((bound) => value <= bound);
      if (index !== -1) state.counts[index] = (state.counts[index] ?? 0) + 1;
    },
    lines: () => [
      ...head(options, 'histogram'),
      ...[...series.all()].flatMap(({ labels, state }) => seriesLines(labels, state)),
    ],
  };
}

/** A registry of counters, gauges and histograms, with no state outside it. */
export function createMetrics(): Metrics {
  const all: Written[] = [];
  return {
    counter(options) {
      const { series, written } = createNumber(options, 'counter');
      all.push(written);
      return {
        inc(labels = [], by = 1) {
          const state = series.find(labels);
          if (state !== undefined) state.value += by;
        },
      };
    },
    gauge({ collect, ...options }) {
      const { series, written } = createNumber(options, 'gauge');
      const gauge: Gauge = {
        set(value, labels = []) {
          const state = series.find(labels);
          if (state !== undefined) state.value = value;
        },
      };
      all.push({
        lines() {
          if (collect !== undefined) gauge.set(collect());
          return written.lines();
        },
      });
      return gauge;
    },
    histogram({ buckets = defaultBuckets, ...options }) {
      const histogram = createHistogram(options, buckets);
      all.push(histogram);
      return histogram;
    },
    text: () => `${all.flatMap((each) => each.lines()).join('\n')}\n`,
  };
}
