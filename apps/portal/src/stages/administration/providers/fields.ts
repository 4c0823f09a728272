/** A provider's form as data: each field with its place in the provider, and how that is written and read. */
import {
  defaultProviderScopes,
  encryptionAlgSchema,
  type HubId,
  type Provider,
  providerSigningAlgSchema,
} from '@garance/core';
import { z } from 'zod';
import { type Field, plainOptions, type Section } from '../../../objects/form/field.ts';
import { publicLines, publicName } from '../../../objects/form/formats.ts';
import { addressRule, calledAddress } from '../../../objects/form/web-address.ts';
import type { CodecName } from './codecs.ts';

export type ProviderField = Field & {
  /** Path of the value in a provider. */
  readonly at: string;
  /** How the value is written and read; as it is unless told. */
  readonly as?: CodecName;
};

export interface ProviderContext {
  readonly hub: HubId;
  /** What is changed; absent for a new one, which begins disabled until it was tested. */
  readonly existing: Provider | undefined;
  /** Whether addresses may be plain http: where nothing leaves the machine. */
  readonly allowHttp: boolean;
}

const short = 2_000;
const signingAlgs = plainOptions(providerSigningAlgSchema.options);
const encryptionAlgs = plainOptions(encryptionAlgSchema.options);
const sameAsIdToken = { value: '', label: { fr: 'Comme l’id_token', en: 'As the id_token' } } as const;
const byHand = { when: ['source_kind', 'endpoints'] } as const;

function addressOf({ allowHttp }: ProviderContext) {
  return { kind: 'text', maxLength: short, rule: addressRule(calledAddress({ allowHttp })) } as const;
}

export function nameFields({ existing }: ProviderContext): readonly ProviderField[] {
  const id: ProviderField = {
    kind: 'text',
    name: 'id',
    at: 'id',
    label: { fr: 'Identifiant', en: 'Identifier' },
    hint: {
      fr: 'Dans son adresse de retour : minuscules, chiffres et tirets. Il ne change plus ensuite.',
      en: 'In its callback address: lower case, digits and hyphens. It does not change later.',
    },
    error: {
      fr: 'L’identifiant : minuscules, chiffres et tirets, 63 caractères au plus.',
      en: 'The identifier: lower case, digits and hyphens, 63 characters at most.',
    },
    maxLength: 63,
    width: 20,
    rule: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  };
  return [
    {
      kind: 'text',
      name: 'name',
      at: 'name',
      label: { fr: 'Nom', en: 'Name' },
      hint: { fr: 'Tel que les usagers le lisent.', en: 'As citizens read it.' },
      maxLength: 100,
      rule: publicName(100),
    },

    ...(existing === undefined ? [id] : []),
    {
      kind: 'choices',
      name: 'levels',
      at: 'levels',
      as: 'levels',
      label: { fr: 'Niveaux de garantie', en: 'Assurance levels' },
      hint: { fr: 'Ceux que ce fournisseur peut attester.', en: 'Those that this provider may assert.' },
      error: {
        fr: 'Choisissez au moins un niveau que cette plateforme sert.',
        en: 'Choose at least one level that this platform serves.',
      },
      options: [
        { value: 'eidas1', label: { fr: 'eIDAS faible', en: 'eIDAS low' } },
        { value: 'eidas2', label: { fr: 'eIDAS substantiel', en: 'eIDAS substantial' } },
        { value: 'eidas3', label: { fr: 'eIDAS élevé', en: 'eIDAS high' } },
      ],
    },
  ];
}

function sourceFields(context: ProviderContext): readonly ProviderField[] {
  const address = addressOf(context);
  return [
    {
      kind: 'choice',
      name: 'source_kind',
      at: 'source.kind',
      label: {
        fr: 'Comment connaître ses adresses et ses clés ?',
        en: 'How are its addresses and keys known?',
      },
      options: [
        {
          value: 'discovery',
          label: { fr: 'Par son document de découverte', en: 'From its discovery document' },
        },
        { value: 'endpoints', label: { fr: 'En les saisissant ici', en: 'By typing them here' } },
      ],
    },
    {
      ...address,
      when: ['source_kind', 'discovery'],
      name: 'discovery_url',
      at: 'source.url',
      label: { fr: 'Adresse de découverte', en: 'Discovery address' },
      hint: {
        fr: 'L’émetteur OpenID Connect, ou son adresse /.well-known/openid-configuration.',
        en: 'The OpenID Connect issuer, or its /.well-known/openid-configuration address.',
      },
    },
  ];
}

