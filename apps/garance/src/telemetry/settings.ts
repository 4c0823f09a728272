/** Settings of a process's metrics and traces. */
import { z } from 'zod';

export const tracesSchema = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .describe('Where the collector takes OTLP over HTTP: `http://collector:4318/v1/traces`.'),
  authorization: z
    .string()
    .min(1)
    .optional()
    .describe('Value of the header `Authorization` that the collector asks for.'),
  sampleRatio: z.number().gt(0).max(1).default(0.1).describe('Part of the requests that are traced.'),
  toProviders: z
    .boolean()
    .default(false)
    .describe(
      'Sends `traceparent` to identity providers and the civil register: only where they asked for it.',
    ),
});
export type TraceSettings = z.output<typeof tracesSchema>;

export const telemetrySettingsSchema = z.strictObject({
  profiling: z.boolean().default(false).describe('Serves `/profile` and `/heap` on the internal listener.'),
  traces: tracesSchema
    .optional()
    .describe(
      'OpenTelemetry traces, off when absent: `url`, `authorization` (or `authorizationFile`), `sampleRatio` (0.1), `toProviders` (false).',
    ),
});
export type TelemetrySettings = z.output<typeof telemetrySettingsSchema>;
