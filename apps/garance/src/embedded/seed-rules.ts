import { z } from 'zod';

/** A rule between several fields of an entry. */
export interface SeedRule<Entry> {
  /** The field to which the message belongs. */
  readonly field: keyof Entry & string;
  /** The fields that the rule reads: it is skipped when one of them is invalid by itself. */
  readonly reads: readonly (keyof Entry & string)[];
  /** The problem as text; undefined when there is none. */
  judge(entry: Entry): string | undefined;
}

/**
 * Adds rules to a schema. Unlike a refinement of the whole entry, a rule also runs when other fields are invalid, so that
 * all problems of a file are reported at once.
 */
export function withRules<S extends z.ZodType>(schema: S, rules: readonly SeedRule<z.output<S>>[]): S {
  return schema.check(
    ...rules.map((rule) =>
      z.refine<z.output<S>>((entry) => rule.judge(entry) === undefined, {
        path: [rule.field],
        error: ({ input }) => rule.judge(input as z.output<S>) ?? '',
        when: ({ value, issues }) =>
          isObject(value) && !issues.some(({ path = [] }) => concerns(path, rule.reads)),
      }),
    ),
  );
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function concerns([field]: readonly PropertyKey[], reads: readonly string[]): boolean {
  return reads.some((name) => name === field);
}

/** A list of entries with unique keys. `keysOf` is also called for invalid entries. */
export function listOf<S extends z.ZodType>(
  entry: S,
  { field, keysOf }: { readonly field: string; readonly keysOf: (entry: z.output<S>) => readonly string[] },
) {
  const twiceIn = (entries: readonly z.output<S>[]) => {
    const keys = entries.filter(isObject).flatMap(keysOf);
    return [...new Set(keys.filter((key, index) => keys.indexOf(key) !== index))];
  };
  return z.array(entry).check(
    z.refine<z.output<S>[]>((entries) => twiceIn(entries).length === 0, {
      error: ({ input }) => `${field} is there twice: ${twiceIn(input as z.output<S>[]).join(', ')}`,
      when: ({ value }) => Array.isArray(value),
    }),
  );
}
