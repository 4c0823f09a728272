import { z } from 'zod';

/** What several fields of an entry say together. */
export interface SeedRule<Entry> {
  /** The field that is wrong. */
  readonly field: keyof Entry & string;
  /** The fields that it asks: where one of them is wrong by itself, the rule says nothing. */
  readonly reads: readonly (keyof Entry & string)[];
  /** What is wrong; undefined when nothing is. */
  judge(entry: Entry): string | undefined;
}

/**
 * The schema with its rules. Unlike a refinement of the whole entry a rule is asked although other fields are wrong, so
 * that a file is put right in one go.
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

/** A list of entries, no two of which are the same. `keysOf` may be asked of entries that are wrong themselves. */
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
