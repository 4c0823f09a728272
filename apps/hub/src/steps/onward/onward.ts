/**
 * Where a login leaves the hub. Owns the page that redirects the browser: to the chosen provider, or to the service
 * with its answer. Changes nothing, so that a reload or a second click has the same result.
 */
import { onwardUrl } from '../../addresses.ts';
import type { HubDeps } from '../../deps.ts';
import { type EndedInteraction, isEnded, type Usable, usabilityOf } from '../../ending.ts';
import type { Interaction } from '../../interaction.ts';
import type { StepOutcome } from '../../outcome.ts';
import { EndedPage, type HowItEnded } from '../../pages/ended-page.tsx';
import type { PageContext } from '../../pages/page-context.ts';
import { WaitPage } from '../../pages/wait-page.tsx';
import { homeOf } from '../../pages/way-back.ts';
import { isUsableProvider } from '../../permission.ts';

/** @param contextOf computes the context of a page that is rarely shown: most visits are redirected */
export async function goOnward(
  deps: HubDeps,
  interaction: Interaction,
  contextOf: () => PageContext,
): Promise<StepOutcome> {
  const { id, version, transaction, registration } = interaction;
  if (isEnded(interaction)) return giveAnswer(deps, interaction, contextOf);
  if (transaction.state === 'at-provider') {
    const { providerId, url } = transaction.sent;
    const provider = deps.registry.findProvider(providerId);
    if (isUsableProvider(provider, registration)) return { kind: 'leave', url, name: provider.name };
  }
  return { kind: 'next', id, version, transaction };
}

async function giveAnswer(
  deps: HubDeps,
  interaction: EndedInteraction,
  contextOf: () => PageContext,
): Promise<StepOutcome> {
  const { id, transaction, registration } = interaction;
  const usable = await usabilityOf(deps, interaction);
  if (usable === 'usable') {
    return { kind: 'deliver', response: transaction.ending.response, name: registration.displayName };
  }
  const context = contextOf();
  if (usable !== 'being-written') return howItEnded(deps, interaction, { context, usable });
  const href = onwardUrl(deps.config.issuer, id);
  return {
    kind: 'page',
    locale: context.locale,
    page: WaitPage({ context, href }),
    refresh: { url: href, seconds: 1 },
  };
}

/** The page of a login that has ended, for a person who comes back to it. */
export async function showEnding(
  deps: HubDeps,
  interaction: EndedInteraction,
  context: PageContext,
): Promise<StepOutcome> {
  return howItEnded(deps, interaction, { context, usable: await usabilityOf(deps, interaction) });
}

const hows: Readonly<Record<Usable, HowItEnded>> = {
  usable: 'waiting',
  'being-written': 'waiting',
  redeemed: 'signed-in',
  over: 'over',
};

function howItEnded(
  deps: HubDeps,
  { id, transaction, registration }: EndedInteraction,
  { context, usable }: { readonly context: PageContext; readonly usable: Usable },
): StepOutcome {
  // After an error, the only remaining action is to start again at the service.
  const how = transaction.ending.code === undefined ? 'over' : hows[usable];
  const href =
    how === 'waiting' ? onwardUrl(deps.config.issuer, id) : homeOf(registration, transaction.request).href;
  return { kind: 'page', locale: context.locale, page: EndedPage({ context, how, href }) };
}
