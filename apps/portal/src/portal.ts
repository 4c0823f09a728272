/**
 * The partner space and administration, from the first request to production. Mounts the stages in the order in which a
 * service passes them.
 */
import { buildServer, registerAssets, registerReadiness } from '@garance/web/server';
import type { FastifyInstance } from 'fastify';
import type { PortalDeps } from './deps.ts';
import { createAttachmentOutbound } from './objects/attachment/attachment-store.ts';
import { mountUploadRoutes } from './parts/documents/upload.ts';
import { createUploadSlots } from './parts/documents/upload-slots.ts';
import { createKeptForms } from './parts/form/kept-form.ts';
import { mountKeptForm } from './parts/form/kept-form-routes.tsx';
import type { RequestKit } from './parts/request-kit.ts';
import { createRoutes } from './parts/routes.ts';
import { createSessionReader } from './parts/session/sessions.ts';
import { mountAccount } from './stages/account/mount.ts';
import { mountAddPlus } from './stages/add-plus/routes.tsx';
import { mountAdministration } from './stages/administration/mount.ts';
import { mountProviderLogo } from './stages/administration/providers/routes.tsx';
import { mountWebhookAdministration } from './stages/datapass/administration-routes.tsx';
import { mountDatapassWebhook } from './stages/datapass/webhook-route.ts';
import { mountEligibility } from './stages/eligibility/routes.tsx';
import { mountHabilitationDocuments } from './stages/habilitation/document-routes.tsx';
import { mountHabilitation } from './stages/habilitation/mount.ts';
import { mountHome } from './stages/home/routes.tsx';
import { mountIntegration } from './stages/integration/routes.tsx';
import { mountProduction } from './stages/production/routes.tsx';
import { mountQualification } from './stages/qualification/mount.ts';
import { mountQualificationDocuments } from './stages/qualification/upload-routes.ts';
import { mountReview } from './stages/review/routes.tsx';
import { mountSandbox } from './stages/sandbox/routes.tsx';
import { mountServices } from './stages/services/routes.tsx';
import { mountStatus } from './stages/status/routes.tsx';
import { mountSupportFiles } from './stages/support/file-routes.ts';
import { mountSupport } from './stages/support/mount.ts';

/**
 * Builds the server of the partner space, which does not listen yet.
 * @param input dependencies, passed in by the composition root
 * @returns the Fastify app; its `close` does not close the dependencies
 */
export function buildPortal(input: PortalDeps): FastifyInstance {
  const { config, logger, store } = input;
  const app = buildServer({
    name: 'portal',
    logger,
    issuerOrigin: config.origin,
    health: input.probesElsewhere !== true,
    ...(config.trustedProxies !== undefined && { trustProxy: config.trustedProxies }),
    bodyLimitBytes: 262_144,
    site: { brand: { name: 'Garance partenaires', tone: 'standard', homeHref: '/' }, band: config.band },
  });
  const attachmentOutbound = createAttachmentOutbound(config);
  app.addHook('onClose', () => attachmentOutbound?.close());
  const deps: PortalDeps = { ...input, ...(attachmentOutbound !== undefined && { attachmentOutbound }) };
  input.measureRequests?.(app);
  if (input.probesElsewhere !== true) {
    registerReadiness(app, { checks: { 'durable-store': () => store.ping() } });
  }
  registerAssets(app);
  const sessions = createSessionReader(deps);
  const keptForms = createKeptForms(deps, sessions);
  const kit: RequestKit = {
    sessions,
    band: config.band,
    secure: config.origin.startsWith('https:'),
    keptForms,
    uploads: { slots: createUploadSlots(), stallMs: config.uploadStallSeconds * 1000 },
  };
  mountDatapassWebhook(app, deps);
  app.register(async (pages) => {
    const routes = createRoutes(pages, kit);
    mountKeptForm(routes, keptForms);
    mountAccount(routes, deps);
    mountReview(routes, deps);
    mountWebhookAdministration(routes, deps);
    mountHome(routes, deps);
    mountEligibility(routes, deps);
    mountServices(routes, deps);
    mountSandbox(routes, deps);
    mountHabilitation(routes, deps);
    mountIntegration(routes, deps);
    mountQualification(routes, deps);
    mountProduction(routes, deps);
    mountAddPlus(routes, deps);
    mountSupport(routes, deps);
    mountStatus(routes, deps);
    mountAdministration(routes, deps);
    mountUploadRoutes(pages, kit, (uploads, readUploads) => {
      mountHabilitationDocuments(uploads, readUploads, deps);
      mountQualificationDocuments(uploads, readUploads, deps);
      mountSupportFiles(uploads, readUploads, deps);
      mountProviderLogo(uploads, readUploads, deps);
    });
  });
  return app;
}
