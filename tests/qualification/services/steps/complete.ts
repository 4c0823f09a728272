/** From the hub's answer to a person: the order of an OpenID Connect login, each part a table of checks or a step. */
import { levelSchema } from '@garance/core';
import { hold, Refusal } from '../refusal.ts';
import type { Does, Exchange, Verified } from '../types.ts';

/** Bound to the browser: only a sign-in that this very session began is answered, and once. */
export const takePending: Does['takePending'] = ({ session, state }) => {
  const pending = state === null ? undefined : session?.started.get(state);
  if (pending !== undefined) session?.started.delete(pending.state);
  return pending;
};

export const completeSignIn: Does['completeSignIn'] = async ({ service, session, params }) => {
  const { does, checks } = service.implementation;
  const pending = does.takePending({ sessions: service.sessions, session, state: params.get('state') });
  if (pending === undefined) throw new Refusal('callback.state');
  const metadata = await service.hub.metadata();
  await hold('callback', checks.callback, { params, metadata, issuer: service.settings.issuer() });
  const error = params.get('error');
  if (error !== null) throw new Refusal(`callback.${/^\w{1,50}$/.test(error) ? error : 'error'}`);
  return { verified: await does.verifyAnswer({ service, metadata, params, pending }), pending };
};

/** @throws Refusal with the first check that did not hold */
export async function verifyAnswer(exchange: Exchange): Promise<Verified> {
  const { service } = exchange;
  const { does, checks } = service.implementation;
  if (!exchange.params.has('code')) throw new Refusal('callback.code');
  const tokens = await does.redeem(exchange);
  const idToken = await does.readIdToken(exchange, tokens);
  const userinfo = await does.readUserinfo(exchange, tokens, idToken.claims);
  const claims = { ...userinfo, ...idToken.claims };
  await hold('person', checks.person, { claims });
  return {
    issuer: service.settings.issuer(),
    sub: String(claims.sub),
    level: levelSchema.catch('eidas1').parse(claims.acr),
    idToken: idToken.jws,
    claims,
  };
}
