/**
 * The validator of a form: zod decides, its issues become problems of the catalogue (`problem-texts.ts`). Pure, and without
 * a language: the page that shows a problem chooses the words.
 */
import { z } from 'zod';
import {
  appliesTo,
  type ChoicesField,
  type Field,
  type FormValues,
  type LongTextField,
  type NumberField,
  type TextField,
  type TickField,
} from './field.ts';
import { type Format, formats, parseWhole } from './formats.ts';
import { isProblemCode, type ProblemCode } from './problem-texts.ts';

/** Reason of a refusal: a key of the catalogue with its parameters. */
export interface FieldProblem<Name extends string = string> {
  readonly field: Name;
  readonly code: ProblemCode;
  /** The refused line or value, as typed. */
  readonly about?: string;
}

type Rule<F> = F extends { readonly rule: z.ZodType<infer Output, string> }
  ? Output
  : F extends { readonly format: infer Name extends Format }
    ? z.output<(typeof formats)[Name]>
    : string;

/** Parses one value: by format, as a number, an option or a checkbox. */
type Meaning<F extends Field> = F extends TextField | LongTextField
  ? Rule<F>
  : F extends NumberField
    ? number
    : F extends TickField
      ? boolean
      : F extends ChoicesField
        ? readonly F['options'][number]['value'][]
        : F extends { readonly options: readonly { readonly value: infer Value }[] }
          ? Value
          : never;

/** Undefined where nothing was typed, or the field was not asked. */
export type MeaningsOf<F extends Field> = {
  readonly [Each in F as Each['name']]: Each extends
    | { readonly optional: true }
    | { readonly when: readonly string[] }
    ? Each extends TickField | ChoicesField
      ? Meaning<Each>
      : Meaning<Each> | undefined
    : Meaning<Each>;
};

export type ParsedFields<F extends Field> =
  | { readonly ok: true; readonly data: MeaningsOf<F> }
  | { readonly ok: false; readonly problems: readonly FieldProblem<F['name']>[] };

/** Parses a form. @returns values, or every problem in the order of the fields */
export function parseFields<const F extends Field>(
  fields: readonly F[],
  values: FormValues,
): ParsedFields<F> {
  const problems: FieldProblem<F['name']>[] = [];
  const data: Record<string, unknown> = {};
  for (const field of fields) {
    const parsed = parseField(field, appliesTo(field, values) ? values[field.name] : undefined, {
      isRequired: field.optional !== true && appliesTo(field, values),
    });
    if (parsed.success) data[field.name] = parsed.data;
    else problems.push(...problemsOf(field, parsed.error));
  }
  return problems.length === 0 ? { ok: true, data: data as MeaningsOf<F> } : { ok: false, problems };
}

/** Rule of a form: an optional field is required in this case, such as the reason of a refusal. */
export function neededBy<Name extends string>(isNeeded: boolean, field: Name) {
  return (values: FormValues): readonly FieldProblem<Name>[] =>
    isNeeded && values[field] === '' ? [{ field, code: 'missing' }] : [];
}

/** Problems of one value. */
export function checkField(
  field: Field,
  value: string | readonly string[] | undefined,
  rule: { readonly isRequired: boolean },
): readonly FieldProblem[] {
  const parsed = parseField(field, value, rule);
  return parsed.success ? [] : problemsOf(field, parsed.error);
}

function parseField(
  field: Field,
  value: string | readonly string[] | undefined,
  { isRequired }: { readonly isRequired: boolean },
) {
  const schema = schemaOf(field);
  if (field.kind === 'tick') return schema.safeParse(value);
  if (field.kind === 'choices') {
    const list = Array.isArray(value) ? value : [];
    if (isRequired && list.length === 0) return z.never('not-chosen').safeParse(list);
    return schema.safeParse(list);
  }
  // A choice may offer the empty value itself.
  const offersEmpty = field.kind === 'choice' && field.options.some((option) => option.value === '');
  if (typeof value === 'string' && (value !== '' || offersEmpty)) return schema.safeParse(value);
  const missing = field.kind === 'choice' ? 'not-chosen' : 'missing';
  return (isRequired ? z.never(missing) : z.unknown().transform(() => undefined)).safeParse(value);
}

/** Schema of a value that is present. */
function schemaOf(field: Field): z.ZodType {
  switch (field.kind) {
    case 'tick':
      return z
        .unknown()
        .transform((value) => value === (field.value ?? 'yes'))
        .refine((ticked) => ticked || field.mustBeTicked !== true, 'not-ticked');
    case 'choice':
      return oneOf(field.options.map(({ value }) => value));
    case 'choices':
      return z
        .array(oneOf(field.options.map(({ value }) => value)))
        .transform((values) => [...new Set(values)]);
    case 'number':
      return z
        .string()
        .transform((text) => parseWhole(text))
        .pipe(z.number('not-a-number').min(field.min, 'not-a-number').max(field.max, 'not-a-number'));
    default: {
      const { maxLength, format } = field;
      const short = z.string().refine((text) => [...text].length <= maxLength, 'too-long');
      const rule = field.rule ?? (format === undefined ? undefined : formats[format]);
      return rule === undefined ? short : short.pipe(rule);
    }
  }
}

function oneOf(options: readonly string[]): z.ZodType<string> {
  return z.string().superRefine((value, context) => {
    if (options.includes(value)) return;
    context.addIssue({ code: 'custom', message: 'not-offered', params: { about: value } });
  });
}

function problemsOf<Name extends string>(
  { name, codes }: { readonly name: Name; readonly codes?: Field['codes'] },
  { issues }: z.ZodError,
): readonly FieldProblem<Name>[] {
  return issues.map((issue) => {
    const code = isProblemCode(issue.message) ? issue.message : 'wrong';
    const about: unknown = issue.code === 'custom' ? issue.params?.about : undefined;
    return { field: name, code: codes?.[code] ?? code, ...(typeof about === 'string' && { about }) };
  });
}
