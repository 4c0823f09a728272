export type { Claims } from './claims.ts';
export * from './clock.ts';
export * from './errors/catalogue.ts';
export type { ErrorDefinition, Localized } from './errors/definition.ts';
export { isBirthdate } from './identity/birthdate.ts';
export type { CivilRegister, RegisterAnswer } from './identity/civil-register.ts';
export { isCommuneCodeShaped } from './identity/commune-codes.ts';
export { countryNames } from './identity/countries.ts';
export { findDataScopeFamily } from './identity/data-scopes.ts';
export * from './identity/decide-identity.ts';
export { type CogTable, createGeography, type Geography } from './identity/geography.ts';
export {
  FRANCE,
  type Gender,
  type PersonSource,
  type PivotIdentity,
  type ProviderIdentity,
  type ReleasedIdentity,
} from './identity/identity.ts';
export * from './identity/parse-provider-identity.ts';
export * from './identity/release-claims.ts';
export * from './identity/scopes.ts';
export * from './levels.ts';
export { type Locale, locales } from './locale.ts';
export * from './platforms.ts';
export * from './provider/choice-page.ts';
export { type CitizenText, citizenTextSchema } from './provider/citizen-text.ts';
export * from './provider/provider.ts';
export * from './provider/provider-fields.ts';
export * from './provider/provider-rules.ts';
export * from './published-keys.ts';
export * from './qualification/names.ts';
export * from './qualification/report.ts';
export * from './qualification/run.ts';
export { newId } from './random-id.ts';
export { createRandomSource } from './random-source.ts';
export * from './registration.ts';
export * from './rehearsal.ts';
export * from './reserved-identities.ts';
export { personFingerprint } from './subject/person-fingerprint.ts';
export * from './subject/subject.ts';
export { hasControlCharacter, hasHiddenCharacter, withoutControlCharacters } from './text/plain-text.ts';
export * from './text/public-name.ts';
