/** The pages of one service: which request does what. Every answer goes through `show`, so that nothing is ever cached. */

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
export interface Visit {
  readonly service: SampleService;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly query: URLSearchParams;
  /** Name of the session cookie: ports and paths share a jar. */
  readonly cookieName: string;
}

type Handler = (visit: Visit) => unknown;

const noStore = { 'cache-control': 'no-store' };
const seeOther = 303;

function sessionOf({ service, request, cookieName }: Visit) {
  const id = request.cookies[cookieName];
  return { id, session: service.sessions.find(id) };
}

function setSession({ service, reply, cookieName }: Visit, id: string): void {
  const { base } = service.settings;
  const flags = service.implementation.does.cookie({
    path: `${new URL(base).pathname}/`,
    httpOnly: true,
    secure: base.startsWith('https:'),
    sameSite: 'lax',
  });
  reply.setCookie(cookieName, id, flags);
}

interface Shown {
  readonly name: PageName;
  readonly page: VNode;
  readonly status?: number;
  readonly signedIn?: SignedIn;
}

function show(visit: Visit, { name, page, status = 200, signedIn }: Shown): FastifyReply {
  const { does } = visit.service.implementation;
  const html = does.page(renderDocument(page), name, signedIn);
  return visit.reply
    .code(status)
    .headers(does.headers(noStore, name))
    .type('text/html; charset=utf-8')
    .send(html);
}

function go(visit: Visit, location: string): FastifyReply {
  return visit.reply.headers(noStore).redirect(location, seeOther);
}

/** Tells the person that it did not work: what a refusal names, and nothing of anything else. */
function fail(visit: Visit, error: unknown): FastifyReply {
  const { implementation, settings } = visit.service;
  const code = error instanceof Refusal ? error.code : 'service.unexpected';
  const page = renderDocument(<FailurePage base={settings.base} code={code} />);
  const { status, html } = implementation.does.failurePage({ error, code }, page);
  return visit.reply.code(status).headers(noStore).type('text/html; charset=utf-8').send(html);
}

/** Pages for signed-in people; others are sent to sign in, and come back. */
function inside(visit: Visit, path: string, render: (signedIn: SignedIn) => FastifyReply): FastifyReply {
  const { session } = sessionOf(visit);
  if (session?.signedIn !== undefined) return render(session.signedIn);
  return go(visit, `${visit.service.settings.base}/sign-in?return_to=${path}`);
}

async function begin(visit: Visit): Promise<FastifyReply> {
  const { service, query } = visit;
  const returnTo = service.implementation.does.returnPath(query.get('return_to'));
  const { pending, location } = await beginSignIn(service, returnTo);
  setSession(visit, service.sessions.remember(sessionOf(visit).id, pending));
  return go(visit, location);
}

async function callback(visit: Visit): Promise<FastifyReply> {
  const { service, query } = visit;
  const { does } = service.implementation;
  const { id, session } = sessionOf(visit);
  const { verified, pending } = await does.completeSignIn({ service, session, params: query });
  const account = service.accounts.visit(does.accountKey(verified), verified.claims);
  setSession(visit, does.startSession(service.sessions, id, { verified, account }));
  return go(visit, new URL(pending.returnTo, `${service.settings.base}/`).href);
}

async function signOut(visit: Visit): Promise<FastifyReply> {
  const { service } = visit;
  const { id, session } = sessionOf(visit);
  if (session?.signedIn === undefined) return go(visit, `${service.settings.base}/`);
  const out = await service.implementation.does.signOut({
    service,
    sessionId: id,
    signedIn: session.signedIn,
  });
  setSession(visit, out.sessionId);
  return go(visit, out.location);
}

async function signedOut(visit: Visit): Promise<FastifyReply> {
  const { service, query } = visit;
  const { id, session } = sessionOf(visit);
  const { logoutState } = session ?? {};
  await hold('logout', service.implementation.checks.logoutReturn, {
    state: query.get('state'),
    ...(logoutState !== undefined && { expected: logoutState }),
  });
  service.sessions.end(id);
  const { base } = service.settings;
  return show(visit, { name: 'signed-out', page: <SignedOutPage base={base} /> });
}

function higherLevel(visit: Visit): FastifyReply {
  const { implementation, settings } = visit.service;
  const { base } = settings;
  return inside(visit, 'step-up', (signedIn) =>
    implementation.does.opensHigherLevel(signedIn, settings.higherLevel)
      ? show(visit, { name: 'step-up', page: <HigherLevelPage base={base} signedIn={signedIn} />, signedIn })
      : show(visit, { name: 'failure', page: <HigherLevelNeededPage base={base} />, status: 403 }),
  );
}

const doors: Readonly<Record<'sign-in' | 'sign-up', typeof SignInPage>> = {
  'sign-in': SignInPage,
  'sign-up': SignUpPage,
};

function door(name: keyof typeof doors): Handler {
  const Page = doors[name];
  return (visit) => {
    const { implementation, settings } = visit.service;
    const returnTo = implementation.does.returnPath(visit.query.get('return_to'));
    const brand = platformNames[settings.platform];
    return show(visit, { name, page: <Page base={settings.base} brand={brand} returnTo={returnTo} /> });
  };
}

/** By method and path below the mount point. */
export const handlers: Readonly<Record<string, Handler>> = {
  'GET /': (visit) => show(visit, { name: 'home', page: <HomePage base={visit.service.settings.base} /> }),
  'GET /sign-in': door('sign-in'),
  'GET /sign-up': door('sign-up'),
  'GET /about': (visit) => {
    const { base, platform } = visit.service.settings;
    return show(visit, { name: 'about', page: <AboutPage base={base} brand={platformNames[platform]} /> });
  },
  'POST /password': (visit) => fail(visit, new Refusal('password.unknown')),
  'GET /begin': begin,
  'GET /callback': callback,
  'GET /account': (visit) =>
    inside(visit, 'account', (signedIn) =>
      show(visit, {
        name: 'account',
        page: <AccountPage base={visit.service.settings.base} signedIn={signedIn} />,
        signedIn,
      }),
    ),
  'GET /profile': (visit) =>
    inside(visit, 'profile', (signedIn) =>
      show(visit, {
        name: 'profile',
        page: <ProfilePage base={visit.service.settings.base} signedIn={signedIn} />,
        signedIn,
      }),
    ),
  'GET /step-up': higherLevel,
  'GET /sign-out': signOut,
  'GET /signed-out': signedOut,
  'GET /style.css': ({ service, reply }) =>
    reply.type('text/css; charset=utf-8').send(service.implementation.does.css(styleSheet)),
};

/** Runs one request; whatever it throws is told to the person. */
export async function serve(visit: Visit, handler: Handler): Promise<unknown> {
  try {
    return await handler(visit);
  } catch (error) {
    return fail(visit, error);
  }
}
