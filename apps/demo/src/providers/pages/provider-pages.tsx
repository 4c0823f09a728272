/** Pages rendered by `oidc-provider` itself, in the style of the provider. */

import { type Locale, renderDocument } from '@garance/web/view';
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import type { VNode } from 'preact';
import type { DemoProviderProfile } from '../demo-provider.ts';
import { MessagePage } from './message-page.tsx';
import { providerMessages } from './messages.ts';
import { pageLocale } from './page-locale.ts';

type ErrorSource = NonNullable<Configuration['renderError']>;
type PageSource = (ctx: KoaContextWithOIDC) => void;

function localeOf(ctx: KoaContextWithOIDC): Locale {
  return pageLocale({
    uiLocales: ctx.oidc?.params?.ui_locales,
    acceptLanguage: ctx.get('accept-language'),
  });
}

function show(ctx: KoaContextWithOIDC, page: VNode): void {
  ctx.type = 'html';
  ctx.body = renderDocument(page);
}

/** Errors that may not be redirected. Shows the OAuth error code only: descriptions may quote the request. */
export function errorSource(profile: DemoProviderProfile): ErrorSource {
  return (ctx, out) => {
    const locale = localeOf(ctx);
    const { title, body } = providerMessages[locale].failed;
    show(ctx, <MessagePage profile={profile} locale={locale} title={title} body={body} code={out.error} />);
  };
}

/** Confirmation of a sign-out that names no client; all others are confirmed by `auto-confirm-sign-out.ts`. */
export function logoutSource(profile: DemoProviderProfile): PageSource {
  return (ctx) => {
    const locale = localeOf(ctx);
    const { title, body, submit } = providerMessages[locale].signOut;
    const secret = ctx.oidc.session?.state?.secret;
    show(
      ctx,
      <MessagePage profile={profile} locale={locale} title={title} body={body}>
        <form method="post" action={ctx.oidc.urlFor('end_session_confirm')}>
          <input type="hidden" name="xsrf" value={String(secret ?? '')} />
          <button class="primary" type="submit" name="logout" value="yes">
            {submit}
          </button>
        </form>
      </MessagePage>,
    );
  };
}

/** Page after a sign-out without return address. */
export function signedOutSource(profile: DemoProviderProfile): PageSource {
  return (ctx) => {
    const locale = localeOf(ctx);
    const { title, body } = providerMessages[locale].signedOut;
    show(ctx, <MessagePage profile={profile} locale={locale} title={title} body={body} />);
  };
}
