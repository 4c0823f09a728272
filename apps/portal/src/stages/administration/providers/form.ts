/** Converts a provider to its form and back. The schema of core validates; its issues are shown beside the fields. */
import { brokenProviderRules, type HubId, type Provider, providerFieldsSchema } from '@garance/core';
import type { Locale } from '@garance/web/view';
import { errorsOf } from '../../../objects/form/errors-of.ts';
import { appliesTo, type FormValues, listOf, textOf } from '../../../objects/form/field.ts';
import { type FieldProblem, parseFields } from '../../../objects/form/parse-fields.ts';
import type { FieldErrors } from '../../../objects/form.ts';
import { codecs } from './codecs.ts';
import { type ProviderContext, type ProviderField, providerFields } from './fields.ts';
import { providerTexts } from './texts.ts';

const codecOf = ({ as = 'plain' }: ProviderField) => codecs[as];

/** Initial values of a new provider, where they differ from what an absent value means. */
const beginning: Readonly<Record<string, string>> = {
  source_kind: 'discovery',
  auth_method: 'client_secret_post',
  signing_alg: 'ES256',
  userinfo_format: 'signed',
  pkce: 'yes',
};

/** Values of the existing provider, or initial values. */
export function valuesOf(context: ProviderContext): FormValues {
  const { existing } = context;
  const read = providerFields(context).map((field) => [
    field.name,
    (existing === undefined ? beginning[field.name] : undefined) ??
      codecOf(field).write(valueAt(existing, field.at)),
  ]);
  return Object.fromEntries(read);
}

function valueAt(provider: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined,
      provider,
    );
}

export type ParsedProvider =
  | { readonly ok: true; readonly provider: Provider }
  | { readonly ok: false; readonly errors: FieldErrors };

export function parseProvider(values: FormValues, context: ProviderContext, locale: Locale): ParsedProvider {
  const fields = providerFields(context);
  const typed = parseFields(fields, values);
  const applicable = fields.filter((field) => appliesTo(field, values));
  const parsed = providerFieldsSchema.safeParse(candidateOf(applicable, values, context));
  const problems: readonly FieldProblem[] = [
    ...(typed.ok ? [] : typed.problems),
    ...(servesPlatform(values, context.hub) ? [] : [{ field: 'levels', code: 'wrong' } as const]),
    ...(parsed.success ? [] : parsed.error.issues.map(({ path }) => problemAt(path.join('.'), applicable))),
  ];
  const { rules } = providerTexts(locale);
  const broken = parsed.success ? brokenProviderRules(parsed.data) : [];
  const errors = {
    ...Object.fromEntries(broken.map(({ field, name }) => [fieldAt(field, applicable), rules[name]])),
    ...errorsOf(locale, fields, problems),
  };
  return parsed.success && Object.keys(errors).length === 0
    ? { ok: true, provider: parsed.data }
    : { ok: false, errors };
}

/** At least one level that the platform serves. */
function servesPlatform(values: FormValues, { platform }: HubId): boolean {
  return listOf(values, 'levels').some((level) => platform === 'standard' || level !== 'eidas1');
}

/** The field whose path is the longest prefix of a path of the schema. */
function fieldAt(path: string, applicable: readonly ProviderField[]): string {
  const matches = applicable.filter(({ at }) => path === at || path.startsWith(`${at}.`));
  // The last one: of two fields with the same path, the one shown because of the other.
  const [found] = matches.sort((a, b) => a.at.length - b.at.length).slice(-1);
  if (found !== undefined) return found.name;
  // An issue of the source as a whole is shown at the field for its keys.
  const places = ['source.endpoints.jwks', 'source.url'];
  const within = applicable.find(({ at }) =>
    path === 'source' ? places.includes(at) : at.startsWith(`${path}.`),
  );
  return within?.name ?? 'name';
}

function problemAt(path: string, applicable: readonly ProviderField[]): FieldProblem {
  const isText = /^(?:maintenanceMessage|display\.approval)/.test(path);
  return { field: fieldAt(path, applicable), code: isText ? 'both-languages' : 'wrong' };
}

/** Converts the form's values to a provider, not yet validated. */
function candidateOf(
  applicable: readonly ProviderField[],
  values: FormValues,
  { hub, existing }: ProviderContext,
): object {
  const candidate: Record<string, unknown> = {
    ...(existing?.logo !== undefined && { logo: existing.logo }),
    ...(existing !== undefined && { id: existing.id, clientSecret: existing.clientSecret }),
    ...hub,
    status: existing?.status ?? 'disabled',
  };
  for (const field of applicable) {
    const typed =
      field.kind === 'choices' ? listOf(values, field.name).join(' ') : textOf(values, field.name);
    const value = codecOf(field).read(typed);
    if (value !== undefined) put(candidate, field.at.split('.'), value);
  }
  return candidate;
}

function put(into: Record<string, unknown>, [key = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    into[key] = value;
    return;
  }
  const inner = (into[key] ?? {}) as Record<string, unknown>;
  into[key] = inner;
  put(inner, rest, value);
}