/** Typed by the operator where there is no discovery document. */
export function endpointFields(context: ProviderContext): readonly ProviderField[] {
  const address = { ...addressOf(context), ...byHand };
  return [
    {
      ...address,
      name: 'issuer',
      at: 'source.endpoints.issuer',
      label: { fr: 'Émetteur', en: 'Issuer' },
      hint: { fr: 'Tel qu’il l’écrit dans `iss`.', en: 'As it writes it in `iss`.' },
    },
    {
      ...address,
      name: 'authorization_url',
      at: 'source.endpoints.authorization',
      label: { fr: 'Adresse d’autorisation', en: 'Authorization address' },
    },
    {
      ...address,
      name: 'token_url',
      at: 'source.endpoints.token',
      label: { fr: 'Adresse des jetons', en: 'Token address' },
    },
    {
      ...address,
      name: 'userinfo_url',
      at: 'source.endpoints.userinfo',
      label: { fr: 'Adresse des informations (userinfo)', en: 'Userinfo address' },
    },
    {
      ...address,
      optional: true,
      name: 'end_session_url',
      at: 'source.endpoints.endSession',
      label: { fr: 'Adresse de déconnexion (facultatif)', en: 'Sign-out address (optional)' },
    },
    {
      ...address,
      optional: true,
      name: 'jwks_url',
      at: 'source.endpoints.jwks',
      label: { fr: 'Adresse de ses clés publiques (jwks_uri)', en: 'Address of its public keys (jwks_uri)' },
      hint: {
        fr: 'Ou collez les clés ci-dessous. Ni l’une ni les autres s’il signe en HS256.',
        en: 'Or paste the keys below. Neither when it signs with HS256.',
      },
    },
    {
      ...byHand,
      kind: 'long-text',
      name: 'keys',
      optional: true,
      rows: 6,
      maxLength: 100_000,
      at: 'source.keys',
      as: 'json',
      label: { fr: 'Clés publiques (JWKS)', en: 'Public keys (JWKS)' },
      hint: {
        fr: 'Il faudra les changer ici quand il en changera.',
        en: 'They must be changed here when it changes them.',
      },
      error: {
        fr: 'Collez un JWKS : de 1 à 64 clés publiques, sans aucune partie privée.',
        en: 'Paste a JWKS: 1 to 64 public keys, without any private part.',
      },
    },
    {
      ...byHand,
      kind: 'tick',
      name: 'iss_parameter',
      at: 'source.endpoints.issParameter',
      as: 'flag',
      label: {
        fr: 'Il envoie le paramètre iss avec le code (RFC 9207)',
        en: 'It sends the iss parameter with the code (RFC 9207)',
      },
    },
  ];
}

function clientFields({ existing }: ProviderContext): readonly ProviderField[] {
  return [
    {
      kind: 'text',
      name: 'client_id',
      at: 'clientId',
      label: { fr: 'Identifiant client', en: 'Client id' },
      error: {
        fr: 'Donnez l’identifiant client remis par le fournisseur.',
        en: 'Give the client id that the provider handed over.',
      },
      maxLength: short,
    },
    {
      kind: 'text',
      type: 'password',
      name: 'client_secret',
      at: 'clientSecret',
      as: 'secret',
      ...(existing !== undefined && { optional: true }),
      maxLength: short,
      autoComplete: 'off',
      label: { fr: 'Secret client', en: 'Client secret' },
      hint: {
        fr: 'Scellé, jamais montré à nouveau. Laissez vide pour garder celui qui est enregistré.',
        en: 'Sealed, never shown again. Leave empty to keep the one on record.',
      },
      error: {
        fr: 'Donnez le secret client remis par le fournisseur.',
        en: 'Give the client secret that the provider handed over.',
      },
    },
    {
      kind: 'choice',
      list: true,
      name: 'auth_method',
      at: 'authMethod',
      label: { fr: 'Authentification auprès du fournisseur', en: 'Authentication towards the provider' },
      options: plainOptions(['client_secret_post', 'client_secret_basic']),
    },
  ];
}

