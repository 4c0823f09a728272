export { type PortalConfig, type PortalDeps, portalConfigSchema } from './kit/deps.ts';
export { lifecycles } from './lifecycle/all.ts';
export { buildPortal } from './portal.ts';
