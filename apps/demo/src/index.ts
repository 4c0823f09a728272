export type { Mailbox, MailboxMessage, MailboxOptions } from './mailbox/types.ts';
export { demoAccountLines, demoPersons } from './persons/cast.ts';
export {
  type DemoAccount,
  type DemoAccountLine,
  type DemoClaims,
  type DemoPerson,
  type DemoProviderId,
  type DemoRecord,
  type DemoRegisterEntry,
  demoPassword,
  demoProviderIds,
} from './persons/person.ts';
export { demoProviderProfiles } from './providers/profiles.ts';
export type {
  DemoLogger,
  DemoProviderClient,
  DemoProviderKeys,
  DemoProviderProfile,
  DemoProviders,
  DemoProvidersOptions,
} from './providers/types.ts';
export type { DemoRegister, DemoRegisterOptions, RegisterFault } from './register/types.ts';
