import type { ExplainedQuery } from '@garance/store/testing';

/** Tables with many rows in the long database. */
const longTables = new Set([
  'service',
  'request',
  'audit_log',
  'support_thread',
  'datapass_delivery',
  'webhook_call',
  'qualification',
  'registration_version',
]);

export interface PlanSummary {
  /** How rows of these tables were found: `index_name`, or `every row of table`. */
  readonly access: readonly string[];
  readonly sorts: boolean;
  /** Pages of 8 KiB that were read. */
  readonly buffers: number;
}

/** Summary of `explain (analyze, buffers)`; undefined for a query without any of these tables. */
export function summarise({ plan }: ExplainedQuery): PlanSummary | undefined {
  const text = plan.join('\n');
  const scanned = [
    ...text.matchAll(
      /(?:Seq Scan|Index (?:Only )?Scan(?: Backward)?(?: using \w+)?|Bitmap Heap Scan) on (\w+)/g,
    ),
  ];
  if (!scanned.some(([, table]) => longTables.has(table ?? ''))) return undefined;
  const indexes = [
    ...[...text.matchAll(/Index (?:Only )?Scan(?: Backward)? using (\w+) on (\w+)/g)]
      .filter(([, , table]) => longTables.has(table ?? ''))
      .map(([, index]) => index ?? ''),
    ...[...text.matchAll(/Bitmap Index Scan on (\w+)/g)].map(([, index]) => index ?? ''),
  ];
  const whole = [...text.matchAll(/Seq Scan on (\w+)/g)]
    .map(([, table]) => table ?? '')
    .filter((table) => longTables.has(table))
    .map((table) => `every row of ${table}`);
  const [, hit = '0'] = /Buffers: shared hit=(\d+)/.exec(text) ?? [];
  const [, read = '0'] = /Buffers: shared (?:hit=\d+ )?read=(\d+)/.exec(text) ?? [];
  return {
    access: [...new Set([...indexes, ...whole])],
    sorts: /\bSort Method\b/.test(text),
    buffers: Number(hit) + Number(read),
  };
}
