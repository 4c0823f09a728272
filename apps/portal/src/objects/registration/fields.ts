/**
 * The registration form: what was typed (kept as it is), and what it means. Pure: habilitation, platform and addresses'
 * policy are passed in. Nothing here decides on identity: sector, client id and type are never typed by a partner.
 */
import {
  clientAuthMethodSchema,
  encryptionAlgSchema,
  type HubId,
  type Platform,
  type ProfileName,
  type PublicNameProblem,
  parsePublicName,
  type Registration,
  signingAlgSchema,
} from '@garance/core';
import type { PortalForm } from '../form.ts';
import { parseKeys } from './parse-keys.ts';
import { findUriProblem, hostsOf, type UriRules } from './redirect-uri.ts';
import type { RegistrationFormValues } from './tables/registration-drafts.ts';

/** Names of the form's fields, in the order of the page. */
export const textFields = [
  'displayName',
  'siteUrl',
  'redirectUris',
  'postLogoutRedirectUris',
  'sectorIdentifierUri',
  'authMethod',
  'assertionAlg',
  'assertionAudience',
  'keysKind',
  'jwksUri',
  'jwks',
  'signingAlg',
  'encryptionAlg',
  'profile',
  'pkce',
  'par',
  'providerFilterMode',
  'idpHintAllowed',
  'sessionLengthHours',
] as const;
export const listFields = ['scopes', 'providerIds'] as const;
export type FieldName = (typeof textFields)[number] | (typeof listFields)[number];

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

/** Why a field is refused: a key of the page's texts, and what it is about. */
export interface FieldProblem {
  readonly field: FieldName;
  readonly code: FieldProblemCode;
  /** The line, scope or algorithm meant: shown escaped, the partner's own words. */
  readonly about?: string;
}

export type FieldProblemCode =
  | PublicNameProblem
  /** In production: no officer has seen it. */
  | 'name-not-accepted'
  | 'not-offered'
  | 'number-out-of-range'
  | 'too-many'
  | 'repeated'
  | 'several-hosts'
  | 'scope-not-habilitated'
  | 'keys-needed'
  | 'encryption-needed'
  | 'keys-not-json'
  | 'keys-private'
  | 'providers-needed'
  | 'fetch-port'
  | 'name-not-test'
  | 'uri-not-loopback'
  | `uri-${NonNullable<ReturnType<typeof findUriProblem>>}`;

export interface FieldRules extends UriRules, HubId {
  /** Those that the habilitation in force covers. */
  readonly habilitatedScopes: readonly string[];
  /** Providers of the hub. */
  readonly providerIds: readonly string[];
  /** Ports that addresses which Garance fetches may have; 443 alone unless told. Any where addresses are relaxed. */
  readonly fetchPorts?: readonly number[];
}

export const signingAlgsOf: Readonly<Record<Platform, readonly Registration['idToken']['signingAlg'][]>> = {
  standard: ['ES256', 'RS256'],
  plus: ['ES256'],
};
export const encryptionAlgs = encryptionAlgSchema.options;
export const authMethods = clientAuthMethodSchema.options;
export const assertionAlgs = ['ES256', 'RS256', 'PS256'] as const;
export const profilesOf: Readonly<Record<Platform, readonly ProfileName[]>> = {
  standard: ['franceconnect', 'openid'],
  plus: ['franceconnect'],
};

export const keysKinds = ['none', 'jwks_uri', 'jwks'] as const;
export type KeysKind = (typeof keysKinds)[number];

const maxUris = 20;

/** What a new registration starts from: `scopes` are the habilitation's own, in its words. */
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

/** The form as it was sent. */
export function readForm(form: PortalForm): RegistrationFormValues {
  const texts = textFields.map((name) => [name, form.text(name).slice(0, 40_000)] as const);
  const lists = listFields.map((name) => [name, [...form.list(name)].slice(0, 100)] as const);
  return Object.fromEntries([...texts, ...lists]);
}

/** A private key that somebody pasted is not kept: it must not lie in our database (security.md 19). */
export function withoutPrivateKeys(form: RegistrationFormValues): RegistrationFormValues {
  return parseKeys(textOf(form, 'jwks')).kind === 'private' ? { ...form, jwks: '' } : form;
}

