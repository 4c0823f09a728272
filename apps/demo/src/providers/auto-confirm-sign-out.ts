import type { KoaContextWithOIDC, Provider } from 'oidc-provider';

/**
 * RP-Initiated Logout §2 allows a provider to ask the person for confirmation. A hub that identifies itself (valid hint or
 * known client) has asked already, so the demo providers end the session and redirect without a page, which would need
 * JavaScript.
 */
export function autoConfirmSignOut(provider: Provider): void {
  provider.use(async (ctx: KoaContextWithOIDC, next) => {
    await next();
    if (ctx.oidc?.route !== 'end_session' || ctx.status !== 200) return;
    const { session, client, params } = ctx.oidc;
    if (session === undefined || client === undefined) return;
    await session.destroy();
    ctx.cookies.set(provider.cookieName('session'), null, {
      path: new URL(provider.issuer).pathname,
      signed: true,
    });
    ctx.status = 303;
    ctx.redirect(returnAddress(ctx, params?.post_logout_redirect_uri, params?.state));
  });
}

function returnAddress(ctx: KoaContextWithOIDC, uri: unknown, state: unknown): string {
  // oidc-provider removes the parameter when it is not registered for this client.
  if (typeof uri !== 'string') return ctx.oidc.urlFor('end_session_success');
  const target = new URL(uri);
  if (typeof state === 'string') target.searchParams.set('state', state);
  return target.href;
}
