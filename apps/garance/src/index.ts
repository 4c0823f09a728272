export { type ComposedHub, composeHub, type HubParts } from './compose-hub.ts';
export { type EmbeddedOptions, embeddedSettingsSchema, readEmbeddedOptions } from './embedded/options.ts';
export { type ConnectOptions, connectRehearsal } from './embedded/rehearsal-control.ts';
export type { RunFile } from './embedded/run-file.ts';
export { seedClientsJsonSchema } from './embedded/seed-clients.ts';
export { seedProvidersJsonSchema } from './embedded/seed-providers.ts';
export { type Federation, startFederation } from './embedded/start.ts';
export { listenerVariables, variables } from './processes/config/environment.ts';
export { fileFields } from './processes/config/read-files.ts';
export {
  configurationSchema,
  hubSectionSchema,
  pkcs11Schema,
  portalSectionSchema,
  workerSectionSchema,
} from './processes/config/schema.ts';
export { loadSubjectKeys } from './subject-keys.ts';
