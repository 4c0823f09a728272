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

/** The identity, or the first attribute that breaks a rule: its name only, since its value must reach no page or log. */
export type ProviderIdentityOutcome =
  | { readonly ok: true; readonly identity: ProviderIdentity }
  | { readonly ok: false; readonly attribute: string };

/** Corsica was one department, 20, before its codes became 2A… and 2B…. Other former codes have no such simple date. */
const lastDayOfOldCorsica = '1975-12-31';

/**
 * Checks what an identity provider's userinfo says against every rule of the pivot identity. Names are put in NFC.
 * A claim of another type than string is refused, as is a birthplace beside a foreign country of birth.
 * `nowMs` (milliseconds since the epoch) also refuses birth dates in the future.
 */
export function parseProviderIdentity(
  claims: Readonly<Record<string, unknown>>,
  geography: Geography,
  options: { readonly nowMs?: number } = {},
): ProviderIdentityOutcome {
  const text = textOf(claims);
  const email = text('email');
  const preferredUsername = text('preferred_username');
  const pivot: PivotIdentity = {
    givenName: text('given_name'),
    familyName: text('family_name'),
    birthdate: text('birthdate'),
    gender: text('gender') as Gender, // proven by the rule below
    birthplace: text('birthplace'),
    birthcountry: text('birthcountry'),
  };
  // In this order: the place can only be judged once date and country are known to be good.
  const rules: readonly (readonly [attribute: string, holds: () => boolean])[] = [
    ['given_name', () => isCivilName(pivot.givenName)],
    ['family_name', () => isCivilName(pivot.familyName)],
    ['birthdate', () => isPastBirthdate(pivot.birthdate, options.nowMs)],
    ['gender', () => genders.includes(pivot.gender)],
    ['birthcountry', () => geography.hasCountry(pivot.birthcountry)],
    ['birthplace', () => isAbsentOrText(claims.birthplace) && isBirthplaceOf(pivot, geography)],
    ['email', () => isEmail(email)],
    ['preferred_username', () => isUsageName(claims.preferred_username, preferredUsername)],
  ];
  const broken = rules.find(([, holds]) => !holds());
  if (broken !== undefined) return { ok: false, attribute: broken[0] };
  const usageName = preferredUsername === '' ? {} : { preferredUsername };
  return { ok: true, identity: { pivot, email, ...usageName, idpBirthdate: pivot.birthdate } };
}

/** Anything but a string reads as empty, which no required attribute may be. */
function textOf(claims: Readonly<Record<string, unknown>>): (name: string) => string {
  return (name) => {
    const value = claims[name];
    return typeof value === 'string' ? value.normalize('NFC') : '';
  };
}

function isAbsentOrText(value: unknown): boolean {
  return value === undefined || typeof value === 'string';
}

function isPastBirthdate(birthdate: string, nowMs: number | undefined): boolean {
  return isBirthdate(birthdate) && (nowMs === undefined || !isInTheFuture(birthdate, nowMs));
}

/** Required and known for a birth in France; nothing for a birth abroad, where a French commune would be a contradiction. */
function isBirthplaceOf(pivot: PivotIdentity, geography: Geography): boolean {
  if (!isBornInFrance(pivot)) return pivot.birthplace === '';
  if (pivot.birthplace.startsWith('20') && pivot.birthdate > lastDayOfOldCorsica) return false;
  return geography.hasCommune(pivot.birthplace);
}

/** Providers send an empty usage name for people who have none. */
function isUsageName(sent: unknown, name: string): boolean {
  return isAbsentOrText(sent) && (name === '' || isCivilName(name));
}
