/**
 * The registration form as data: everything that a service decides. Sector, client id and type are missing because they
 * are allocated (security.md 22).
 */
import {
  clientAuthMethodSchema,
  encryptionAlgSchema,
  type Platform,
  type ProfileName,
  type Provider,
  type Registration,
} from '@garance/core';
import { createMessages, type Locale } from '@garance/web/view';
import { z } from 'zod';
import { errorsOf } from '../form/errors-of.ts';
import { namedOptions, plainOptions, type Section, withTexts } from '../form/field.ts';
import { publicName } from '../form/formats.ts';
import type { FieldProblem } from '../form/parse-fields.ts';
import { addressRule, type RegistrationAddresses, registeredAddress } from '../form/web-address.ts';
import type { FieldErrors } from '../form.ts';
import { parseKeys } from './parse-keys.ts';

/** Settings that the form's fields depend on. */
export interface FieldRules extends RegistrationAddresses {
  readonly platform: Platform;
  /** Scopes that the habilitation in force covers. */
  readonly habilitatedScopes: readonly string[];
  /** Providers of the hub. */
  readonly providers: readonly Pick<Provider, 'id' | 'name'>[];
  /** Ways to give keys that the form offers; all by default. */
  readonly keysOffered?: readonly KeysKind[];
  /** Ports allowed for addresses that the portal fetches; 443 by default, any under the relaxed policy. */
  readonly fetchPorts?: readonly number[];
}

export const keysKinds = ['none', 'jwks_uri', 'jwks'] as const;
export type KeysKind = (typeof keysKinds)[number];

const signingAlgsOf: Readonly<Record<Platform, readonly Registration['idToken']['signingAlg'][]>> = {
  standard: ['ES256', 'RS256'],
  plus: ['ES256'],
};
const profilesOf: Readonly<Record<Platform, readonly ProfileName[]>> = {
  standard: ['franceconnect', 'openid'],
  plus: ['franceconnect'],
};
const maxAddress = 2_000;
const maxAddresses = 20;

