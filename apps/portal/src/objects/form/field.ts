/**
 * A form as data. From a table of fields come the reader (`readFields`), the validator (`parse-fields.ts`) and the page
 * (`parts/form/field-view.tsx`): no other module depends on single fields.
 */
import type { Localized } from '@garance/core';
import type { Locale } from '@garance/web/view';
import type { z } from 'zod';
import type { PortalForm } from '../form.ts';
import type { Format } from './formats.ts';
import type { ProblemCode } from './problem-texts.ts';

/** Submitted values: one text a field, or a list for `choices`. */
export type FormValues = Readonly<Record<string, string | readonly string[]>>;

interface FieldBase {
  readonly name: string;
  readonly label: Localized;
  readonly hint?: Localized;
  /** May be left empty. */
  readonly optional?: true;
  /** Shown and read only when another field has one of these values. */
  readonly when?: readonly [field: string, ...values: string[]];
  /** Error text for every problem of the field; the catalogue's text by default. */
  readonly error?: Localized;
  /** Problems that have a more precise name here. */
  readonly codes?: Readonly<Partial<Record<ProblemCode, ProblemCode>>>;
}

interface TextBase extends FieldBase {
  /** In characters. */
  readonly maxLength: number;
  readonly format?: Format;
  /**
   * Applied to a text that is present and not too long; replaces `format` where the rule depends on the form's context.
   */
  readonly rule?: z.ZodType<unknown, string>;
  /** WCAG 2.2, 1.3.5: input purpose of fields about the user. */
  readonly autoComplete?: string;
}

export interface ChoiceOption<Value extends string = string> {
  readonly value: Value;
  /** The value itself by default. */
  readonly label?: Localized;
  readonly hint?: Localized;
  /** Language of the label when it is not the page's. */
  readonly lang?: Locale;
}

export interface TextField extends TextBase {
  readonly kind: 'text';
  /** Neither value is sent back to the page. `code`: a code from a mail or an app, which browsers can fill in. */
  readonly type?: 'password' | 'code';
  /** In characters, for values of a known length. */
  readonly width?: 4 | 10 | 20;
}
export interface LongTextField extends TextBase {
  readonly kind: 'long-text';
  readonly rows: number;
}
export interface NumberField extends FieldBase {
  readonly kind: 'number';
  readonly min: number;
  readonly max: number;
}
export interface ChoiceField extends FieldBase {
  readonly kind: 'choice';
  readonly options: readonly ChoiceOption[];
  /** As a select list, for many options. */
  readonly list?: true;
}
export interface ChoicesField extends FieldBase {
  readonly kind: 'choices';
  readonly options: readonly ChoiceOption[];
}
/** One box. */
export interface TickField extends FieldBase {
  readonly kind: 'tick';
  /** The checkbox must be ticked. */
  readonly mustBeTicked?: true;
  /** Submitted when ticked; `yes` by default. */
  readonly value?: string;
}

export type Field = TextField | LongTextField | NumberField | ChoiceField | ChoicesField | TickField;

/** Fields under a heading of the page. */
export interface Section<F extends Field = Field> {
  readonly title: Localized;
  readonly fields: readonly F[];
}

/** A field whose texts are in a separate table. */
export type FieldRow = Field extends infer Each ? (Each extends Field ? Omit<Each, 'label'> : never) : never;

export interface FieldTexts<Name extends string = string> {
  readonly labels: Readonly<Record<Name, string>>;
  readonly hints?: Readonly<Partial<Record<Name, string>>>;
  /** Correct form of the value, shown for every error of the field. */
  readonly errors?: Readonly<Partial<Record<Name, string>>>;
  /** Labels of options, by field and value; the value itself for options without label. */
  readonly options?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Joins rows with their texts; texts given in the row win. */
export function withTexts<const Row extends FieldRow>(
  rows: readonly Row[],
  texts: (locale: Locale) => FieldTexts<Row['name']>,
): readonly (Row & { readonly label: Localized })[] {
  const localized = (pick: (texts: FieldTexts) => string | undefined): Localized | undefined => {
    const [fr, en] = [pick(texts('fr')), pick(texts('en'))];
    return fr === undefined || en === undefined ? undefined : { fr, en };
  };
  const labelled = (name: string) => (option: ChoiceOption) => {
    const label = option.label ?? localized(({ options }) => options?.[name]?.[option.value]);
    return { ...option, ...(label !== undefined && { label }) };
  };
  return rows.map((row: FieldRow) => {
    const hint = row.hint ?? localized(({ hints }) => hints?.[row.name]);
    const error = localized(({ errors }) => errors?.[row.name]);
    return {
      ...row,
      label: localized(({ labels }) => labels[row.name]) ?? { fr: row.name, en: row.name },
      ...(hint !== undefined && { hint }),
      ...(error !== undefined && { error }),
      ...('options' in row && { options: row.options.map(labelled(row.name)) }),
    };
  }) as unknown as readonly (Row & { readonly label: Localized })[];
}

export type ValuesOf<F extends Field> = {
  readonly [Each in F as Each['name']]: Each extends ChoicesField ? readonly string[] : string;
};

export const plainOptions = <const Value extends string>(values: readonly Value[]): ChoiceOption<Value>[] =>
  values.map((value) => ({ value }));

/** Options with the same label in both languages: names entered by users. */
export const namedOptions = (options: readonly { readonly id: string; readonly name: string }[]) =>
  options.map(({ id, name }) => ({ value: id, label: { fr: name, en: name } }));

/** A text of the catalogue of a stage, in both languages. */
export function inBoth<Texts>(texts: (locale: Locale) => Texts, pick: (texts: Texts) => string): Localized {
  return { fr: pick(texts('fr')), en: pick(texts('en')) };
}

/**
 * Reads the values unchanged, except that line breaks (CR LF in a submitted form) become LF: the validator refuses too
 * long or unknown values, and the page shows them again.
 */
export function readFields<const F extends Field>(fields: readonly F[], form: PortalForm): ValuesOf<F> {
  return Object.fromEntries(fields.map((field) => [field.name, readField(field, form)])) as ValuesOf<F>;
}

function readField({ kind, name }: Field, form: PortalForm): string | readonly string[] {
  if (kind === 'choices') return form.list(name);
  return kind === 'long-text' ? form.text(name).replace(/\r\n?/g, '\n') : form.text(name);
}

export function blankOf<const F extends Field>(fields: readonly F[]): ValuesOf<F> {
  return Object.fromEntries(
    fields.map(({ kind, name }) => [name, kind === 'choices' ? [] : '']),
  ) as unknown as ValuesOf<F>;
}

/** One text; '' when there is none. */
export function textOf(values: FormValues, name: string): string {
  const value = values[name];
  return typeof value === 'string' ? value : '';
}

export function listOf(values: FormValues, name: string): readonly string[] {
  const value = values[name];
  return Array.isArray(value) ? value : [];
}

export function appliesTo({ when }: Pick<Field, 'when'>, values: FormValues): boolean {
  if (when === undefined) return true;
  const [field, ...accepted] = when;
  return accepted.includes(textOf(values, field));
}
