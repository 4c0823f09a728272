import { getErrorDefinition } from '@garance/core';
import { single } from '@garance/oidc';
import { csrfToken } from '@garance/web/server';
import { type IdentifiedInteraction, type Interaction, isIdentified } from '../../interaction.ts';
import { rememberLanguage, requestLocale } from '../../locale.ts';
import {
  formName,
  type InteractionRequest,
  type Mount,
  page,
  visitOf,
  withInteraction,
  withInteractionForm,
} from '../../mount.ts';
import type { StepOutcome } from '../../outcome.ts';
import type { Visit } from '../../visit.ts';
import { describeClaims } from './claim-labels.ts';
import { claimsToRelease } from './consent.ts';

export function mountConsent(mount: Mount): void {
  const { app, jar, base } = mount;
  const url = `${base}/interaction/:id/consent`;
  app.get(url, page, (request: InteractionRequest, reply) => {
    rememberLanguage(jar, request, reply);
    return withInteraction(visitOf(mount, request, reply), request.params.id, async (interaction, visit) =>
      isIdentified(interaction) ? show(mount, visit, { interaction }) : elsewhere(interaction),
    );
  });
  app.post(url, page, (request: InteractionRequest, reply) =>
    withInteractionForm(visitOf(mount, request, reply), request.params.id, {
      formId: 'consent',
      step: async (interaction, form, visit) => {
        if (!isIdentified(interaction)) return { kind: 'error-page', error: 'interaction.out_of_order' };
        const needsConsent = asksConsent(mount, interaction);
        // Checked on the server, because a page can be edited and the box left out.
        if (needsConsent && single(form, 'consent') !== 'yes')
          return show(mount, visit, { interaction, unticked: true });
        return { kind: 'consented', interaction };
      },
    }),
  );
}

/** Redirects to the step that this login is in. */
function elsewhere({ id, version, transaction }: Interaction): StepOutcome {
  return { kind: 'next', id, version, transaction };
}

/** Private services need consent when anything personal is shared. */
function asksConsent({ deps }: Mount, interaction: IdentifiedInteraction): boolean {
  return (
    interaction.registration.type === 'private' && Object.keys(claimsToRelease(deps, interaction)).length > 0
  );
}

interface Shown {
  readonly interaction: IdentifiedInteraction;
  /** The form was sent without the required box. */
  readonly unticked?: boolean;
}

function show(mount: Mount, { request }: Visit, { interaction, unticked = false }: Shown): StepOutcome {
  const { deps, jar, base } = mount;
  const { id, transaction, registration, browserSecret } = interaction;
  const locale = requestLocale(jar, request, transaction.request.uiLocales);
  const { citizen, status } = getErrorDefinition('interaction.consent_missing');
  const rows = describeClaims(locale, claimsToRelease(deps, interaction), {
    geography: deps.geography,
    providerName: (providerId) => deps.registry.findProvider(providerId)?.name,
  });
  return {
    kind: 'page',
    locale,
    status: unticked ? status : 200,
    page: deps.pages.consent(
      {
        locale,
        labels: rows.map(({ label }) => label),
        asksConsent: asksConsent(mount, interaction),
        ...(unticked && { error: citizen[locale] }),
      },
      {
        ...Object.fromEntries(rows.map(({ value }, index) => [`value ${index}`, value])),
        service: registration.displayName,
        mainCsrf: csrfToken(browserSecret, formName('consent', id)),
        leaveCsrf: csrfToken(browserSecret, formName('leave', id)),
      },
      { path: `${base}/interaction/${id}` },
    ),
  };
}
