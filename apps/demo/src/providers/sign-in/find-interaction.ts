import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Locale } from '@garance/core';
import type { Interaction, Provider } from 'oidc-provider';
import { pageLocale } from '../pages/page-locale.ts';

interface InteractionRequest {
  readonly provider: Provider;
  /** Of the profile: the first part of the page's path. */
  readonly id: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The address as the browser sees it. */
  readonly url: URL;
}

interface FoundInteraction {
  readonly locale: Locale;
  /** Absent when this browser began none, or another than the address names. */
  readonly interaction?: Interaction;
}

export function pathOf(id: string, { uid }: Interaction): string {
  return `/${id}/interaction/${uid}`;
}

/** Bound to the browser: oidc-provider finds the interaction by its signed cookie, whose path is this very page. */
export async function findInteraction({
  provider,
  id,
  request,
  response,
  url,
}: InteractionRequest): Promise<FoundInteraction> {
  const hints = { chosen: url.searchParams.get('lang'), acceptLanguage: request.headers['accept-language'] };
  const interaction = await provider.interactionDetails(request, response).catch(() => undefined);
  if (interaction === undefined || url.pathname !== pathOf(id, interaction))
    return { locale: pageLocale(hints) };
  return { locale: pageLocale({ ...hints, uiLocales: interaction.params.ui_locales }), interaction };
}
