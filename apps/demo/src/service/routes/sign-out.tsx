import { GaranceError, newId } from '@garance/core';
import { checkCsrf, checkSameSite, sendPage } from '@garance/web/server';
import type { FastifyInstance } from 'fastify';
import type { DemoServiceDeps } from '../deps.ts';
import { SignedOutPage } from '../pages/signed-out.tsx';
import { formOf, queryOf, signOutForm } from '../request-context.ts';

/** Mounts the sign-out: ends the session here first, even if the hub fails, then redirects to the hub (RP-Initiated Logout 1.0). */
export function mountSignOut(app: FastifyInstance, deps: DemoServiceDeps): void {
  const { browsers, sessions, relyingParties, hubOrigins } = deps;

  app.post('/sign-out', async (request, reply) => {
    const id = browsers.sessionId(request);
    const signIn = sessions.find(id)?.signedIn?.signIn;
    reply.header('cache-control', 'no-store');
    if (signIn === undefined) return reply.redirect('/signed-out', 303);
    const token = formOf(request).get('csrf_token') ?? undefined;
    if (!checkSameSite(request) || !checkCsrf(id, signOutForm, token)) {
      throw new GaranceError('general.cross_site');
    }
    const logoutState = newId();
    browsers.setSession(reply, sessions.replace(id, { logoutState }));
    const url = await relyingParties[signIn.entry].endSessionUrl(signIn.idToken.jws, logoutState);
    return reply.redirect(url ?? '/signed-out', 303);
  });

  app.get('/signed-out', (request, reply) => {
    const id = browsers.sessionId(request);
    const session = sessions.find(id);
    const state = queryOf(request).get('state');
    const confirmed = session?.logoutState !== undefined && session.logoutState === state;
    // Ends only a session that began a logout: a foreign link to this address changes nothing.
    if (confirmed) {
      sessions.end(id);
      browsers.dropSession(reply);
    }
    const context = browsers.pageContext(request, reply);
    if (context.signOutToken !== undefined) return reply.redirect('/account', 303);
    return sendPage(reply, <SignedOutPage context={context} confirmed={confirmed} />, {
      formAction: hubOrigins,
      locale: context.locale,
    });
  });
}