/** One address per line. */
export function linesOf(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function addressLines(rules: FieldRules): z.ZodType<string[], string> {
  return z
    .string()
    .transform((text) => [...linesOf(text)])
    .pipe(
      z
        .array(addressRule(registeredAddress(rules)))
        .min(1, 'missing')
        .max(maxAddresses, 'too-many'),
    )
    .superRefine((lines, context) => {
      const about = lines.find((line, index) => lines.indexOf(line) !== index);
      if (about !== undefined) context.addIssue({ code: 'custom', message: 'repeated', params: { about } });
    });
}

/** Addresses that Garance itself fetches must be on the internet, in every environment. */
function fetchedAddress(rules: FieldRules): z.ZodType<string, string> {
  const { relaxedAddresses, fetchPorts = [443] } = rules;
  const isFetchPort = (text: string) => fetchPorts.includes(Number(URL.parse(text)?.port) || 443);
  return addressRule(registeredAddress({ relaxedAddresses, environment: 'production' })).superRefine(
    (about, context) => {
      if (relaxedAddresses || isFetchPort(about)) return;
      context.addIssue({ code: 'custom', message: 'fetch-port', params: { about } });
    },
  );
}

const keySet = z.string().transform((text, context) => {
  const parsed = parseKeys(text);
  if (parsed.kind === 'keys') return parsed.jwks;
  context.addIssue({ code: 'custom', message: parsed.kind === 'private' ? 'keys-private' : 'keys-not-json' });
  return z.NEVER;
});

const addressHints = {
  integration: {
    fr: 'Une adresse par ligne, exacte, en https ; http://localhost est accepté en intégration.',
    en: 'One address a line, exact, https; http://localhost is accepted in integration.',
  },
  production: { fr: 'Une adresse par ligne, exacte, en https.', en: 'One address a line, exact, https.' },
} as const;

/** Texts of the form. */
const registrationTexts = createMessages({
  fr: {
    labels: {
      displayName: 'Nom affiché aux usagers',
      siteUrl: 'Adresse du site',
      redirectUris: 'Adresses de retour (redirect_uri)',
      postLogoutRedirectUris: 'Adresses de retour après déconnexion',
      sectorIdentifierUri: 'Document de secteur (sector_identifier_uri)',
      authMethod: 'Authentification du client',
      assertionAlg: 'Algorithme des assertions signées',
      assertionAudience: 'Destinataire des assertions',
      keysKind: 'Clés publiques du service',
      jwksUri: 'Adresse des clés (jwks_uri)',
      jwks: 'Clés (JWK Set)',
      signingAlg: 'Signature des jetons',
      encryptionAlg: 'Chiffrement des jetons',
      scopes: 'Données demandées (scopes)',
      profile: 'Profil de protocole',
      pkce: 'PKCE',
      par: 'Requêtes poussées (PAR)',
      providerFilterMode: 'Comptes proposés aux usagers',
      providerIds: 'Comptes concernés',
      idpHintAllowed: 'Le service peut désigner le compte (idp_hint)',
      sessionLengthHours: 'Durée de session du service, en heures',
    },
    hints: {
      sectorIdentifierUri: 'Seulement si les adresses de retour ont plusieurs hôtes.',
      authMethod: 'Un secret se crée à la page Secrets, une fois l’enregistrement fait.',
      keysKind: 'Les parties publiques seulement. Une adresse permet de changer de clé sans nous prévenir.',
      scopes: 'Celles de votre habilitation, pas davantage. openid est toujours compris.',
      assertionAlg: 'Seulement pour private_key_jwt.',
      assertionAudience: 'Seulement pour private_key_jwt.',
    },
    options: {
      authMethod: {
        client_secret_post: 'Secret dans le corps de la requête (client_secret_post)',
        client_secret_basic: 'Secret dans l’en-tête (client_secret_basic)',
        private_key_jwt: 'Signature par la clé du service (private_key_jwt)',
      },
      assertionAudience: {
        issuer: 'L’émetteur seul',
        'issuer-or-endpoints': 'L’émetteur, ou l’adresse appelée',
      },
      keysKind: { none: 'Aucune', jwks_uri: 'À une adresse (jwks_uri)', jwks: 'Collées ici' },
      encryptionAlg: { '': 'Aucun' },
      profile: {
        franceconnect: 'FranceConnect (conseillé)',
        openid: 'OpenID Connect, pour un produit qu’on ne peut pas modifier',
      },
      pkce: { optional: 'Facultatif', required: 'Exigé' },
      par: { optional: 'Facultatif', required: 'Exigé' },
      providerFilterMode: {
        none: 'Tous',
        allow: 'Seulement ceux que je coche',
        deny: 'Tous sauf ceux que je coche',
      },
    },
  },
  en: {
    labels: {
      displayName: 'Name shown to citizens',
      siteUrl: 'Site address',
      redirectUris: 'Return addresses (redirect_uri)',
      postLogoutRedirectUris: 'Return addresses after sign-out',
      sectorIdentifierUri: 'Sector document (sector_identifier_uri)',
      authMethod: 'Client authentication',
      assertionAlg: 'Algorithm of signed assertions',
      assertionAudience: 'Audience of assertions',
      keysKind: 'Public keys of the service',
      jwksUri: 'Address of the keys (jwks_uri)',
      jwks: 'Keys (JWK Set)',
      signingAlg: 'Signature of tokens',
      encryptionAlg: 'Encryption of tokens',
      scopes: 'Data asked for (scopes)',
      profile: 'Protocol profile',
      pkce: 'PKCE',
      par: 'Pushed requests (PAR)',
      providerFilterMode: 'Accounts offered to citizens',
      providerIds: 'Accounts concerned',
      idpHintAllowed: 'The service may name the account (idp_hint)',
      sessionLengthHours: 'Session length of the service, in hours',
    },
    hints: {
      sectorIdentifierUri: 'Only if the return addresses have several hosts.',
      authMethod: 'A secret is made on the Secrets page, once the registration is written.',
      keysKind: 'Public parts only. With an address you can change keys without telling us.',
      scopes: 'Those of your habilitation, no more. openid is always included.',
      assertionAlg: 'Only for private_key_jwt.',
      assertionAudience: 'Only for private_key_jwt.',
    },
    options: {
      authMethod: {
        client_secret_post: 'Secret in the body of the request (client_secret_post)',
        client_secret_basic: 'Secret in the header (client_secret_basic)',
        private_key_jwt: 'Signature by the service’s key (private_key_jwt)',
      },
      assertionAudience: {
        issuer: 'The issuer alone',
        'issuer-or-endpoints': 'The issuer, or the address called',
      },
      keysKind: { none: 'None', jwks_uri: 'At an address (jwks_uri)', jwks: 'Pasted here' },
      encryptionAlg: { '': 'None' },
      profile: {
        franceconnect: 'FranceConnect (recommended)',
        openid: 'OpenID Connect, for a product that cannot be changed',
      },
      pkce: { optional: 'Optional', required: 'Required' },
      par: { optional: 'Optional', required: 'Required' },
      providerFilterMode: {
        none: 'All',
        allow: 'Only those I tick',
        deny: 'All but those I tick',
      },
    },
  },
});

function addressFields(rules: FieldRules) {
  const text = { kind: 'text', optional: true, maxLength: maxAddress } as const;
  const lines = {
    kind: 'long-text',
    hint: addressHints[rules.environment],
    maxLength: maxAddress * maxAddresses,
    rule: addressLines(rules),
  } as const;
  const rows = [
    {
      kind: 'text',
      name: 'displayName',
      maxLength: 100,
      rule: publicName(100),
      codes: { 'name-missing': 'missing' },
    },
    { ...text, name: 'siteUrl', rule: addressRule(registeredAddress(rules)) },
    { ...lines, name: 'redirectUris', rows: 4 },
    { ...lines, name: 'postLogoutRedirectUris', rows: 3, optional: true },
    { ...text, name: 'sectorIdentifierUri', rule: fetchedAddress(rules) },
  ] as const;
  return withTexts(rows, registrationTexts);
}

function securityFields(rules: FieldRules) {
  const { platform, keysOffered = keysKinds } = rules;
  const choice = { kind: 'choice' } as const;
  const encryptionAlgs = plainOptions(encryptionAlgSchema.options);
  const rows = [
    { ...choice, name: 'authMethod', options: plainOptions(clientAuthMethodSchema.options) },
    {
      ...choice,
      name: 'assertionAlg',
      when: ['authMethod', 'private_key_jwt'],
      options: plainOptions(['ES256', 'RS256', 'PS256']),
    },
    {
      ...choice,
      name: 'assertionAudience',
      optional: true,
      options: plainOptions(['issuer', 'issuer-or-endpoints']),
    },
    { ...choice, name: 'keysKind', options: plainOptions(keysOffered) },
    {
      kind: 'text',
      name: 'jwksUri',
      when: ['keysKind', 'jwks_uri'],
      maxLength: maxAddress,
      rule: fetchedAddress(rules),
    },
    { kind: 'long-text', name: 'jwks', when: ['keysKind', 'jwks'], maxLength: 40_000, rows: 6, rule: keySet },
    { ...choice, name: 'signingAlg', options: plainOptions(signingAlgsOf[platform]) },
    {
      ...choice,
      name: 'encryptionAlg',
      options: platform === 'plus' ? encryptionAlgs : [...plainOptions(['']), ...encryptionAlgs],
      codes: { 'not-chosen': 'encryption-needed' },
    },
  ] as const;
  return withTexts(rows, registrationTexts);
}

function journeyFields({ platform, habilitatedScopes, providers }: FieldRules) {
  const choice = { kind: 'choice' } as const;
  const rows = [
    {
      kind: 'choices',
      name: 'scopes',
      optional: true,
      options: plainOptions([...new Set(['openid', ...habilitatedScopes])]),
      codes: { 'not-offered': 'scope-not-habilitated' },
    },
    { ...choice, name: 'profile', options: plainOptions(profilesOf[platform]) },
    { ...choice, name: 'pkce', options: plainOptions(['optional', 'required']) },
    { ...choice, name: 'par', options: plainOptions(['optional', 'required']) },
    { ...choice, name: 'providerFilterMode', options: plainOptions(['none', 'allow', 'deny']) },
    {
      kind: 'choices',
      name: 'providerIds',
      when: ['providerFilterMode', 'allow', 'deny'],
      options: namedOptions(providers),
      codes: { 'not-chosen': 'providers-needed' },
    },
    { kind: 'tick', name: 'idpHintAllowed' },
    { kind: 'number', name: 'sessionLengthHours', optional: true, min: 1, max: 24 },
  ] as const;
  return withTexts(rows, registrationTexts);
}

export function registrationFields(rules: FieldRules) {
  return [...addressFields(rules), ...securityFields(rules), ...journeyFields(rules)] as const;
}
export type RegistrationField = ReturnType<typeof registrationFields>[number];
export type FieldName = RegistrationField['name'];

export function registrationSections(rules: FieldRules): readonly Section<RegistrationField>[] {
  return [
    {
      title: { fr: 'Le service et ses adresses', en: 'The service and its addresses' },
      fields: addressFields(rules),
    },
    { title: { fr: 'Clés et algorithmes', en: 'Keys and algorithms' }, fields: securityFields(rules) },
    { title: { fr: 'Données et parcours', en: 'Data and journey' }, fields: journeyFields(rules) },
  ];
}

/** Names, kinds and labels are the same under every rule. */
export const knownFields: readonly RegistrationField[] = registrationFields({
  platform: 'standard',
  environment: 'integration',
  relaxedAddresses: false,
  habilitatedScopes: [],
  providers: [],
});

/** Labels in forms, differences and results. */
export function fieldLabels(locale: Locale): Readonly<Record<FieldName, string>> {
  return Object.fromEntries(knownFields.map(({ name, label }) => [name, label[locale]])) as Record<
    FieldName,
    string
  >;
}

export function registrationErrors(locale: Locale, problems: readonly FieldProblem[]): FieldErrors {
  return errorsOf(locale, knownFields, problems);
}
