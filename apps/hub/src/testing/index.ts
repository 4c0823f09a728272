/** For tests of what surrounds a hub: a real hub over memory stores, and its services. */
export { errorCodeOf } from './browser.ts';
export { clientDecryptionKeys, startMs } from './fixed-keys.ts';
export { createTestHub, type TestHub } from './hub-fixture.ts';
export type { TestService } from './service.ts';
export type { ServiceName } from './services.ts';
