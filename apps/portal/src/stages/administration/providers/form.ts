/** A provider's form: what each field holds, how it is read, and what is wrong with it, field by field. */
import {
  brokenProviderRules,
  type HubId,
  levelSchema,
  type Provider,
  type ProviderRuleName,
  parsePublicName,
  providerFieldsSchema,
} from '@garance/core';
import type { Locale } from '@garance/web/view';
import type { FieldErrors, PortalForm } from '../../../objects/form.ts';
import { nameProblems } from '../../../parts/form/name-problems.ts';
import { parseJsonObject, readLines, writeLines } from './form-lines.ts';
import { providerTexts } from './texts.ts';

/** Every field but the levels, with what a new provider's form begins with. */
const blankTexts = {
  id: '',
  name: '',
  source_kind: 'discovery',
  discovery_url: '',
  issuer: '',
  authorization_url: '',
  token_url: '',
  userinfo_url: '',
  end_session_url: '',
  jwks_url: '',
  keys: '',
  iss_parameter: '',
  client_id: '',
  client_secret: '',
  auth_method: 'client_secret_post',
  acr_map: '',
  signing_alg: 'ES256',
  encryption_alg: '',
  userinfo_format: 'signed',
  userinfo_signing_alg: '',
  userinfo_encryption_alg: '',
  scopes: '',
  acr_kind: 'level',
  acr_values: '',
  claims: '',
  extra_parameters: '',
  send_max_age: 'yes',
  send_ui_locales: 'yes',
  pkce: 'yes',
  amr: 'fc',
  amr_passed_on: '',
  usage_name: '',
  display_order: '100',
  hidden: '',
  beta: '',
  approval_fr: '',
  approval_en: '',
  maintenance_fr: '',
  maintenance_en: '',
} as const;
export type ProviderField = keyof typeof blankTexts;

export interface ProviderValues extends Readonly<Record<ProviderField, string>> {
  readonly levels: readonly string[];
}

export const blankValues: ProviderValues = { ...blankTexts, levels: [] };

const yes = (value: boolean | undefined) => (value === true ? 'yes' : '');

export function valuesOf(provider: Provider): ProviderValues {
  const { source, display } = provider;
  return {
    ...blankValues,
    ...sourceValuesOf(source),
    id: provider.id,
    name: provider.name,
    client_id: provider.clientId,
    // Never shown again: an empty field keeps it.
    client_secret: '',
    auth_method: provider.authMethod,
    levels: provider.levels,
    acr_map: writeLines(provider.acrMap ?? {}),
    signing_alg: provider.idTokenSigningAlg,
    encryption_alg: provider.idTokenEncryption?.alg ?? '',
    userinfo_format: provider.userinfoFormat,
    userinfo_signing_alg: provider.userinfoSigningAlg ?? '',
    userinfo_encryption_alg: provider.userinfoEncryption?.alg ?? '',
    scopes: provider.scopes?.join(' ') ?? '',
    ...acrValuesOf(provider.acrValues),
    claims: provider.claims === undefined ? '' : JSON.stringify(provider.claims, null, 2),
    extra_parameters: writeLines(provider.extraParameters ?? {}),
    send_max_age: yes(provider.sendMaxAge ?? true),
    send_ui_locales: yes(provider.sendUiLocales ?? true),
    pkce: yes(provider.pkce),
    amr: provider.amr ?? 'fc',
    amr_passed_on: yes(provider.amrPassedOn),
    usage_name: yes(provider.preferredUsernameIsUsageName),
    display_order: String(provider.displayOrder),
    hidden: yes(display?.hidden),
    beta: yes(display?.beta),
    approval_fr: display?.approval?.fr ?? '',
    approval_en: display?.approval?.en ?? '',
    maintenance_fr: provider.maintenanceMessage?.fr ?? '',
    maintenance_en: provider.maintenanceMessage?.en ?? '',
  };
}

function acrValuesOf(values: Provider['acrValues']): Partial<ProviderValues> {
  if (values === undefined) return { acr_kind: 'level' };
  return values.length === 0 ? { acr_kind: 'none' } : { acr_kind: 'fixed', acr_values: values.join(' ') };
}

function sourceValuesOf(source: Provider['source']): Partial<ProviderValues> {
  if (source.kind === 'discovery') return { source_kind: 'discovery', discovery_url: source.url };
  const { endpoints, keys } = source;
  return {
    source_kind: 'endpoints',
    issuer: endpoints.issuer,
    authorization_url: endpoints.authorization,
    token_url: endpoints.token,
    userinfo_url: endpoints.userinfo,
    end_session_url: endpoints.endSession ?? '',
    jwks_url: endpoints.jwks ?? '',
    keys: keys === undefined ? '' : JSON.stringify(keys, null, 2),
    iss_parameter: yes(endpoints.issParameter),
  };
}

export function readValues(form: PortalForm): ProviderValues {
  const names = Object.keys(blankTexts) as ProviderField[];
  const texts = names.map((name) => [name, form.text(name).slice(0, 20_000)] as const);
  return {
    ...(Object.fromEntries(texts) as Record<ProviderField, string>),
    levels: form.list('levels').slice(0, 10),
  };
}

