import { levelSatisfies } from '@garance/core';
import type { Does } from '../types.ts';
import { randomValue } from './begin.ts';

/** Nothing of the earlier session goes over, its identifier least of all (session fixation). */
export const startSession: Does['startSession'] = (sessions, oldId, signedIn) => {
  sessions.end(oldId);
  return sessions.create({ signedIn });
};

/** By issuer and `sub` alone, never by e-mail or name (OpenID Connect Core §5.7). */
export const accountKey: Does['accountKey'] = ({ issuer, sub }) => JSON.stringify([issuer, sub]);

/** Ends the session here first, then at the hub (OpenID Connect RP-Initiated Logout 1.0 §2). */
export const signOut: Does['signOut'] = async ({ service, sessionId, signedIn }) => {
  const { sessions, settings, hub } = service;
  sessions.end(sessionId);
  const state = randomValue();
  const { end_session_endpoint } = await hub.metadata();
  const location = new URL(end_session_endpoint);
  location.searchParams.set('id_token_hint', signedIn.verified.idToken);
  location.searchParams.set('post_logout_redirect_uri', `${settings.base}/signed-out`);
  location.searchParams.set('state', state);
  return { location: location.href, sessionId: sessions.create({ logoutState: state }) };
};

export const opensHigherLevel: Does['opensHigherLevel'] = ({ verified }, needed) =>
  levelSatisfies(verified.level, needed);

/** A list, not a rule about addresses: there is nothing to outwit. */
export const returnPaths = ['account', 'profile', 'step-up'] as const;

export const returnPath: Does['returnPath'] = (requestedPath) =>
  returnPaths.find((path) => path === requestedPath) ?? 'account';
