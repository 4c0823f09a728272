import { type Level, levels } from '@garance/core';
import type { DemoProviderProfile } from './demo-provider.ts';

function isLevel(value: string): value is Level {
  return (levels as readonly string[]).includes(value);
}

/**
 * The level that a sign-in reaches unless another one is chosen: the first of `acr_values` (OpenID Connect Core §3.1.2.1:
 * in order of preference) that the provider has. Otherwise its lowest when only lower levels were requested, else its
 * highest.
 */
export function reachedLevel(profile: DemoProviderProfile, acrValues: string | undefined): Level {
  const requested = (acrValues ?? '').split(' ').filter(isLevel);
  const possible = requested.find((level) => profile.levels.includes(level));
  if (possible !== undefined) return possible;
  const highest = profile.levels.at(-1) ?? profile.levels[0];
  const isRequestBelow =
    requested.length > 0 &&
    requested.every((level) => levels.indexOf(level) < levels.indexOf(profile.levels[0]));
  return isRequestBelow ? profile.levels[0] : highest;
}

/** The level chosen on the page, to test a wrong level, or the requested one. */
export function chosenLevel(
  profile: DemoProviderProfile,
  acrValues: string | undefined,
  choice: string | null,
): Level {
  return choice !== null && isLevel(choice) ? choice : reachedLevel(profile, acrValues);
}
