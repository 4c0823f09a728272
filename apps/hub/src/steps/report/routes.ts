/** After the login: a citizen who did not sign in says so. Owns nothing of the person, only the sign-in's reference. */
import { GaranceError } from '@garance/core';
import { single } from '@garance/oidc';
import { checkCsrf, checkSameSite, csrfToken } from '@garance/web/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { signInReportPath } from '../../addresses.ts';
import { readForm } from '../../api.ts';
import { ensureBrowserSecret, findBrowserSecret } from '../../browser.ts';
import { dispatch } from '../../dispatch.ts';
import { rememberLanguage, requestLocale } from '../../locale.ts';
import { type Mount, page, visitOf } from '../../mount.ts';
import { pageContext } from '../../pages/page-context.ts';
import { ReportPage } from './page.tsx';

type ReportRequest = FastifyRequest<{ Params: { readonly reference: string } }>;

const referencePattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function mountReport(mount: Mount): void {
  const { app, deps, jar, base } = mount;
  const url = `${base}${signInReportPath}/:reference`;
  app.get(url, page, (request: ReportRequest, reply) => {
    rememberLanguage(jar, request, reply);
    checkReference(request);
    return show(mount, request, reply, false);
  });
  app.post(url, page, async (request: ReportRequest, reply) => {
    const reference = checkReference(request);
    const form = readForm(request);
    const token = form.ok ? single(form.params, 'csrf') : undefined;
    const own = checkCsrf(findBrowserSecret(jar, request), formName(reference), token);
    if (!own || !checkSameSite(request)) throw new GaranceError('general.cross_site');
    await deps.reportSignIn(reference);
    return show(mount, request, reply, true);
  });
}

function checkReference(request: ReportRequest): string {
  const { reference } = request.params;
  if (!referencePattern.test(reference)) throw new GaranceError('general.not_found');
  return reference;
}

function formName(reference: string): string {
  return `report:${reference}`;
}

function show(
  mount: Mount,
  request: ReportRequest,
  reply: FastifyReply,
  told: boolean,
): Promise<FastifyReply> {
  const { deps, jar, base } = mount;
  const { reference } = request.params;
  const locale = requestLocale(jar, request);
  const path = `${base}${signInReportPath}/${reference}`;
  const secret = ensureBrowserSecret(jar, request, reply);
  return dispatch(visitOf(mount, request, reply), {
    kind: 'page',
    locale,
    page: ReportPage({
      context: pageContext(deps.config, { locale, path }),
      action: path,
      csrf: csrfToken(secret, formName(reference)),
      told,
    }),
  });
}
