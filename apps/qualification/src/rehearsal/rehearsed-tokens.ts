/** The tokens of rehearsed logins: their claims as the fault wants them, then their protection. */
import { nowSeconds, type RehearsalSigner, type RehearsedAnswer, type RehearsedToken } from '@garance/core';
import type { Fault } from '../vocabulary/fault.ts';
import { forgedKeysUrlOf } from './addresses.ts';
import { type EditedClaims, editClaims } from './faults/edit-claims.ts';
import { wrongAnswer } from './faults/wrong-answer.ts';
import type { ForgeryInput } from './forgery/forgery-input.ts';
import { type ProtectedToken, protectToken } from './forgery/protect-token.ts';
import { markOf } from './marks.ts';
import type { RehearsalParts } from './parts.ts';
import { testPersons } from './persons.ts';
import { faultAt, type Plan } from './plan.ts';
import { ownAttributesOf } from './search-traces.ts';

/** The id_token as it leaves; whether it is faulty is remembered for the answer that carries it. */
export async function rehearsedIdToken(
  parts: RehearsalParts,
  plan: Plan,
  token: RehearsedToken,
): Promise<string> {
  const { records } = parts;
  const fault = faultAt(plan, 'id_token');
  records.note(plan.id, { at_hash: token.claims.at_hash });
  records.know(plan.id, 'client-secret', token.presentedSecret);
  records.know(plan.id, 'subject', token.claims.sub);
  const made = await protect(parts, plan, { token, edit: fault?.claims, jose: fault?.jose });
  records.know(plan.id, 'id-token', made.sent, made.signed);
  const record = records.find(plan.id);
  if (record !== undefined) {
    record.idTokenFaulty = made.faulty;
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
  parts.records.know(plan.id, 'identity', ...ownAttributesOf(shown.claims));
  const made = await userinfoBody(parts, plan, { token: shown, edit, jose });
  return told === undefined ? made : { answer: wrongAnswer(made.answer, told), faulty: true };
}

type UserinfoFault = Extract<Fault, { at: 'userinfo' }>;

interface UserinfoInput {
  readonly token: RehearsedToken;
  readonly edit: UserinfoFault['claims'];
  readonly jose: UserinfoFault['jose'];
}

async function userinfoBody(parts: RehearsalParts, plan: Plan, input: UserinfoInput): Promise<Answered> {
  const { token, edit, jose } = input;
  if (token.signer === undefined || jose === 'unsigned-json') {
    const { claims, made } = edited(parts, plan, input);
    const answer = { status: 200, contentType: 'application/json', body: JSON.stringify(claims) };
    return { answer, faulty: jose === undefined ? edit !== undefined && made : token.signer !== undefined };
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

/** The claims as the fault wants them; `made` when it could be done. */
function edited({ clock, records }: RehearsalParts, plan: Plan, { token, edit }: Edited): EditedClaims {
  return editClaims(withExtras(plan, token.claims), edit, {
    now: nowSeconds(clock),
    others: (name) => records.others(plan.id, name, plan.input.after),
  });
}

interface Edited {
  readonly token: RehearsedToken;
  readonly edit: UserinfoFault['claims'];
}

interface Protection extends Edited {
  readonly jose: Extract<Fault, { at: 'id_token' }>['jose'];
}

/** A forgery that this service gives no occasion for is no fault, whatever else was changed. */
async function protect(
  parts: RehearsalParts,
  plan: Plan,
  { token, edit, jose }: Protection,
): Promise<ProtectedToken> {
  const { encryption, presentedSecret } = token;
  const { claims, made } = edited(parts, plan, { token, edit });
  const { freshKid } = plan;
  const input: ForgeryInput = {
    claims,
    truth: withExtras(plan, token.claims),
    signer: await signerFor(parts, plan, token),
    ...(encryption !== undefined && { encryption }),
    ...(presentedSecret !== undefined && { presentedSecret }),
    ...(freshKid !== undefined && { freshKid }),
    attackerKey: parts.attackerKeys.key,
    forgedKeysUrl: forgedKeysUrlOf(parts.origin, plan.id),
  };
  const sealed = await protectToken(input, jose);
  return { ...sealed, faulty: jose === undefined ? edit !== undefined && made : sealed.faulty };
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
