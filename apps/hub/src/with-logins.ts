import type { HubDeps, HubParts } from './deps.ts';
import { createOrdinaryLogins } from './ordinary-logins.ts';
import { createPreparedPages } from './prepared-pages.ts';
import { createRehearsedLogins } from './rehearsal/rehearsed-logins.ts';

/** Replaces the rehearsal port by the seam of logins, and prepares the pages. */
export function withLogins({ rehearsal, ...parts }: HubParts): HubDeps {
  const ordinary = createOrdinaryLogins(parts);
  const logins = rehearsal === undefined ? ordinary : createRehearsedLogins(parts, rehearsal, ordinary);
  return { ...parts, logins, pages: createPreparedPages(parts.config) };
}