export function textOf(form: RegistrationFormValues, name: FieldName): string {
  const value = form[name];
  return typeof value === 'string' ? value : '';
}

export function listOf(form: RegistrationFormValues, name: FieldName): readonly string[] {
  const value = form[name];
  return Array.isArray(value) ? value : [];
}

/** One address a line. */
export function linesOf(form: RegistrationFormValues, name: FieldName): readonly string[] {
  return textOf(form, name)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

export type ParsedFields =
  | { readonly ok: true; readonly content: RegistrationContent }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] };

/** What the form means, or everything that is wrong with it, field by field. */
export function parseFields(form: RegistrationFormValues, rules: FieldRules): ParsedFields {
  const problems: FieldProblem[] = [];
  const refuse = (field: FieldName, code: FieldProblemCode, about?: string) =>
    void problems.push({ field, code, ...(about !== undefined && { about }) });
  const reader: Reader = { form, rules, refuse };

  const content: RegistrationContent = {
    displayName: readName(reader),
    ...readAddresses(reader),
    ...readKeysAndAlgorithms(reader),
    ...readProtocol(reader),
  };
  return problems.length === 0 ? { ok: true, content } : { ok: false, problems };
}

interface Reader {
  readonly form: RegistrationFormValues;
  readonly rules: FieldRules;
  readonly refuse: (field: FieldName, code: FieldProblemCode, about?: string) => void;
}

function readName({ form, refuse }: Reader): string {
  const name = textOf(form, 'displayName');
  const parsed = parsePublicName(name);
  if (!parsed.ok) refuse('displayName', parsed.problem);
  return parsed.ok ? parsed.name : name;
}

function readAddresses(reader: Reader) {
  const { form, refuse } = reader;
  const redirectUris = readUris(reader, 'redirectUris');
  if (redirectUris.length === 0) refuse('redirectUris', 'missing');
  const siteUrl = readUri(reader, 'siteUrl');
  const sectorIdentifierUri = readUri(reader, 'sectorIdentifierUri');
  if (hostsOf(redirectUris).size > 1 && textOf(form, 'sectorIdentifierUri') === '') {
    refuse('redirectUris', 'several-hosts');
  }
  return {
    redirectUris,
    postLogoutRedirectUris: readUris(reader, 'postLogoutRedirectUris'),
    ...(siteUrl !== undefined && { siteUrl }),
    ...(sectorIdentifierUri !== undefined && { sectorIdentifierUri }),
  };
}

function readUris({ form, rules, refuse }: Reader, field: FieldName): readonly string[] {
  const lines = linesOf(form, field);
  if (lines.length > maxUris) refuse(field, 'too-many');
  const repeated = lines.find((line, index) => lines.indexOf(line) !== index);
  if (repeated !== undefined) refuse(field, 'repeated', repeated);
  for (const line of lines) {
    const problem = findUriProblem(line, rules);
    if (problem !== undefined) refuse(field, `uri-${problem}`, line);
  }
  return lines;
}

/** Addresses that Garance itself fetches are on the internet in every environment. */
const fetchedFields: ReadonlySet<FieldName> = new Set<FieldName>(['jwksUri', 'sectorIdentifierUri']);

function readUri({ form, rules, refuse }: Reader, field: FieldName): string | undefined {
  const text = textOf(form, field);
  if (text === '') return undefined;
  const problem = findUriProblem(text, {
    ...rules,
    ...(fetchedFields.has(field) && { environment: 'production' as const }),
  });
  if (problem !== undefined) refuse(field, `uri-${problem}`, text);
  else if (fetchedFields.has(field) && !hasFetchPort(text, rules)) refuse(field, 'fetch-port', text);
  return text;
}

function hasFetchPort(text: string, { relaxedAddresses, fetchPorts = [443] }: FieldRules): boolean {
  return relaxedAddresses || fetchPorts.includes(Number(URL.parse(text)?.port) || 443);
}

/** One of those offered; the first where the form could be sent without. */
function readChoice<T extends string>(
  { form, refuse }: Reader,
  field: FieldName,
  offered: readonly [T, ...T[]] | readonly T[],
): T {
  const value = textOf(form, field);
  const found = offered.find((one) => one === value);
  if (found === undefined) refuse(field, value === '' ? 'missing' : 'not-offered', value);
  return found ?? (offered[0] as T);
}