const tokenFields: readonly ProviderField[] = [
  {
    kind: 'choice',
    list: true,
    name: 'signing_alg',
    at: 'idTokenSigningAlg',
    label: { fr: 'Signature de l’id_token', en: 'Signature of the id_token' },
    hint: {
      fr: 'HS256 signe avec le secret client : 32 octets au moins, et sur la plateforme standard seulement.',
      en: 'HS256 signs with the client secret: 32 bytes or more, and on the standard platform only.',
    },
    options: signingAlgs,
  },
  {
    kind: 'choice',
    list: true,
    name: 'encryption_alg',
    at: 'idTokenEncryption',
    as: 'encryption',
    label: { fr: 'Chiffrement de l’id_token', en: 'Encryption of the id_token' },
    options: [{ value: '', label: { fr: 'Aucun', en: 'None' } }, ...encryptionAlgs],
  },
  {
    kind: 'choice',
    list: true,
    name: 'userinfo_format',
    at: 'userinfoFormat',
    label: { fr: 'Format des informations', en: 'Format of userinfo' },
    options: [
      { value: 'json', label: { fr: 'JSON', en: 'JSON' } },
      { value: 'signed', label: { fr: 'JWT signé', en: 'Signed JWT' } },
      { value: 'nested', label: { fr: 'JWT signé puis chiffré', en: 'Signed, then encrypted JWT' } },
    ],
  },
  {
    kind: 'choice',
    list: true,
    name: 'userinfo_signing_alg',
    at: 'userinfoSigningAlg',
    label: { fr: 'Signature des informations', en: 'Signature of userinfo' },
    options: [sameAsIdToken, ...signingAlgs],
  },
  {
    kind: 'choice',
    list: true,
    name: 'userinfo_encryption_alg',
    at: 'userinfoEncryption',
    as: 'encryption',
    label: { fr: 'Chiffrement des informations', en: 'Encryption of userinfo' },
    options: [sameAsIdToken, ...encryptionAlgs],
  },
];

