/** All services of the collection, correct and wrong, in one server: each under a path of its own. */
import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { type Clock, type Platform, platformSchema, type Registration, systemClock } from '@garance/core';
import type { ServiceUnderTest } from '@garance/qualification';
import { buildServer, createPino } from '@garance/web/server';
import { correctServices } from './correct.ts';
import type { DefectName } from './defects/defect.ts';
import { defects } from './defects/index.ts';
import { honest } from './honest.ts';
import { generateServiceKeys, type ServiceKeys } from './keys.ts';
import { answer, describeService, levels, type Mounted } from './mounted.ts';
import { registrationOf, type SampleClient, sampleScopes } from './registrations.ts';
import { createSampleService } from './sample-service.ts';
import { type Timing, usualTiming } from './settings.ts';
import type { ImplementationTable } from './types.ts';

export interface SampleServicesOptions {
  /** Of the integration hubs. */
  readonly issuers: Readonly<Record<Platform, string>>;
  /** Issuer of the misbehaving discovery; asked for when a service that is configured on it is first used. */
  readonly rehearsalIssuer?: (platform: Platform, clientId: string) => string;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** `rehearsal`: of the instances that are configured on the rehearsal issuer. */
  readonly timing?: Readonly<Record<Place, Partial<Timing>>>;
  readonly clock?: Clock;
}

export interface SampleServiceUnderTest extends ServiceUnderTest {
  readonly clientId: string;
}

export interface SampleServices {
  readonly origin: string;
  /** @param place `rehearsal`: the instance that is configured on the rehearsal issuer */
  service(platform: Platform, defect?: DefectName, place?: Place): SampleServiceUnderTest;
  /** To be published before a service is used. */
  registrations(): readonly Omit<Registration, 'version'>[];
  close(): Promise<void>;
}

type Place = 'hub' | 'rehearsal';

export async function startSampleServices(options: SampleServicesOptions): Promise<SampleServices> {
  const { host } = options;
  const app = buildServer({
    name: 'sample-services',
    issuerOrigin: `http://${host}`,
    logger: createPino({ name: 'sample-services', level: 'silent' }),
  });
  const mounted = new Map<string, Mounted>();
  app.all('/*', async (request, reply) => {
    const [path = ''] = request.url.split('?');
    const [, door = '', name = '', ...rest] = path.split('/');
    const found = mounted.get(`${door}/${name}`);
    if (found === undefined) return reply.callNotFound();
    return answer(found, rest.join('/'), { request, reply });
  });
  await app.listen({ host, port: options.port });
  const origin = `http://${host}:${(app.server.address() as AddressInfo).port}`;
  const planted = plantAll(origin);
  const keys = await generateServiceKeys();
  for (const place of places) {
    for (const each of planted) mounted.set(...mount(each, { place, keys, options, origin }));
  }
  return {
    origin,
    service: (platform, defect, place = 'hub') => {
      const found = mounted.get(mountPoint(platform, place, defect));
      if (found === undefined) throw new RangeError(`no service ${defect ?? honestName} on ${platform}`);
      const { base, clientId } = found.service.settings;
      const onRehearsalIssuer = place === 'rehearsal' ? { onRehearsalIssuer: true } : {};
      return { ...describeService(base), clientId, ...onRehearsalIssuer };
    },
    registrations: () => planted.map(({ client }) => registrationOf(client)),
    close: () => app.close(),
  };
}

const places: readonly Place[] = ['hub', 'rehearsal'];
const honestName = 'honest';
const secretBytes = 32;

/** `plus/ignores-nonce`, `plus-rehearsal/honest`. */
function mountPoint(platform: Platform, place: Place, name: string = honestName): string {
  return `${platform}${place === 'rehearsal' ? '-rehearsal' : ''}/${name}`;
}

interface Planted {
  readonly client: SampleClient;
  readonly name: string;
  readonly implementation: ImplementationTable;
}

/** One client a service, as in life: what is rehearsed for one is never another's. */
function plantAll(origin: string): readonly Planted[] {
  return platformSchema.options.flatMap((platform) => {
    const here = defects.filter((defect) => defect.platforms.includes(platform));
    const wrong = here.map((defect) => ({ name: defect.name, implementation: defect.plant(honest) }));
    const correct = correctServices.map(({ name, plant }) => ({ name, implementation: plant(honest) }));
    return [{ name: honestName, implementation: honest }, ...correct, ...wrong].map((service) => ({
      ...service,
      client: clientOf(origin, platform, service.name),
    }));
  });
}

function clientOf(origin: string, platform: Platform, name: string): SampleClient {
  return {
    platform,
    clientId: `sample-${platform}-${name}`,
    bases: places.map((place) => `${origin}/${mountPoint(platform, place, name)}`),
    ...(platform === 'standard' && { clientSecret: randomBytes(secretBytes).toString('base64url') }),
  };
}

interface Mounting {
  readonly place: Place;
  readonly keys: ServiceKeys;
  readonly options: SampleServicesOptions;
  readonly origin: string;
}

function mount({ client, name, implementation }: Planted, mounting: Mounting): readonly [string, Mounted] {
  const { place, keys, options, origin } = mounting;
  const { platform, clientId, clientSecret } = client;
  const { issuers, rehearsalIssuer, timing, clock = systemClock } = options;
  const point = mountPoint(platform, place, name);
  const service = createSampleService(implementation, {
    platform,
    issuer: () =>
      place === 'hub' ? issuers[platform] : (rehearsalIssuer?.(platform, clientId) ?? issuers[platform]),
    documentedIssuer: issuers[platform],
    clientId,
    ...(clientSecret !== undefined && { clientSecret }),
    base: `${origin}/${point}`,
    scopes: sampleScopes,
    ...levels[platform],
    keys,
    timing: { ...usualTiming, ...timing?.[place] },
    clock,
  });
  return [point, { service, cookieName: `sid-${point.replace('/', '-')}` }];
}
