/**
 * An endpoint is an ordered table of small named checks. The first failure ends the request, and its name is returned
 * with the error, so that the service's trace always names the check that ran.
 */
import type { ErrorCode } from '@garance/core';

export interface CheckFailure<Code extends ErrorCode = ErrorCode> {
  readonly ok: false;
  readonly error: Code;
  /** Names of parameters or accepted values; never a value of the request. */
  readonly detail?: string | undefined;
  /** The client that the credentials name, not authenticated: for counting failures. */
  readonly claimedClientId?: string | undefined;
  /** Name of the failed check, when it is one of several within this one. */
  readonly check?: string;
}

export type CheckResult<Adds, Code extends ErrorCode = ErrorCode> =
  | { readonly ok: true; readonly adds: Adds }
  | CheckFailure<Code>;

/** Description of a check in its table. */
export interface CheckRow<Code extends ErrorCode = ErrorCode> {
  readonly name: string;
  /** Clause of the specification that requires it. */
  readonly clause: string;
  /** Every error that the check may return; the compiler refuses any other. */
  readonly errors: readonly Code[];
}

/** One rule: reads the input, and adds its result for the checks after it. */
export interface Check<Input, Adds, Code extends ErrorCode = ErrorCode> extends CheckRow<Code> {
  readonly run: (input: Input) => CheckResult<Adds, NoInfer<Code>>;
}

/** @returns the check; its `errors` are all errors that `run` may return */
export function defineCheck<Input, Adds, const Code extends ErrorCode>(
  check: Check<Input, Adds, Code>,
): Check<Input, Adds, Code> {
  return check;
}

/** A rule that needs a store, keys or another server. */
export interface AsyncCheck<Input, Adds, Code extends ErrorCode = ErrorCode> extends CheckRow<Code> {
  readonly run: (
    input: Input,
  ) => CheckResult<Adds, NoInfer<Code>> | Promise<CheckResult<Adds, NoInfer<Code>>>;
}

/** A failure, with the name of the failed check. */
export interface NamedFailure extends CheckFailure {
  readonly check: string;
}

/** The check has nothing to add. */
export const passed = { ok: true, adds: {} } as const;

export function failureOf({ name }: CheckRow, failure: CheckFailure): NamedFailure {
  return { check: name, ...failure };
}

/** A table whose checks need results of earlier ones: the compiler checks the order. */
export interface CheckTable<Start extends object, Established extends Start> {
  readonly rows: readonly CheckRow[];
  /** The table with one more check at its end. */
  and<Adds, const Code extends ErrorCode>(
    check: AsyncCheck<Established, Adds, Code>,
  ): CheckTable<Start, Established & Adds>;
  /** Runs the checks in order. `known`: results of the checks before the failed one. */
  run(
    start: Start,
  ): Promise<
    | { readonly ok: true; readonly value: Established }
    | (NamedFailure & { readonly known: Start & Partial<Established> })
  >;
}

/** An empty table of checks; `and` adds one. `Start` is the input of the first check. */
export function startTable<Start extends object>(): CheckTable<Start, Start> {
  return tableOf<Start, Start>([]);
}

function tableOf<Start extends object, Established extends Start>(
  checks: readonly AsyncCheck<never, unknown>[],
): CheckTable<Start, Established> {
  return {
    rows: checks,
    and: (check) => tableOf([...checks, check]),
    run: async (start) => {
      let known: object = { ...start };
      for (const check of checks) {
        // The type of `and` ensures that the results the check needs are present.
        const result = await check.run(known as never);
        if (!result.ok) {
          return { ...failureOf(check, result), known: known as Start & Partial<Established> };
        }
        known = { ...known, ...(result.adds as object) };
      }
      return { ok: true, value: known as Established };
    },
  };
}
