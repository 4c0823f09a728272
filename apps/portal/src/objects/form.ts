/** Strict reader of a submitted form: a repeated field is a list, never "last value wins". */
export interface PortalForm {
  /** The single value of a field, trimmed; '' when absent or repeated. */
  text(name: string): string;
  /** Every value of a field, in order. */
  list(name: string): readonly string[];
  has(name: string): boolean;
  readonly names: readonly string[];
}

/** Errors by field; shown beside the field and in the summary. */
export type FieldErrors = Readonly<Record<string, string>>;