export type ParsedProvider =
  | { readonly ok: true; readonly provider: Provider }
  | { readonly ok: false; readonly errors: FieldErrors };

interface ParseContext {
  readonly hub: HubId;
  /** What is changed; absent for a new one, which begins disabled until it was tested. */
  readonly existing: Provider | undefined;
  readonly locale: Locale;
  /** Whether addresses may be plain http: where nothing leaves the machine. */
  readonly allowHttp: boolean;
}

export function parseProvider(values: ProviderValues, context: ParseContext): ParsedProvider {
  const { texts, ofRules } = errorTextsOf(context.locale);
  const own = errorsOf(values, context);
  const parsed = providerFieldsSchema.safeParse(candidateOf(values, context));
  const byField = parsed.success
    ? brokenProviderRules(parsed.data).map(
        (rule) => [fieldOf([rule.field], values), ofRules[rule.name]] as const,
      )
    : parsed.error.issues.map(({ path }) => {
        const field = fieldOf(path, values);
        return [field, fieldText(texts, field)] as const;
      });
  const errors = { ...Object.fromEntries(byField), ...own };
  return parsed.success && Object.keys(errors).length === 0
    ? { ok: true, provider: parsed.data }
    : { ok: false, errors };
}

function errorTextsOf(locale: Locale) {
  const { errors: texts, rules: ofRules } = providerTexts(locale);
  return { texts, ofRules: ofRules satisfies Readonly<Record<ProviderRuleName, string>> };
}

function fieldText(texts: ReturnType<typeof providerTexts>['errors'], field: string): string {
  const own = (texts.ofField as Readonly<Record<string, string>>)[field];
  return own ?? texts.choice;
}

/** Where the fields of a provider are on the page. */
const fields: Readonly<Record<string, ProviderField | 'levels'>> = {
  id: 'id',
  name: 'name',
  displayOrder: 'display_order',
  'display.approval': 'approval_fr',
  'display.approval.en': 'approval_en',
  maintenanceMessage: 'maintenance_fr',
  'source.url': 'discovery_url',
  'source.endpoints.issuer': 'issuer',
  'source.endpoints.authorization': 'authorization_url',
  'source.endpoints.token': 'token_url',
  'source.endpoints.userinfo': 'userinfo_url',
  'source.endpoints.endSession': 'end_session_url',
  'source.endpoints.jwks': 'jwks_url',
  'source.keys': 'keys',
  clientId: 'client_id',
  clientSecret: 'client_secret',
  authMethod: 'auth_method',
  levels: 'levels',
  acrMap: 'acr_map',
  idTokenSigningAlg: 'signing_alg',
  idTokenEncryption: 'encryption_alg',
  userinfoFormat: 'userinfo_format',
  userinfoSigningAlg: 'userinfo_signing_alg',
  userinfoEncryption: 'userinfo_encryption_alg',
  scopes: 'scopes',
  acrValues: 'acr_values',
  claims: 'claims',
  extraParameters: 'extra_parameters',
  sendMaxAge: 'send_max_age',
  amr: 'amr',
};

/** The field of the longest known beginning of the path. */
function fieldOf(path: readonly PropertyKey[], { source_kind }: ProviderValues): string {
  for (let length = path.length; length > 0; length -= 1) {
    const field = fields[path.slice(0, length).map(String).join('.')];
    if (field !== undefined) return field;
  }
  if (path[0] !== 'source') return 'name';
  return source_kind === 'endpoints' ? 'jwks_url' : 'discovery_url';
}

/** What the form says, as a provider: what cannot be read is left as it is, for the schema to refuse. */
function candidateOf(values: ProviderValues, { hub, existing }: ParseContext): object {
  const { maintenance_fr: fr, maintenance_en: en } = values;
  const display = displayOf(values);
  return {
    ...(existing?.logo !== undefined && { logo: existing.logo }),
    id: existing?.id ?? values.id,
    ...hub,
    name: values.name,
    displayOrder: Number(values.display_order),
    ...(Object.keys(display).length > 0 && { display }),
    status: existing?.status ?? 'disabled',
    ...(fr !== '' && { maintenanceMessage: { fr, en } }),
    source: sourceOf(values),
    clientId: values.client_id,
    clientSecret: values.client_secret === '' ? existing?.clientSecret : values.client_secret,
    authMethod: values.auth_method,
    levels: levelSchema.options.filter((level) => values.levels.includes(level)),
    ...(values.acr_map !== '' && { acrMap: readLines(values.acr_map, 'last') ?? values.acr_map }),
    idTokenSigningAlg: values.signing_alg,
    ...encryption('idTokenEncryption', values.encryption_alg),
    userinfoFormat: values.userinfo_format,
    ...(values.userinfo_signing_alg !== '' && { userinfoSigningAlg: values.userinfo_signing_alg }),
    ...encryption('userinfoEncryption', values.userinfo_encryption_alg),
    pkce: values.pkce === 'yes',
    ...(values.scopes !== '' && { scopes: words(values.scopes) }),
    ...(values.acr_kind !== 'level' && {
      acrValues: values.acr_kind === 'none' ? [] : words(values.acr_values),
    }),
    ...(values.claims !== '' && { claims: parseJsonObject(values.claims) ?? values.claims }),
    ...(values.extra_parameters !== '' && {
      extraParameters: readLines(values.extra_parameters) ?? values.extra_parameters,
    }),
    ...(values.send_max_age !== 'yes' && { sendMaxAge: false }),
    ...(values.send_ui_locales !== 'yes' && { sendUiLocales: false }),
    ...(values.amr !== 'fc' && { amr: values.amr }),
    ...(values.amr_passed_on === 'yes' && { amrPassedOn: true }),
    ...(values.usage_name === 'yes' && { preferredUsernameIsUsageName: true }),
  };
}

