export { type ClientKeyProblem, createClientKeys } from './client-keys/client-keys.ts';
export { inspectClientKeys } from './client-keys/inspect-client-keys.ts';
export type { HubDeps, HubParts, SignInNotice } from './deps.ts';
export { buildHub } from './hub.ts';
export { type HubConfig, hubConfigSchema, transactionTtlSeconds } from './hub-config.ts';
export { type KeyCustody, softwareKeys, tokenKeys, tokenReferenceOf } from './keys/key-custody.ts';
export { defaultKeyPolicy, type KeyPhase, type KeyPolicy, phaseOf } from './keys/key-lifecycle.ts';
export { type ActiveKey, type KeyRing, loadKeyRing } from './keys/key-ring.ts';
export { destroyPastKeys, ensureHubKeys, replaceHubKeys, rotateHubKeys } from './keys/rotate-keys.ts';
export { createSmtpDelivery } from './mail/smtp-delivery.ts';
export {
  createProviderGateway,
  type ProviderGateway,
  type ProviderGatewayOptions,
  type ProviderRefusal,
} from './providers/gateway.ts';
export { readinessChecks } from './readiness.ts';
export { createHttpCivilRegister } from './register/http-civil-register.ts';
export {
  type CivilRegisterObserver,
  type CivilRegisterSettings,
  civilRegisterSettingsSchema,
  type OpenCivilRegister,
  openCivilRegister,
} from './register/open-civil-register.ts';
export { createFixedRegistry, loadRegistry, type RefreshableRegistry, type Registry } from './registry.ts';
export { createRehearsalKeys } from './rehearsal/rehearsal-keys.ts';
export type { Rehearsals } from './rehearsal/rehearsals.ts';
export type { CountPort, StepPort, TracePort } from './trace-port.ts';
