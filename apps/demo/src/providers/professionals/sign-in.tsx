/** The sign-in page of the provider for professionals: one click signs in as one of the invented people. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { checkSameSite } from '@garance/web/server';
import { type Locale, renderDocument } from '@garance/web/view';
import type { Interaction, Provider } from 'oidc-provider';
import type { VNode } from 'preact';
import { readForm } from '../../http/read-form.ts';
import type { DemoLogger } from '../demo-provider.ts';
import { MessagePage } from '../pages/message-page.tsx';
import { providerMessages } from '../pages/messages.ts';
import { Shell } from '../pages/shell.tsx';
import { contentSecurityPolicy } from '../sign-in/content-security-policy.ts';
import { findInteraction, pathOf } from '../sign-in/find-interaction.ts';
import { forgetEarlierSession } from '../sign-in/routes.tsx';
import type { DemoProfessional } from './accounts.ts';
import { professionalsProfile as profile } from './profile.ts';

interface SignInDeps {
  readonly provider: Provider;
  /** By subject identifier. */
  readonly accounts: ReadonlyMap<string, DemoProfessional>;
  readonly logger: DemoLogger | undefined;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
}

/** Answers `/interaction/{uid}`. */
export async function serveProfessionalSignIn(deps: SignInDeps, exchange: Exchange): Promise<void> {
  const { request, response } = exchange;
  const { locale, interaction } = await findInteraction({
    ...exchange,
    provider: deps.provider,
    id: profile.id,
  });
  if (interaction === undefined) return sendExpired(response, locale);
  if (request.method !== 'POST') return sendList(deps, response, { interaction, locale });
  const form = checkSameSite(request) ? await readForm(request) : undefined;
  if (form === undefined) return sendExpired(response, locale);
  const chosen = [...deps.accounts].find(([, { login }]) => login === form.get('account'));
  if (chosen === undefined && form.get('action') !== 'cancel') {
    return sendList(deps, response, { interaction, locale });
  }
  deps.logger?.info({ provider: profile.id, outcome: chosen ? 'signed-in' : 'cancelled' }, 'demo sign-in');
  await forgetEarlierSession(deps.provider, interaction);
  const result =
    chosen === undefined
      ? { error: 'access_denied', error_description: 'the person cancelled at the provider' }
      : { login: { accountId: chosen[0], acr: 'eidas1', amr: ['pwd'] } };
  await deps.provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

interface Shown {
  readonly interaction: Interaction;
  readonly locale: Locale;
}

function sendList({ accounts }: SignInDeps, response: ServerResponse, { interaction, locale }: Shown): void {
  const { redirect_uri: redirectUri } = interaction.params;
  const page = (
    <AccountList action={pathOf(profile.id, interaction)} accounts={[...accounts.values()]} locale={locale} />
  );
  send(response, {
    status: 200,
    page,
    policy: contentSecurityPolicy(typeof redirectUri === 'string' ? redirectUri : undefined),
  });
}

interface AccountListProps {
  readonly action: string;
  readonly accounts: readonly DemoProfessional[];
  readonly locale: Locale;
}

function AccountList({ action, accounts, locale }: AccountListProps) {
  const messages = providerMessages[locale].signIn;
  const other = locale === 'fr' ? 'en' : 'fr';
  return (
    <Shell
      profile={profile}
      locale={locale}
      title={messages.title}
      otherLanguageHref={`${action}?lang=${other}`}
    >
      <h1>{messages.title}</h1>
      <form method="post" action={`${action}?lang=${locale}`}>
        <h2 id="people">{messages.people}</h2>
        <p class="hint">{messages.peopleHint}</p>
        <ul class="people" aria-labelledby="people">
          {accounts.map(({ login, givenName, familyName, trait }) => (
            <li key={login}>
              <button type="submit" name="account" value={login}>
                <span class="person">
                  {givenName} {familyName}
                </span>
                <span class="trait">{trait[locale]}</span>
              </button>
            </li>
          ))}
        </ul>
        <div class="actions">
          <button class="secondary" type="submit" name="action" value="cancel">
            {messages.cancel}
          </button>
        </div>
      </form>
    </Shell>
  );
}

function sendExpired(response: ServerResponse, locale: Locale): void {
  const { title, body } = providerMessages[locale].expired;
  const page = <MessagePage profile={profile} locale={locale} title={title} body={body} />;
  send(response, { status: 400, page, policy: contentSecurityPolicy() });
}

interface Answer {
  readonly status: number;
  readonly page: VNode;
  readonly policy: string;
}

function send(response: ServerResponse, { status, page, policy }: Answer): void {
  response
    .writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': policy,
    })
    .end(renderDocument(page));
}
