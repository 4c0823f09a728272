/**
 * After a login: a citizen reports that they did not sign in. Uses only the sign-in named by a mailed link, no personal
 * data. Opening the link changes nothing, because mail scanners open links: a button of the page notifies the operator.
 */
import { single } from '@garance/oidc';
import type { RecordedSignIn } from '@garance/store';
import { checkCsrf, checkSameSite, csrfToken } from '@garance/web/server';
import type { FastifyRequest } from 'fastify';
import { signInReportPath } from '../../addresses.ts';
import { readForm } from '../../api.ts';
import { ensureBrowserSecret, findBrowserSecret } from '../../browser.ts';
import type { HubDeps } from '../../deps.ts';
import { dispatch } from '../../dispatch.ts';
import { rememberLanguage, requestLocale } from '../../locale.ts';
import { type Mount, page, visitOf } from '../../mount.ts';
import type { StepOutcome } from '../../outcome.ts';
import { pageContext } from '../../pages/page-context.ts';
import { siteLinksOf } from '../../pages/site-links.ts';
import { readReportLink } from '../../report-link.ts';
import type { Visit } from '../../visit.ts';
import { helpLabel, ReportPage } from './page.tsx';

type ReportRequest = FastifyRequest<{ Params: { readonly link: string } }>;
type ErrorPage = Extract<StepOutcome, { readonly kind: 'error-page' }>;

export function mountReport(mount: Mount): void {
  const { app, deps, jar, base } = mount;
  const url = `${base}${signInReportPath}/:link`;
  app.get(url, page, async (request: ReportRequest, reply) => {
    rememberLanguage(jar, request, reply);
    const visit = visitOf(mount, request, reply);
    const found = await findSignIn(deps, request);
    return dispatch(
      visit,
      found.ok
        ? show(mount, visit, { ...found.signIn, link: request.params.link })
        : refuse(mount, request, found),
    );
  });
  app.post(url, page, async (request: ReportRequest, reply) => {
    const visit = visitOf(mount, request, reply);
    const found = await findSignIn(deps, request);
    if (!found.ok) return dispatch(visit, refuse(mount, request, found));
    const { signIn } = found;
    const form = readForm(request);
    const token = form.ok ? single(form.params, 'csrf') : undefined;
    const own = checkCsrf(findBrowserSecret(jar, request), formName(signIn.id), token);
    if (!own || !checkSameSite(request)) {
      return dispatch(visit, refuse(mount, request, { error: 'general.cross_site' }));
    }
    if (signIn.reportedAtMs === undefined) await deps.reportSignIn(signIn.id);
    return dispatch(
      visit,
      show(mount, visit, { ...signIn, link: request.params.link, reportedAtMs: deps.clock.now() }),
    );
  });
}

type Found =
  | { readonly ok: true; readonly signIn: RecordedSignIn }
  | { readonly ok: false; readonly error: ErrorPage['error'] };

/** The sign-in that the link names, when it was made on this hub. */
async function findSignIn(
  { vault, clock, config, ...deps }: HubDeps,
  request: ReportRequest,
): Promise<Found> {
  const link = readReportLink(vault, request.params.link, clock.now());
  if (!link.ok) return link;
  const signIn = await deps.findSignIn(link.reference);
  const here = signIn?.hub.platform === config.platform && signIn.hub.environment === config.environment;
  return here ? { ok: true, signIn } : { ok: false, error: 'report.sign_in_unknown' };
}

function refuse(
  { deps, jar }: Mount,
  request: ReportRequest,
  { error }: { readonly error: ErrorPage['error'] },
): ErrorPage {
  const locale = requestLocale(jar, request);
  const { help } = siteLinksOf(deps.config)(locale);
  return { kind: 'error-page', error, action: { href: help, label: helpLabel(locale) } };
}

function formName(reference: string): string {
  return `report:${reference}`;
}

function show(
  { base }: Mount,
  { deps, jar, request, reply }: Visit,
  { link, ...signIn }: RecordedSignIn & { readonly link: string },
): StepOutcome {
  const locale = requestLocale(jar, request);
  const path = `${base}${signInReportPath}/${link}`;
  const { clientId, providerId } = signIn;
  return {
    kind: 'page',
    locale,
    page: ReportPage({
      context: pageContext(deps.config, { locale, path }),
      signIn: {
        reference: signIn.id,
        atMs: signIn.atMs,
        service: deps.registry.findRegistration(clientId)?.displayName ?? clientId,
        provider: deps.registry.findProvider(providerId)?.name ?? providerId,
      },
      action: path,
      csrf: csrfToken(ensureBrowserSecret(jar, request, reply), formName(signIn.id)),
      isReported: signIn.reportedAtMs !== undefined,
    }),
  };
}
