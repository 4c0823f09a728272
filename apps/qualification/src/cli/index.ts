/** The command `garance qualify`, loaded only when it is called. */
export { type QualifyDeps, qualify } from './qualify.ts';
export { qualifySettingsJsonSchema, qualifySettingsSchema, readServiceUnderTest } from './settings.ts';
