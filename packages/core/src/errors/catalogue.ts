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

export function getErrorDefinition(code: ErrorCode): ErrorDefinition {
  return errorCatalogue[code];
}

/**
 * Causes that only the citizen and the operator may know (security.md 33): what the civil register says of a person is told to
 * no service. Each stands for its whole family, so that no answer, description or trace tells one from another.
 */
const neutralCodes: Partial<Record<ErrorCode, ErrorCode>> = {
  'register.not_found': 'register.not_confirmed',
  'register.several': 'register.not_confirmed',
  'register.usage_name_only': 'register.not_confirmed',
  'register.refused': 'register.not_confirmed',
};

/** The code that a service may be told instead of `code`, in an answer or in its trace; most often `code` itself. */
export function toldCode(code: ErrorCode): ErrorCode {
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
