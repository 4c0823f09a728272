import type { Environment, HubId, Platform } from '@garance/core';

/** The addresses of the embedded federation; all follow from one base port. */
export interface Addresses {
  readonly portal: string;
  readonly mailbox: string;
  readonly smtp: string;
  readonly demoService: string;
  readonly providersOrigin: string;
  readonly civilRegister: string;
  /** Origin of the rehearsal issuers. */
  readonly rehearsal: string;
  /** Metrics in Prometheus text, on loopback only. */
  readonly metrics: string;
  issuer(hub: HubId): string;
  readonly ports: Ports;
}

interface Ports {
  readonly portal: number;
  readonly hubs: Readonly<Record<Platform, Readonly<Record<Environment, number>>>>;
  readonly providers: number;
  readonly demoService: number;
  readonly civilRegister: number;
  readonly mailbox: number;
  readonly smtp: number;
  readonly rehearsal: number;
  readonly metrics: number;
}

/** Addresses at which a TLS proxy serves the servers of this process. */
export interface PublicAddresses {
  /** `https://<host>`, of the partner space. */
  readonly portal?: string;
  readonly issuers?: Readonly<Partial<Record<Platform, Readonly<Partial<Record<Environment, string>>>>>>;
}

export const hubIds: readonly HubId[] = [
  { platform: 'standard', environment: 'integration' },
  { platform: 'plus', environment: 'integration' },
  { platform: 'standard', environment: 'production' },
  { platform: 'plus', environment: 'production' },
];

/**
 * The addresses for a base port. Garance's own servers are on `localhost`, providers and demo service on `127.0.0.1`, so
 * that browsers treat them as different sites, as in production.
 */
export function addressesFrom(basePort: number, { portal, issuers = {} }: PublicAddresses = {}): Addresses {
  const ports: Ports = {
    portal: basePort,
    hubs: {
      standard: { integration: basePort + 1, production: basePort + 3 },
      plus: { integration: basePort + 2, production: basePort + 4 },
    },
    providers: basePort + 10,
    demoService: basePort + 11,
    civilRegister: basePort + 12,
    mailbox: basePort + 13,
    smtp: basePort + 14,
    rehearsal: basePort + 15,
    metrics: basePort + 16,
  };
  return {
    ports,
    portal: portal ?? `http://localhost:${ports.portal}`,
    mailbox: `http://localhost:${ports.mailbox}`,
    smtp: `smtp://127.0.0.1:${ports.smtp}`,
    demoService: `http://127.0.0.1:${ports.demoService}`,
    providersOrigin: `http://127.0.0.1:${ports.providers}`,
    rehearsal: `http://localhost:${ports.rehearsal}`,
    metrics: `http://127.0.0.1:${ports.metrics}/metrics`,
    civilRegister: `http://127.0.0.1:${ports.civilRegister}/`,
    issuer: ({ platform, environment }) =>
      issuers[platform]?.[environment] ?? `http://localhost:${ports.hubs[platform][environment]}/api/v2`,
  };
}
