/** The tokens of rehearsed logins: their claims as the fault wants them, then their protection. */
import { nowSeconds, type RehearsalSigner, type RehearsedAnswer, type RehearsedToken } from '@garance/core';
import type { Fault } from '../vocabulary/fault.ts';
import { forgedKeysUrlOf } from './addresses.ts';
import { editClaims } from './faults/edit-claims.ts';
import { wrongAnswer } from './faults/wrong-answer.ts';
import type { ForgeryInput } from './forgery/forgery-input.ts';
import { type ProtectedToken, protectToken } from './forgery/protect-token.ts';
import { markOf } from './marks.ts';
import type { RehearsalParts } from './parts.ts';
import { testPersons } from './persons.ts';
import { faultAt, type Plan } from './plan.ts';

/** The id_token as it leaves; whether it is faulty is remembered for the answer that carries it. */
export async function rehearsedIdToken(
  parts: RehearsalParts,
  plan: Plan,
  token: RehearsedToken,
): Promise<string> {
  const { records } = parts;
  const fault = faultAt(plan, 'id_token');
  const made = await protect(parts, plan, { token, edit: fault?.claims, jose: fault?.jose });
  const record = records.find(plan.id);
  if (record !== undefined) {
    // A forgery that this service gave no occasion for is no fault, whatever else was changed.
    record.idTokenFaulty = fault?.jose === undefined ? fault?.claims !== undefined : made.faulty;
    if (faultAt(plan, 'userinfo')?.jose === 'is-an-id-token') record.idToken = made.sent;
    if (made.signed !== undefined) records.mark(plan.id, markOf('id-token', made.signed));
  }
  return made.sent;
}

interface Answered {
  readonly answer: RehearsedAnswer;
  readonly faulty: boolean;
}

/** The answer of userinfo, protected; its delay is the caller's to wait. */
export async function rehearsedUserinfo(
  parts: RehearsalParts,
  plan: Plan,
  token: RehearsedToken,
): Promise<Answered> {
  const fault = faultAt(plan, 'userinfo');
  const { answer: told, jose, claims: edit } = fault ?? {};
  const shown = shownOf(plan, token);
  const made = await userinfoBody(parts, plan, { token: shown, edit, jose });
  const faulty = jose === undefined ? edit !== undefined || told !== undefined : made.faulty;
  return { answer: told === undefined ? made.answer : wrongAnswer(made.answer, told), faulty };
}

type UserinfoFault = Extract<Fault, { at: 'userinfo' }>;

interface UserinfoInput {
  readonly token: RehearsedToken;
  readonly edit: UserinfoFault['claims'];
  readonly jose: UserinfoFault['jose'];
}

async function userinfoBody(parts: RehearsalParts, plan: Plan, input: UserinfoInput): Promise<Answered> {
  const { token, edit, jose } = input;
  const now = nowSeconds(parts.clock);
  if (token.signer === undefined || jose === 'unsigned-json') {
    const body = JSON.stringify(editClaims(withExtras(plan, token.claims), edit, now));
    const faulty = token.signer !== undefined;
    return { answer: { status: 200, contentType: 'application/json', body }, faulty };
  }
  const answered = (sent: string, faulty: boolean): Answered => ({
    answer: { status: 200, contentType: 'application/jwt', body: sent },
    faulty,
  });
  if (jose === 'is-an-id-token') {
    const kept = parts.records.find(plan.id)?.idToken;
    if (kept !== undefined) return answered(kept, true);
  }
  const forgery = jose === 'is-an-id-token' ? undefined : jose;
  const made = await protect(parts, plan, { token, edit, jose: forgery });
  return answered(made.sent, made.faulty);
}

/** What this person is shown as, of the claims that are released. */
function shownOf({ input }: Plan, token: RehearsedToken): RehearsedToken {
  const shown = Object.entries(testPersons[input.person].shown ?? {}).filter(
    ([name]) => name in token.claims,
  );
  return shown.length === 0 ? token : { ...token, claims: { ...token.claims, ...Object.fromEntries(shown) } };
}

/** Unknown claims besides, and the issuer that this login goes through. Nothing stands in for a true claim. */
function withExtras({ input, issuer }: Plan, claims: RehearsedToken['claims']) {
  const named = 'iss' in claims ? { iss: issuer } : {};
  return { ...input.extraClaims, ...claims, ...named };
}

interface Protection {
  readonly token: RehearsedToken;
  readonly edit: UserinfoFault['claims'];
  readonly jose: Extract<Fault, { at: 'id_token' }>['jose'];
}

async function protect(
  parts: RehearsalParts,
  plan: Plan,
  { token, edit, jose }: Protection,
): Promise<ProtectedToken> {
  const { encryption, presentedSecret } = token;
  const { freshKid } = plan;
  const input: ForgeryInput = {
    claims: editClaims(withExtras(plan, token.claims), edit, nowSeconds(parts.clock)),
    signer: await signerFor(parts, plan, token),
    ...(encryption !== undefined && { encryption }),
    ...(presentedSecret !== undefined && { presentedSecret }),
    ...(freshKid !== undefined && { freshKid }),
    attackerKey: parts.attackerKeys.key,
    forgedKeysUrl: forgedKeysUrlOf(parts.origin, plan.id),
  };
  return protectToken(input, jose);
}

/** Signer of this login: the hub's, which its guard restricts, or the rehearsal issuer's key, which no hub publishes. */
async function signerFor(
  { issuerKeys }: RehearsalParts,
  { input }: Plan,
  { signer }: RehearsedToken,
): Promise<RehearsalSigner> {
  if (signer === undefined) throw new Error('a token without signature has no signer');
  if (!input.throughRehearsalIssuer) return signer;
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
