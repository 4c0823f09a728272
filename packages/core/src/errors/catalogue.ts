import { accountErrors } from './account.ts';
import { authorizeErrors } from './authorize.ts';
import { clientAuthErrors } from './client-auth.ts';
import { clientKeysErrors } from './client-keys.ts';
import { datapassErrors } from './datapass.ts';
import type { ErrorDefinition } from './definition.ts';
import { generalErrors } from './general.ts';
import { habilitationErrors } from './habilitation.ts';
import { identityErrors } from './identity.ts';
import { integrationErrors } from './integration.ts';
import { interactionErrors } from './interaction.ts';
import { keysErrors } from './keys.ts';
import { logoutErrors } from './logout.ts';
import { portalErrors } from './portal.ts';
import { providerErrors } from './provider.ts';
import { qualificationErrors } from './qualification.ts';
import { registerErrors } from './register.ts';
import { rehearsalErrors } from './rehearsal.ts';
import { reportErrors } from './report.ts';
import { storeErrors } from './store.ts';
import { supportErrors } from './support.ts';
import { tokenErrors } from './token.ts';

/** Every error Garance can answer, by stable code. One file per area; `docs/errors.md` is generated from it. */
export const errorCatalogue = {
  ...accountErrors,
  ...clientKeysErrors,
  ...datapassErrors,
  ...generalErrors,
  ...habilitationErrors,
  ...identityErrors,
  ...integrationErrors,
  ...keysErrors,
  ...portalErrors,
  ...providerErrors,
  ...qualificationErrors,
  ...registerErrors,
  ...rehearsalErrors,
  ...authorizeErrors,
  ...clientAuthErrors,
  ...tokenErrors,
  ...logoutErrors,
  ...interactionErrors,
  ...reportErrors,
  ...storeErrors,
  ...supportErrors,
} as const satisfies Record<string, ErrorDefinition>;

export type ErrorCode = keyof typeof errorCatalogue;

/** The texts, status, OAuth `error` and source clause of a code. */
export function getErrorDefinition(code: ErrorCode): ErrorDefinition {
  return errorCatalogue[code];
}

/**
 * Codes that no service may learn, each with the code that replaces it (security.md 33): what the civil register answers
 * about a person reaches that person's page and the operator's log only. One replacement for each family, so that no
 * answer, description or trace distinguishes the causes.
 */
const neutralCodes: Partial<Record<ErrorCode, ErrorCode>> = {
  'register.not_found': 'register.not_confirmed',
  'register.several': 'register.not_confirmed',
  'register.usage_name_only': 'register.not_confirmed',
  'register.refused': 'register.not_confirmed',
};

/** The code to put into an answer to a service, or into its trace, in place of `code`; `code` itself for most. */
export function codeForService(code: ErrorCode): ErrorCode {
  return neutralCodes[code] ?? code;
}

/** The one error class: a catalogue code, and a detail that is safe to show (a parameter's or attribute's *name*, never its value). */
export class GaranceError extends Error {
  readonly code: ErrorCode;
  readonly detail: string | undefined;

  constructor(code: ErrorCode, options: { readonly detail?: string; readonly cause?: unknown } = {}) {
    super(options.detail === undefined ? code : `${code} (${options.detail})`, { cause: options.cause });
    this.name = 'GaranceError';
    this.code = code;
    this.detail = options.detail;
  }
}
