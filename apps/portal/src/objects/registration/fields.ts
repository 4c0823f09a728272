/** The registration form as data: everything that a service decides. Sector, client id and type are not in it: those are allocated (security.md 22). */
import {
  clientAuthMethodSchema,
  encryptionAlgSchema,
  type Platform,
  type ProfileName,
  type Provider,
  type Registration,
} from '@garance/core';
import type { Locale } from '@garance/web/view';
import { z } from 'zod';
import { type Field, namedOptions, plainOptions, type Section } from '../form/field.ts';
import { publicName } from '../form/formats.ts';
import type { FieldProblem } from '../form/parse-fields.ts';
import { errorsOf } from '../form/problem-texts.ts';
import { addressRule, type RegistrationAddresses, registeredAddress } from '../form/web-address.ts';
import type { FieldErrors } from '../form.ts';
import { parseKeys } from './parse-keys.ts';

/** What the form's fields depend on. */
export interface FieldRules extends RegistrationAddresses {
  readonly platform: Platform;
  /** Those that the habilitation in force covers. */
  readonly habilitatedScopes: readonly string[];
  /** Providers of the hub. */
  readonly providers: readonly Pick<Provider, 'id' | 'name'>[];
  /** Where keys may lie; anywhere unless told. */
  readonly keysOffered?: readonly KeysKind[];
  /** Ports that addresses which Garance fetches may have; 443 alone unless told. Any where addresses are relaxed. */
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
const profileLabels = {
  franceconnect: { fr: 'FranceConnect (conseillé)', en: 'FranceConnect (recommended)' },
  openid: {
    fr: 'OpenID Connect, pour un produit qu’on ne peut pas modifier',
    en: 'OpenID Connect, for a product that cannot be changed',
  },
} as const;
const authMethodLabels = {
  client_secret_post: {
    fr: 'Secret dans le corps de la requête (client_secret_post)',
    en: 'Secret in the body of the request (client_secret_post)',
  },
  client_secret_basic: {
    fr: 'Secret dans l’en-tête (client_secret_basic)',
    en: 'Secret in the header (client_secret_basic)',
  },
  private_key_jwt: {
    fr: 'Signature par la clé du service (private_key_jwt)',
    en: 'Signature by the service’s key (private_key_jwt)',
  },
} as const;
const keysLabels = {
  none: { fr: 'Aucune', en: 'None' },
  jwks_uri: { fr: 'À une adresse (jwks_uri)', en: 'At an address (jwks_uri)' },
  jwks: { fr: 'Collées ici', en: 'Pasted here' },
} as const;
const mayBeRequired = [
  { value: 'optional', label: { fr: 'Facultatif', en: 'Optional' } },
  { value: 'required', label: { fr: 'Exigé', en: 'Required' } },
] as const;
const onlyAssertions = { fr: 'Seulement pour private_key_jwt.', en: 'Only for private_key_jwt.' } as const;

const maxAddress = 2_000;
const maxAddresses = 20;

/** One address a line. */
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

/** Addresses that Garance itself fetches are on the internet in every environment. */
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

function addressFields(rules: FieldRules) {
  const hint =
    rules.environment === 'integration'
      ? {
          fr: 'Une adresse par ligne, exacte, en https ; http://localhost est accepté en intégration.',
          en: 'One address a line, exact, https; http://localhost is accepted in integration.',
        }
      : { fr: 'Une adresse par ligne, exacte, en https.', en: 'One address a line, exact, https.' };
  const lines = {
    kind: 'long-text',
    hint,
    maxLength: maxAddress * maxAddresses,
    rule: addressLines(rules),
  } as const;
  return [
    {
      kind: 'text',
      name: 'displayName',
      maxLength: 100,
      rule: publicName(100),
      label: { fr: 'Nom affiché aux usagers', en: 'Name shown to citizens' },
      codes: { 'name-missing': 'missing' },
    },
    {
      kind: 'text',
      name: 'siteUrl',
      optional: true,
      maxLength: maxAddress,
      rule: addressRule(registeredAddress(rules)),
      label: { fr: 'Adresse du site', en: 'Site address' },
    },
    {
      ...lines,
      name: 'redirectUris',
      rows: 4,
      label: { fr: 'Adresses de retour (redirect_uri)', en: 'Return addresses (redirect_uri)' },
    },
    {
      ...lines,
      name: 'postLogoutRedirectUris',
      optional: true,
      rows: 3,
      label: { fr: 'Adresses de retour après déconnexion', en: 'Return addresses after sign-out' },
    },
    {
      kind: 'text',
      name: 'sectorIdentifierUri',
      optional: true,
      maxLength: maxAddress,
      rule: fetchedAddress(rules),
      label: {
        fr: 'Document de secteur (sector_identifier_uri)',
        en: 'Sector document (sector_identifier_uri)',
      },
      hint: {
        fr: 'Seulement si les adresses de retour ont plusieurs hôtes.',
        en: 'Only if the return addresses have several hosts.',
      },
    },
  ] as const satisfies readonly Field[];
}

function securityFields(rules: FieldRules) {
  const { platform, keysOffered = keysKinds } = rules;
  const none = { value: '', label: { fr: 'Aucun', en: 'None' } } as const;
  const encryptionAlgs = plainOptions(encryptionAlgSchema.options);
  return [
    {
      kind: 'choice',
      name: 'authMethod',
      options: clientAuthMethodSchema.options.map((value) => ({ value, label: authMethodLabels[value] })),
      label: { fr: 'Authentification du client', en: 'Client authentication' },
      hint: {
        fr: 'Un secret se crée à la page Secrets, une fois l’enregistrement fait.',
        en: 'A secret is made on the Secrets page, once the registration is written.',
      },
    },
    {
      kind: 'choice',
      name: 'assertionAlg',
      when: ['authMethod', 'private_key_jwt'],
      options: plainOptions(['ES256', 'RS256', 'PS256']),
      label: { fr: 'Algorithme des assertions signées', en: 'Algorithm of signed assertions' },
      hint: onlyAssertions,
    },
    {
      kind: 'choice',
      name: 'assertionAudience',
      optional: true,
      options: [
        { value: 'issuer', label: { fr: 'L’émetteur seul', en: 'The issuer alone' } },
        {
          value: 'issuer-or-endpoints',
          label: { fr: 'L’émetteur, ou l’adresse appelée', en: 'The issuer, or the address called' },
        },
      ],
      label: { fr: 'Destinataire des assertions', en: 'Audience of assertions' },
      hint: onlyAssertions,
    },
    {
      kind: 'choice',
      name: 'keysKind',
      options: keysOffered.map((value) => ({ value, label: keysLabels[value] })),
      label: { fr: 'Clés publiques du service', en: 'Public keys of the service' },
      hint: {
        fr: 'Les parties publiques seulement. Une adresse permet de changer de clé sans nous prévenir.',
        en: 'Public parts only. With an address you can change keys without telling us.',
      },
    },
    {
      kind: 'text',
      name: 'jwksUri',
      when: ['keysKind', 'jwks_uri'],
      maxLength: maxAddress,
      rule: fetchedAddress(rules),
      label: { fr: 'Adresse des clés (jwks_uri)', en: 'Address of the keys (jwks_uri)' },
    },
    {
      kind: 'long-text',
      name: 'jwks',
      when: ['keysKind', 'jwks'],
      maxLength: 40_000,
      rows: 6,
      rule: keySet,
      label: { fr: 'Clés (JWK Set)', en: 'Keys (JWK Set)' },
    },
    {
      kind: 'choice',
      name: 'signingAlg',
      options: plainOptions(signingAlgsOf[platform]),
      label: { fr: 'Signature des jetons', en: 'Signature of tokens' },
    },
    {
      kind: 'choice',
      name: 'encryptionAlg',
      options: platform === 'plus' ? encryptionAlgs : [none, ...encryptionAlgs],
      codes: { 'not-chosen': 'encryption-needed' },
      label: { fr: 'Chiffrement des jetons', en: 'Encryption of tokens' },
    },
  ] as const satisfies readonly Field[];
}

function journeyFields({ platform, habilitatedScopes, providers }: FieldRules) {
  return [
    {
      kind: 'choices',
      name: 'scopes',
      optional: true,
      options: plainOptions([...new Set(['openid', ...habilitatedScopes])]),
      codes: { 'not-offered': 'scope-not-habilitated' },
      label: { fr: 'Données demandées (scopes)', en: 'Data asked for (scopes)' },
      hint: {
        fr: 'Celles de votre habilitation, pas davantage. openid est toujours compris.',
        en: 'Those of your habilitation, no more. openid is always included.',
      },
    },
    {
      kind: 'choice',
      name: 'profile',
      options: profilesOf[platform].map((value) => ({ value, label: profileLabels[value] })),
      label: { fr: 'Profil de protocole', en: 'Protocol profile' },
    },
    { kind: 'choice', name: 'pkce', options: mayBeRequired, label: { fr: 'PKCE', en: 'PKCE' } },
    {
      kind: 'choice',
      name: 'par',
      options: mayBeRequired,
      label: { fr: 'Requêtes poussées (PAR)', en: 'Pushed requests (PAR)' },
    },
    {
      kind: 'choice',
      name: 'providerFilterMode',
      options: [
        { value: 'none', label: { fr: 'Tous', en: 'All' } },
        { value: 'allow', label: { fr: 'Seulement ceux que je coche', en: 'Only those I tick' } },
        { value: 'deny', label: { fr: 'Tous sauf ceux que je coche', en: 'All but those I tick' } },
      ],
      label: { fr: 'Comptes proposés aux usagers', en: 'Accounts offered to citizens' },
    },
    {
      kind: 'choices',
      name: 'providerIds',
      when: ['providerFilterMode', 'allow', 'deny'],
      options: namedOptions(providers),
      codes: { 'not-chosen': 'providers-needed' },
      label: { fr: 'Comptes concernés', en: 'Accounts concerned' },
    },
    {
      kind: 'tick',
      name: 'idpHintAllowed',
      label: {
        fr: 'Le service peut désigner le compte (idp_hint)',
        en: 'The service may name the account (idp_hint)',
      },
    },
    {
      kind: 'number',
      name: 'sessionLengthHours',
      optional: true,
      min: 1,
      max: 24,
      label: { fr: 'Durée de session du service, en heures', en: 'Session length of the service, in hours' },
    },
  ] as const satisfies readonly Field[];
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
