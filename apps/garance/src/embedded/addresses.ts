import type { Environment, HubId, Platform } from '@garance/core';

/** Every address of the embedded federation follows from one base port. */
export interface Addresses {
  readonly portal: string;
  readonly mailbox: string;
  readonly smtp: string;
  readonly demoService: string;
  readonly providersOrigin: string;
  readonly civilRegister: string;
  /** Origin of the rehearsal issuers. */
  readonly rehearsal: string;
  /** Prometheus text, on loopback alone. */
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

/** Addresses under which a TLS proxy serves what listens here on loopback. */
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

/** Ours is `localhost`, the others' is `127.0.0.1`: different sites, as in life. */
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
