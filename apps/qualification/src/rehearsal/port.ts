/** What an integration hub asks of the rehearsal service in each rehearsed login. */
import type {
  RehearsalArrival,
  RehearsalPort,
  RehearsedAnswer,
  RehearsedCallback,
  RehearsedHub,
  TokenFacts,
} from '@garance/core';
import { rehearsalIssuerOf } from './addresses.ts';
import { wrongAnswer } from './faults/wrong-answer.ts';
import { wrongCallback } from './faults/wrong-callback.ts';
import { markOf } from './marks.ts';
import type { RehearsalParts } from './parts.ts';
import { claimsOf } from './persons.ts';
import { faultAt, type Plan, readPlan, writePlan } from './plan.ts';
import { parseRehearsalInput } from './rehearsal-input.ts';
import { readRehearsalToken } from './rehearsal-token.ts';
import { rehearsedIdToken, rehearsedUserinfo } from './rehearsed-tokens.ts';

export function createPort(parts: RehearsalParts, hub: RehearsedHub): RehearsalPort {
  const { records } = parts;
  return {
    issuerFor: (clientId) => rehearsalIssuerOf(parts.origin, hub.platform, clientId),
    admit: (arrival) => admit(parts, hub, arrival),
    identity: async (plan) => {
      const { person, worker, level } = readPlan(plan).input;
      return { claims: claimsOf(person, worker), ...(level !== undefined && { level }) };
    },
    callback: async (plan, answer) => callback(parts, readPlan(plan), answer),
    idToken: (plan, token) => rehearsedIdToken(parts, readPlan(plan), token),
    tokenResponse: (plan, body, facts) => tokenResponse(parts, readPlan(plan), { body, facts }),
    tokenRefused: (code, facts) => {
      const login = records.findMarked(markOf('code', code));
      if (login !== undefined) records.observe(login.id, { kind: 'token', facts, faulty: false });
    },
    userinfo: async (written, token, facts) => {
      const plan = readPlan(written);
      const { answer, faulty } = await rehearsedUserinfo(parts, plan, token);
      records.observe(plan.id, { kind: 'userinfo', facts, faulty });
      await parts.wait(faultAt(plan, 'userinfo')?.answer?.delaySeconds ?? 0);
      return answer;
    },
    endSession: ({ browser, idTokenHint, facts }) => {
      const login =
        records.findMarked(markOf('browser', browser ?? '')) ??
        records.findMarked(markOf('id-token', idTokenHint ?? ''));
      if (login !== undefined) records.observe(login.id, { kind: 'end_session', facts });
    },
  };
}

async function admit(
  { records, clock, tokenKey: key }: RehearsalParts,
  hub: RehearsedHub,
  { cookie, clientId, browser, facts }: RehearsalArrival,
): ReturnType<RehearsalPort['admit']> {
  const read = await readRehearsalToken(cookie, { audience: hub.issuer, clientId }, { key, clock });
  if (!read.ok) return read;
  const { id, input: written, freshKid } = read.content;
  const input = parseRehearsalInput(written);
  if (input === undefined) return { ok: false, error: 'rehearsal.ticket_forged' };
  // Last of all: a rehearsal token is only spent by the browser and the service that it is for.
  const login = records.spend(id);
  if (login === undefined) return { ok: false, error: 'rehearsal.ticket_spent' };
  records.mark(id, markOf('browser', browser));
  if (login.rehearsalIssuer !== undefined) records.mark(id, markOf('issuer', login.rehearsalIssuer));
  records.observe(id, { kind: 'authorize', facts });
  records.note(id, { state: facts.state, nonce: facts.nonce });
  const issuer = login.rehearsalIssuer ?? hub.issuer;
  return { ok: true, plan: writePlan({ id, issuer, input, ...(freshKid !== undefined && { freshKid }) }) };
}

function callback(
  { records }: RehearsalParts,
  plan: Plan,
  { redirectUri, responseMode, params: good }: RehearsedCallback,
): Awaited<ReturnType<RehearsalPort['callback']>> {
  if (good.code !== undefined) records.mark(plan.id, markOf('code', good.code));
  records.know(plan.id, 'code', good.code);
  const fault = faultAt(plan, 'callback');
  const named = { ...good, ...('iss' in good && { iss: plan.issuer }) };
  const others = (name: string) => records.others(plan.id, name, plan.input.after);
  const { params, made } =
    fault === undefined ? { params: named, made: false } : wrongCallback(named, fault, others);
  const withheld = fault?.withhold === true;
  records.observe(plan.id, {
    kind: 'callback',
    withheld,
    faulty: made,
    params: Object.keys(params),
    ...(withheld && { delivery: { redirectUri, responseMode, params } }),
  });
  return withheld ? { kind: 'withhold' } : { kind: 'deliver', params };
}

async function tokenResponse(
  { records, wait }: RehearsalParts,
  plan: Plan,
  { body, facts }: { readonly body: Readonly<Record<string, unknown>>; readonly facts: TokenFacts },
): Promise<RehearsedAnswer> {
  const fault = faultAt(plan, 'token');
  const faulty = fault !== undefined || records.find(plan.id)?.idTokenFaulty === true;
  records.observe(plan.id, { kind: 'token', facts, faulty });
  records.know(plan.id, 'access-token', body.access_token);
  records.know(plan.id, 'code-verifier', facts.codeVerifier);
  const good = { status: 200, contentType: 'application/json', body: JSON.stringify(body) };
  if (fault === undefined) return good;
  await wait(fault.answer.delaySeconds ?? 0);
  return wrongAnswer(good, fault.answer);
}
