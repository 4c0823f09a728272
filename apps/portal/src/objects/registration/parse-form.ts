/** Parses the registration form. Pure: habilitation, platform and address policy are passed in. */
import type { Registration } from '@garance/core';
import { listOf, textOf } from '../form/field.ts';
import { type FieldProblem, type MeaningsOf, parseFields } from '../form/parse-fields.ts';
import { hostsOf } from '../form/web-address.ts';
import {
  type FieldName,
  type FieldRules,
  linesOf,
  type RegistrationField,
  registrationFields,
} from './fields.ts';
import { parseKeys } from './parse-keys.ts';
import type { RegistrationFormValues } from './tables/registration-drafts.ts';

/** Everything of a registration that its service decides. */
export type RegistrationContent = Omit<
  Registration,
  | 'id'
  | 'version'
  | 'serviceId'
  | 'organisationId'
  | 'platform'
  | 'environment'
  | 'kind'
  | 'clientId'
  | 'status'
  | 'type'
  | 'sector'
  | 'auth'
> & { readonly auth: Omit<Registration['auth'], 'secretHashes'> };

export type RegistrationProblem = FieldProblem<FieldName>;
export type ParsedForm =
  | { readonly ok: true; readonly content: RegistrationContent }
  | { readonly ok: false; readonly problems: readonly RegistrationProblem[] };

/** Initial values of a new registration; `scopes` are those of the habilitation. */
export function initialForm(
  rules: FieldRules,
  start: { readonly displayName: string; readonly scopes: readonly string[] },
): RegistrationFormValues {
  return {
    displayName: start.displayName,
    authMethod: 'client_secret_post',
    assertionAudience: 'issuer',
    keysKind: rules.platform === 'plus' ? 'jwks_uri' : 'none',
    signingAlg: 'ES256',
    encryptionAlg: rules.platform === 'plus' ? 'RSA-OAEP-256' : '',
    profile: 'franceconnect',
    pkce: 'optional',
    par: 'optional',
    providerFilterMode: 'none',
    sessionLengthHours: '8',
    scopes: start.scopes.filter((scope) => rules.habilitatedScopes.includes(scope)),
  };
}

/** Removes a pasted private key from the values: it must not be stored (security.md 19). */
export function withoutPrivateKeys(form: RegistrationFormValues): RegistrationFormValues {
  return parseKeys(textOf(form, 'jwks')).kind === 'private' ? { ...form, jwks: '' } : form;
}

/** The registration, or every problem of the form by field. */
export function parseForm(form: RegistrationFormValues, rules: FieldRules): ParsedForm {
  const parsed = parseFields(registrationFields(rules), form);
  const problems = [...(parsed.ok ? [] : parsed.problems), ...problemsTogether(form)];
  return parsed.ok && problems.length === 0
    ? { ok: true, content: contentOf(parsed.data, form) }
    : { ok: false, problems };
}

/** Rules across fields. */
function problemsTogether(form: RegistrationFormValues): readonly RegistrationProblem[] {
  const hosts = hostsOf(linesOf(textOf(form, 'redirectUris')));
  const needsKeys = textOf(form, 'encryptionAlg') !== '' || textOf(form, 'authMethod') === 'private_key_jwt';
  return [
    ...(hosts.size > 1 && textOf(form, 'sectorIdentifierUri') === ''
      ? [{ field: 'redirectUris', code: 'several-hosts' } as const]
      : []),
    ...(needsKeys && textOf(form, 'keysKind') === 'none'
      ? [{ field: 'keysKind', code: 'keys-needed' } as const]
      : []),
  ];
}

type Meanings = MeaningsOf<RegistrationField>;

function contentOf(data: Meanings, form: RegistrationFormValues): RegistrationContent {
  const { siteUrl, sectorIdentifierUri, signingAlg, encryptionAlg, assertionAlg } = data;
  const encryption =
    encryptionAlg === '' ? {} : { encryption: { alg: encryptionAlg, enc: 'A256GCM' as const } };
  const scopes = [...new Set(['openid', ...data.scopes])];
  const mode = data.providerFilterMode;
  return {
    displayName: data.displayName,
    redirectUris: data.redirectUris,
    postLogoutRedirectUris: data.postLogoutRedirectUris ?? [],
    ...(siteUrl !== undefined && { siteUrl }),
    ...(sectorIdentifierUri !== undefined && { sectorIdentifierUri }),
    auth: {
      method: data.authMethod,
      assertionAudience: data.assertionAudience ?? 'issuer',
      ...(assertionAlg !== undefined && { assertionAlg }),
    },
    keys: keysOf(data),
    idToken: { signingAlg, ...encryption },
    userinfo: { signingAlg, ...encryption },
    scopes,
    amrAllowed: scopes.includes('amr'),
    profile: data.profile,
    pkce: data.pkce,
    par: data.par,
    ...(mode !== 'none' && { providerFilter: { mode, providerIds: listOf(form, 'providerIds') } }),
    idpHintAllowed: data.idpHintAllowed,
    sessionLengthSeconds: (data.sessionLengthHours ?? 8) * 3600,
  };
}

function keysOf({ keysKind: kind, jwksUri = '', jwks = { keys: [] } }: Meanings): Registration['keys'] {
  if (kind === 'jwks_uri') return { kind, uri: jwksUri };
  return kind === 'jwks' ? { kind, jwks } : { kind };
}
