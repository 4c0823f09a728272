import { type Environment, environmentSchema, GaranceError, type HubId, platformSchema } from '@garance/core';
import { type Locale, platformNames } from '@garance/web/view';

/** Every hub of this installation, production last. */
export function hubsOf(environments: readonly Environment[]): readonly HubId[] {
  return environments.flatMap((environment) =>
    (['standard', 'plus'] as const).map((platform) => ({ platform, environment })),
  );
}

/** `standard-integration`, in addresses and forms. */
export function hubSlug({ platform, environment }: HubId): string {
  return `${platform}-${environment}`;
}

export function findHub(environments: readonly Environment[], slug: string): HubId | undefined {
  return hubsOf(environments).find((hub) => hubSlug(hub) === slug);
}

/** The hub of a path. @throws GaranceError `general.not_found` */
export function requireHub(environments: readonly Environment[], slug: string | undefined): HubId {
  const hub = findHub(environments, slug ?? '');
  if (hub === undefined) throw new GaranceError('general.not_found');
  return hub;
}

const names: Readonly<Record<Locale, Readonly<Record<Environment, string>>>> = {
  fr: { integration: 'intégration', production: 'production' },
  en: { integration: 'integration', production: 'production' },
};

export function hubLabel({ platform, environment }: HubId, locale: Locale): string {
  return `${platformNames[platform]}, ${names[locale][environment]}`;
}

/** Parses a stored name of a hub; undefined when it is not one. */
export function parseHub(platform: unknown, environment: unknown): HubId | undefined {
  const parsed = [platformSchema.safeParse(platform), environmentSchema.safeParse(environment)] as const;
  return parsed[0].success && parsed[1].success
    ? { platform: parsed[0].data, environment: parsed[1].data }
    : undefined;
}