function askedFields({ hub }: ProviderContext): readonly ProviderField[] {
  const byDefault = defaultProviderScopes[hub.platform].join(' ');
  return [
    {
      kind: 'text',
      name: 'scopes',
      optional: true,
      maxLength: short,
      at: 'scopes',
      as: 'words',
      label: { fr: 'Scopes', en: 'Scopes' },
      hint: {
        fr: `Séparés par des espaces. Laissez vide pour demander : ${byDefault}.`,
        en: `Separated by spaces. Leave empty to ask for: ${byDefault}.`,
      },
      error: {
        fr: 'Des scopes séparés par des espaces, chacun une fois, dont openid.',
        en: 'Scopes separated by spaces, each once, openid among them.',
      },
    },
    {
      kind: 'choice',
      name: 'acr_kind',
      at: 'acrValues',
      as: 'acr-kind',
      label: { fr: 'Niveau demandé (acr_values)', en: 'Level asked for (acr_values)' },
      options: [
        {
          value: 'level',
          label: {
            fr: 'Celui du service, dans les termes du fournisseur',
            en: 'That of the service, in the provider’s words',
          },
        },
        { value: 'fixed', label: { fr: 'Toujours les valeurs ci-dessous', en: 'Always the values below' } },
        { value: 'none', label: { fr: 'Ne rien envoyer', en: 'Send nothing' } },
      ],
    },
    {
      kind: 'text',
      name: 'acr_values',
      when: ['acr_kind', 'fixed'],
      maxLength: short,
      at: 'acrValues',
      as: 'words',
      label: { fr: 'Valeurs toujours envoyées', en: 'Values always sent' },
      error: {
        fr: 'Donnez une ou plusieurs valeurs, séparées par des espaces.',
        en: 'Give one or more values, separated by spaces.',
      },
    },
    {
      kind: 'long-text',
      name: 'claims',
      optional: true,
      rows: 3,
      maxLength: 20_000,
      at: 'claims',
      as: 'json',
      label: { fr: 'Paramètre claims (JSON)', en: 'claims parameter (JSON)' },
      hint: {
        fr: 'Facultatif : {"userinfo": {…}, "id_token": {…}}.',
        en: 'Optional: {"userinfo": {…}, "id_token": {…}}.',
      },
      error: {
        fr: 'Un objet JSON avec userinfo et id_token seulement, de 4 000 caractères au plus.',
        en: 'A JSON object with userinfo and id_token only, of 4,000 characters at most.',
      },
    },
    {
      kind: 'long-text',
      name: 'extra_parameters',
      optional: true,
      rows: 3,
      maxLength: 20_000,
      at: 'extraParameters',
      as: 'lines',
      label: { fr: 'Autres paramètres', en: 'Further parameters' },
      hint: { fr: 'Un par ligne : nom = valeur.', en: 'One a line: name = value.' },
      error: {
        fr: 'Un paramètre par ligne, nom = valeur, 20 au plus ; ceux que la plateforme fixe elle-même (state, scope, prompt…) ne peuvent pas y être.',
        en: 'One parameter a line, name = value, 20 at most; those that the platform sets itself (state, scope, prompt…) cannot be there.',
      },
    },
    {
      kind: 'tick',
      name: 'send_max_age',
      at: 'sendMaxAge',
      as: 'unless-off',
      label: { fr: 'Envoyer max_age=0', en: 'Send max_age=0' },
      hint: { fr: 'Toujours sur la plateforme +.', en: 'Always on the + platform.' },
    },
    {
      kind: 'tick',
      name: 'send_ui_locales',
      at: 'sendUiLocales',
      as: 'unless-off',
      label: { fr: 'Envoyer ui_locales', en: 'Send ui_locales' },
    },
    { kind: 'tick', name: 'pkce', at: 'pkce', as: 'flag', label: { fr: 'PKCE', en: 'PKCE' } },
  ];
}

const saidFields: readonly ProviderField[] = [
  {
    kind: 'long-text',
    name: 'acr_map',
    optional: true,
    rows: 3,
    maxLength: 20_000,
    at: 'acrMap',
    as: 'levels-by-line',
    label: { fr: 'Ses noms de niveaux', en: 'Its names of levels' },
    hint: {
      fr: 'S’il n’emploie pas eidas1, eidas2, eidas3. Un par ligne : sa valeur = eidas2. Aucune autre valeur n’est alors acceptée.',
      en: 'Where it does not use eidas1, eidas2, eidas3. One a line: its value = eidas2. No other value is accepted then.',
    },
    error: {
      fr: 'Écrivez un niveau par ligne, sa valeur (sans espace) = eidas1, eidas2 ou eidas3, chacune une fois.',
      en: 'Write one level a line, its value (without space) = eidas1, eidas2 or eidas3, each once.',
    },
  },
  {
    kind: 'choice',
    list: true,
    name: 'amr',
    at: 'amr',
    as: 'amr',
    label: {
      fr: 'Origine de l’identité dite aux services (amr)',
      en: 'Origin of the identity told to services (amr)',
    },
    options: plainOptions(['fc', 'fr', 'eidas']),
  },
  {
    kind: 'tick',
    name: 'amr_passed_on',
    at: 'amrPassedOn',
    as: 'if-on',
    label: {
      fr: 'Transmettre plutôt ses propres moyens d’authentification (amr)',
      en: 'Hand on its own means of authentication (amr) instead',
    },
  },
  {
    kind: 'tick',
    name: 'usage_name',
    at: 'preferredUsernameIsUsageName',
    as: 'if-on',
    label: { fr: 'Son preferred_username est un nom d’usage', en: 'Its preferred_username is a usage name' },
    hint: {
      fr: 'Sinon il est ignoré : chez beaucoup de fournisseurs c’est un identifiant de connexion.',
      en: 'Otherwise it is ignored: at many providers it is a login name.',
    },
  },
];

