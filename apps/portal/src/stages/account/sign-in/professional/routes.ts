/** `/sign-in/professional` and its callback. The callback is accepted in the browser that started, once, within ten minutes. */
import { GaranceError } from '@garance/core';
import { rawQuery } from '@garance/web/server';
import type { FastifyReply } from 'fastify';
import { AuthorizationResponseError } from 'openid-client';
import type { PortalDeps } from '../../../../deps.ts';
import type { RequestContext } from '../../../../parts/request-context.ts';
import { type Routes, safeNext } from '../../../../parts/routes.ts';
import { requireWithinLimits } from '../../../../parts/session/limits.ts';
import { nextOf, withNext } from '../../next.ts';
import { enter } from '../enter.ts';
import {
  createProfessionalProvider,
  type PendingSignIn,
  type ProfessionalAnswer,
  type ProfessionalProvider,
  pendingSchema,
} from './client.ts';
import { readProfessional, recogniseProfessional } from './person.ts';

const purpose = 'professional-sign-in';
const lifetimeMs = 10 * 60_000;

export function mountProfessionalSignIn(routes: Routes, deps: PortalDeps): void {
  const { store, clock, config } = deps;
  if (config.professionals === undefined) return;
  const provider = createProfessionalProvider(deps, config.professionals);
  routes.get('/sign-in/professional', async (visit) => {
    await requireWithinLimits(deps, visit, { operation: 'begin' });
    const { url, pending } = await begin(provider, visit);
    await store.portal.browserErrands.put({
      browserSecret: visit.secret,
      purpose,
      value: JSON.stringify(pending),
      expiresAtMs: clock.now() + lifetimeMs,
    });
    return visit.goTo(url);
  });
  routes.get('/sign-in/professional/callback', async (visit) => {
    const errand = { browserSecret: visit.secret, purpose };
    const remembered = await store.portal.browserErrands.take(errand, clock.now());
    if (remembered === undefined) throw new GaranceError('account.professional_expired');
    const pending = pendingSchema.parse(JSON.parse(remembered));
    const answer = await finish(provider, visit, pending);
    const next = safeNext(pending.next);
    return answer === undefined
      ? visit.goTo(withNext('/sign-in', next))
      : admit(deps, visit, { answer, next });
  });
}

/** @throws GaranceError `account.professional_failed` when the provider cannot be reached */
async function begin(provider: ProfessionalProvider, visit: RequestContext) {
  try {
    return await provider.begin(nextOf(visit));
  } catch (cause) {
    throw new GaranceError('account.professional_failed', { cause });
  }
}

/** Undefined when the person cancelled at the provider. @throws GaranceError `account.professional_failed` */
async function finish(
  provider: ProfessionalProvider,
  visit: RequestContext,
  pending: PendingSignIn,
): Promise<ProfessionalAnswer | undefined> {
  try {
    return await provider.finish(rawQuery(visit.request), pending);
  } catch (cause) {
    if (cause instanceof AuthorizationResponseError && cause.error === 'access_denied') return undefined;
    throw new GaranceError('account.professional_failed', { cause });
  }
}

async function admit(
  deps: PortalDeps,
  visit: RequestContext,
  { answer, next }: { readonly answer: ProfessionalAnswer; readonly next: string },
): Promise<FastifyReply> {
  const { store, clock, config } = deps;
  const professional = readProfessional(answer);
  const { person, unknownSiret } = await store.portal.transaction((tables) =>
    recogniseProfessional({ tables, clock, config, locale: visit.locale }, professional),
  );
  const target =
    unknownSiret === undefined
      ? next
      : `${withNext('/organisations/new', next)}${next === '/' ? '?' : '&'}siret=${unknownSiret}`;
  return enter(deps, visit, { person, method: 'professional', next: target });
}
