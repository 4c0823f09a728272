export * from './clock.ts';
export * from './errors/catalogue.ts';
export type { ErrorDefinition, Localized } from './errors/definition.ts';
export * from './levels.ts';
export * from './platforms.ts';
export * from './provider.ts';
export * from './registration.ts';
export type { RehearsalPort } from './rehearsal.ts';
