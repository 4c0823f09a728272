/** A provider's form, read and judged field by field. */
import { type HubId, levelSchema, type Provider, parsePublicName, providerSchema } from '@garance/core';
import type { Locale } from '@garance/web/view';
import type { FieldErrors, PortalForm } from '../../../kit/form.ts';
import { nameProblems } from '../../../kit/name-problems.ts';
import { providerTexts } from './texts.ts';

export interface ProviderValues {
  readonly id: string;
  readonly name: string;
  readonly discovery_url: string;
  readonly client_id: string;
  readonly client_secret: string;
  readonly auth_method: string;
  readonly levels: readonly string[];
  readonly signing_alg: string;
  readonly encryption_alg: string;
  readonly userinfo_format: string;
  readonly pkce: string;
  readonly display_order: string;
  readonly maintenance_fr: string;
  readonly maintenance_en: string;
}

export const blankValues: ProviderValues = {
  id: '',
  name: '',
  discovery_url: '',
  client_id: '',
  client_secret: '',
  auth_method: 'client_secret_post',
  levels: [],
  signing_alg: 'ES256',
  encryption_alg: '',
  userinfo_format: 'signed',
  pkce: 'yes',
  display_order: '100',
  maintenance_fr: '',
  maintenance_en: '',
};

export function valuesOf(provider: Provider): ProviderValues {
  const { source } = provider;
  return {
    id: provider.id,
    name: provider.name,
    discovery_url: source.kind === 'discovery' ? source.url : '',
    client_id: provider.clientId,
    // Never shown again: an empty field keeps it.
    client_secret: '',
    auth_method: provider.authMethod,
    levels: provider.levels,
    signing_alg: provider.idTokenSigningAlg,
    encryption_alg: provider.idTokenEncryption?.alg ?? '',
    userinfo_format: provider.userinfoFormat,
    pkce: provider.pkce ? 'yes' : '',
    display_order: String(provider.displayOrder),
    maintenance_fr: provider.maintenanceMessage?.fr ?? '',
    maintenance_en: provider.maintenanceMessage?.en ?? '',
  };
}

export function readValues(form: PortalForm): ProviderValues {
  const text = (name: string) => form.text(name).slice(0, 2_000);
  return {
    id: text('id'),
    name: text('name'),
    discovery_url: text('discovery_url'),
    client_id: text('client_id'),
    client_secret: text('client_secret'),
    auth_method: text('auth_method'),
    levels: form.list('levels'),
    signing_alg: text('signing_alg'),
    encryption_alg: text('encryption_alg'),
    userinfo_format: text('userinfo_format'),
    pkce: text('pkce'),
    display_order: text('display_order'),
    maintenance_fr: text('maintenance_fr'),
    maintenance_en: text('maintenance_en'),
  };
}

const longestMessage = 500;

export type ParsedProvider =
  | { readonly ok: true; readonly provider: Provider }
  | { readonly ok: false; readonly errors: FieldErrors };

interface ParseContext {
  readonly hub: HubId;
  /** What is changed; absent for a new one, which begins disabled until it was tested. */
  readonly existing: Provider | undefined;
  readonly locale: Locale;
}

export function parseProvider(
  values: ProviderValues,
  { hub, existing, locale }: ParseContext,
): ParsedProvider {
  const errors = errorsOf(values, { hub, existing, locale });
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  const { maintenance_fr: fr, maintenance_en: en } = values;
  const parsed = providerSchema.safeParse({
    ...(existing?.logo !== undefined && { logo: existing.logo }),
    id: existing?.id ?? values.id,
    ...hub,
    name: values.name,
    displayOrder: Number(values.display_order),
    status: existing?.status ?? 'disabled',
    ...(fr !== '' && { maintenanceMessage: { fr, en } }),
    source:
      values.discovery_url === '' && existing !== undefined
        ? existing.source
        : { kind: 'discovery', url: values.discovery_url },
    clientId: values.client_id,
    clientSecret: values.client_secret === '' ? existing?.clientSecret : values.client_secret,
    authMethod: values.auth_method,
    levels: levelSchema.options.filter((level) => values.levels.includes(level)),
    idTokenSigningAlg: values.signing_alg,
    ...(values.encryption_alg !== '' && {
      idTokenEncryption: { alg: values.encryption_alg, enc: 'A256GCM' },
    }),
    userinfoFormat: values.userinfo_format,
    pkce: values.pkce === 'yes',
  });
  if (parsed.success) return { ok: true, provider: parsed.data };
  // Only choices of a list are left to be wrong: no page of ours offers them.
  return { ok: false, errors: { name: providerTexts(locale).errors.choice } };
}

function errorsOf(values: ProviderValues, { hub, existing, locale }: ParseContext): FieldErrors {
  const texts = providerTexts(locale).errors;
  const isNew = existing === undefined;
  const name = parsePublicName(values.name);
  const keepsEndpoints = existing?.source.kind === 'endpoints' && values.discovery_url === '';
  const serves = values.levels.some((level) => hub.platform === 'standard' || level !== 'eidas1');
  return {
    ...(isNew && !/^[a-z0-9][a-z0-9-]{0,62}$/.test(values.id) && { id: texts.id }),
    ...(!name.ok && { name: nameProblems(locale)[name.problem](100) }),
    ...(!keepsEndpoints && !isAddress(values.discovery_url) && { discovery_url: texts.discovery }),
    ...(values.client_id === '' && { client_id: texts.clientId }),
    ...(isNew && values.client_secret === '' && { client_secret: texts.clientSecret }),
    ...(!serves && { levels: texts.levels }),
    ...(!/^-?\d{1,6}$/.test(values.display_order) && { display_order: texts.order }),
    ...wrongMessages(values, locale),
    ...((values.maintenance_fr === '') !== (values.maintenance_en === '') && {
      [values.maintenance_fr === '' ? 'maintenance_fr' : 'maintenance_en']: texts.maintenance,
    }),
    ...(values.userinfo_format === 'nested' &&
      values.encryption_alg === '' && { encryption_alg: texts.encryption }),
  };
}

/** Citizens read it where they choose an account: the rule of names, whatever the length. */
function wrongMessages(values: ProviderValues, locale: Locale): FieldErrors {
  const wrong = (['maintenance_fr', 'maintenance_en'] as const).flatMap((field) => {
    const text = values[field];
    const parsed = text === '' ? undefined : parsePublicName(text, longestMessage);
    return parsed === undefined || parsed.ok
      ? []
      : [[field, nameProblems(locale)[parsed.problem](longestMessage)] as const];
  });
  return Object.fromEntries(wrong);
}

function isAddress(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const plain = url !== undefined && url.username === '' && url.password === '' && url.hash === '';
  return plain && (url.protocol === 'https:' || url.protocol === 'http:');
}
