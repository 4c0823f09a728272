/** The pages that `oidc-provider` shows by itself, in the provider's own look. */

import { type Locale, renderDocument } from '@garance/web/view';
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import type { VNode } from 'preact';
import type { DemoProviderProfile } from '../types.ts';
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

/** Errors that may not be redirected. Only the protocol's error code is shown: descriptions may quote what was sent. */
export function errorSource(profile: DemoProviderProfile): ErrorSource {
  return (ctx, out) => {
    const locale = localeOf(ctx);
    const { title, body } = providerMessages[locale].failed;
    show(ctx, <MessagePage profile={profile} locale={locale} title={title} body={body} code={out.error} />);
  };
}

/** Only for a sign-out that names no client: the others confirm themselves (see `auto-confirm-sign-out.ts`). */
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

export function signedOutSource(profile: DemoProviderProfile): PageSource {
  return (ctx) => {
    const locale = localeOf(ctx);
    const { title, body } = providerMessages[locale].signedOut;
    show(ctx, <MessagePage profile={profile} locale={locale} title={title} body={body} />);
  };
}
