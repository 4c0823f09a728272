/**
 * The sign-in page of a provider: shows the form, reads it and passes the outcome to `oidc-provider`.
 * The protocol is `oidc-provider`'s; the decision is in `sign-in.ts`.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { checkSameSite } from '@garance/web/server';
import { type Locale, renderDocument } from '@garance/web/view';
import type { Interaction, Provider } from 'oidc-provider';
import type { VNode } from 'preact';
import { readForm } from '../../http/read-form.ts';
import type { AccountDirectory } from '../accounts.ts';
import type { DemoLogger, DemoProviderProfile } from '../demo-provider.ts';
import { reachedLevel } from '../level-choice.ts';
import { MessagePage } from '../pages/message-page.tsx';
import { providerMessages } from '../pages/messages.ts';
import { SignInPage } from '../pages/sign-in-page.tsx';
import { contentSecurityPolicy } from './content-security-policy.ts';
import { findInteraction, pathOf } from './find-interaction.ts';
import { decideSignIn } from './sign-in.ts';

export interface SignInDeps {
  readonly provider: Provider;
  readonly profile: DemoProviderProfile;
  readonly accounts: AccountDirectory;
  /** Client ids through which test accounts may sign in. */
  readonly testAccountClients: ReadonlySet<string>;
  readonly logger: DemoLogger | undefined;
}

interface SignInContext extends SignInDeps {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly interaction: Interaction;
  readonly locale: Locale;
}

/** Answers `/interaction/{uid}` of one provider. `url` is the address that the browser requested. */
export async function serveSignIn(
  deps: SignInDeps,
  { request, response, url }: { request: IncomingMessage; response: ServerResponse; url: URL },
): Promise<void> {
  const { provider, profile } = deps;
  const { locale, interaction } = await findInteraction({ provider, id: profile.id, request, response, url });
  if (interaction === undefined) return sendExpired(deps, response, locale);
  const context = { ...deps, request, response, interaction, locale };
  if (request.method === 'POST') return submit(context);
  return sendForm(context);
}

async function submit(context: SignInContext): Promise<void> {
  const { request, response, provider, profile, accounts, interaction, logger } = context;
  const form = checkSameSite(request) ? await readForm(request) : undefined;
  if (form === undefined) return sendExpired(context, response, context.locale);

  const decision = await decideSignIn({
    profile,
    accounts,
    testAccounts: context.testAccountClients.has(param(interaction, 'client_id') ?? ''),
    acrValues: param(interaction, 'acr_values'),
    form,
  });
  logger?.info({ provider: profile.id, outcome: decision.kind }, 'demo sign-in');
  if (decision.kind === 'wrong') return sendForm(context, { login: decision.login });

  await forgetEarlierSession(provider, interaction);
  const result =
    decision.kind === 'cancelled'
      ? { error: 'access_denied', error_description: 'the person cancelled at the provider' }
      : { login: { accountId: decision.sub, acr: decision.level, amr: ['pwd'] } };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

/**
 * Ends the browser's earlier session, so that every sign-in starts a new one. This prevents session fixation and avoids
 * the page with which `oidc-provider` would sign another person out first, which needs JavaScript.
 */
export async function forgetEarlierSession(provider: Provider, interaction: Interaction): Promise<void> {
  const uid = interaction.session?.uid;
  if (uid === undefined) return;
  const session = await provider.Session.findByUid(uid);
  await session?.destroy();
  delete interaction.session;
  await interaction.persist();
}

function sendForm(context: SignInContext, failed?: { readonly login: string }): void {
  const { profile, accounts, interaction, locale, response } = context;
  const page = (
    <SignInPage
      profile={profile}
      locale={locale}
      action={pathOf(context.profile.id, interaction)}
      accounts={accounts.all}
      level={reachedLevel(profile, param(interaction, 'acr_values'))}
      {...(failed === undefined ? {} : { failed })}
    />
  );
  send(response, {
    status: failed === undefined ? 200 : 422,
    page,
    redirectUri: param(interaction, 'redirect_uri'),
  });
}

function sendExpired({ profile }: SignInDeps, response: ServerResponse, locale: Locale): void {
  const { title, body } = providerMessages[locale].expired;
  send(response, {
    status: 400,
    page: <MessagePage profile={profile} locale={locale} title={title} body={body} />,
    redirectUri: undefined,
  });
}

interface Answer {
  readonly status: number;
  readonly page: VNode;
  readonly redirectUri: string | undefined;
}

function send(response: ServerResponse, { status, page, redirectUri }: Answer): void {
  response
    .writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': contentSecurityPolicy(redirectUri),
    })
    .end(renderDocument(page));
}

function param(interaction: Interaction, name: string): string | undefined {
  const value = interaction.params[name];
  return typeof value === 'string' ? value : undefined;
}
