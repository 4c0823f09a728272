import { type Locale, levelSatisfies } from '@garance/core';
import { sendPage } from '@garance/web/server';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { DemoServiceDeps } from '../deps.ts';
import { AccountPage } from '../pages/account.tsx';
import { DocumentsPage } from '../pages/documents.tsx';
import { SignInPage } from '../pages/sign-in.tsx';
import type { ProtectedPath } from '../return-path.ts';

/** Pages of signed-in people. */
export function mountAccount(app: FastifyInstance, { browsers, hubOrigins }: DemoServiceDeps): void {
  const pageOptions = (locale: Locale) => ({ formAction: hubOrigins, locale });

  app.get('/account', (request, reply) => {
    const signedIn = browsers.session(request)?.signedIn;
    if (signedIn === undefined) return askToSignIn(reply, '/account');
    const context = browsers.pageContext(request, reply);
    return sendPage(reply, <AccountPage context={context} {...signedIn} />, pageOptions(context.locale));
  });

  app.get('/account/documents', (request, reply) => {
    const signedIn = browsers.session(request)?.signedIn;
    if (signedIn === undefined) return askToSignIn(reply, '/account/documents');
    const context = browsers.pageContext(request, reply);
    // Each page checks its own level: a session at a low level opens no page of a higher one (eIDAS art. 8).
    if (!levelSatisfies(signedIn.signIn.level, 'eidas2')) {
      return sendPage(
        reply,
        <SignInPage context={context} kind="sign-in" returnTo="/account/documents" needed="eidas2" />,
        { ...pageOptions(context.locale), status: 403 },
      );
    }
    return sendPage(reply, <DocumentsPage context={context} />, pageOptions(context.locale));
  });
}

function askToSignIn(reply: FastifyReply, path: ProtectedPath): FastifyReply {
  const query = new URLSearchParams({ return_to: path });
  return reply.header('cache-control', 'no-store').redirect(`/sign-in?${query}`, 303);
}
