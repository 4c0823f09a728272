/** The telemetry of one hub: its parts, measured under its name. */
import type { Environment, HubId } from '@garance/core';
import type { CivilRegisterObserver, HubDeps, ProviderGatewayOptions } from '@garance/hub';
import { type InflightStore, observeInflight } from '@garance/store';
import type { Outbound } from '@garance/web/outbound';
import type { MeasureRequests } from '@garance/web/server';
import type { Telemetry } from './telemetry.ts';

/** The label `server`. */
export function serverOf({ platform, environment }: HubId): string {
  return `hub-${platform}-${environment}`;
}

interface ObservedHub {
  readonly measureRequests: MeasureRequests;
  readonly steps: NonNullable<HubDeps['steps']>;
  readonly provider: NonNullable<ProviderGatewayOptions['observe']>;
  inflight(store: InflightStore): InflightStore;
  /** The client that fetches the keys of services. */
  services(outbound: Outbound): Outbound;
  signIns(record: HubDeps['recordSignIn']): HubDeps['recordSignIn'];
}

export function observeHub({ requests, calls, logins, outbound }: Telemetry, hub: HubId): ObservedHub {
  const server = serverOf(hub);
  return {
    measureRequests: requests(server),
    steps: logins.steps(server),
    provider: (provider, call) => calls.upstream({ server, peer: 'provider', provider, call }),
    inflight: (store) => observeInflight(store, calls.inflight(server)),
    services: (client) => outbound(client, { server, peer: 'service', call: 'jwks' }),
    signIns: (record) => logins.signIns(server, record),
  };
}

/** Measures the civil register of an environment, which its hubs share in one process. */
export function observeRegister(
  { calls, gauges }: Telemetry,
  environment: Environment,
): CivilRegisterObserver {
  return {
    request: () =>
      calls.upstream({ server: `register-${environment}`, peer: 'civil-register', call: 'look-up' }),
    breaker: gauges.breaker(environment),
  };
}
