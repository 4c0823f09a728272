/** A provider's form as data: each field with its path in the provider and the conversion of its value. */
import {
  defaultProviderScopes,
  encryptionAlgSchema,
  type HubId,
  levelSchema,
  type Provider,
  providerSigningAlgSchema,
} from '@garance/core';
import { z } from 'zod';
import {
  type Field,
  type FieldRow,
  plainOptions,
  type Section,
  withTexts,
} from '../../../objects/form/field.ts';
import { publicLines, publicName } from '../../../objects/form/formats.ts';
import { addressRule, calledAddress } from '../../../objects/form/web-address.ts';
import type { CodecName } from './codecs.ts';
import { fieldTexts } from './field-texts.ts';

interface Place {
  /** Path of the value in a provider. */
  readonly at: string;
  /** Conversion between value and text; identity by default. */
  readonly as?: CodecName;
}
export type ProviderField = Field & Place;
type Row = FieldRow & Place & { readonly name: keyof ReturnType<typeof fieldTexts>['labels'] };

export interface ProviderContext {
  readonly hub: HubId;
  /** The provider being changed; absent for a new one, which starts disabled until tested. */
  readonly existing: Provider | undefined;
  /** Whether addresses may be plain http: in installations that stay on one machine. */
  readonly allowHttp: boolean;
}

const maxLength = 2_000;
const text = { kind: 'text', maxLength } as const;
const lines = { kind: 'long-text', optional: true, rows: 3, maxLength: 20_000 } as const;
const list = { kind: 'choice', list: true } as const;
const tick = { kind: 'tick' } as const;
const byHand = { when: ['source_kind', 'endpoints'] } as const;
const approval = { ...lines, maxLength: 1_000, rule: publicLines(1_000) } as const;
const maintenance = { ...lines, maxLength: 500, rule: publicLines(500) } as const;

const signingAlgs = plainOptions(providerSigningAlgSchema.options);
const encryptionAlgs = plainOptions(encryptionAlgSchema.options);
const noEncryption = { value: '', label: { fr: 'Aucun', en: 'None' } } as const;
const sameAsIdToken = { value: '', label: { fr: 'Comme l’id_token', en: 'As the id_token' } } as const;

function addressOf({ allowHttp }: ProviderContext) {
  return { ...text, rule: addressRule(calledAddress({ allowHttp })) } as const;
}

function nameRows({ existing }: ProviderContext): readonly Row[] {
  const idRule = z.string().regex(/^[a-z0-9][a-z0-9-]*$/);
  const id: Row = { kind: 'text', name: 'id', at: 'id', maxLength: 63, width: 20, rule: idRule };
  return [
    { kind: 'text', name: 'name', at: 'name', maxLength: 100, rule: publicName(100) },
    ...(existing === undefined ? [id] : []),
    {
      kind: 'choices',
      name: 'levels',
      at: 'levels',
      as: 'levels',
      options: plainOptions(levelSchema.options),
    },
  ];
}

function sourceRows(context: ProviderContext): readonly Row[] {
  const options = plainOptions(['discovery', 'endpoints']);
  return [
    { kind: 'choice', name: 'source_kind', at: 'source.kind', options },
    { ...addressOf(context), name: 'discovery_url', at: 'source.url', when: ['source_kind', 'discovery'] },
  ];
}

/** Endpoints, typed when there is no discovery document. */
function endpointRows(context: ProviderContext): readonly Row[] {
  const address = { ...addressOf(context), ...byHand };
  return [
    { ...address, name: 'issuer', at: 'source.endpoints.issuer' },
    { ...address, name: 'authorization_url', at: 'source.endpoints.authorization' },
    { ...address, name: 'token_url', at: 'source.endpoints.token' },
    { ...address, name: 'userinfo_url', at: 'source.endpoints.userinfo' },
    { ...address, name: 'end_session_url', at: 'source.endpoints.endSession', optional: true },
    { ...address, name: 'jwks_url', at: 'source.endpoints.jwks', optional: true },
    { ...lines, ...byHand, name: 'keys', at: 'source.keys', as: 'json', rows: 6, maxLength: 100_000 },
    { ...tick, ...byHand, name: 'iss_parameter', at: 'source.endpoints.issParameter', as: 'flag' },
  ];
}

function clientRows({ existing }: ProviderContext): readonly Row[] {
  const secret = { ...text, type: 'password', autoComplete: 'off' } as const;
  const kept = existing === undefined ? {} : ({ optional: true } as const);
  const methods = plainOptions(['client_secret_post', 'client_secret_basic']);
  return [
    { ...text, name: 'client_id', at: 'clientId' },
    { ...secret, ...kept, name: 'client_secret', at: 'clientSecret', as: 'secret' },
    { ...list, name: 'auth_method', at: 'authMethod', options: methods },
  ];
}

