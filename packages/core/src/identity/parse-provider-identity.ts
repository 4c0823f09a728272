import { isBirthdate, isInTheFuture } from './birthdate.ts';
import { isEmail } from './email.ts';
import type { Geography } from './geography.ts';
import {
  type Gender,
  genders,
  isBornInFrance,
  type PivotIdentity,
  type ProviderIdentity,
} from './identity.ts';
import { isCivilName } from './name.ts';

/** Why an attribute of the pivot identity, or the e-mail address, is not accepted. */
export type AttributeProblem =
  /** Not sent, or sent empty. */
  | 'missing'
  /** Not a string, or not in the form of the attribute. */
  | 'malformed'
  /** A geographic code that does not exist, or did not exist at that date. */
  | 'unknown'
  /** A birth date in the future. */
  | 'future';

/**
 * The identity with the names of the claims that were left out of it because they break a rule; or the first required
 * attribute that breaks one. Names only: values must reach no page and no log.
 */
export type ProviderIdentityOutcome =
  | { readonly ok: true; readonly identity: ProviderIdentity; readonly leftOut: readonly string[] }
  | { readonly ok: false; readonly attribute: string; readonly problem: AttributeProblem };

/** Corsica was one department, 20, before its codes became 2A… and 2B…. Other former codes have no such simple date. */
const lastDayOfOldCorsica = '1975-12-31';

/**
 * Checks the userinfo claims of an identity provider against every rule of the pivot identity. Names are put in NFC.
 * Refused: a wrong or missing value among the six attributes, and a missing e-mail address. Left out when they break their
 * rule: the usage name, the e-mail address, and the birthplace of a birth abroad.
 *
 * @param claims userinfo, as the provider sent it
 * @param options.nowMs milliseconds since the epoch; birth dates in the future are refused when it is given
 */
export function parseProviderIdentity(
  claims: Readonly<Record<string, unknown>>,
  geography: Geography,
  options: { readonly nowMs?: number } = {},
): ProviderIdentityOutcome {
  const text = textOf(claims);
  const pivot: PivotIdentity = {
    givenName: text('given_name'),
    familyName: text('family_name'),
    birthdate: text('birthdate'),
    gender: text('gender') as Gender, // proven by the rule below
    birthplace: text('birthplace'),
    birthcountry: text('birthcountry'),
  };
  // In this order: the place can be checked only once date and country are valid.
  const rules: readonly (readonly [attribute: string, problemOf: () => AttributeProblem | undefined])[] = [
    ['given_name', () => malformedUnless(isCivilName(pivot.givenName))],
    ['family_name', () => malformedUnless(isCivilName(pivot.familyName))],
    ['birthdate', () => problemOfBirthdate(pivot.birthdate, options.nowMs)],
    ['gender', () => malformedUnless(genders.includes(pivot.gender))],
    ['birthcountry', () => (geography.hasCountry(pivot.birthcountry) ? undefined : 'unknown')],
    ['birthplace', () => (isBornInFrance(pivot) ? problemOfBirthplace(pivot, geography) : undefined)],
    ['email', () => malformedUnless(text('email') !== '')],
  ];
  for (const [attribute, problemOf] of rules) {
    const problem = problemOf();
    if (problem !== undefined) {
      return { ok: false, attribute, problem: problemAsSent(claims[attribute], problem) };
    }
  }
  return { ok: true, ...identityFrom(claims, pivot, geography) };
}

/** The checked pivot identity with the valid optional claims, and the names of the invalid ones. */
function identityFrom(
  claims: Readonly<Record<string, unknown>>,
  pivot: PivotIdentity,
  geography: Geography,
): { readonly identity: ProviderIdentity; readonly leftOut: readonly string[] } {
  const text = textOf(claims);
  const [email, usageName] = [text('email'), text('preferred_username')];
  const holds: Readonly<Record<string, boolean>> = {
    birthplace: geography.hasCommune(pivot.birthplace),
    email: isEmail(email),
    preferred_username: isCivilName(usageName),
  };
  return {
    identity: {
      pivot: holds.birthplace ? pivot : { ...pivot, birthplace: '' },
      ...(holds.email && { email }),
      ...(holds.preferred_username && { preferredUsername: usageName }),
      idpBirthdate: pivot.birthdate,
    },
    leftOut: Object.keys(holds).filter((claim) => !holds[claim] && isSent(claims[claim])),
  };
}

/** A value that is not a string reads as empty, which every required attribute refuses. */
function textOf(claims: Readonly<Record<string, unknown>>): (name: string) => string {
  return (name) => {
    const value = claims[name];
    return typeof value === 'string' ? value.normalize('NFC') : '';
  };
}

/** Providers send an empty string or null for an unknown value. */
function isSent(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

function problemAsSent(value: unknown, problem: AttributeProblem): AttributeProblem {
  if (!isSent(value)) return 'missing';
  return typeof value === 'string' ? problem : 'malformed';
}

function malformedUnless(holds: boolean): AttributeProblem | undefined {
  return holds ? undefined : 'malformed';
}

function problemOfBirthdate(birthdate: string, nowMs: number | undefined): AttributeProblem | undefined {
  if (!isBirthdate(birthdate)) return 'malformed';
  return nowMs !== undefined && isInTheFuture(birthdate, nowMs) ? 'future' : undefined;
}

/** Required and known for a birth in France. */
function problemOfBirthplace(pivot: PivotIdentity, geography: Geography): AttributeProblem | undefined {
  const tooLate = pivot.birthplace.startsWith('20') && pivot.birthdate > lastDayOfOldCorsica;
  return geography.hasCommune(pivot.birthplace) && !tooLate ? undefined : 'unknown';
}
