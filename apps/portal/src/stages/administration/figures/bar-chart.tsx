/** A bar chart rendered on the server: one SVG, no script, no inline style. The table beside it has the same values. */
export interface Bar {
  readonly label: string;
  readonly value: number;
}

interface BarChartProps {
  /** Text alternative of the chart. */
  readonly title: string;
  readonly bars: readonly Bar[];
}

const width = 640;
const height = 200;
const labelRoom = 24;

/** Bars from left to right; the highest has the full height. */
export function BarChart({ title, bars }: BarChartProps) {
  const highest = Math.max(1, ...bars.map(({ value }) => value));
  const step = width / Math.max(1, bars.length);
  const room = height - 2 * labelRoom;
  const [first, last] = [bars[0], bars.at(-1)];
  return (
    <svg class="garance-chart" viewBox={`0 0 ${width} ${height}`} width="100%" role="img" aria-label={title}>
      <title>{title}</title>
      <text x="0" y="16" font-size="14" fill="currentColor">
        {highest}
      </text>
      <line x1="0" x2={width} y1={height - labelRoom} y2={height - labelRoom} stroke="currentColor" />
      {bars.map(({ label, value }, index) => {
        const tall = Math.round((value / highest) * room * 10) / 10;
        return (
          <rect
            key={label}
            class="garance-chart__bar"
            x={round(index * step + step * 0.1)}
            y={round(height - labelRoom - tall)}
            width={round(step * 0.8)}
            height={tall}
            fill="currentColor"
          >
            <title>{`${label}: ${value}`}</title>
          </rect>
        );
      })}
      {first !== undefined && (
        <text x="0" y={height - 6} font-size="14" fill="currentColor">
          {shorten(first.label)}
        </text>
      )}
      {last !== undefined && last !== first && (
        <text x={width} y={height - 6} font-size="14" fill="currentColor" text-anchor="end">
          {shorten(last.label)}
        </text>
      )}
    </svg>
  );
}

/** A share as a bar in a table cell, with its percentage as text. */
export function ShareBar({ value, total }: { readonly value: number; readonly total: number }) {
  const percent = total === 0 ? 0 : Math.round((value / total) * 100);
  return (
    <span class="garance-share">
      <svg viewBox="0 0 100 12" width="100" height="12" aria-hidden="true">
        <rect class="garance-chart__bar" width={Math.max(1, percent)} height="12" fill="currentColor" />
      </svg>{' '}
      {`${percent}\u00a0%`}
    </span>
  );
}

const round = (value: number) => Math.round(value * 10) / 10;

function shorten(label: string): string {
  const letters = [...label];
  return letters.length > 30 ? `${letters.slice(0, 29).join('')}…` : label;
}
