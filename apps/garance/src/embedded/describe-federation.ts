import {
  demoAccountLines,
  demoProviderIds,
  demoProviderProfiles,
  signInEntries,
  signInEntryNames,
} from '@garance/demo';
import type { DemonstrationAccount } from '@garance/portal';
import type { Addresses } from './addresses.ts';
import { type DemoServiceClients, demoRegistrations } from './demo-registrations.ts';
import type { RunFile } from './run-file.ts';
import type { Seeds } from './seed.ts';
import { welcomePath } from './welcome/welcome-server.ts';

interface DescribeInput {
  readonly addresses: Addresses;
  readonly serviceClients: Readonly<Record<'integration' | 'production', DemoServiceClients>>;
  readonly seeds: Seeds;
  readonly partners: readonly DemonstrationAccount[];
}

/** Content of `var/run.json`. */
export function describeFederation({ addresses, serviceClients, seeds, partners }: DescribeInput): RunFile {
  const issuers = (platform: 'standard' | 'plus') => ({
    integration: addresses.issuer({ platform, environment: 'integration' }),
    production: addresses.issuer({ platform, environment: 'production' }),
  });
  return {
    portal: addresses.portal,
    demonstration: `${addresses.portal}${welcomePath}`,
    professionals: `${addresses.providersOrigin}/professionals`,
    mailbox: addresses.mailbox,
    smtp: addresses.smtp,
    demoService: addresses.demoService,
    civilRegister: addresses.civilRegister,
    hubs: { standard: issuers('standard'), plus: issuers('plus') },
    rehearsalIssuers: { standard: `${addresses.rehearsal}/standard`, plus: `${addresses.rehearsal}/plus` },
    metrics: addresses.metrics,
    providers: demoProviderIds.map((id) => {
      const { name, levels } = demoProviderProfiles[id];
      return { name: name.fr, issuer: `${addresses.providersOrigin}/${id}`, levels };
    }),
    accounts: demoAccountLines().map(({ trait, ...line }) => ({ ...line, trait: trait.fr })),
    partners: partners.map(({ email, role, totpSecret }) => ({
      email,
      role,
      ...(totpSecret !== undefined && { totpSecret }),
    })),
    clients: [
      ...demoClients(addresses, serviceClients, 'integration'),
      ...demoClients(addresses, serviceClients, 'production'),
      ...seeds.clients.map(({ platform, environment, clientId, clientSecret, redirectUris }) => ({
        platform,
        environment,
        clientId,
        ...(clientSecret !== undefined && { clientSecret }),
        redirectUris,
      })),
    ],
  };
}

function demoClients(
  addresses: Addresses,
  serviceClients: DescribeInput['serviceClients'],
  environment: 'integration' | 'production',
): RunFile['clients'] {
  const registrations = demoRegistrations(addresses, environment, serviceClients[environment]);
  return signInEntryNames.map((name) => {
    const { clientId, clientSecret } = serviceClients[environment][name];
    const registration = registrations.find((candidate) => candidate.clientId === clientId);
    return {
      platform: signInEntries[name].platform,
      environment,
      clientId,
      ...(clientSecret !== undefined && { clientSecret }),
      redirectUris: registration?.redirectUris ?? [],
    };
  });
}
