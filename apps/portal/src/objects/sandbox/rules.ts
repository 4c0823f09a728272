/** Rules of a sandbox client by its kind of holder. Pure. */
import { knownScopes, type Platform } from '@garance/core';
import { textOf } from '../form/field.ts';
import { isLoopback } from '../form/web-address.ts';
import { type FieldRules, type KeysKind, keysKinds, linesOf } from '../registration/fields.ts';
import {
  initialForm,
  type ParsedForm,
  parseForm,
  type RegistrationProblem,
} from '../registration/parse-form.ts';
import type { RegistrationFormValues } from '../registration/tables/registration-drafts.ts';
import { beginsWithTest } from './display-name.ts';
import type { SandboxHolder } from './table.ts';

/** Clients that a holder may have: an organisation per platform, a person on both platforms together. */
export const sandboxLimits = { organisation: 10, person: 2 } as const satisfies Record<
  SandboxHolder['kind'],
  number
>;

export interface SandboxSettings {
  readonly platform: Platform;
  readonly relaxedAddresses: boolean;
  readonly providers: FieldRules['providers'];
}

/** Every scope of the platform is allowed: a sandbox client only receives data of invented people. */
export function sandboxRules(settings: SandboxSettings, holder: SandboxHolder['kind']): FieldRules {
  return {
    ...settings,
    environment: 'integration',
    habilitatedScopes: [...knownScopes(settings.platform)],
    keysOffered: keysOffered[holder],
  };
}

/** Clients of persons only have pasted keys: the portal fetches no address that an unverified user chose (SSRF). */
const keysOffered: Readonly<Record<SandboxHolder['kind'], readonly KeysKind[]>> = {
  organisation: keysKinds,
  person: keysKinds.filter((kind) => kind !== 'jwks_uri'),
};

export function firstForm(settings: SandboxSettings, holder: SandboxHolder['kind']): RegistrationFormValues {
  const form = initialForm(sandboxRules(settings, holder), {
    displayName: 'Test',
    scopes: ['openid', 'given_name', 'family_name', 'email'],
  });
  const keysKind = settings.platform === 'plus' ? 'jwks' : 'none';
  return holder === 'person' ? { ...form, keysKind, redirectUris: 'http://localhost:8080/callback' } : form;
}

/** Parses the form for this holder. @returns the client, or every problem of the form */
export function parseSandboxForm(
  form: RegistrationFormValues,
  settings: SandboxSettings,
  holder: SandboxHolder['kind'],
): ParsedForm {
  const parsed = parseForm(form, sandboxRules(settings, holder));
  const own = ownProblems(form, holder);
  if (parsed.ok && own.length === 0) return parsed;
  return { ok: false, problems: [...(parsed.ok ? [] : parsed.problems), ...own] };
}

function ownProblems(
  form: RegistrationFormValues,
  holder: SandboxHolder['kind'],
): readonly RegistrationProblem[] {
  return holder === 'organisation' ? [] : problemsOfPerson(form, textOf(form, 'displayName'));
}

function problemsOfPerson(form: RegistrationFormValues, name: string): readonly RegistrationProblem[] {
  const elsewhere = (['redirectUris', 'postLogoutRedirectUris', 'siteUrl'] as const).flatMap((field) =>
    linesOf(textOf(form, field))
      .filter((line) => !isOnLoopback(line))
      .map((about): RegistrationProblem => ({ field, code: 'uri-not-loopback', about })),
  );
  return [
    ...(beginsWithTest(name) ? [] : [{ field: 'displayName', code: 'name-not-test' } as const]),
    ...elsewhere,
    ...(textOf(form, 'sectorIdentifierUri') === ''
      ? []
      : [{ field: 'sectorIdentifierUri', code: 'not-offered', about: 'URL' } as const]),
  ];
}

function isOnLoopback(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && isLoopback(url);
}
