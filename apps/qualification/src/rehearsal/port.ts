/** What an integration hub asks of the desk in each rehearsed login. */
import { hash } from 'node:crypto';
import {
  nowSeconds,
  type Platform,
  type RehearsalArrival,
  type RehearsalPort,
  type RehearsalSigner,
  type RehearsedAnswer,
  type RehearsedHub,
  type RehearsedToken,
} from '@garance/core';
import type { Fault } from '../vocabulary/fault.ts';
import { editClaims } from './faults/edit-claims.ts';
import { wrongAnswer } from './faults/wrong-answer.ts';
import { wrongCallback } from './faults/wrong-callback.ts';
import type { Forge } from './forgery/forge.ts';
import { type ProtectedToken, protectToken } from './forgery/protect-token.ts';
import type { DeskParts } from './parts.ts';
import { testPersons } from './persons.ts';
import { type Plan, readPlan, writePlan } from './plan.ts';
import { readTicket } from './tickets.ts';
import { parseWish } from './wish.ts';

export function createPort(parts: DeskParts, hub: RehearsedHub): RehearsalPort {
  const { records } = parts;
  const issuer = rehearsalIssuerOf(parts.origin, hub.platform);
  const issuerFor = ({ wish }: Plan) => (wish.throughRehearsalIssuer ? issuer : hub.issuer);
  const context: PortContext = { parts, issuerFor };
  return {
    issuer,
    admit: (arrival) => admit(parts, hub, arrival),
    identity: async (written) => {
      const { person, level } = readPlan(written).wish;
      return { claims: testPersons[person].claims, ...(level !== undefined && { level }) };
    },
    callback: async (written, answer) => {
      const plan = readPlan(written);
      const { code } = answer.params;
      if (code !== undefined) records.mark(plan.id, markOf('code', code));
      const fault = faultAt(plan, 'callback');
      const named = { ...answer.params, ...('iss' in answer.params && { iss: issuerFor(plan) }) };
      const params = fault === undefined ? named : wrongCallback(named, fault);
      const withheld = fault?.withhold === true;
      const { redirectUri, responseMode } = answer;
      records.observe(plan.id, {
        kind: 'callback',
        withheld,
        params: Object.keys(params),
        ...(withheld && { delivery: { redirectUri, responseMode, params } }),
      });
      return withheld ? { kind: 'withhold' } : { kind: 'deliver', params };
    },
    idToken: (written, token) => idToken(context, readPlan(written), token),
    tokenResponse: async (written, body, facts) => {
      const plan = readPlan(written);
      const fault = faultAt(plan, 'token');
      const faulty = fault !== undefined || records.find(plan.id)?.idTokenFaulty === true;
      records.observe(plan.id, { kind: 'token', facts, faulty });
      const good = { status: 200, contentType: 'application/json', body: JSON.stringify(body) };
      if (fault === undefined) return good;
      await parts.wait(fault.answer.delaySeconds ?? 0);
      return wrongAnswer(good, fault.answer);
    },
    tokenRefused: (code, facts) => {
      const login = records.findMarked(markOf('code', code));
      if (login !== undefined) records.observe(login.id, { kind: 'token', facts, faulty: false });
    },
    userinfo: async (written, token, facts) => {
      const plan = readPlan(written);
      const { answer, faulty } = await userinfo(context, plan, token);
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

interface PortContext {
  readonly parts: DeskParts;
  readonly issuerFor: (plan: Plan) => string;
}

export function rehearsalIssuerOf(origin: string, platform: Platform): string {
  return `${origin}/${platform}`;
}

/** Codes, browsers and tokens are remembered by their hash alone. */
export function markOf(kind: 'code' | 'browser' | 'id-token', value: string): string {
  return `${kind} ${hash('sha256', value, 'base64url')}`;
}

function faultAt<P extends Fault['at']>({ wish }: Plan, at: P): Extract<Fault, { at: P }> | undefined {
  const { fault } = wish;
  return fault?.at === at ? (fault as Extract<Fault, { at: P }>) : undefined;
}

async function admit(
  { records, clock, ticketKey: key }: DeskParts,
  hub: RehearsedHub,
  { cookie, clientId, browser, facts }: RehearsalArrival,
): ReturnType<RehearsalPort['admit']> {
  const read = await readTicket(cookie, { audience: hub.issuer, clientId }, { key, clock });
  if (!read.ok) return read;
  const { id, wish: written, freshKid } = read.content;
  const wish = parseWish(written);
  if (wish === undefined) return { ok: false, error: 'rehearsal.ticket_forged' };
  // Last of all: a ticket is only spent by the browser and the service that it is for.
  if (!records.spend(id)) return { ok: false, error: 'rehearsal.ticket_spent' };
  records.mark(id, markOf('browser', browser));
  records.observe(id, { kind: 'authorize', facts });
  return { ok: true, plan: writePlan({ id, wish, ...(freshKid !== undefined && { freshKid }) }) };
}

async function idToken(context: PortContext, plan: Plan, token: RehearsedToken): Promise<string> {
  const { records } = context.parts;
  const fault = faultAt(plan, 'id_token');
  const made = await protect(context, plan, { token, edit: fault?.claims, jose: fault?.jose });
  const record = records.find(plan.id);
  if (record !== undefined) {
    record.idTokenFaulty = fault !== undefined && (fault.claims !== undefined || made.faulty);
    const { fault: any } = plan.wish;
    if (any?.at === 'userinfo' && any.jose === 'is-an-id-token') record.idToken = made.sent;
    if (made.signed !== undefined) records.mark(plan.id, markOf('id-token', made.signed));
  }
  return made.sent;
}

interface Answered {
  readonly answer: RehearsedAnswer;
  readonly faulty: boolean;
}

async function userinfo(context: PortContext, plan: Plan, token: RehearsedToken): Promise<Answered> {
  const fault = faultAt(plan, 'userinfo');
  const { answer: told, jose, claims: edit } = fault ?? {};
  const shown = shownOf(plan, token);
  const made = await userinfoBody(context, plan, { token: shown, edit, jose });
  const faulty = fault !== undefined && (edit !== undefined || told !== undefined || made.faulty);
  return { answer: told === undefined ? made.answer : wrongAnswer(made.answer, told), faulty };
}

type UserinfoFault = Extract<Fault, { at: 'userinfo' }>;

interface UserinfoInput {
  readonly token: RehearsedToken;
  readonly edit: UserinfoFault['claims'];
  readonly jose: UserinfoFault['jose'];
}

async function userinfoBody(context: PortContext, plan: Plan, input: UserinfoInput): Promise<Answered> {
  const { token, edit, jose } = input;
  const now = nowSeconds(context.parts.clock);
  if (token.signer === undefined || jose === 'unsigned-json') {
    const body = JSON.stringify(editClaims(withExtras(context, plan, token.claims), edit, now));
    const faulty = token.signer !== undefined;
    return { answer: { status: 200, contentType: 'application/json', body }, faulty };
  }
  const answered = (sent: string, faulty: boolean): Answered => ({
    answer: { status: 200, contentType: 'application/jwt', body: sent },
    faulty,
  });
  if (jose === 'is-an-id-token') {
    const kept = context.parts.records.find(plan.id)?.idToken;
    if (kept !== undefined) return answered(kept, true);
  }
  const forgery = jose === 'is-an-id-token' ? undefined : jose;
  const made = await protect(context, plan, { token, edit, jose: forgery });
  return answered(made.sent, made.faulty);
}

/** What this person is shown as, of the claims that are released. */
function shownOf({ wish }: Plan, token: RehearsedToken): RehearsedToken {
  const shown = Object.entries(testPersons[wish.person].shown ?? {}).filter(([name]) => name in token.claims);
  return shown.length === 0 ? token : { ...token, claims: { ...token.claims, ...Object.fromEntries(shown) } };
}

/** Unknown claims besides, and the issuer that this login goes through. Nothing stands in for a true claim. */
function withExtras(context: PortContext, plan: Plan, claims: RehearsedToken['claims']) {
  const named = 'iss' in claims ? { iss: context.issuerFor(plan) } : {};
  return { ...plan.wish.extraClaims, ...claims, ...named };
}

interface Protection {
  readonly token: RehearsedToken;
  readonly edit: UserinfoFault['claims'];
  readonly jose: Extract<Fault, { at: 'id_token' }>['jose'];
}

async function protect(
  context: PortContext,
  plan: Plan,
  { token, edit, jose }: Protection,
): Promise<ProtectedToken> {
  const { parts } = context;
  const { encryption, presentedSecret } = token;
  const { freshKid } = plan;
  const forge: Forge = {
    claims: editClaims(withExtras(context, plan, token.claims), edit, nowSeconds(parts.clock)),
    signer: await signerFor(parts, plan, token),
    ...(encryption !== undefined && { encryption }),
    ...(presentedSecret !== undefined && { presentedSecret }),
    ...(freshKid !== undefined && { freshKid }),
    forgerKey: parts.forgerKeys.key,
    forgedKeysUrl: `${parts.origin}/forged/${plan.id}/jwks`,
  };
  return protectToken(forge, jose);
}

/** The hub's own guarded pen, or the rehearsal issuer's own key, which no hub publishes. */
async function signerFor(
  { issuerKeys }: DeskParts,
  { wish }: Plan,
  { signer }: RehearsedToken,
): Promise<RehearsalSigner> {
  if (signer === undefined) throw new Error('a token without signature has no signer');
  if (!wish.throughRehearsalIssuer) return signer;
  const { alg } = signer;
  const own = await issuerKeys.key(alg);
  const { kty = '', ...members } = own.publicJwk;
  return {
    alg,
    kid: own.kid,
    publicJwk: { ...members, kty },
    sign: async (claims, { header, kid = own.kid } = {}) => {
      const found = issuerKeys.findSigner(kid);
      if (found === undefined) throw new Error('no such key of the rehearsal issuer');
      return found.signJwt(claims, header);
    },
  };
}
