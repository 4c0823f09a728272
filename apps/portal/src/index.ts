export { type PortalConfig, type PortalDeps, portalConfigSchema } from './kit/deps.ts';
export { buildPortal } from './portal.ts';
