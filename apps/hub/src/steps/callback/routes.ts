import type { RawParams } from '@garance/oidc';
import type { FastifyRequest } from 'fastify';
import { interactionUrl } from '../../addresses.ts';
import { findBrowserSecret } from '../../browser.ts';
import { dispatch } from '../../dispatch.ts';
import { type Mount, page, readQuery, visitOf } from '../../mount.ts';
import { homeOf } from '../../pages/way-back.ts';
import { findSuccessor } from '../../successor.ts';
import { receiveCallback } from './callback.ts';

type CallbackRequest = FastifyRequest<{ Params: { readonly providerId: string } }>;

export function mountCallback(mount: Mount): void {
  const { app, deps, jar, base } = mount;
  app.get(`${base}/oidc-callback/:providerId`, page, async (request: CallbackRequest, reply) => {
    const visit = visitOf(mount, request, reply);
    const { providerId } = request.params;
    const read = readQuery(request);
    const params = read.ok ? onceEach(read.params) : undefined;
    if (params === undefined) return dispatch(visit, { kind: 'error-page', error: 'general.bad_request' });
    const received = await receiveCallback(deps, {
      providerId,
      params,
      browserSecret: findBrowserSecret(jar, request),
    });
    const { outcome, interaction } = received;
    const reference = interaction?.transaction.request.reference;
    const traced = { clientId: interaction?.registration.clientId, reference, providerId };
    if (outcome.kind === 'error-page' && outcome.error === 'interaction.expired') {
      // A repeated answer is refused; the browser that continued with the first one is redirected to its login.
      const successor = findSuccessor({ jar, vault: deps.vault }, request, params.state);
      const login =
        successor === undefined ? {} : { loginHref: interactionUrl(deps.config.issuer, successor) };
      return dispatch({ ...visit, traced, ...login }, outcome);
    }
    // A link to the service only in the browser that the login is bound to.
    const service = interaction && homeOf(interaction.registration, interaction.transaction.request);
    return dispatch({ ...visit, traced, ...(service !== undefined && { service }) }, outcome);
  });
}

/** Undefined when a parameter is repeated, because it would be ambiguous. */
function onceEach(params: RawParams): Readonly<Record<string, string>> | undefined {
  const entries: (readonly [string, string])[] = [];
  for (const [name, values] of params) {
    const [value, ...more] = values;
    if (value === undefined || more.length > 0) return undefined;
    entries.push([name, value]);
  }
  return Object.fromEntries(entries);
}
