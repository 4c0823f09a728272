import { type Level, levels } from '@garance/core';
import type { DemoProviderProfile } from './types.ts';

function isLevel(value: string): value is Level {
  return (levels as readonly string[]).includes(value);
}

/**
 * The level a sign-in reaches when nobody asks for trouble: the first of `acr_values` (OpenID Connect Core §3.1.2.1: in order of
 * preference) that the provider has. Else its lowest when less was asked, its highest when more, or nothing, was.
 */
export function reachedLevel(profile: DemoProviderProfile, acrValues: string | undefined): Level {
  const asked = (acrValues ?? '').split(' ').filter(isLevel);
  const possible = asked.find((level) => profile.levels.includes(level));
  if (possible !== undefined) return possible;
  const highest = profile.levels.at(-1) ?? profile.levels[0];
  const askedBelow =
    asked.length > 0 && asked.every((level) => levels.indexOf(level) < levels.indexOf(profile.levels[0]));
  return askedBelow ? profile.levels[0] : highest;
}

/** What the person chose on the page: another level on purpose, or the one that was asked for. */
export function chosenLevel(
  profile: DemoProviderProfile,
  acrValues: string | undefined,
  choice: string | null,
): Level {
  return choice !== null && isLevel(choice) ? choice : reachedLevel(profile, acrValues);
}
