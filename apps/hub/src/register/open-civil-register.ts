/**
 * The civil register of a hub, from its settings. It has its own connection, since its client certificate must be sent
 * to no other server.
 */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { CivilRegister, Clock, Environment } from '@garance/core';
import {
  type AddressPolicy,
  createOutbound,
  type ObserveRequests,
  observeOutbound,
  vetUrl,
} from '@garance/web/outbound';
import type { createPino } from '@garance/web/server';
import { z } from 'zod';
import { createAbsentRegister } from './absent-register.ts';
import type { BreakerState } from './circuit-breaker.ts';
import { createHttpCivilRegister } from './http-civil-register.ts';

const proxyProtocols: ReadonlySet<string> = new Set(['http:', 'https:']);

export const civilRegisterSettingsSchema = z.object({
  url: z
    .union([z.url({ protocol: /^https?$/ }), z.literal('none')])
    .describe(
      'Address of the register; `none` runs an integration hub without one, and is refused in production.',
    ),
  timeoutMs: z.number().int().positive().default(3_000).describe('Of one look-up; one more may follow.'),
  clientCertificate: z
    .string()
    .optional()
    .describe('PEM: the certificate by which the register knows this hub, with the chain it needs.'),
  clientKey: z.string().optional().describe('PEM: its private key.'),
  clientKeyPassphrase: z.string().optional().describe('Where the key is encrypted.'),
  authorities: z
    .string()
    .optional()
    .describe('PEM: authorities of the register’s own certificate, in place of those of the system.'),
  proxy: z
    .string()
    .refine(
      (text) => proxyProtocols.has(URL.parse(text)?.protocol ?? ''),
      'not the http or https address of a proxy',
    )
    .optional()
    .describe('`http://[user:password@]host:port` of a proxy between this hub and the register.'),
  privateNetwork: z.boolean().default(false).describe('The register has an address of a private network.'),
});
export type CivilRegisterSettings = z.input<typeof civilRegisterSettingsSchema>;

export interface CivilRegisterContext {
  readonly environment: Environment;
  readonly clock: Clock;
  readonly logger: Pick<ReturnType<typeof createPino>, 'warn'>;
  /** Default: https and public addresses only, or those of a private network when the settings say so. */
  readonly policy?: AddressPolicy;
  readonly observer?: CivilRegisterObserver;
}

/** For metrics; neither function may throw. */
export interface CivilRegisterObserver {
  readonly request: ObserveRequests;
  readonly breaker: (state: BreakerState) => void;
}

export interface OpenCivilRegister {
  readonly register: CivilRegister;
  /** Closes every connection. */
  close(): Promise<void>;
}

/**
 * Opens the register. Verified: the settings are valid, certificate and key belong together, and production has a
 * register.
 * @throws GaranceError `register.required`
 * @throws OutboundError for an address that the policy does not allow
 * @throws ZodError for invalid settings; it names them and quotes no value
 */
export function openCivilRegister(
  settings: CivilRegisterSettings,
  { environment, clock, logger, policy, observer }: CivilRegisterContext,
): OpenCivilRegister {
  const { url, timeoutMs, proxy, privateNetwork, ...keys } = checkedSchema.parse(settings);
  if (url === 'none') return { register: createAbsentRegister(environment), close: async () => {} };
  const allowed = policy ?? { allowHttp: false, allowPrivateAddresses: privateNetwork };
  const outbound = createOutbound({
    policy: allowed,
    tls: {
      ...(keys.clientCertificate !== undefined && { certificate: keys.clientCertificate }),
      ...(keys.clientKey !== undefined && { key: keys.clientKey }),
      ...(keys.clientKeyPassphrase !== undefined && { passphrase: keys.clientKeyPassphrase }),
      ...(keys.authorities !== undefined && { authorities: keys.authorities }),
    },
    ...(proxy !== undefined && { proxy }),
  });
  const register = createHttpCivilRegister({
    url: vetUrl(url, allowed).href,
    outbound: observer === undefined ? outbound : observeOutbound(outbound, observer.request),
    clock,
    timeoutMs,
    onBreakerChange: (state) => {
      observer?.breaker(state);
      logger.warn({ state }, 'circuit breaker of the civil register');
    },
  });
  return { register, close: outbound.close };
}

/** Checked at start, so that a hub that cannot authenticate to the register does not start. */
const checkedSchema = civilRegisterSettingsSchema.check(({ value, issues }) => {
  const report = (setting: keyof CivilRegisterSettings, message: string) =>
    issues.push({ code: 'custom', path: [setting], message, input: undefined });
  const { clientCertificate, clientKey, clientKeyPassphrase, authorities } = value;
  const certificate = clientCertificate === undefined ? undefined : readCertificate(clientCertificate);
  if (certificate === null) report('clientCertificate', 'not a certificate in PEM');
  if (authorities !== undefined && readCertificate(authorities) === null) {
    report('authorities', 'not certificates in PEM');
  }
  const key = clientKey === undefined ? undefined : readKey(clientKey, clientKeyPassphrase);
  if (key === null) report('clientKey', 'not a private key in PEM, or another passphrase');
  if ((clientCertificate === undefined) !== (clientKey === undefined)) {
    report('clientKey', 'certificate and key belong together');
  }
  if (certificate && key && !certificate.checkPrivateKey(key)) {
    report('clientKey', 'not the key of the certificate');
  }
});

function readCertificate(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch {
    return null;
  }
}

function readKey(pem: string, passphrase: string | undefined) {
  try {
    return createPrivateKey({ key: pem, ...(passphrase !== undefined && { passphrase }) });
  } catch {
    return null;
  }
}
