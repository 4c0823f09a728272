import { type Registration, type ReleasedIdentity, subjectFor } from '@garance/core';
import type { HubDeps } from './deps.ts';

/** The subject identifier of this person for a service. */
export function subjectAt(
  { subjectKeys, subjectOverrides }: Pick<HubDeps, 'subjectKeys' | 'subjectOverrides'>,
  { sector }: Pick<Registration, 'sector'>,
  { register: person, source }: Pick<ReleasedIdentity, 'register' | 'source'>,
): string {
  return subjectFor({
    sector,
    person,
    ...(source !== undefined && { source }),
    keys: subjectKeys,
    overrides: subjectOverrides(),
  });
}