const tokenRows: readonly Row[] = [
  { ...list, name: 'signing_alg', at: 'idTokenSigningAlg', options: signingAlgs },
  {
    ...list,
    name: 'encryption_alg',
    at: 'idTokenEncryption',
    as: 'encryption',
    options: [noEncryption, ...encryptionAlgs],
  },
  {
    ...list,
    name: 'userinfo_format',
    at: 'userinfoFormat',
    options: plainOptions(['json', 'signed', 'nested']),
  },
  {
    ...list,
    name: 'userinfo_signing_alg',
    at: 'userinfoSigningAlg',
    options: [sameAsIdToken, ...signingAlgs],
  },
  {
    ...list,
    name: 'userinfo_encryption_alg',
    at: 'userinfoEncryption',
    as: 'encryption',
    options: [sameAsIdToken, ...encryptionAlgs],
  },
];

function requestRows({ hub }: ProviderContext): readonly Row[] {
  const byDefault = defaultProviderScopes[hub.platform].join(' ');
  const hint = {
    fr: `Séparés par des espaces. Laissez vide pour demander : ${byDefault}.`,
    en: `Separated by spaces. Leave empty to ask for: ${byDefault}.`,
  };
  const kinds = plainOptions(['level', 'fixed', 'none']);
  return [
    { ...text, name: 'scopes', at: 'scopes', as: 'words', optional: true, hint },
    { kind: 'choice', name: 'acr_kind', at: 'acrValues', as: 'acr-kind', options: kinds },
    { ...text, name: 'acr_values', at: 'acrValues', as: 'words', when: ['acr_kind', 'fixed'] },
    { ...lines, name: 'claims', at: 'claims', as: 'json' },
    { ...lines, name: 'extra_parameters', at: 'extraParameters', as: 'lines' },
    { ...tick, name: 'send_max_age', at: 'sendMaxAge', as: 'unless-off' },
    { ...tick, name: 'send_ui_locales', at: 'sendUiLocales', as: 'unless-off' },
    { ...tick, name: 'pkce', at: 'pkce', as: 'flag' },
  ];
}

const displayRows: readonly Row[] = [
  { ...lines, name: 'acr_map', at: 'acrMap', as: 'levels-by-line' },
  { ...list, name: 'amr', at: 'amr', as: 'amr', options: plainOptions(['fc', 'fr', 'eidas']) },
  { ...tick, name: 'amr_passed_on', at: 'amrPassedOn', as: 'if-on' },
  { ...tick, name: 'usage_name', at: 'preferredUsernameIsUsageName', as: 'if-on' },
];

const order = { kind: 'text', maxLength: 7, width: 4, rule: z.string().regex(/^-?\d{1,6}$/) } as const;
const shownRows: readonly Row[] = [
  { ...order, name: 'display_order', at: 'displayOrder', as: 'number' },
  { ...tick, name: 'hidden', at: 'display.hidden', as: 'if-on' },
  { ...tick, name: 'beta', at: 'display.beta', as: 'if-on' },
  { ...approval, name: 'approval_fr', at: 'display.approval.fr' },
  { ...approval, name: 'approval_en', at: 'display.approval.en' },
  { ...maintenance, name: 'maintenance_fr', at: 'maintenanceMessage.fr' },
  { ...maintenance, name: 'maintenance_en', at: 'maintenanceMessage.en' },
];

const worded = (rows: readonly Row[]) => withTexts(rows, fieldTexts) as readonly ProviderField[];

type ProviderSection = Section<ProviderField> & {
  /** Fields in a section that is collapsed at first. */
  readonly folded?: readonly ProviderField[];
};

export const nameFields = (context: ProviderContext) => worded(nameRows(context));

export function providerSections(context: ProviderContext): readonly ProviderSection[] {
  return [
    {
      title: { fr: 'Où il se trouve', en: 'Where it is' },
      fields: worded(sourceRows(context)),
      folded: worded(endpointRows(context)),
    },
    {
      title: { fr: 'Ce que la plateforme est chez lui', en: 'What the platform is there' },
      fields: worded(clientRows(context)),
    },
    {
      title: { fr: 'Ce qu’il signe et chiffre', en: 'What it signs and encrypts' },
      fields: worded(tokenRows),
    },
    {
      title: { fr: 'Ce qui lui est demandé', en: 'What it is asked for' },
      fields: worded(requestRows(context)),
    },
    {
      title: { fr: 'Ce que ses réponses veulent dire', en: 'What its answers mean' },
      fields: worded(displayRows),
    },
    {
      title: { fr: 'Comment il est montré aux usagers', en: 'How citizens see it' },
      fields: worded(shownRows),
    },
  ];
}

export function providerFields(context: ProviderContext): readonly ProviderField[] {
  return [
    ...nameFields(context),
    ...providerSections(context).flatMap(({ fields, folded = [] }) => [...fields, ...folded]),
  ];
}
