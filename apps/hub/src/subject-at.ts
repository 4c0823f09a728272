import { type PivotIdentity, type Registration, subjectFor } from '@garance/core';
import type { HubDeps } from './deps.ts';

/** The subject identifier under which a service knows this person. */
export function subjectAt(
  { subjectKeys, subjectOverrides }: Pick<HubDeps, 'subjectKeys' | 'subjectOverrides'>,
  { sector }: Pick<Registration, 'sector'>,
  person: PivotIdentity,
): string {
  return subjectFor({ sector, person, keys: subjectKeys, overrides: subjectOverrides() });
}
