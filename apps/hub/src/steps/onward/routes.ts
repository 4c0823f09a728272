import { single } from '@garance/oidc';
import { findBrowserSecret } from '../../browser.ts';
import { dispatch } from '../../dispatch.ts';
import { isEnded } from '../../ending.ts';
import type { Interaction } from '../../interaction.ts';
import { readLeaveTarget } from '../../leave-address.ts';
import { rememberLanguage, requestLocale } from '../../locale.ts';
import {
  type InteractionRequest,
  type Mount,
  page,
  readQuery,
  visitOf,
  withInteraction,
} from '../../mount.ts';
import { type PageContext, pageContext } from '../../pages/page-context.ts';
import { goOnward, showEnding } from './onward.ts';

/** Not counted as pages by the rate limit: the preceding page was counted already. */
export function mountOnward(mount: Mount): void {
  const { app, deps, jar, base } = mount;
  app.get(`${base}/interaction/:id/onward`, page, (request: InteractionRequest, reply) =>
    withInteraction(visitOf(mount, request, reply), request.params.id, (interaction) =>
      goOnward(deps, interaction, () => contextOf(mount, request, interaction)),
    ),
  );
  app.get(`${base}/interaction/:id/ended`, page, (request: InteractionRequest, reply) => {
    rememberLanguage(jar, request, reply);
    return withInteraction(visitOf(mount, request, reply), request.params.id, async (interaction) => {
      if (isEnded(interaction)) return showEnding(deps, interaction, contextOf(mount, request, interaction));
      const { id, version, transaction } = interaction;
      return { kind: 'next', id, version, transaction };
    });
  });
  // After a form outside of a login.
  app.get(`${base}/onward`, page, async (request, reply) => {
    const read = readQuery(request);
    const sealed = read.ok ? single(read.params, 'to') : undefined;
    const target = readLeaveTarget(deps, sealed, findBrowserSecret(jar, request));
    return dispatch(
      visitOf(mount, request, reply),
      target === undefined
        ? { kind: 'error-page', error: 'interaction.expired' }
        : { kind: 'leave', ...target },
    );
  });
}

function contextOf(
  { deps, jar, base }: Mount,
  request: InteractionRequest,
  { id, transaction, registration }: Interaction,
): PageContext {
  return pageContext(deps.config, {
    locale: requestLocale(jar, request, transaction.request.uiLocales),
    serviceName: registration.displayName,
    path: `${base}/interaction/${id}/ended`,
  });
}