const words = (text: string) => text.split(/\s+/).filter((word) => word !== '');

function encryption(name: 'idTokenEncryption' | 'userinfoEncryption', alg: string): object {
  return alg === '' ? {} : { [name]: { alg, enc: 'A256GCM' } };
}

function displayOf({ hidden, beta, approval_fr: fr, approval_en: en }: ProviderValues): object {
  return {
    ...(hidden === 'yes' && { hidden: true }),
    ...(beta === 'yes' && { beta: true }),
    ...(fr !== '' && { approval: { fr, en } }),
  };
}

function sourceOf(values: ProviderValues): object {
  if (values.source_kind !== 'endpoints') return { kind: 'discovery', url: values.discovery_url };
  const { end_session_url: endSession, jwks_url: jwks, keys } = values;
  return {
    kind: 'endpoints',
    endpoints: {
      issuer: values.issuer,
      authorization: values.authorization_url,
      token: values.token_url,
      userinfo: values.userinfo_url,
      ...(jwks !== '' && { jwks }),
      ...(endSession !== '' && { endSession }),
      issParameter: values.iss_parameter === 'yes',
    },
    ...(keys !== '' && { keys: parseJsonObject(keys) ?? keys }),
  };
}

/** What the schema cannot know: what a page asks beyond it. */
function errorsOf(values: ProviderValues, { hub, locale, allowHttp }: ParseContext): FieldErrors {
  const texts = providerTexts(locale).errors;
  const serves = values.levels.some((level) => hub.platform === 'standard' || level !== 'eidas1');
  const addresses: readonly ProviderField[] =
    values.source_kind === 'endpoints'
      ? ['issuer', 'authorization_url', 'token_url', 'userinfo_url', 'end_session_url', 'jwks_url']
      : ['discovery_url'];
  const optional: readonly ProviderField[] = ['end_session_url', 'jwks_url'];
  const bad = addresses.filter(
    (field) => !(values[field] === '' && optional.includes(field)) && !isAddress(values[field], allowHttp),
  );
  const name = parsePublicName(values.name);
  return {
    ...(!name.ok && { name: nameProblems(locale)[name.problem](100) }),
    ...Object.fromEntries(bad.map((field) => [field, texts.ofField.discovery_url])),
    ...(!serves && { levels: texts.ofField.levels }),
    ...(!/^-?\d{1,6}$/.test(values.display_order) && { display_order: texts.ofField.display_order }),
    ...(values.acr_kind === 'fixed' && values.acr_values === '' && { acr_values: texts.ofField.acr_values }),
    ...wrongMessages(values, locale),
    ...inBothLanguages(values, ['maintenance_fr', 'maintenance_en'], texts.bothLanguages),
    ...inBothLanguages(values, ['approval_fr', 'approval_en'], texts.bothLanguages),
  };
}

const longestMessages = { maintenance_fr: 500, maintenance_en: 500, approval_fr: 1000, approval_en: 1000 };

/** Citizens read it where they choose an account: the rule of names for each line, whatever the length. */
function wrongMessages(values: ProviderValues, locale: Locale): FieldErrors {
  const found = Object.entries(longestMessages).flatMap(([field, longest]) => {
    const text = values[field as keyof typeof longestMessages];
    const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
    const wrong = lines.map((line) => parsePublicName(line, longest)).find(({ ok }) => !ok);
    return wrong === undefined || wrong.ok
      ? []
      : [[field, nameProblems(locale)[wrong.problem](longest)] as const];
  });
  return Object.fromEntries(found);
}

function inBothLanguages(
  values: ProviderValues,
  [fr, en]: readonly [ProviderField, ProviderField],
  text: string,
): FieldErrors {
  if ((values[fr] === '') === (values[en] === '')) return {};
  return { [values[fr] === '' ? fr : en]: text };
}

function isAddress(text: string, allowHttp: boolean): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const plain = url !== undefined && url.username === '' && url.password === '' && url.hash === '';
  return plain && (url.protocol === 'https:' || (allowHttp && url.protocol === 'http:'));
}
