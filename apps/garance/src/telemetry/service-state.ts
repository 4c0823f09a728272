/** The state of the hubs for the public status page: from the active alert rules with `audience: public`. */
import type { Clock, HubId } from '@garance/core';
import type { PortalDeps } from '@garance/portal';
import { createOutbound } from '@garance/web/outbound';
import { z } from 'zod';
import { serverOf } from './observe-hub.ts';

type ReadServiceState = NonNullable<PortalDeps['serviceState']>;
type ServiceState = Awaited<ReturnType<ReadServiceState>>;

/** Prometheus' `GET /api/v1/alerts`. */
const answerSchema = z.object({
  status: z.literal('success'),
  data: z.object({
    alerts: z.array(
      z.object({
        labels: z.record(z.string(), z.string()),
        state: z.string(),
        activeAt: z.iso.datetime({ offset: true }),
      }),
    ),
  }),
});

type Alert = z.output<typeof answerSchema>['data']['alerts'][number];

interface ServiceStateInput {
  readonly hubs: readonly HubId[];
  /** Body of an answer of status 200. */
  readonly fetchAlerts: () => Promise<string>;
  readonly clock: Clock;
  readonly logger: { warn(fields: object, message: string): void };
}

/** The page is public: however often it is read, Prometheus is queried at most once in this time. */
const freshMs = 30_000;

export function createServiceState({
  hubs,
  fetchAlerts,
  clock,
  logger,
}: ServiceStateInput): ReadServiceState {
  let latest: { readonly atMs: number; readonly state: Promise<ServiceState> } | undefined;
  const read = async (): Promise<ServiceState> => {
    try {
      return stateOf(answerSchema.parse(JSON.parse(await fetchAlerts())).data.alerts, hubs);
    } catch (error) {
      logger.warn({ reason: error instanceof Error ? error.name : 'unknown' }, 'alerts cannot be read');
      return { kind: 'unknown' };
    }
  };
  return () => {
    const atMs = clock.now();
    if (latest === undefined || atMs - latest.atMs >= freshMs) latest = { atMs, state: read() };
    return latest.state;
  };
}

/** A public alert without a server means that the state of every hub is unknown. */
function stateOf(alerts: readonly Alert[], hubs: readonly HubId[]): ServiceState {
  const firing = alerts.filter(({ state, labels }) => state === 'firing' && labels.audience === 'public');
  if (firing.some(({ labels }) => labels.server === undefined)) return { kind: 'unknown' };
  return {
    kind: 'known',
    hubs: hubs.map((hub) => {
      const since = firing
        .filter(({ labels }) => labels.server === serverOf(hub))
        .map(({ activeAt }) => Date.parse(activeAt));
      return since.length === 0 ? { hub } : { hub, disturbedSinceMs: Math.min(...since) };
    }),
  };
}

/** Reads alerts from an address configured by the operator; it may be in a private network. */
export function openAlerts(stack: AsyncDisposableStack, url: string): ServiceStateInput['fetchAlerts'] {
  const { port, protocol } = new URL(url);
  const ports = [Number(port === '' ? { 'http:': 80, 'https:': 443 }[protocol] : port)];
  const outbound = createOutbound({ policy: { allowHttp: true, allowPrivateAddresses: true, ports } });
  stack.defer(() => outbound.close());
  return async () => {
    const { status, body } = await outbound.request({
      url,
      accept: 'application/json',
      timeoutMs: 3_000,
      maxBytes: 1_048_576,
    });
    if (status !== 200) throw new Error(`status ${status}`);
    return body;
  };
}
