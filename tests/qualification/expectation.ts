/** The scenarios that must fail for each wrong service, on one platform. */
import type { Platform } from '@garance/core';
import { allScenarios, type Scenario } from '@garance/qualification';
import type { Defect } from './services/defects/defect.ts';
import { defects } from './services/defects/index.ts';

export function scenariosOf(platform: Platform): readonly Scenario[] {
  return allScenarios.filter(({ platforms }) => platforms === undefined || platforms.includes(platform));
}

/** The defect's scenarios that exist on this platform and apply to a service on it. */
export function expectedRed({ turnsRed }: Defect, platform: Platform): readonly string[] {
  const here = new Set(applicableOn(platform).map(({ id }) => id));
  return turnsRed.filter((id) => here.has(id)).sort();
}

/** Those of which a sample service on this platform has what they need. */
export function applicableOn(platform: Platform): readonly Scenario[] {
  return scenariosOf(platform).filter(({ needs = [] }) => needs.every((need) => neverMet[platform] !== need));
}

/** On standard tokens are not encrypted, on plus clients authenticate without a secret. */
const neverMet = { standard: 'encryption', plus: 'client-secret' } as const;

/** Takes as long as the rest of its family: played only where it must fail, and in the whole matrix. */
const long = 'ux.accessible';

/** Scenarios near a defect: the cells of every place where it turns one red, and what stands alone in its families. */
export function nearbyScenarios({ turnsRed }: Defect, platform: Platform): readonly Scenario[] {
  const here = scenariosOf(platform);
  const red = here.filter(({ id }) => turnsRed.includes(id));
  const families = new Set(red.map(({ family }) => family));
  const places = new Set(red.flatMap(({ place }) => place ?? []));
  return here.filter(({ id, family, place }) =>
    place === undefined
      ? families.has(family) && (id !== long || turnsRed.includes(long))
      : places.has(place),
  );
}

export interface Planted {
  readonly platform: Platform;
  readonly defect: Defect;
}

/** Every wrong service: each defect on each platform. */
export const planted: readonly Planted[] = defects.flatMap((defect) =>
  defect.platforms.map((platform) => ({ platform, defect })),
);