const approval = {
  kind: 'long-text',
  optional: true,
  rows: 3,
  maxLength: 1_000,
  rule: publicLines(1_000),
} as const;
const maintenance = {
  kind: 'long-text',
  optional: true,
  rows: 2,
  maxLength: 500,
  rule: publicLines(500),
} as const;
const shownFields: readonly ProviderField[] = [
  {
    kind: 'text',
    name: 'display_order',
    maxLength: 7,
    width: 4,
    rule: z.string().regex(/^-?\d{1,6}$/),
    at: 'displayOrder',
    as: 'number',
    label: { fr: 'Ordre d’affichage', en: 'Display order' },
    hint: { fr: 'Les plus petits nombres d’abord.', en: 'Smaller numbers first.' },
    error: { fr: 'Donnez un nombre entier.', en: 'Give a whole number.' },
  },
  {
    kind: 'tick',
    name: 'hidden',
    at: 'display.hidden',
    as: 'if-on',
    label: { fr: 'Masqué', en: 'Hidden' },
    hint: {
      fr: 'Actif, mais proposé seulement à qui un service y envoie (idp_hint).',
      en: 'Active, but offered only to people whom a service sends there (idp_hint).',
    },
  },
  {
    kind: 'tick',
    name: 'beta',
    at: 'display.beta',
    as: 'if-on',
    label: { fr: 'En phase de test', en: 'Being tried out' },
    hint: { fr: 'Une mention le dit à côté de son nom.', en: 'A word beside its name says so.' },
  },
  {
    ...approval,
    name: 'approval_fr',
    at: 'display.approval.fr',
    label: {
      fr: 'Texte à lire avant d’y aller, en français',
      en: 'Text to read before going there, in French',
    },
    hint: {
      fr: 'Facultatif. L’usager le lit sur une page, puis continue ou choisit un autre compte.',
      en: 'Optional. The citizen reads it on a page, then goes on or chooses another account.',
    },
  },
  {
    ...approval,
    name: 'approval_en',
    at: 'display.approval.en',
    label: {
      fr: 'Texte à lire avant d’y aller, en anglais',
      en: 'Text to read before going there, in English',
    },
  },
  {
    ...maintenance,
    name: 'maintenance_fr',
    at: 'maintenanceMessage.fr',
    label: { fr: 'Message de maintenance en français', en: 'Maintenance message in French' },
    hint: {
      fr: 'Montré aux usagers quand l’état est « en maintenance ».',
      en: 'Shown to citizens while the state is “in maintenance”.',
    },
  },
  {
    ...maintenance,
    name: 'maintenance_en',
    at: 'maintenanceMessage.en',
    label: { fr: 'Message de maintenance en anglais', en: 'Maintenance message in English' },
  },
];

type ProviderSection = Section<ProviderField> & {
  /** Fields that are folded away at first. */
  readonly folded?: readonly ProviderField[];
};

export function providerSections(context: ProviderContext): readonly ProviderSection[] {
  return [
    {
      title: { fr: 'Où il se trouve', en: 'Where it is' },
      fields: sourceFields(context),
      folded: endpointFields(context),
    },
    {
      title: { fr: 'Ce que la plateforme est chez lui', en: 'What the platform is there' },
      fields: clientFields(context),
    },
    { title: { fr: 'Ce qu’il signe et chiffre', en: 'What it signs and encrypts' }, fields: tokenFields },
    { title: { fr: 'Ce qui lui est demandé', en: 'What it is asked for' }, fields: askedFields(context) },
    { title: { fr: 'Ce que ses réponses veulent dire', en: 'What its answers mean' }, fields: saidFields },
    { title: { fr: 'Comment il est montré aux usagers', en: 'How citizens see it' }, fields: shownFields },
  ];
}

export function providerFields(context: ProviderContext): readonly ProviderField[] {
  return [
    ...nameFields(context),
    ...providerSections(context).flatMap(({ fields, folded = [] }) => [...fields, ...folded]),
  ];
}
