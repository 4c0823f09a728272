/**
 * Logins that a rehearsal port may change (docs/decisions/0010, 0025). Only a login that was admitted with a ticket has
 * a plan; every other one is ordinary. An invented person signs in: no civil register is asked, no consent is needed,
 * and nothing is recorded.
 */
import { nowSeconds } from '@garance/core';
import { single } from '@garance/oidc';
import type { HubParts } from '../deps.ts';
import { sha256 } from '../ids.ts';
import type { LoginConduct, Logins } from '../logins.ts';
import type { ToServiceOutcome } from '../to-service.ts';
import type { EndingResponse } from '../transaction.ts';
import { authorizeFacts, credentialsIn, endSessionFacts, tokenFacts } from './facts.ts';
import type { Rehearsals } from './rehearsals.ts';
import { rehearsedToken } from './rehearsed-token.ts';

export function createRehearsedLogins(parts: HubParts, rehearsals: Rehearsals, ordinary: Logins): Logins {
  const { port, keys } = rehearsals;
  return {
    ...ordinary,
    conductOf: (plan) =>
      plan === undefined ? ordinary.conductOf(plan) : createRehearsedConduct(parts, rehearsals, plan),
    admit: async (arrival) => {
      const { ticket, params, browserSecret, checked } = arrival;
      if (ticket.cookie === undefined) return ordinary.admit(arrival);
      return port.admit({
        cookie: ticket.cookie,
        clientId: single(params, 'client_id') ?? '',
        browser: sha256(browserSecret),
        facts: authorizeFacts(params, checked, credentialsIn(ticket.query)),
      });
    },
    understands: ['garance_rehearsal'],
    otherIssuer: port.issuerFor,
    furtherJwks: keys.publicJwks,
    tokenRefused: (call, error) =>
      port.tokenRefused(single(call.params, 'code') ?? '', tokenFacts(call, error).facts),
    logoutRequested: ({ params, browserSecret, hint, clientId }) => {
      const registration = clientId === undefined ? undefined : parts.registry.findRegistration(clientId);
      const idTokenHint = single(params, 'id_token_hint');
      port.endSession({
        ...(browserSecret !== undefined && { browser: sha256(browserSecret) }),
        ...(idTokenHint !== undefined && { idTokenHint }),
        facts: endSessionFacts(params, hint, registration?.postLogoutRedirectUris ?? []),
      });
    },
  };
}

function createRehearsedConduct(parts: HubParts, rehearsals: Rehearsals, plan: string): LoginConduct {
  const { port } = rehearsals;
  const { config, clock } = parts;
  return {
    findAnswer: async (request) => {
      const { claims, level } = await port.identity(plan);
      return {
        providerId: 'rehearsal',
        claims,
        level: level ?? request.level,
        amr: ['fc'],
        authTime: nowSeconds(clock),
        idToken: '',
      };
    },
    register: { lookUp: async (identity) => ({ kind: 'found', identity }) },
    isForeignTestAccount: async () => false,
    isUsable: () => true,
    isConsented: () => true,
    keep: async () => true,
    carry: async (answer) => {
      const { redirectUri, responseMode } = answer;
      const params = { ...answer.params, iss: config.issuer };
      const outcome = await port.callback(plan, { redirectUri, responseMode, params });
      return outcome.kind === 'withhold' ? { kind: 'withheld' } : carryParams(answer, outcome.params);
    },
    // There is no session at a provider to end.
    protectIdToken: async ({ registration, grant, claims, call }) => {
      const { presentedSecret } = tokenFacts(call);
      const { idToken: format } = registration;
      const input = { rehearsals, registration, claims, sub: grant.sub, format, presentedSecret };
      return port.idToken(plan, await rehearsedToken(parts, input));
    },
    answerToken: async (body, call) => ({
      kind: 'raw',
      ...(await port.tokenResponse(plan, body, tokenFacts(call).facts)),
    }),
    answerUserinfo: async ({ registration, claims, sub, query }) => {
      const format = registration.userinfo;
      const token = await rehearsedToken(parts, { rehearsals, registration, claims, sub, format });
      const facts = { tokenInUrl: credentialsIn(query).includes('access_token') };
      return { kind: 'raw', ...(await port.userinfo(plan, token, facts)) };
    },
  };
}

/** Sends exactly these parameters, to the same verified address. */
function carryParams(
  { redirectUri, responseMode }: ToServiceOutcome,
  params: Readonly<Record<string, string>>,
): EndingResponse {
  if (responseMode === 'form_post') {
    return { kind: 'form_post', action: redirectUri, fields: Object.entries(params) };
  }
  const query = new URLSearchParams(params).toString();
  if (query === '') return { kind: 'redirect', url: redirectUri };
  const separator = redirectUri.includes('?') ? '&' : '?';
  return { kind: 'redirect', url: `${redirectUri}${separator}${query}` };
}
