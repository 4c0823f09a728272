export type { Mailbox, MailboxMessage, MailboxOptions } from './mailbox/mailbox.ts';
export { startMailbox } from './mailbox/start-mailbox.ts';
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
  type ListTestAccounts,
  type TestAccount,
} from './persons/person.ts';
export type {
  DemoLogger,
  DemoProviderClient,
  DemoProviderKeys,
  DemoProviderProfile,
  DemoProviders,
  DemoProvidersOptions,
  ProfessionalsOptions,
} from './providers/demo-provider.ts';
export { logoSvg } from './providers/pages/logo.ts';
export { type DemoProfessional, demoProfessionals } from './providers/professionals/accounts.ts';
export { demoProviderProfiles } from './providers/profiles.ts';
export { generateDemoProviderKeys } from './providers/signing-keys.ts';
export { startDemoProviders } from './providers/start-demo-providers.ts';
export type { DemoRegister, DemoRegisterOptions, RegisterFault } from './register/demo-register.ts';
export { startDemoRegister } from './register/start-demo-register.ts';
export { type DemoServiceKeys, generateDemoServiceKeys } from './service/keys.ts';
export { type DemoServiceRegistrationOptions, demoServiceRegistrations } from './service/registrations.ts';
export {
  type SignInEntry,
  type SignInEntryName,
  signInEntries,
  signInEntryNames,
} from './service/sign-in-entries.ts';
export {
  buildDemoService,
  type DemoClientSettings,
  type DemoService,
  type DemoServiceOptions,
  startDemoService,
} from './service/start-demo-service.tsx';
