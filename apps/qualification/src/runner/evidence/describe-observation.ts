/** What the hub saw, in one line each: lengths and names, never a value that is somebody's. */
import type { ObservedStep } from '@garance/core';
import type { Observation } from '../../vocabulary/observation.ts';
import { scrubUrl } from './scrub.ts';

export function describeObservation(observation: Observation): ObservedStep {
  return { atMs: observation.atMs, who: 'hub', text: describe(observation).slice(0, 500) };
}

function describe(observation: Observation): string {
  const { kind } = observation;
  switch (kind) {
    case 'authorize':
      return describeAuthorize(observation.facts);
    case 'callback':
      return `answers with ${observation.params.join(', ') || 'nothing'}${observation.withheld ? ', kept for the suite to deliver' : ''}`;
    case 'token':
      return `token request, ${observation.facts.authMethod}${observation.facts.codeVerifier !== undefined ? ', code_verifier' : ''}${answered(observation)}`;
    case 'userinfo':
      return `userinfo request${answered(observation)}`;
    case 'end_session':
      return describeEndSession(observation.facts);
    case 'discovery':
    case 'jwks':
      return `${kind} request${answered(observation)}`;
    case 'forged-keys':
      return 'the key set of the attacker was fetched';
  }
}

function answered({ faulty }: { readonly faulty: boolean }): string {
  return faulty ? ', answered wrongly as told' : ', answered rightly';
}

function describeAuthorize(facts: Extract<Observation, { kind: 'authorize' }>['facts']): string {
  const length = (value: string | undefined) =>
    value === undefined ? 'absent' : `${value.length} characters`;
  return [
    `sign-in request${facts.pushed ? ' (pushed)' : ''} for ${scrubUrl(facts.redirectUri)}`,
    `scopes ${facts.scopesAsked.join(' ').slice(0, 200)}`,
    `acr_values ${facts.acrValues?.slice(0, 60) ?? 'absent'}`,
    `state ${length(facts.state)}`,
    `nonce ${length(facts.nonce)}`,
    `PKCE ${facts.pkce}`,
  ].join(', ');
}

function describeEndSession(facts: Extract<Observation, { kind: 'end_session' }>['facts']): string {
  const { idTokenHint, state, postLogoutRedirectUri, redirectRegistered } = facts;
  const target = postLogoutRedirectUri === undefined ? 'absent' : scrubUrl(postLogoutRedirectUri);
  return `end_session request, id_token_hint ${idTokenHint}, state ${state === undefined ? 'absent' : 'present'}, post_logout_redirect_uri ${target}${redirectRegistered ? '' : ' (not registered)'}`;
}
