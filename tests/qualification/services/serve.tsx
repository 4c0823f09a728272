/** The pages of one service: which request does what. Every answer goes through `show`, so that nothing is ever cached. */

import { platformLevels } from '@garance/core';
import type { FastifyReply, FastifyRequest } from '@garance/web/server';
import { platformNames, renderDocument } from '@garance/web/view';
import type { VNode } from 'preact';
import { AboutPage, HomePage, SignInPage, SignUpPage } from './pages/doors.tsx';
import { AccountPage, HigherLevelPage, ProfilePage } from './pages/inside.tsx';
import { FailurePage, HigherLevelNeededPage, SignedOutPage } from './pages/messages.tsx';
import { styleSheet } from './pages/style.ts';
import { hold, Refusal } from './refusal.ts';
import { beginSignIn } from './steps/begin.ts';
import type { PageName, SampleService, SignedIn } from './types.ts';

/** One request to one service. */
export interface RequestContext {
  readonly service: SampleService;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly query: URLSearchParams;
  /** Name of the session cookie: ports and paths share a jar. */
  readonly cookieName: string;
}

type Handler = (context: RequestContext) => unknown;

const noStore = { 'cache-control': 'no-store' };
const seeOther = 303;

function sessionOf({ service, request, cookieName }: RequestContext) {
  const ids = service.implementation.does
    .cookieNames(cookieName)
    .flatMap((name) => request.cookies[name] ?? []);
  const id = ids.find((one) => service.sessions.find(one) !== undefined) ?? ids[0];
  return { id, session: service.sessions.find(id) };
}

function setSession({ service, reply, cookieName }: RequestContext, id: string): void {
  const { base } = service.settings;
  const flags = service.implementation.does.cookie({
    path: `${new URL(base).pathname}/`,
    httpOnly: true,
    secure: base.startsWith('https:'),
    sameSite: 'lax',
  });
  for (const name of service.implementation.does.cookieNames(cookieName)) reply.setCookie(name, id, flags);
}

interface Shown {
  readonly name: PageName;
  readonly page: VNode;
  readonly status?: number;
  readonly signedIn?: SignedIn;
}

function show(context: RequestContext, { name, page, status = 200, signedIn }: Shown): FastifyReply {
  const { does } = context.service.implementation;
  const html = does.page(renderDocument(page), name, signedIn);
  return context.reply
    .code(status)
    .headers(does.headers(noStore, name, signedIn))
    .type('text/html; charset=utf-8')
    .send(html);
}

function go(context: RequestContext, location: string): FastifyReply {
  return context.reply.headers(noStore).redirect(location, seeOther);
}

/** Tells the person that it did not work: what a refusal names, and nothing of anything else. */
function fail(context: RequestContext, error: unknown): FastifyReply {
  const { implementation, settings } = context.service;
  const code = error instanceof Refusal ? error.code : 'service.unexpected';
  const page = renderDocument(<FailurePage base={settings.base} code={code} />);
  const { status, html } = implementation.does.failurePage({ error, code, params: context.query }, page);
  return context.reply.code(status).headers(noStore).type('text/html; charset=utf-8').send(html);
}

/** Pages for signed-in people; others are sent to sign in, and come back. */
function inside(
  context: RequestContext,
  path: string,
  render: (signedIn: SignedIn) => FastifyReply,
): FastifyReply {
  const { session } = sessionOf(context);
  if (session?.signedIn !== undefined) return render(session.signedIn);
  return go(context, `${context.service.settings.base}/sign-in?return_to=${path}`);
}

async function begin(context: RequestContext): Promise<FastifyReply> {
  const { service, query } = context;
  const returnTo = service.implementation.does.returnPath(query.get('return_to'), service);
  const level = query.get('level') === 'higher' ? service.settings.higherLevel : service.settings.level;
  const { pending, location } = await beginSignIn(service, { returnTo, level });
  setSession(context, service.sessions.remember(sessionOf(context).id, pending));
  return go(context, location);
}

async function callback(context: RequestContext): Promise<FastifyReply> {
  const { service, query } = context;
  const { does } = service.implementation;
  const { id, session } = sessionOf(context);
  const { verified, pending } = await does.completeSignIn({ service, session, params: query });
  const account = service.accounts.visit(does.accountKey(verified), verified.claims);
  const signedIn = { verified, account };
  setSession(context, does.startSession(service.sessions, id, signedIn));
  const { base } = service.settings;
  for (const { name, value, httpOnly } of does.moreCookies(signedIn)) {
    context.reply.setCookie(name, value, { path: `${new URL(base).pathname}/`, httpOnly, sameSite: 'lax' });
  }
  const location = does.afterSignIn(new URL(pending.returnTo, `${base}/`).href, signedIn);
  if (location !== undefined) return go(context, location);
  return show(context, { name: 'account', page: <AccountPage base={base} signedIn={signedIn} />, signedIn });
}