function readKeysAndAlgorithms(reader: Reader) {
  const { form, rules, refuse } = reader;
  const method = readChoice(reader, 'authMethod', authMethods);
  const keys = readKeys(reader);
  const signingAlg = readChoice(reader, 'signingAlg', signingAlgsOf[rules.platform]);
  const wantsEncryption = textOf(form, 'encryptionAlg') !== '';
  if (rules.platform === 'plus' && !wantsEncryption) refuse('encryptionAlg', 'encryption-needed');
  const alg = wantsEncryption ? readChoice(reader, 'encryptionAlg', encryptionAlgs) : undefined;
  const needsKeys = wantsEncryption || method === 'private_key_jwt';
  if (needsKeys && keys.kind === 'none') refuse('keysKind', 'keys-needed');
  const encryption = alg === undefined ? {} : { encryption: { alg, enc: 'A256GCM' as const } };
  const assertionAudience =
    textOf(form, 'assertionAudience') === 'issuer-or-endpoints' ? 'issuer-or-endpoints' : 'issuer';
  return {
    auth: {
      method,
      assertionAudience,
      ...(method === 'private_key_jwt' && {
        assertionAlg: readChoice(reader, 'assertionAlg', assertionAlgs),
      }),
    } as const,
    keys,
    idToken: { signingAlg: signingAlgSchema.parse(signingAlg), ...encryption },
    userinfo: { signingAlg: signingAlgSchema.parse(signingAlg), ...encryption },
  };
}

function readKeys(reader: Reader): Registration['keys'] {
  const { form, refuse } = reader;
  const kind = readChoice(reader, 'keysKind', keysKinds);
  if (kind === 'jwks_uri') {
    const uri = readUri(reader, 'jwksUri');
    if (uri === undefined) refuse('jwksUri', 'missing');
    return { kind, uri: uri ?? '' };
  }
  if (kind === 'none') return { kind };
  const text = textOf(form, 'jwks');
  if (text === '') refuse('jwks', 'missing');
  const parsed = parseKeys(text);
  if (text !== '' && parsed.kind !== 'keys')
    refuse('jwks', parsed.kind === 'private' ? 'keys-private' : 'keys-not-json');
  return { kind, jwks: parsed.kind === 'keys' ? parsed.jwks : { keys: [] } };
}

function readProtocol(reader: Reader) {
  const { form, rules, refuse } = reader;
  const scopes = [...new Set(['openid', ...listOf(form, 'scopes')])];
  for (const scope of scopes) {
    const allowed = scope === 'openid' || rules.habilitatedScopes.includes(scope);
    if (!allowed) refuse('scopes', 'scope-not-habilitated', scope);
  }
  const hours = Number(textOf(form, 'sessionLengthHours') || '8');
  if (!Number.isInteger(hours) || hours < 1 || hours > 24)
    refuse('sessionLengthHours', 'number-out-of-range');
  const providerFilter = readProviderFilter(reader);
  return {
    scopes,
    amrAllowed: scopes.includes('amr'),
    profile: readChoice(reader, 'profile', profilesOf[rules.platform]),
    pkce: readChoice(reader, 'pkce', ['optional', 'required'] as const),
    par: readChoice(reader, 'par', ['optional', 'required'] as const),
    ...(providerFilter !== undefined && { providerFilter }),
    idpHintAllowed: textOf(form, 'idpHintAllowed') === 'yes',
    sessionLengthSeconds: hours * 3600,
  };
}

function readProviderFilter(reader: Reader): Registration['providerFilter'] {
  const { form, rules, refuse } = reader;
  const mode = readChoice(reader, 'providerFilterMode', ['none', 'allow', 'deny'] as const);
  if (mode === 'none') return undefined;
  const providerIds = listOf(form, 'providerIds');
  if (providerIds.length === 0) refuse('providerIds', 'providers-needed');
  for (const id of providerIds) if (!rules.providerIds.includes(id)) refuse('providerIds', 'not-offered', id);
  return { mode, providerIds };
}
