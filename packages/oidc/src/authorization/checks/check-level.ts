import { type Level, levelSatisfies, type Platform, parseAcrValues, platformLevels } from '@garance/core';
import { single } from '../../params.ts';
import { parseClaimsParameter } from '../claims-parameter.ts';
import { authorizationCheck } from '../request.ts';

/** Levels are ordered, so the lowest acceptable one is requested; an essential `acr` may raise it, never lower it. */
export const checkLevel = authorizationCheck({
  name: 'level',
  clause: 'OpenID Connect Core §3.1.2.1 (acr_values), §5.5.1.1',
  errors: ['authorize.level_not_served', 'authorize.essential_level_unmet'],
  run({ params, platform }) {
    const acrValues = single(params, 'acr_values');
    const requested = parseAcrValues(platform, acrValues);
    if (!requested.ok) {
      const detail = `levels served here: ${requested.served.join(' ')}`;
      return { ok: false, error: 'authorize.level_not_served', detail };
    }
    // Stryker disable next-line OptionalChaining: for the type alone; checkClaims, before, refused what cannot be read.
    const essential = parseClaimsParameter(single(params, 'claims'))?.essentialAcr;
    if (essential === undefined) return { ok: true, adds: { level: requested.level } };
    const lowest = lowestServed(platform, essential);
    if (lowest === undefined) {
      const detail = `levels served here: ${platformLevels[platform].served.join(' ')}`;
      return { ok: false, error: 'authorize.essential_level_unmet', detail };
    }
    const stands = acrValues !== undefined && levelSatisfies(requested.level, lowest);
    return { ok: true, adds: { level: stands ? requested.level : lowest } };
  },
});

function lowestServed(platform: Platform, acceptable: readonly unknown[]): Level | undefined {
  return platformLevels[platform].served.find((level) => acceptable.includes(level));
}