async function signOut(context: RequestContext): Promise<FastifyReply> {
  const { service } = context;
  const { id, session } = sessionOf(context);
  if (session?.signedIn === undefined) return go(context, `${service.settings.base}/`);
  const out = await service.implementation.does.signOut({
    service,
    sessionId: id,
    signedIn: session.signedIn,
  });
  setSession(context, out.sessionId);
  return go(context, out.location);
}

async function signedOut(context: RequestContext): Promise<FastifyReply> {
  const { service, query } = context;
  const { id, session } = sessionOf(context);
  const { logoutState } = session ?? {};
  await hold('logout', service.implementation.checks.logoutReturn, {
    state: query.get('state'),
    ...(logoutState !== undefined && { expected: logoutState }),
  });
  service.sessions.end(id);
  const { base } = service.settings;
  return show(context, { name: 'signed-out', page: <SignedOutPage base={base} /> });
}

function higherLevel(context: RequestContext): FastifyReply {
  const { implementation, settings } = context.service;
  const { base } = settings;
  return inside(context, 'step-up', (signedIn) =>
    implementation.does.opensHigherLevel(signedIn, settings.higherLevel)
      ? show(context, {
          name: 'step-up',
          page: <HigherLevelPage base={base} signedIn={signedIn} />,
          signedIn,
        })
      : show(context, {
          name: 'failure',
          page: <HigherLevelNeededPage base={base} brand={brandOfHigher(settings)} />,
          status: 403,
        }),
  );
}

/** Where the platform serves the higher level at all. */
function brandOfHigher({ platform, higherLevel }: SampleService['settings']): string | undefined {
  const served: readonly string[] = platformLevels[platform].served;
  return served.includes(higherLevel) ? platformNames[platform] : undefined;
}

const doors: Readonly<Record<'sign-in' | 'sign-up', typeof SignInPage>> = {
  'sign-in': SignInPage,
  'sign-up': SignUpPage,
};

function door(name: keyof typeof doors): Handler {
  const Page = doors[name];
  return (context) => {
    const { implementation, settings } = context.service;
    const returnTo = implementation.does.returnPath(context.query.get('return_to'), context.service);
    const brand = platformNames[settings.platform];
    return show(context, { name, page: <Page base={settings.base} brand={brand} returnTo={returnTo} /> });
  };
}

/** By method and path below the mount point. */
export const handlers: Readonly<Record<string, Handler>> = {
  'GET /': (context) =>
    show(context, { name: 'home', page: <HomePage base={context.service.settings.base} /> }),
  'GET /sign-in': door('sign-in'),
  'GET /sign-up': door('sign-up'),
  'GET /about': (context) => {
    const { base, platform } = context.service.settings;
    return show(context, { name: 'about', page: <AboutPage base={base} brand={platformNames[platform]} /> });
  },
  'POST /password': (context) => fail(context, new Refusal('password.unknown')),
  'GET /begin': begin,
  'GET /callback': callback,
  // OAuth 2.0 Form Post Response Mode §2; whoever did not ask for it never gets it.
  'POST /callback': callback,
  'GET /account': (context) =>
    inside(context, 'account', (signedIn) =>
      show(context, {
        name: 'account',
        page: <AccountPage base={context.service.settings.base} signedIn={signedIn} />,
        signedIn,
      }),
    ),
  'GET /profile': (context) =>
    inside(context, 'profile', (signedIn) =>
      show(context, {
        name: 'profile',
        page: <ProfilePage base={context.service.settings.base} signedIn={signedIn} />,
        signedIn,
      }),
    ),
  'GET /step-up': higherLevel,
  'GET /sign-out': signOut,
  'GET /signed-out': signedOut,
  'GET /style.css': ({ service, reply }) =>
    reply.type('text/css; charset=utf-8').send(service.implementation.does.css(styleSheet)),
};

/** RFC 6585 §4: asks too often, comes back after a while. */
function tooMany({ reply }: RequestContext, seconds: number): FastifyReply {
  return reply
    .code(429)
    .headers({ ...noStore, 'retry-after': String(seconds) })
    .type('text/plain; charset=utf-8')
    .send('Trop de demandes : revenez dans un instant.');
}

/** Runs one request; whatever it throws is told to the person. */
export async function serve(context: RequestContext, handler: Handler): Promise<unknown> {
  try {
    const seconds = await context.service.implementation.does.admit(context.service);
    if (seconds !== undefined) return await tooMany(context, seconds);
    return await handler(context);
  } catch (error) {
    return fail(context, error);
  }
}
