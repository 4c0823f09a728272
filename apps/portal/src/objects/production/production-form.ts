/** The production registration: starts from the qualified one; only what differs between environments is typed. */
import { narrowScopes } from '@garance/core';
import { listOf } from '../form/field.ts';
import type { Habilitation } from '../habilitation/table.ts';
import type { FieldName } from '../registration/fields.ts';
import type { RegistrationFormValues } from '../registration/tables/registration-drafts.ts';

/** Addresses, keys and identity providers differ in production; protocol, algorithms and scopes stay as qualified. */
export const productionFields = [
  'displayName',
  'siteUrl',
  'redirectUris',
  'postLogoutRedirectUris',
  'sectorIdentifierUri',
  'keysKind',
  'jwksUri',
  'jwks',
  'providerFilterMode',
  'providerIds',
] as const satisfies readonly FieldName[];

/**
 * @param qualified the form that the qualified registration was published from
 * @param typed submitted values; fields that the partner may not change are ignored
 */
export function productionForm(
  qualified: RegistrationFormValues,
  typed: RegistrationFormValues,
  habilitation: Pick<Habilitation, 'platform' | 'scopes'>,
): RegistrationFormValues {
  const own = productionFields.flatMap((name) => {
    const value = typed[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  // The habilitation may cover fewer scopes by now; additional ones need another qualification.
  const scopes = narrowScopes(habilitation.platform, listOf(qualified, 'scopes'), habilitation.scopes);
  return { ...qualified, ...Object.fromEntries(own), scopes };
}

/** Initial values: those of the qualified form, with every identity provider of the production hub. */
export function firstProductionForm(
  qualified: RegistrationFormValues,
  habilitation: Pick<Habilitation, 'platform' | 'scopes'>,
): RegistrationFormValues {
  return productionForm(qualified, { providerFilterMode: 'none', providerIds: [] }, habilitation);
}
